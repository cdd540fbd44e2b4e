"""What a spreadsheet becomes before it is understood: sheets, rows, and cells as somebody would type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

LARGEST = 10 * 1024 * 1024
"""Bytes of a file."""
MOST_ROWS = 20_000
MOST_COLUMNS = 400
MOST_CELLS = 120_000
LONGEST_CELL = 4_000
_NOT_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class SheetError(ValueError):
    """The file can't be read as a spreadsheet; the message is Swedish, says why and what to do."""

    def __init__(self, words: str, status: int = 422) -> None:
        super().__init__(words)
        self.status = status


TOO_MANY = (
    f"Bladet är större än vad som läses in: högst {MOST_ROWS:,} rader, {MOST_COLUMNS} kolumner och "
    f"{MOST_CELLS:,} ifyllda celler. Dela upp filen, eller ta bort det som inte ska in."
).replace(",000", " 000")


@dataclass(frozen=True)
class Cell:
    """`text` is what stands there as somebody would type it; `problem` why that isn't to be trusted."""

    text: str = ""
    problem: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.problem)


EMPTY = Cell()


@dataclass(frozen=True)
class Row:
    """`number` is the row's place in the file, from 1, as the program that made it shows it."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else EMPTY

    def text(self, column: int) -> str:
        return self.cell(column).text


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows that aren't empty, in order. `is_hidden`: whoever made it doesn't show it."""

    name: str
    rows: tuple[Row, ...] = ()
    is_hidden: bool = False

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...] = field(default=())

    @property
    def filled(self) -> tuple[int, ...]:
        """The places of the sheets where something stands that a person would see; else of all with rows."""
        shown = [at for at, sheet in enumerate(self.sheets) if sheet.rows and not sheet.is_hidden]
        return tuple(shown or (at for at, sheet in enumerate(self.sheets) if sheet.rows))


def plain(text: str) -> str:
    """Without what no database keeps, and with the line ends that a spreadsheet has."""
    return _NOT_KEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def sheet_of(
    name: str, rows: Sequence[tuple[int, Sequence[Cell], bool]], *, is_hidden: bool = False
) -> Sheet:
    """A sheet of rows with their numbers; empty ones and empty last cells are left out.

    Raises SheetError where it is larger than what is read.
    """
    found, count = [], 0
    for number, cells, hidden in rows:
        last = max((at for at, cell in enumerate(cells) if cell), default=-1)
        if last >= 0:
            found.append(Row(number, tuple(cells[: last + 1]), hidden))
            count += sum(map(bool, cells))
        if len(found) > MOST_ROWS or last >= MOST_COLUMNS or count > MOST_CELLS:
            raise SheetError(TOO_MANY, 413)
    return Sheet(name, tuple(found), is_hidden)


def book_to_json(book: Book) -> list[dict[str, Any]]:
    return [
        {
            "name": sheet.name,
            "hidden": sheet.is_hidden,
            "rows": [
                [row.number, row.is_hidden, [_cell_to_json(cell) for cell in row.cells]] for row in sheet.rows
            ],
        }
        for sheet in book.sheets
    ]


def book_from_json(kept: Sequence[dict[str, Any]]) -> Book:
    return Book(
        tuple(
            Sheet(
                sheet["name"],
                tuple(
                    Row(number, tuple(_cell_from_json(cell) for cell in cells), hidden)
                    for number, hidden, cells in sheet["rows"]
                ),
                sheet["hidden"],
            )
            for sheet in kept
        )
    )


def _cell_to_json(cell: Cell) -> str | list[str]:
    return [cell.text, cell.problem] if cell.problem else cell.text


def _cell_from_json(kept: str | list[str]) -> Cell:
    if isinstance(kept, str):
        return Cell(kept) if kept else EMPTY
    return Cell(kept[0], kept[1])
