"""The tables of reports in a Word file."""

from __future__ import annotations

from collections.abc import Sequence

from followup.reports.body_tables import Cell, Remark, Table
from goals.exports.word_file import WordFile

_PAGE_WIDTH = 16.0
_SIGN, _EDGES = 0.2, 0.4
"""Centimetres: of the page, of an ordinary sign, and what a cell needs beside its words."""
_LONGEST_WORD, _LONGEST_TEXT = 16, 160
"""Characters; longer words are broken, and longer texts get no more room."""


def write_table(file: WordFile, table: Table) -> None:
    """What is said under a row stands in its first cell, so that rows can be sorted and moved."""
    titles = [column.label for column in table.columns]
    rows = []
    for line in table.lines:
        cells = [_words(cell) for cell in line.cells]
        cells[0] = "\n".join([cells[0], *map(_remark, line.remarks)])
        rows.append(cells)
    file.table(
        table.caption,
        titles,
        rows,
        widths_of(titles, rows),
        strong={n for n, line in enumerate(table.lines) if line.kind in {"sum", "result"}},
        right={n for n, column in enumerate(table.columns) if column.is_number},
    )
    if table.after:
        file.note(table.after)


def widths_of(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Centimetres for each column: room for its longest word, and the rest by how much stands in it."""
    columns = list(zip(titles, *rows, strict=True))
    least = [_SIGN * min(max(map(_longest_word, each)), _LONGEST_WORD) + _EDGES for each in columns]
    much = [sum(min(len(words), _LONGEST_TEXT) for words in each) + 1 for each in columns]
    rest = _PAGE_WIDTH - sum(least)
    if rest < 0:
        return [_PAGE_WIDTH * each / sum(least) for each in least]
    return [each + rest * part / sum(much) for each, part in zip(least, much, strict=True)]


def _longest_word(words: str) -> int:
    return max(map(len, words.split()), default=0)


def _words(cell: Cell) -> str:
    words = f"{cell.sign} {cell.text}".strip()
    return f"{words}\n{cell.note}" if cell.note else words


def _remark(remark: Remark) -> str:
    mark = remark.mark.label if remark.mark else remark.label
    return f"{mark}: {remark.text}" if mark else remark.text
