"""Tables of a PDF that drawn lines show: which lines make a grid, and which words stand in which cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from goals.importing.read_pdf_rows import joined, rows_of
from goals.importing.read_pdf_words import Rule, Word

_NEAR = 3.0  # points: lines closer than this are one, and lines that end so near each other meet
_MOST_CELLS = 20_000
_MOST_CROSSINGS = 400_000


@dataclass(frozen=True)
class TableRow:
    """A row's cells as text; `top` and `bottom` are its height on the page, `bold` if all its words are."""

    cells: tuple[str, ...]
    top: float
    bottom: float
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """A table on one page. `edges`: the x of the columns' edges, by which its continuation is known."""

    rows: tuple[TableRow, ...]
    edges: tuple[float, ...]
    words: frozenset[Word]

    @property
    def top(self) -> float:
        return self.rows[0].top


def tables_in_grids(words: Sequence[Word], rules: Sequence[Rule]) -> list[Table]:
    """Every grid of at least two columns that has words in it."""
    across = _merged([rule for rule in rules if not rule.upright and rule.end - rule.start > 8])
    along = _merged([rule for rule in rules if rule.upright and rule.end - rule.start > 4])
    if len(across) * len(along) > _MOST_CROSSINGS:
        return []  # a drawing
    tables = []
    for grid in _grids(across, along):
        table = grid.filled(words)
        if table is not None and not _is_stripe(table, words):
            tables.append(table)
    return tables


def _is_stripe(table: Table, words: Sequence[Word]) -> bool:
    """A single shaded row of a table whose other rows, just above or below, have no lines around them."""
    if len(table.rows) > 1:
        return False
    row = table.rows[0]
    left, right = table.edges[0] - 1, table.edges[-1] + 1
    return any(
        (-1 < word.top - row.bottom < 0.8 * word.size or -1 < row.top - word.bottom < 0.8 * word.size)
        and left < word.x0
        and word.x1 < right
        and word not in table.words
        for word in words
    )


def _merged(rules: list[Rule]) -> list[Rule]:
    """Lines that lie on one another or continue each other, as one."""
    merged: list[Rule] = []
    for cluster in _clusters(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in cluster) / len(cluster)
        start, end = cluster[0].start, cluster[0].end
        for rule in cluster[1:]:
            if rule.start > end + _NEAR:
                merged.append(Rule(rule.upright, at, start, end))
                start, end = rule.start, rule.end
            else:
                end = max(end, rule.end)
        merged.append(Rule(cluster[0].upright, at, start, end))
    return merged


def _clusters(rules: list[Rule]) -> Iterable[list[Rule]]:
    """Lines at nearly the same place, each group ordered by where they start."""
    cluster: list[Rule] = []
    for rule in rules:
        if cluster and rule.at - cluster[0].at > _NEAR:
            yield sorted(cluster, key=lambda one: one.start)
            cluster = []
        cluster.append(rule)
    if cluster:
        yield sorted(cluster, key=lambda one: one.start)


def _grids(across: list[Rule], along: list[Rule]) -> Iterable[_Grid]:
    """Groups of lines that meet, directly or by way of others."""
    group = list(range(len(across) + len(along)))

    def root(n: int) -> int:
        while group[n] != n:
            group[n] = group[group[n]]
            n = group[n]
        return n

    for h, flat in enumerate(across):
        for v, upright in enumerate(along, start=len(across)):
            if _meet(flat, upright):
                group[root(v)] = root(h)
    grids: dict[int, _Grid] = defaultdict(_Grid)
    for n, rule in enumerate([*across, *along]):
        (grids[root(n)].along if rule.upright else grids[root(n)].across).append(rule)
    return [grid for grid in grids.values() if grid.across and grid.along]


def _meet(flat: Rule, upright: Rule) -> bool:
    return (
        flat.start - _NEAR <= upright.at <= flat.end + _NEAR
        and upright.start - _NEAR <= flat.at <= upright.end + _NEAR
    )


@dataclass
class _Grid:
    across: list[Rule] = field(default_factory=list)
    along: list[Rule] = field(default_factory=list)

    def edges(self) -> tuple[list[float], list[float]]:
        """The x of the columns' edges and the y of the rows'; an outer edge may be where lines just end."""
        xs = [rule.at for rule in self.along]
        ys = [rule.at for rule in self.across]
        xs += [min(rule.start for rule in self.across), max(rule.end for rule in self.across)]
        ys += [min(rule.start for rule in self.along), max(rule.end for rule in self.along)]
        return _distinct(xs), _distinct(ys)

    def filled(self, words: Sequence[Word]) -> Table | None:
        """The grid with its words; None if it is no table of at least two columns."""
        xs, ys = self.edges()
        if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
            return None
        cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
        mine = []
        for word in words:
            column = bisect_right(xs, (word.x0 + word.x1) / 2) - 1
            row = bisect_right(ys, word.base - 0.3 * word.size) - 1
            if 0 <= column < len(xs) - 1 and 0 <= row < len(ys) - 1:
                cells[self._first_of_merged(xs, ys, row, column)].append(word)
                mine.append(word)
        if len({column for _, column in cells}) < 2:
            return None
        rows = tuple(
            _table_row([cells.get((n, column), []) for column in range(len(xs) - 1)], ys[n], ys[n + 1])
            for n in range(len(ys) - 1)
        )
        kept = [row for row in rows if any(row.cells)]
        used = [n for n in range(len(xs) - 1) if any(row.cells[n] for row in kept) or _wide(xs, n)]
        kept = [
            TableRow(tuple(row.cells[n] for n in used), row.top, row.bottom, row.bold) for row in kept
        ]  # fmt: skip
        return Table(tuple(kept), tuple(xs), frozenset(mine))

    def _first_of_merged(self, xs: list[float], ys: list[float], row: int, column: int) -> tuple[int, int]:
        """The upper left one of the grid's cells that no drawn line parts from this one."""
        middle = (ys[row] + ys[row + 1]) / 2
        if any(self._parted_along(x, middle) for x in xs[1:-1]):
            while column > 0 and not self._parted_along(xs[column], middle):
                column -= 1
        centre = (xs[column] + xs[column + 1]) / 2
        while row > 0 and not self._parted_across(ys[row], centre):
            row -= 1
        return row, column

    def _parted_along(self, x: float, y: float) -> bool:
        return any(abs(rule.at - x) < _NEAR and rule.start - 1 <= y <= rule.end + 1 for rule in self.along)

    def _parted_across(self, y: float, x: float) -> bool:
        return any(abs(rule.at - y) < _NEAR and rule.start - 1 <= x <= rule.end + 1 for rule in self.across)


def _wide(xs: list[float], column: int) -> bool:
    """Too wide to be the space between two double lines."""
    return xs[column + 1] - xs[column] > 12


def _table_row(cells: list[list[Word]], top: float, bottom: float) -> TableRow:
    words = [word for cell in cells for word in cell]
    bold = bool(words) and all(word.bold for word in words)
    return TableRow(tuple(cell_text(cell) for cell in cells), top, bottom, bold)


def cell_text(words: Iterable[Word]) -> str:
    """A cell's rows as one text."""
    return joined(row.text for row in rows_of(words))


def _distinct(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] >= _NEAR:
            kept.append(value)
    return kept
