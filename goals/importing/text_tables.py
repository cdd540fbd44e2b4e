"""Tables of text: rows with visible columns as HTML, and the columns guessed where they aren't visible.

In a text taken from a PDF a table with two columns of running text is a chain of narrow blocks: left,
right, left, right. A block alone is a row's heading. A line that is wider than a column holds both cells.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from goals.importing.columns import Header, header_at
from goals.importing.lines import Line
from goals.importing.notes import Notes
from goals.importing.shapes import Measure, starts_lower, terminated
from goals.importing.vocabulary import Vocabulary

_NARROW = 0.78
"""A column is at most so much of the page's width."""
_NEW_CELL = re.compile(r"(?<=[a-zåäö)]) (?=[A-ZÅÄÖ])")
_LONGEST_TITLE = 6
_NO_LIMIT = 10**9
_MOST_REPEATS = 20

Cell = list[Line]


@dataclass(frozen=True)
class TextTable:
    """Rows of cells, each cell its lines, and the place of the first line after the table."""

    rows: list[tuple[Cell, ...]]
    end: int


def table_html(rows: Sequence[Sequence[str]], *, header: bool) -> str:
    """A table; the first row is its header where it has one."""
    width = max((len(row) for row in rows), default=0)
    parts = []
    if header and rows:
        cells = "".join(f'<th scope="col">{html.escape(cell, quote=False)}</th>' for cell in rows[0])
        parts.append(f"<thead><tr>{cells}</tr></thead>")
        rows = rows[1:]
    body = [
        "".join(f"<td>{html.escape(cell, quote=False)}</td>" for cell in [*row, *[""] * (width - len(row))])
        for row in rows
    ]
    parts.append(f"<tbody>{''.join(f'<tr>{cells}</tr>' for cells in body)}</tbody>")
    return f"<table>{''.join(parts)}</table>"


def guess_text_table(
    lines: Sequence[Line], at: int, header: Header, measure: Measure, notes: Notes, vocabulary: Vocabulary
) -> TextTable | None:
    """The two-column table under a header, or None where what follows is no chain of narrow blocks."""
    if len(header.columns) != 2 or not measure.fit:
        return None
    start = at + header.consumed
    blocks, end, repeated = _blocks(lines, start, header, measure, vocabulary)
    if len(blocks) < 2 or (not repeated and _comes_again(lines, end, header, vocabulary)):
        measure = Measure(_NO_LIMIT)
        blocks, end, repeated = _blocks(lines, start, header, measure, vocabulary)
        if not repeated:
            return None
    notes.drop(repeated)
    notes.warn(lines[at].number, "Tabellens kolumner syns inte i källan; gränserna mellan dem är gissade.")
    return TextTable(_Pairing(blocks, measure).pair(), end)


@dataclass(frozen=True)
class _Block:
    lines: Cell
    after_header: bool

    @property
    def text(self) -> str:
        return " ".join(line.text.strip() for line in self.lines)


def _comes_again(lines: Sequence[Line], start: int, header: Header, vocabulary: Vocabulary) -> bool:
    """Whether the header is repeated further on: then what stands between is the table's, however wide."""
    first = header.columns[0].phrase
    places = [at for at in range(start, len(lines)) if lines[at].text.strip().startswith(first)]
    return any(header.same_as(header_at(lines, at, vocabulary)) for at in places[:_MOST_REPEATS])


def _blocks(
    lines: Sequence[Line], start: int, header: Header, measure: Measure, vocabulary: Vocabulary
) -> tuple[list[_Block], int, list[Line]]:
    """The blocks under a header up to one too wide, where they end, and where the header came again."""
    blocks: list[_Block] = []
    current: Cell = []
    at = end = start
    repeated = False
    headers: list[Line] = []
    while at < len(lines):
        line = lines[at]
        again = header_at(lines, at, vocabulary) if line.text.strip() else None
        if again is not None and header.same_as(again):
            if current:
                blocks.append(_Block(current, repeated))
            current, repeated = [], True
            headers += lines[at : at + again.consumed]
            at = end = at + again.consumed
            continue
        if not line.text.strip():
            if current:
                blocks.append(_Block(current, repeated))
                current, repeated = [], False
        elif line.cells or (_is_wide(line, measure) and not _NEW_CELL.search(line.text.strip())):
            break
        else:
            current.append(line)
            end = at + 1
        at += 1
    if current:
        blocks.append(_Block(current, repeated))
    return blocks, end, headers


def _is_wide(line: Line, measure: Measure) -> bool:
    return len(line.text.strip()) > measure.fit * _NARROW


class _Pairing:
    """Puts narrow blocks side by side."""

    def __init__(self, blocks: Sequence[_Block], measure: Measure) -> None:
        self.blocks = blocks
        self.measure = measure
        self.rows: list[tuple[Cell, ...]] = []
        self.left: Cell | None = None

    def pair(self) -> list[tuple[Cell, ...]]:
        at = 0
        while at < len(self.blocks):
            at += self._take(at)
        if self.left is not None:
            self.rows.append(_both_cells(self.left) or (self.left, []))
        return self.rows

    def _take(self, at: int) -> int:
        """Put one or two blocks into the table; tells how many."""
        block = self.blocks[at]
        if block.after_header and self.left is None and self._continues(block, 0):
            self.rows[-1][0].extend(block.lines)
            following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
            if following is not None and self._continues(following, 1):
                self.rows[-1][1].extend(following.lines)
                return 2
            return 1
        if _is_wide(block.lines[0], self.measure) and self.left is None:
            self.rows.append(_both_cells(block.lines) or (block.lines, []))
        elif self.left is not None:
            self.rows.append((self.left, list(block.lines)))
            self.left = None
        elif self._is_title(at):
            self.rows.append((list(block.lines), []))
        else:
            self.left = list(block.lines)
        return 1

    def _continues(self, block: _Block, column: int) -> bool:
        """Whether a block goes on with the last row's cell over the page's end."""
        if not self.rows or len(self.rows[-1]) <= column or not self.rows[-1][column]:
            return False
        return starts_lower(block.text) and not terminated(self.rows[-1][column][-1].text)

    def _is_title(self, at: int) -> bool:
        """A few words without a sentence's end, before a block that does end one: a heading over rows."""
        block = self.blocks[at]
        if len(block.lines) > 1 or len(block.text.split()) > _LONGEST_TITLE or terminated(block.text):
            return False
        following = self.blocks[at + 1 : at + 3]
        return len(following) == 2 and all(len(each.lines) > 1 for each in following)


def _both_cells(lines: Cell) -> tuple[Cell, ...] | None:
    """Both cells of a row whose first line holds the end of the left one and the beginning of the right."""
    first = lines[0]
    text = first.text.strip()
    split = _NEW_CELL.search(text)
    if split is None or len(text[: split.start()].split()) > 2 * _LONGEST_TITLE:
        return None
    left = Line(first.number, text[: split.start()], page=first.page)
    right = Line(first.number, text[split.end() :], page=first.page)
    return [left], [right, *lines[1:]]
