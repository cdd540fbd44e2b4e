"""Lists of a Word file: with marks or numbers, each numbered list counting on its own."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

LEVELS = 9
_BULLETS = ("•", "–", "▪")
_INDENT = 360  # twentieths of a point


class Lists:
    """Gives paragraphs their place in a list."""

    def __init__(self, document: Document) -> None:
        self._numbering: Any = document.part.numbering_part.element
        self._bullets = self._define(9001, bullets=True)
        self._numbers = self._define(9002, bullets=False)
        self._bullet_list = self._numbering.add_num(self._bullets).numId

    def bullets(self) -> int:
        """The list of everything that isn't numbered."""
        return int(self._bullet_list)

    def numbers(self, depth: int, start: int = 1) -> int:
        """A list of its own that begins at `start` on its level."""
        num = self._numbering.add_num(self._numbers)
        num.add_lvlOverride(ilvl=min(depth, LEVELS - 1)).add_startOverride(max(start, 0))
        return int(num.numId)

    def put(self, paragraph: Any, list_id: int, depth: int) -> None:
        numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val = min(depth, LEVELS - 1)
        numbered.get_or_add_numId().val = list_id

    def _define(self, number: int, *, bullets: bool) -> int:
        levels = "".join(_level(depth, bullets) for depth in range(LEVELS))
        made = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        self._numbering.insert(len(self._numbering.findall(qn("w:abstractNum"))), made)  # before every w:num
        return number


def _level(depth: int, bullets: bool) -> str:
    sort = "bullet" if bullets else "decimal"
    text = _BULLETS[depth % len(_BULLETS)] if bullets else f"%{depth + 1}."
    indent = f'<w:pPr><w:ind w:left="{_INDENT * (depth + 1)}" w:hanging="{_INDENT}"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{sort}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/>{indent}</w:lvl>'
    )
