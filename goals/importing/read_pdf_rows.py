"""Words of a PDF's page as they are seen: rows of type, and within a row runs that wide gaps part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from goals.importing.read_pdf_words import Word

_SMALLEST_COLUMN_GAP = 0.55
_SPACES_TO_A_COLUMN = 1.9
"""A gap wider than so many ordinary spaces may part two columns."""

ADDED_HYPHENS = "\u00ad\u2010"
"""What a typesetter ends a line with when it parts a word itself: the soft hyphen, and U+2010."""

_ITEM_MARK = re.compile(
    r"[^\w\s]|[\ue000-\uf8ff]|o|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zA-Z][.)]"
)


@dataclass(frozen=True)
class Row:
    """Words on one baseline, from left to right.

    column_gap: the gap that parts its runs, in heights of the type; a somewhat smaller one does before
    a word that begins at one of the `starts`, the x where columns are known to begin.
    """

    words: tuple[Word, ...]
    column_gap: float = _SMALLEST_COLUMN_GAP
    starts: tuple[float, ...] = ()

    @cached_property
    def base(self) -> float:
        return max(self.words, key=lambda word: word.size).base

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @cached_property
    def x0(self) -> float:
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @cached_property
    def seq(self) -> int:
        return min(word.seq for word in self.words)

    @cached_property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @cached_property
    def text(self) -> str:
        return plain_text(self.words)

    @cached_property
    def runs(self) -> tuple[Row, ...]:
        """The row cut where a gap is wide enough to part columns; a list item's mark stays with its item."""
        cuts = [0]
        for n, (left, right) in enumerate(zip(self.words, self.words[1:], strict=False), start=1):
            if n == 1 and _ITEM_MARK.fullmatch(left.text):
                continue
            gap = (right.x0 - left.x1) / max(left.size, right.size)
            begins = gap > 0.75 * self.column_gap and any(abs(right.x0 - x) < 1 for x in self.starts)
            if gap > self.column_gap or begins:
                cuts.append(n)
        return tuple(
            Row(self.words[a:b], self.column_gap) for a, b in zip(cuts, [*cuts[1:], None], strict=True)
        )


def plain_text(words: Iterable[Word]) -> str:
    """The words of one row with a space wherever the page shows one."""
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        gap = (word.x0 - before.x1) / word.size if before else 0.0
        if gap > 0.15 or (gap > 0.05 and word.space_before):
            parts.append(" ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def column_gap(words: Sequence[Word]) -> float:
    """How wide a gap may part columns where words are spaced as these are, in heights of the type.

    A space is about 0.28 in book type, but 0.6 in a typewriter's.
    """
    gaps = sorted(
        (b.x0 - a.x1) / b.size
        for a, b in pairwise(words)
        if b.space_before and a.base == b.base and a.size == b.size and 0 < b.x0 - a.x1 < 1.2 * b.size
    )
    usual = gaps[len(gaps) // 2] if len(gaps) > 20 else 0.0
    return max(_SMALLEST_COLUMN_GAP, _SPACES_TO_A_COLUMN * usual)


def line_step(words: Sequence[Word]) -> float:
    """The most usual step from one baseline of running text to the next, in heights of the type."""
    steps: Counter[float] = Counter()
    for before, word in pairwise(words):
        if before.size == word.size and 0.9 * word.size < word.base - before.base < 2.2 * word.size:
            steps[round((word.base - before.base) / word.size, 1)] += 1
    common = [step for step, count in steps.items() if count >= 0.4 * max(steps.values())]
    return min(common, default=1.2)


def rows_of(words: Iterable[Word], gap: float = _SMALLEST_COLUMN_GAP) -> list[Row]:
    """Rows from the top down; a raised or lowered smaller sign belongs to the row whose word it follows."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - rows[-1][0].base < 0.2 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    for n, row in enumerate(rows):
        for word in list(row):
            near = (other for other in rows[max(n - 2, 0) : n + 3] if other is not row)
            if (home := next((other for other in near if _carries(other, word)), None)) is not None:
                row.remove(word)
                home.append(word)
    return [Row(tuple(sorted(row, key=lambda word: (word.x0, word.seq))), gap) for row in rows if row]


def _carries(row: Sequence[Word], word: Word) -> bool:
    """Whether a word of the row ends just where `word`, no larger, begins, at nearly its height."""
    return any(
        word.size <= other.size
        and abs(word.base - other.base) < 0.6 * other.size
        and abs(word.x0 - other.x1) < (0.2 if word.size < 0.8 * other.size else 0.05) * other.size
        for other in row
    )


def joined(texts: Iterable[str]) -> str:
    """Rows that follow each other as running text: a word that the setting parted is whole again."""
    text = ""
    for part in texts:
        if text and text[-1] in ADDED_HYPHENS and len(text) > 1 and text[-2].isalpha() and part[:1].islower():
            text = text[:-1] + part
        elif text and part:
            text += " " + part
        else:
            text += part
    return text.replace("\u00ad", "")
