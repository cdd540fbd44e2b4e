"""Tables of a PDF without upright lines: columns told from the white space between them.

A block of rows is taken as long as every run of words keeps to one column; a row of running text crosses
the space between two columns and ends the block. The table's rows are then told from drawn lines, from the
order in which the file draws its cells, or from the gaps between the rows of type, in that order.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from goals.importing.read_pdf_grids import Table, TableRow, cell_text
from goals.importing.read_pdf_rows import Row
from goals.importing.read_pdf_words import Rule, Word

_LARGEST_STEP = 3.6
"""Baselines further apart than this, in heights of the type, don't belong to one table."""

_BESIDE = 0.95
"""Baselines nearer than this, in heights of the type, can't follow each other in one text: they are set
beside each other, as in a table whose cells are centred."""


@dataclass
class _Column:
    x0: float
    x1: float

    def holds(self, run: Row) -> bool:
        return run.x0 < self.x1 + 1 and run.x1 > self.x0 - 1


@dataclass
class _Block:
    """Rows of type that keep to the same columns."""

    line_step: float
    columns: list[_Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def follows(self, step: float, size: float) -> bool:
        """Whether two baselines so far apart can be of one running text."""
        return step < max(1.45, 1.12 * self.line_step) * size

    def takes(self, row: Row) -> bool:
        """Adds a row unless it can't belong to the block."""
        row = replace(row, starts=tuple(column.x0 for column in self.columns[1:]))
        runs = row.runs
        beside = bool(self.rows) and row.base - self.rows[-1].base < _BESIDE * row.size
        if self.rows and not beside:
            last = self.rows[-1]
            if row.base - last.base > _LARGEST_STEP * max(row.size, last.size):
                return False
            if self._is_aside(row) if len(runs) == 1 else self._is_new_header(row):
                return False
        columns = [_Column(column.x0, column.x1) for column in self.columns]
        for run in runs:
            touched = [column for column in columns if column.holds(run)]
            if len(touched) > 1 or (touched and self._overfills(columns, touched[0], run)):
                return False
            if touched:
                touched[0].x0, touched[0].x1 = min(touched[0].x0, run.x0), max(touched[0].x1, run.x1)
            elif len(runs) == 1 and self.rows and not beside and not self._spans(run):
                return False
            else:
                columns.append(_Column(run.x0, run.x1))
        if len(runs) > 1 and len({id(next(c for c in columns if c.holds(run))) for run in runs}) < 2:
            return False
        self.columns = sorted(columns, key=lambda column: column.x0)
        self.rows.append(row)
        return True

    def _spans(self, run: Row) -> bool:
        return self.columns[0].x0 - 1 <= run.x0 <= self.columns[-1].x1

    def _is_aside(self, row: Row) -> bool:
        """A lone run after a wide gap or in another type: a heading or a paragraph, not a cell's next row."""
        last = self.rows[-1]
        several = [other for other in self.rows if len(other.runs) > 1]
        if not several[0].bold and row.bold and not last.bold:
            return True
        if several[0].bold and row.bold and len(self.rows) > 1 and not last.bold:
            return True
        return abs(row.size - last.size) > 0.12 * last.size

    def _is_new_header(self, row: Row) -> bool:
        """A bold row after others, as the first one was: the next table begins."""
        return row.bold and self.rows[0].bold and not self.rows[-1].bold

    @staticmethod
    def _overfills(columns: Sequence[_Column], mine: _Column, run: Row) -> bool:
        return any(other is not mine and other.x0 < run.x1 and run.x0 < other.x1 for other in columns)

    def column_of(self, run: Row) -> int:
        centre = (run.x0 + run.x1) / 2
        for n, column in enumerate(self.columns):
            if column.x0 - 1 <= centre <= column.x1 + 1:
                return n
        return min(range(len(self.columns)), key=lambda n: abs(self.columns[n].x0 - run.x0))


@dataclass(frozen=True)
class TextColumns:
    """Running text set in columns: its rows of type, the left column's before the right one's."""

    rows: tuple[Row, ...]
    words: frozenset[Word]

    @property
    def top(self) -> float:
        return min(row.words[0].top for row in self.rows)


def blocks_in_columns(
    rows: Sequence[Row], rules: Sequence[Rule], line_step: float
) -> list[Table | TextColumns]:
    """Every block of at least two rows in at least two columns.

    line_step: the usual distance of the document's baselines, in heights of the type.
    """
    tables: list[Table | TextColumns] = []
    start = done = 0
    while start < len(rows):
        if len(rows[start].runs) < 2:
            start += 1
            continue
        first = start  # of a centred header of several rows, one may stand above and alone
        while first > done and rows[first].base - rows[first - 1].base < _BESIDE * rows[first].size:
            first -= 1
        block = _Block(line_step)
        end = first
        while end < len(rows) and block.takes(rows[end]):
            end += 1
        table = _text_columns(block) or _table(block, rules)
        if isinstance(table, TextColumns):
            table = _with_rows_above(table, block, rows[done:first])
        if table is None or _is_justified(block, rows, first):
            start += 1
        else:
            tables.append(table)
            start = done = first + len(block.rows)
    return tables


def _text_columns(block: _Block) -> TextColumns | None:
    """The block as running text in columns, which a file draws one after the other; None if it draws rows."""
    runs = [run for row in block.rows for run in row.runs]
    columns: dict[int, list[Row]] = defaultdict(list)
    for run in runs:
        columns[block.column_of(run)].append(run)
    ordered = [columns[n] for n in sorted(columns)]
    if len(ordered) < 2 or sum(len(column) >= 3 for column in ordered) < 2:
        return None
    if any(max(run.seq for run in a) > min(run.seq for run in b) for a, b in itertools.pairwise(ordered)):
        return None
    return TextColumns(
        tuple(sorted(runs, key=lambda run: run.seq)), frozenset(word for run in runs for word in run.words)
    )


def _with_rows_above(found: TextColumns, block: _Block, above: Sequence[Row]) -> TextColumns:
    """The columns with the rows before them that stand in one column alone, beside nothing in the others."""
    for row in reversed(above):
        inside = [column for column in block.columns if column.x0 - 2 < row.x0 and row.x1 < column.x1 + 2]
        if len(row.runs) > 1 or not inside:
            break
        block.rows.insert(0, row)
        more = _text_columns(block)
        if more is None:
            block.rows.pop(0)
            break
        found = more
    return found


def _is_justified(block: _Block, rows: Sequence[Row], first: int) -> bool:
    """Whether the row before or after is text of exactly the block's width: wide spaces, no table."""
    after = first + len(block.rows)
    for row, next_to in (
        (rows[first - 1] if first else None, block.rows[0]),
        (rows[after] if after < len(rows) else None, block.rows[-1]),
    ):
        if row is not None and abs(row.base - next_to.base) < 1.5 * row.size and len(row.words) > 2:
            left, right = block.columns[0].x0, block.columns[-1].x1
            if abs(row.x0 - left) < 2 and abs(row.x1 - right) < 2:
                return True
    return False


def _table(block: _Block, rules: Sequence[Rule]) -> Table | None:
    _without_tail(block, rules)
    several = [row for row in block.rows if len(row.runs) > 1]
    if len(several) < 2 or len(block.columns) < 2 or _is_contents(several) or not _aligned(block, several):
        return None
    pieces = sorted(
        (_Piece(block.column_of(run), run) for row in block.rows for run in row.runs),
        key=lambda piece: (piece.run.base, piece.column),
    )
    groups = _grouped(pieces, rules, block)
    if len(groups) < 2:
        return None
    made = tuple(_table_row(group, len(block.columns)) for group in groups)
    edges = (*(column.x0 for column in block.columns), block.columns[-1].x1)
    return Table(made, edges, frozenset(word for row in block.rows for word in row.words))


def _without_tail(block: _Block, rules: Sequence[Rule]) -> None:
    """Leaves out the lone runs at the end that stand further away than a cell's rows do."""
    while len(block.rows) > 1 and len(block.rows[-1].runs) == 1:
        last, before = block.rows[-1], block.rows[-2]
        parted = any(_crosses(rule, block) and before.base < rule.at < last.base for rule in rules)
        enclosed = any(
            _crosses(rule, block) and last.base < rule.at < last.base + last.size for rule in rules
        )
        near = block.follows(last.base - before.base, last.size)
        if enclosed or (near and not parted) or block.column_of(last) > 0:
            return
        block.rows.pop()


def _crosses(rule: Rule, block: _Block) -> bool:
    return not rule.upright and rule.start <= block.columns[0].x1 and rule.end >= block.columns[-1].x0


def _is_contents(several: Sequence[Row]) -> bool:
    """A contents list: names to the left, page numbers that never fall to the right."""
    if any(len(row.runs) != 2 or not row.runs[-1].text.isdigit() for row in several):
        return False
    numbers = [int(row.runs[-1].text[:6]) for row in several]
    return numbers == sorted(numbers)


def _aligned(block: _Block, several: Sequence[Row]) -> bool:
    """In each column after the first, two runs begin, end or are centred at the same x; prose is not so."""
    for n in range(1, len(block.columns)):
        runs = [run for row in several for run in row.runs if block.column_of(run) == n]
        edges = [run.x0 for run in runs], [run.x1 for run in runs], [(run.x0 + run.x1) / 2 for run in runs]
        for places in map(sorted, edges):
            if any(b - a < 1.5 for a, b in itertools.pairwise(places)):
                return True
    return len(several[0].runs) >= 3


@dataclass
class _Piece:
    """A run of words in its column."""

    column: int
    run: Row


def _grouped(pieces: list[_Piece], rules: Sequence[Rule], block: _Block) -> list[list[_Piece]]:
    cuts = sorted({rule.at for rule in rules if _crosses(rule, block)})
    top, bottom = pieces[0].run.base, pieces[-1].run.base
    inside = [cut for cut in cuts if top < cut < bottom]
    if len(inside) >= 2 or (inside and len(cuts) > 2):
        return _by_cuts(pieces, inside)
    grouped = []
    for part in _by_cuts(pieces, inside):
        grouped += _by_drawing(part) if _drawn_cell_by_cell(part) else _by_gaps(part, block)
    return grouped


def _by_cuts(pieces: list[_Piece], cuts: list[float]) -> list[list[_Piece]]:
    bands: dict[int, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        bands[sum(cut < piece.run.base - 0.3 * piece.run.size for cut in cuts)].append(piece)
    return [bands[n] for n in sorted(bands)]


def _drawn_cell_by_cell(pieces: list[_Piece]) -> bool:
    """Whether the file somewhere goes up again to the next column, as after a cell of several rows."""
    drawn = sorted(pieces, key=lambda piece: piece.run.seq)
    return any(
        b.column > a.column and b.run.base < a.run.base - 0.5 * b.run.size
        for a, b in itertools.pairwise(drawn)
    )


def _by_drawing(pieces: list[_Piece]) -> list[list[_Piece]]:
    """A new row begins where the drawing goes back to an earlier column, or leaves a gap in the same one."""
    drawn = sorted(pieces, key=lambda piece: piece.run.seq)
    pitch = _pitch(pieces)
    groups = [[drawn[0]]]
    for before, piece in itertools.pairwise(drawn):
        lowest = max(other.run.base for other in groups[-1])
        step = piece.run.base - before.run.base
        same_cell = piece.column == before.column and 0 <= step < 1.3 * pitch
        next_cell = piece.column > before.column and piece.run.base < lowest + 0.6 * pitch
        if same_cell or next_cell or abs(step) < 0.1 * pitch:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return sorted(groups, key=lambda group: min(piece.run.base for piece in group))


def _pitch(pieces: list[_Piece]) -> float:
    """The smallest step between two rows of type in one column."""
    steps = []
    for column in {piece.column for piece in pieces}:
        bases = sorted(piece.run.base for piece in pieces if piece.column == column)
        steps += [b - a for a, b in itertools.pairwise(bases) if b - a > 1]
    return min(steps, default=1.2 * pieces[0].run.size)


def _by_gaps(pieces: list[_Piece], block: _Block) -> list[list[_Piece]]:
    """A row begins after a wider step; if all are alike, where the first column and another have words."""
    bases = sorted({round(piece.run.base, 1) for piece in pieces})
    steps = [b - a for a, b in itertools.pairwise(bases)]
    size = max(piece.run.size for piece in pieces)
    uneven = bool(steps) and block.follows(min(steps), size) and max(steps) > 1.25 * min(steps)
    groups: list[list[_Piece]] = []
    for base in bases:
        here = [piece for piece in pieces if abs(piece.run.base - base) < 0.06]
        columns = {piece.column for piece in here}
        step = base - (max(piece.run.base for piece in groups[-1]) if groups else base)
        new = (
            step > 1.25 * min(steps)
            if uneven
            else not block.follows(step, size) or (0 in columns and len(columns) > 1)
        )
        if new or not groups:
            groups.append([])
        groups[-1] += here
    return groups


def _table_row(group: list[_Piece], columns: int) -> TableRow:
    cells: list[list[Word]] = [[] for _ in range(columns)]
    for piece in group:
        cells[piece.column] += piece.run.words
    words = [word for cell in cells for word in cell]
    return TableRow(
        cells=tuple(cell_text(cell) for cell in cells),
        top=min(word.top for word in words),
        bottom=max(word.bottom for word in words),
        bold=all(word.bold for word in words),
    )
