"""Many printed parts made into one file, with their tags whole.

joiner.py puts a file together; outlines.py hangs the parts' bookmarks under one; numbers.py stamps the page
numbers; addresses.py is how a link in one part leads into another; front.py settles cover and contents.
docs/adr/0020-compiled-files.md says why it is done this way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vp.printing.builders import Part


@dataclass(frozen=True)
class Piece:
    """A part with its unnumbered file; without one, `error` says why."""

    part: Part
    error: str
    content: bytes | None


@dataclass(frozen=True)
class Sheets:
    """Laid-out pages without numbers, and how they are drawn as a file."""

    pages: int
    draw: Callable[[], bytes]
