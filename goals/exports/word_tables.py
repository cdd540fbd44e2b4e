"""Tables of a Word file: a grid of cells with their spans, heads that are repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from lxml import etree

from goals.exports.word_styles import CELL, TABLE, styled


@dataclass(frozen=True)
class GridCell:
    element: etree._Element
    row: int
    column: int
    down: int = 1
    across: int = 1


@dataclass(frozen=True)
class Grid:
    """`heads` is how many rows at the top are the table's head."""

    height: int
    width: int
    cells: tuple[GridCell, ...]
    heads: int


def grid_of(table: etree._Element) -> Grid:
    """An HTML table's cells by place; spans that reach outside or over each other are cut."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for y, row in enumerate(rows):
        x = 0
        for element in row.iterchildren("th", "td"):
            while (y, x) in taken:
                x += 1
            down = min(_span(element, "rowspan"), len(rows) - y)
            across = _span(element, "colspan")
            free = next((n for n in range(1, across) if (y, x + n) in taken), across)
            cells.append(GridCell(element, y, x, down, free))
            taken |= {(y + dy, x + dx) for dy in range(down) for dx in range(free)}
            x += free
    width = max((x for _, x in taken), default=-1) + 1
    return Grid(len(rows), width, tuple(cells), _heads(rows))


def table_in(container: Any, grid: Grid, width: int, *, caption: str = "") -> Any:
    """An empty table of the grid's size in a document or a cell; columns are equally wide."""
    return empty_table(
        container, grid.height, [width // grid.width] * grid.width, heads=grid.heads, caption=caption
    )


def empty_table(
    container: Any, height: int, widths: Sequence[int], *, heads: int = 1, caption: str = ""
) -> Any:
    """`widths` of the columns in English metric units."""
    table = container.add_table(height, len(widths))
    table.style = TABLE
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    for n, row in enumerate(table.rows):
        _settle(row, is_head=n < heads)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Emu(width)
            styled(cell.paragraphs[0], CELL)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        for name in list(look.attrib):
            del look.attrib[name]
        look.set(qn("w:val"), "0020" if heads else "0000")
        look.set(qn("w:firstRow"), "1" if heads else "0")
    if caption:  # read aloud, not shown
        words = OxmlElement("w:tblCaption")
        words.set(qn("w:val"), caption)
        properties.append(words)
    return table


def ends_with_table(container: Any) -> bool:
    """Whether what comes next would stand right under a table."""
    last = (
        [each for each in container._element.body if each.tag != qn("w:sectPr")]
        if _is_page(container)
        else []
    )
    return bool(last) and last[-1].tag == qn("w:tbl")


def keep_apart(container: Any) -> None:
    """Two tables with nothing between them would be one."""
    if ends_with_table(container):
        container.add_paragraph()


def _is_page(container: Any) -> bool:
    return hasattr(container, "sections")


def _settle(row: Any, *, is_head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _heads(rows: Sequence[etree._Element]) -> int:
    count = 0
    for row in rows:
        cells = list(row.iterchildren("th", "td"))
        is_head = bool(cells) and all(cell.tag == "th" for cell in cells)
        if not is_head and row.getparent().tag != "thead":
            break
        count += 1
    return count if count < len(rows) else min(count, 1)


def _span(element: etree._Element, name: str) -> int:
    written = element.get(name, "1")
    return max(1, min(int(written), 60)) if written.isdecimal() and len(written) < 4 else 1
