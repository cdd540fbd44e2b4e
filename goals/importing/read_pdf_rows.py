"""Words of a PDF's page as they are seen: rows of type, and within a row runs that wide gaps part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from goals.importing.read_pdf_words import Word

COLUMN_GAP = 0.55
"""A gap wider than this, in heights of the type, may part two columns; a space is about 0.28."""

ADDED_HYPHENS = "\u00ad\u2010"
"""What a typesetter ends a line with when it parts a word itself: the soft hyphen, and U+2010."""

_ITEM_MARK = re.compile(
    r"[^\w\s]|[\ue000-\uf8ff]|o|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zA-Z][.)]"
)


@dataclass(frozen=True)
class Row:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def base(self) -> float:
        return self.words[0].base

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
            if right.x0 - left.x1 > COLUMN_GAP * max(left.size, right.size):
                cuts.append(n)
        return tuple(Row(self.words[a:b]) for a, b in zip(cuts, [*cuts[1:], None], strict=True))


def plain_text(words: Iterable[Word]) -> str:
    """The words of one row with a space wherever the page shows one."""
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        if before is not None and (word.space_before or word.x0 - before.x1 > 0.15 * word.size):
            parts.append(" ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Rows from the top down; a raised or lowered smaller sign belongs to the row that it touches."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        near = next((row for row in reversed(rows[-3:]) if _on_same_row(row, word)), None)
        if near is None:
            rows.append([word])
        else:
            near.append(word)
    return [Row(tuple(_in_order(row))) for row in rows]


def _on_same_row(row: Sequence[Word], word: Word) -> bool:
    biggest = max(row, key=lambda other: other.size)
    if abs(word.base - biggest.base) < 0.2 * min(word.size, biggest.size):
        return True
    if 0.8 * max(word.size, biggest.size) < min(word.size, biggest.size):
        return False  # two full-sized rows that stand close, as in cells set to different heights
    shared = min(word.bottom, biggest.bottom) - max(word.top, biggest.top)
    close = word.x0 - max(other.x1 for other in row) < 0.5 * biggest.size
    return close and shared > 0.55 * min(word.size, biggest.size)


def _in_order(row: list[Word]) -> list[Word]:
    biggest = max(row, key=lambda word: word.size)
    first = next(word for word in row if word.size == biggest.size)
    rest = sorted(row, key=lambda word: (word.x0, word.seq))
    # the row's baseline is that of its full-sized words, so such a word gives it
    return rest if rest[0].base == first.base else [_moved(rest[0], first.base), *rest[1:]]


def _moved(word: Word, base: float) -> Word:
    return Word(
        word.text, word.x0, word.x1, base, word.size, word.seq, word.bold, word.symbol, word.upright,
        word.space_before,
    )  # fmt: skip


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
