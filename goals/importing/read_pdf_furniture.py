"""Which rows of a PDF's pages are page headers, footers and page numbers.

Told from their place: they stand outside the frame that the body keeps to, and come back on other pages
at the same height, or have the shape of a page number. A table's header that is repeated on the next
page also comes back, but stands inside the frame, and once further down on a page of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from goals.importing.read_pdf_rows import Row
from goals.importing.read_pdf_words import Word

MOST_ROWS = 8
"""How many rows a page header or footer may have."""

_PAGE_NUMBER = re.compile(
    r"(?:(?:sida?n?|s\.|page)\s*\d{1,4}(?:\s*(?:\(\s*\d{1,4}\s*\)|(?:av|of|/)\s*\d{1,4}))?"
    r"|\d{1,4}\s*(?:\(\s*\d{1,4}\s*\)|/\s*\d{1,4}|av\s+\d{1,4})|[-–]\s*\d{1,4}\s*[-–])",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_MOST_WORDS = 10
_DIGITS = re.compile(r"\d+")
_OUTSIDE = 4.0  # points: furniture stands so much nearer the page's edge than the body does
_SAME_HEIGHT = 4.0  # points


def furniture_of(
    pages: Sequence[Sequence[Row]], grids: Sequence[Sequence[frozenset[Word]]]
) -> list[set[Row]]:
    """For every page, given as its rows from the top down, those that are furniture.

    grids: the words of each table with drawn lines, page by page; furniture is the whole of one or nothing.
    """
    found: list[set[Row]] = [set() for _ in pages]
    in_grids = [[{r for r in rows if not grid.isdisjoint(r.words)} for grid in mine]
                for rows, mine in zip(pages, grids, strict=True)]  # fmt: skip
    for edge in (_Edge(pages, in_grids, from_top=True), _Edge(pages, in_grids, from_top=False)):
        for n, more in enumerate(edge.furniture()):
            found[n] |= _without_parts(more, in_grids[n])
    if all(len(mine) == len(rows) for mine, rows in zip(found, pages, strict=True)):
        return [{row for row in mine if _is_only_number(row)} for mine in found]
    return found


def _without_parts(mine: set[Row], grids: Sequence[set[Row]]) -> set[Row]:
    """The rows that aren't in a grid of which some other row is missing."""
    for grid in grids:
        if not grid <= mine:
            mine = mine - grid
    return mine


