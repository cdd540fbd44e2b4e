"""Names of fonts: different subsets of a font in one file have different tags (ISO 32000-1, 9.6.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pikepdf import Name, Object


def name_apart(pages: Iterable[Object], part: str) -> None:
    """Give the fonts of a part's pages tags that no other part's have; the same part gets the same tags."""
    fonts = {font.objgen: font for page in pages for font in page.Resources.get(Name.Font, {}).values()}
    for font in fonts.values():
        tag, _plus, family = str(font.BaseFont)[1:].partition("+")
        name = Name(f"/{_tag(part + tag + family)}+{family}")
        descendant = font.DescendantFonts[0]
        font.BaseFont = descendant.BaseFont = descendant.FontDescriptor.FontName = name


def _tag(words: str) -> str:
    """Six capital letters."""
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))
