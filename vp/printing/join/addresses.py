"""How a link in one part of a compiled file leads into another.

While it is laid out a part knows nothing of the others, so the link has an address that no network has, under
vp.printing.sources.BASE. The join makes it a link within the file.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from vp.printing.sources import BASE

PREFIX = "/del/"
_ADDRESS = re.compile(re.escape(BASE.rstrip("/") + PREFIX) + r"(\d+)(?:#(.*))?")
_BOOKMARK = re.compile(r"b(\d+)")


def of_part(position: int) -> str:
    """The first page of a part. Positions count from 0, in the order of the compilation."""
    return f"{PREFIX}{position}"


def of_bookmark(position: int, number: int) -> str:
    """A part's bookmark, by its number in the order of its outline."""
    return f"{PREFIX}{position}#b{number}"


def leads_within(href: str) -> bool:
    """Whether a link leads somewhere in the same file, in this part or another."""
    return href.startswith(("#", PREFIX))


def read(address: str) -> tuple[int, int | None, str] | None:
    """(position, number of a bookmark, name of an anchor) of what an address leads to; None for any other."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    anchor = unquote(found[2] or "")
    bookmark = _BOOKMARK.fullmatch(anchor)
    return int(found[1]), int(bookmark[1]) if bookmark else None, "" if bookmark else anchor
