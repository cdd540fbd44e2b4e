"""A PDF's rows and tables, page by page, become the `Line`s of a source.

What only shows when they follow each other is settled here: paragraphs' gaps, headings by their type,
list items, words parted at a line's end, and tables that go on over a page break.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence

from goals.importing.header_rows import names_columns
from goals.importing.lines import Line, Source
from goals.importing.read_pdf_grids import Table, TableRow
from goals.importing.read_pdf_rows import ADDED_HYPHENS, Row, joined, line_step, plain_text
from goals.importing.read_pdf_words import Page, Word

_MARKS = frozenset("•◦▪▫‣●○■□◆◇➢➤►▶✓✔∙⁃")
_DASHES = frozenset("-–—*·")
_PARAGRAPH_GAP = 1.3
"""A step between baselines more than this many times the usual one parts paragraphs."""
_SENTENCE_END = re.compile(r"[.!?:…]['”\"»)]*$")


class Lines:
    """Collects a document's lines in reading order."""

    def __init__(self, words: Sequence[Word]) -> None:
        """`words`: all of the document, from which the body's type is known."""
        self._body = _Body(words)
        self._lines: list[Line] = []
        self._above: list[Line] = []
        self._below: list[Line] = []
        self._page = 0
        self._dots: tuple[tuple[float, float], ...] = ()
        self._first_on_page = True
        self._last: Row | TableRow | None = None
        self._table: _TableInMaking | None = None
        self._indents: list[float] = []

    def begin_page(self, page: Page) -> None:
        self._page = page.number
        self._dots = page.dots
        self._indents = []
        self._first_on_page = True

    def keep_aside(self, row: Row, page: int, *, above: bool) -> None:
        """A row of the page's furniture, above or below the page's text."""
        (self._above if above else self._below).append(Line(number=0, text=row.text, page=page))

    def add_row(self, row: Row) -> None:
        heading = self._body.heading(row)
        mark, words = _mark_and_rest(row, self._dots)
        if self._gap_before(row, heading, mark):
            self._blank()
        text = plain_text(words)
        item, depth = ("bullet", self._depth(words[0].x0)) if mark else ("", 0)
        if not mark and heading:
            self._indents = []
        if not item and self._continues_parted_word(text):
            text = self._join_parted(text)
        if text:
            self._lines.append(Line(0, text, self._page, heading=heading, item=item, depth=depth))
        self._last, self._table, self._first_on_page = row, None, False

    def add_sideways(self, words: Sequence[Word]) -> None:
        """What stands on its side on the page, as one line after the others."""
        if words:
            self._blank()
            self._lines.append(Line(0, " ".join(word.text for word in words), self._page))

    def add_table(self, table: Table) -> None:
        goes_on = self._table is not None and self._first_on_page and self._table.goes_on_with(table)
        if self._table is None or not goes_on:
            self._blank()
            self._table = _TableInMaking(table)
        for row in self._table.rows_to_add(table, goes_on=goes_on):
            if row.continues and self._lines and self._lines[-1].cells:
                before = self._lines.pop()
                cells = tuple(joined(pair) for pair in zip(before.cells, row.cells, strict=True))
                self._lines.append(dataclasses.replace(before, cells=cells, text=_row_text(cells)))
            else:
                self._lines.append(
                    Line(0, _row_text(row.cells), self._page, cells=row.cells, header=row.header)
                )
        self._last, self._first_on_page, self._indents = table.rows[-1], False, []

    def source(self, title: str) -> Source:
        """Everything as a source, numbered in reading order the furniture at its place."""
        while self._lines and not self._lines[-1].text:
            self._lines.pop()
        kinds = (self._above, self._lines, self._below)
        everything = [(line.page, kind, line) for kind, lines in enumerate(kinds) for line in lines]
        lines: list[Line] = []
        furniture: list[Line] = []
        for number, (_, kind, line) in enumerate(sorted(everything, key=lambda one: one[:2]), start=1):
            (lines if kind == 1 else furniture).append(dataclasses.replace(line, number=number))
        return Source(lines=lines, furniture=furniture, title=title)

    def _blank(self) -> None:
        if self._lines and self._lines[-1].text:
            self._lines.append(Line(0, "", self._page))

    def _gap_before(self, row: Row, heading: int, mark: str) -> bool:
        before = self._last
        if before is None or isinstance(before, TableRow):
            return True
        former = self._lines[-1] if self._lines else None
        if former is not None and former.heading != heading:
            return True
        if self._first_on_page:
            return (
                bool(mark)
                or self._ends(before)
                or not (heading or row.text[:1].islower() or self._full(before))
            )
        step = row.base - before.base
        return step > _PARAGRAPH_GAP * self._body.step(row) or step < -row.size

    def _full(self, row: Row) -> bool:
        return row.x1 > self._body.right - 6 * row.size

    def _ends(self, row: Row) -> bool:
        return bool(_SENTENCE_END.search(row.text)) and not self._full(row)

    def _depth(self, x: float) -> int:
        """How deep an item whose mark stands at `x` is nested among those before it."""
        while self._indents and self._indents[-1] > x + 4:
            self._indents.pop()
        if not self._indents or self._indents[-1] < x - 4:
            self._indents.append(x)
        return len(self._indents) - 1

    def _continues_parted_word(self, text: str) -> bool:
        former = self._lines[-1] if self._lines else None
        return (
            former is not None
            and not former.cells
            and former.text[-1:] in set(ADDED_HYPHENS)
            and former.text[-2:-1].isalpha()
            and text[:1].islower()
        )

    def _join_parted(self, text: str) -> str:
        """Gives the word's second part to the line before, and the rest of this line back."""
        former = self._lines.pop()
        part, _, rest = text.partition(" ")
        self._lines.append(dataclasses.replace(former, text=former.text[:-1] + part))
        return rest


