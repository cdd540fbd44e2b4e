"""The tables of a report: cells as text, in the same form whatever they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from followup.reports.words import NOTHING, Mark


@dataclass(frozen=True)
class Column:
    """`key` is the same whatever the column is called; also a CSS class. `is_number`: set to the right."""

    key: str
    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """`note` stands smaller under the text; `sign` before it says the same to the eye as the text."""

    column: Column
    text: str
    note: str = ""
    sign: str = ""
    mark: Mark | None = None

    @property
    def is_empty(self) -> bool:
        return self.text in {"", NOTHING} and not self.note


@dataclass(frozen=True)
class Remark:
    """What is said under a row. `label` is what it is, such as `Kommentar`."""

    text: str
    label: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Line:
    """A row: its first cell is its header. `kind` is `sum` or `result` for what rows come to."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    remarks: tuple[Remark, ...] = ()
    kind: str = ""

    def cell(self, key: str) -> Cell | None:
        return next((each for each in self.cells if each.column.key == key), None)


@dataclass(frozen=True)
class Table:
    """`kind` is `indicators`, `activities` or `economy`; `after` stands under the table."""

    kind: str
    caption: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    after: str = ""

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def look(self) -> str:
        return f"report-table of-{self.kind} columns-{len(self.columns)}"


def table_of(
    kind: str, caption: str, lines: Sequence[Line], optional: frozenset[str], after: str = ""
) -> Table | None:
    """The lines as a table, without those `optional` columns that no line has anything in."""
    if not lines:
        return None
    kept = [
        n
        for n, cell in enumerate(lines[0].cells)
        if cell.column.key not in optional or any(not line.cells[n].is_empty for line in lines)
    ]
    narrowed = tuple(
        Line(tuple(line.cells[n] for n in kept), line.anchor, line.remarks, line.kind) for line in lines
    )
    return Table(kind, caption, tuple(cell.column for cell in narrowed[0].cells), narrowed, after)