class _Edge:
    """The rows nearest to the pages' upper or lower edge."""

    def __init__(
        self, pages: Sequence[Sequence[Row]], grids: Sequence[Sequence[set[Row]]], *, from_top: bool
    ) -> None:
        self.pages = pages
        self.sign = 1 if from_top else -1
        self.nearest = [list(rows if from_top else reversed(rows))[:MOST_ROWS] for rows in pages]
        sizes = Counter(round(row.size) for rows in pages for row in rows)
        self.body_size = sizes.most_common(1)[0][0] if sizes else 0
        self.in_columns: dict[str, list[float]] = defaultdict(list)
        for rows in pages:
            for row in rows:
                if len(row.runs) > 1:
                    self.in_columns[_shape(row)].append(row.base)
        self.alike: dict[str, list[tuple[int, Row]]] = {}
        self.coming_back = self._all_coming_back([set(rows) for rows in self.nearest])
        whole = [
            _without_parts(set(rows) & self.coming_back, mine)
            for rows, mine in zip(self.nearest, grids, strict=True)
        ]
        if any(mine & self.coming_back for page in grids for mine in page):
            self.coming_back = self._all_coming_back(whole)  # a table's rows don't make others come back
        self.bands = self._bands()
        self.frame = self._frame()

    def furniture(self) -> list[set[Row]]:
        found: list[set[Row]] = []
        for number, rows in enumerate(self.nearest):
            mine: set[Row] = set()
            for row in rows:
                outside = self.sign * (self._side(row) - self.frame) < -_OUTSIDE
                if not (self._is_page_number(number, row) or (outside and self._is_known(row))):
                    break  # the body begins here
                mine.add(row)
            found.append(mine)
        return found

    def _all_coming_back(self, candidates: Sequence[set[Row]]) -> set[Row]:
        self.alike = defaultdict(list)
        for number, rows in enumerate(self.nearest):
            for row in rows:
                if row in candidates[number]:
                    self.alike[_shape(row)].append((number, row))
        return {row for n, rows in enumerate(candidates) for row in rows if self._comes_back(n, row)}

    def _side(self, row: Row) -> float:
        """The row's side nearest the edge, which is alike for type of all sizes, as the baseline isn't."""
        return row.words[0].top if self.sign > 0 else row.words[0].bottom

    def _is_known(self, row: Row) -> bool:
        return row in self.coming_back or row.base in self.bands

    def _bands(self) -> _Bands:
        """Heights at which most pages have a row that comes back, so that a changing title there is too."""
        counts: dict[int, set[int]] = defaultdict(set)
        for number, rows in enumerate(self.nearest):
            for row in rows[:3]:
                if row in self.coming_back:
                    counts[round(row.base)].add(number)
        enough = max(3, 0.6 * len(self.pages))
        return _Bands([height for height, pages in counts.items() if len(pages) >= enough])

    def _frame(self) -> float:
        """How near the edge the body comes; a few pages, such as a cover, may come nearer."""
        bodies = []
        for number, rows in enumerate(self.nearest):
            body = [row for row in rows if not self._is_known(row) and not self._is_page_number(number, row)]
            if body and (number > 0 or len(self.pages) < 3):
                bodies.append(self.sign * self._side(body[0]))
        if not bodies:
            return self.sign * float("inf")
        spared = len(self.pages) // 10
        return self.sign * sorted(bodies)[min(spared, len(bodies) - 1)]

    def _comes_back(self, number: int, row: Row) -> bool:
        """Whether other pages have the same row at the same height; only page numbers may differ."""
        others = self.alike[_shape(row)]
        here = next(n for n, (_, other) in enumerate(others) if other is row)
        same = {
            page
            for page, other in others[max(here - 12, 0) : here + 12]
            if abs(other.base - row.base) < _SAME_HEIGHT and _counts(row, other, page - number)
        }
        if len(same) < 2 or (len(same) < 3 and len(same) < 0.3 * len(self.pages)):
            return False
        if len(row.words) > _MOST_WORDS and round(row.size) >= self.body_size:
            return False  # a sentence of the body
        return not (len(row.runs) > 1 and self._also_inside(row))

    def _also_inside(self, row: Row) -> bool:
        """Whether the same row also stands at another height somewhere, as a table's first header does."""
        return any(abs(base - row.base) > 3 * row.size for base in self.in_columns[_shape(row)])

    def _is_page_number(self, number: int, row: Row) -> bool:
        if _PAGE_NUMBER.fullmatch(row.text):
            return True
        if len(row.runs) > 1 and any(_PAGE_NUMBER.fullmatch(run.text) for run in row.runs):
            return row in self.coming_back or row.base in self.bands_of_numbers
        if not _BARE_NUMBER.fullmatch(row.text):
            return False
        offset = int(row.text) - number
        counting = [
            page
            for page, rows in enumerate(self.nearest)
            if any(other.text == str(page + offset) and abs(other.base - row.base) < 12 for other in rows)
        ]
        return len(counting) >= 2

    @cached_property
    def bands_of_numbers(self) -> _Bands:
        """Heights at which at least two pages have a page number beside other words."""
        heights: dict[int, set[int]] = defaultdict(set)
        for number, rows in enumerate(self.nearest):
            for row in rows:
                if any(_PAGE_NUMBER.fullmatch(run.text) for run in row.runs):
                    heights[round(row.base)].add(number)
        return _Bands([height for height, pages in heights.items() if len(pages) > 1 or len(self.pages) == 1])


class _Bands:
    def __init__(self, heights: Sequence[int]) -> None:
        self.heights = heights

    def __contains__(self, base: float) -> bool:
        return any(abs(base - height) < 1.0 for height in self.heights)


def _is_only_number(row: Row) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(row.text) or _BARE_NUMBER.fullmatch(row.text))


def _counts(row: Row, other: Row, pages_between: int) -> bool:
    """Whether the numbers of two rows are the same, or grow as the pages do."""
    pairs = zip(_DIGITS.findall(row.text), _DIGITS.findall(other.text), strict=True)
    return all(a == b or int(b[:9]) - int(a[:9]) == pages_between for a, b in pairs)


def _shape(row: Row) -> str:
    """The row's words with every number alike, so that 3 (12) and 4 (12) are the same."""
    return _DIGITS.sub("0", " ".join(row.text.split())).casefold()