def _row_text(cells: Sequence[str]) -> str:
    return " ".join(cell for cell in cells if cell)


def _mark_and_rest(row: Row, dots: Sequence[tuple[float, float]]) -> tuple[str, tuple[Word, ...]]:
    """A list item's mark and the words after it; no mark where the row is no list item."""
    first, rest = row.words[0], row.words[1:]
    if any(first.x0 - 30 < x < first.x0 - 1 and first.top < y < first.base for x, y in dots):
        return "•", row.words
    if not rest or len(first.text) > 1:
        return "", row.words
    private = "\ue000" <= first.text <= "\uf8ff"
    listed = first.text in _MARKS or private or (first.symbol and first.text in "o§·")
    dashed = first.text in _DASHES and rest[0].text[0].isalpha() and rest[0].space_before
    return (first.text, rest) if listed or dashed else ("", row.words)


class _Body:
    """The document's body type, against which headings stand out."""

    def __init__(self, words: Sequence[Word]) -> None:
        sizes: Counter[float] = Counter()
        for word in words:
            sizes[_rounded(word.size)] += len(word.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 10.0
        body = [word for word in words if _rounded(word.size) == self.size]
        self._mostly_bold = sum(word.bold for word in body) > 0.6 * len(body)
        edges = sorted(word.x1 for word in body)
        self.right = edges[int(0.98 * (len(edges) - 1))] if edges else 0.0
        self._step = line_step(body)
        larger = sorted((size for size in sizes if size >= 1.12 * self.size), reverse=True)
        self._levels = {size: min(n, 5) for n, size in enumerate(larger[:8], start=1)}

    def heading(self, row: Row) -> int:
        """1–6 for type that is larger than the body's, or bold; 0 for the body's own."""
        size = _rounded(row.size)
        if level := self._levels.get(size, 5 if size >= 1.12 * self.size else 0):
            return level
        if row.bold and not self._mostly_bold and size >= 0.95 * self.size and len(row.text) <= 150:
            return min(len(self._levels) + 1, 6)
        return 0

    def step(self, row: Row) -> float:
        """The usual distance between the baselines of a paragraph set as `row` is."""
        return self._step * row.size


def _rounded(size: float) -> float:
    return round(size * 2) / 2


@dataclasses.dataclass(frozen=True)
class _AddedRow:
    cells: tuple[str, ...]
    header: bool = False
    continues: bool = False


class _TableInMaking:
    """A table that may go on on the next page."""

    def __init__(self, table: Table) -> None:
        self._edges = table.edges
        self._columns = len(table.rows[0].cells)
        self._header = table.rows[0] if _is_header(table) else None
        self._first = table.rows[0].cells
        self._full_at_ends = [True, True]
        self._open = False
        self._some_begin_low = False
        self._former: tuple[str, ...] = ()

    def goes_on_with(self, table: Table) -> bool:
        """Whether `table`, the first on the next page, has the same columns."""
        if len(table.rows[0].cells) != self._columns:
            return False
        if table.rows[0].cells == self._first:
            return True
        near = [abs(a - b) < 6 for a, b in zip(self._edges, table.edges, strict=False)]
        return all(near) and not (_is_header(table) and self._header is not None)

    def rows_to_add(self, table: Table, *, goes_on: bool) -> list[_AddedRow]:
        rows = list(table.rows)
        repeated: list[_AddedRow] = []
        if goes_on and rows[0].cells == self._first:
            self._header = self._header or rows[0]
            repeated = [_AddedRow(rows.pop(0).cells, header=True)]
        added = []
        for n, row in enumerate(rows):
            header = not goes_on and n == 0 and self._header is not None
            continues = goes_on and n == 0 and self._is_rest(row)
            added.append(_AddedRow(row.cells, header, continues))
            if not header and not continues:
                self._remember(row)
            self._former = row.cells
        rest = 1 if added and added[0].continues else 0
        return [*added[:rest], *repeated, *added[rest:]]

    def _is_rest(self, row: TableRow) -> bool:
        """The rest of a row that the page cut: an end is empty that is never empty in whole rows."""
        missing = (not row.cells[0] and self._full_at_ends[0], not row.cells[-1] and self._full_at_ends[1])
        return any(missing) or self._open or self._goes_on_in_words(row)

    def _goes_on_in_words(self, row: TableRow) -> bool:
        """Whether every cell begins in the middle of a sentence, as no whole row of the table does."""
        parted = any(cell[-1:] in set(ADDED_HYPHENS) for cell in self._former if cell)
        return parted or (not self._some_begin_low and _begins_low(row.cells))

    def _remember(self, row: TableRow) -> None:
        self._open = not row.cells[0]
        self._some_begin_low |= _begins_low(row.cells)
        self._full_at_ends[0] &= bool(row.cells[0])
        self._full_at_ends[1] &= bool(row.cells[-1])


def _begins_low(cells: Sequence[str]) -> bool:
    return all(cell[0].islower() for cell in cells if cell)


def _is_header(table: Table) -> bool:
    """The first row names the columns: set apart by its type, or all short words without values."""
    first, rest = table.rows[0], table.rows[1:]
    if not rest:
        return False
    if first.bold and not all(row.bold for row in rest):
        return True
    return names_columns(first.cells)
