"""A Word table's rows and cells, merged cells once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from goals.importing.header_rows import names_columns
from goals.importing.read_docx_styles import VALUE, W

_WIDEST = 60
"""Columns beyond this are taken as one; a hostile file may claim millions."""


@dataclass(frozen=True)
class Cell:
    """`element` is None where a merged cell of the row has its other columns."""

    element: Element | None


@dataclass(frozen=True)
class TableRow:
    """marked_header: Word repeats this row on every page."""

    cells: tuple[Cell, ...]
    marked_header: bool

    def reads_as_header(self, texts: Sequence[str], rows: Sequence[TableRow]) -> bool:
        """Whether this, the first row, names the columns although Word isn't told so."""
        return len(rows) > 1 and not any(row.marked_header for row in rows) and names_columns(texts)


def rows_of_table(table: Element) -> list[TableRow]:
    """All rows, filled up to the same number of columns."""
    rows = [_row(row) for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
    widest = max((len(row.cells) for row in rows), default=0)
    return [
        TableRow(row.cells + (Cell(None),) * (widest - len(row.cells)), row.marked_header) for row in rows
    ]  # fmt: skip


def is_layout(rows: Sequence[TableRow]) -> bool:
    """A frame around text rather than a table: it has one column."""
    return all(sum(cell.element is not None for cell in row.cells) <= 1 for row in rows)


def _row(row: Element) -> TableRow:
    properties = row.find(f"{W}trPr")
    cells = [Cell(None)] * _count(properties, "gridBefore", 0)
    for cell in _children(row, "tc"):
        span = _count(cell.find(f"{W}tcPr"), "gridSpan", 1)
        cells += [Cell(cell), *[Cell(None)] * (max(span, 1) - 1)]
    marked = None if properties is None else properties.find(f"{W}tblHeader")
    return TableRow(tuple(cells), marked is not None and marked.get(VALUE, "1") not in ("0", "false", "off"))


def _children(parent: Element, name: str) -> Iterator[Element]:
    """The table's rows or a row's cells, also those inside content controls and tracked insertions."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}{name}":
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo"):
            waiting += reversed(element)


def _count(properties: Element | None, name: str, default: int) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    written = "" if found is None else found.get(VALUE, "")
    return min(int(written), _WIDEST) if written.isdigit() and len(written) < 6 else default
