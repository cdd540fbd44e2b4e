"""Characters that the fonts of print lack.

A glyph that isn't there would be printed as an empty box that no program can read back, which both standards
forbid. Such a character (an emoji, a Chinese name) is drawn as � and keeps its meaning for readers of the
structure.
"""

from __future__ import annotations

import functools
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from vp.printing.fonts import PREFIX
from vp.printing.sources import BASE, Sources

STAND_IN = "\ufffd"
ACTUAL = "data-actual"
"""The attribute of a stand-in that says what it stands for."""

_LATIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) | frozenset(
    "–—‘’‚“”„•…€™−\n\r\t\u2009"
)
"""What the first fonts have; anything else asks for the further ones."""


def beyond_latin(root: ElementTree.Element) -> set[str]:
    """The characters of the document that the first fonts lack."""
    found: set[str] = set()
    for words in _words(root):
        found.update(words)
    return {sign for sign in found - _LATIN if not _is_invisible(sign)}


def replace_missing(root: ElementTree.Element, signs: set[str]) -> None:
    """Put a stand-in for each of `signs` that none of the fonts has."""
    missing = signs - _all_signs()
    if not missing:
        return
    pattern = re.compile("([" + re.escape("".join(sorted(missing))) + "])")
    for element in list(root.iter()):
        for name, value in element.attrib.items():
            element.set(name, pattern.sub(STAND_IN, value))
        if element.tag in {"title", "style"}:
            continue
        for child in list(element):
            child.tail = _insert(element, list(element).index(child) + 1, pattern.split(child.tail or ""))
        element.text = _insert(element, 0, pattern.split(element.text or ""))


def _insert(parent: ElementTree.Element, place: int, pieces: list[str]) -> str:
    """Put the pieces after the first into the parent from `place` on; gives the first."""
    for number, (sign, after) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
        span = parent.makeelement("span", {ACTUAL: sign})
        span.text, span.tail = STAND_IN, after
        parent.insert(place + number, span)
    return pieces[0]


def _words(root: ElementTree.Element) -> Iterator[str]:
    yield from root.itertext()
    for element in root.iter():
        yield from element.attrib.values()


def _is_invisible(sign: str) -> bool:
    """Characters that are followed, not drawn: joiners, soft hyphens, variation selectors."""
    return unicodedata.category(sign) in {"Cf", "Cc"} or "\ufe00" <= sign <= "\ufe0f"


@functools.cache
def _all_signs() -> frozenset[str]:
    """What the font of signs has; it covers the others' characters too."""
    content, _ = Sources().read(f"{BASE}static/{PREFIX}/DejaVuSans.ttf")
    with TTFont(io.BytesIO(content), lazy=True) as font:
        codes: dict[int, Any] = font.getBestCmap()
    return frozenset(map(chr, codes)) | _LATIN
