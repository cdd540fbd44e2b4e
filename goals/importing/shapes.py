"""What a line looks like: does it end a sentence, is it a list item, is it in capitals, did it wrap.

A text taken from a PDF breaks its lines where the page's width ends; whether a break was meant shows in
what would have fitted: had the next line's first word found room on this one, the writer broke the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goals.importing.vocabulary import Vocabulary

_BULLET = re.compile(
    r"([•·▪◦●○■□➢►✓‣⁃*]|\uf0b7|\uf0a7)\s*(?=\S)|([-–—])\s+(?=\S)|([-–—])(?=[\w\"”'(%])|(o)\s+(?=[A-ZÅÄÖ])"
)
_NUMBERED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_TERMINATED = re.compile(r"[.!?:;…][\"”'’)\]]*$")
_SENTENCE_INSIDE = re.compile(r"[.!?] +[A-ZÅÄÖ]")
_LONGEST_LINE = 400
"""Lines longer than this weren't wrapped by a page and tell nothing about its width."""


def terminated(text: str) -> bool:
    """Whether a line ends as a sentence, or something that introduces what follows, ends."""
    return bool(_TERMINATED.search(text.rstrip()[-4:]))


def starts_lower(text: str) -> bool:
    """Whether a line begins in the middle of a sentence (a small letter, a closing sign)."""
    first = text.lstrip()[:1]
    return first.islower() or first in ",;)/%"


def first_word(text: str) -> str:
    return text.split(maxsplit=1)[0] if text.strip() else ""


@dataclass(frozen=True)
class Item:
    """A list item's mark taken off its line: `number` is None for a bullet."""

    number: int | None
    rest: str
    mark: str


def item_of(text: str) -> Item | None:
    """The line as a list item, or None. Whether it really is one depends on the lines around it."""
    stripped = text.strip()
    bullet = _BULLET.match(stripped)
    if bullet:
        return Item(None, stripped[bullet.end() :], bullet[0].strip())
    numbered = _NUMBERED.match(stripped)
    if numbered:
        return Item(int(numbered[1]), stripped[numbered.end() :], numbered[0].strip())
    return None


def is_capitals(text: str) -> bool:
    """Whether a line is a name in capitals: at least three letters, a few words, no sentence."""
    stripped = text.strip()
    if not 3 <= len(stripped) <= 60 or stripped[-1] in ".,;!?" or len(stripped.split()) > 7:
        return False
    letters = [sign for sign in stripped if sign.isalpha()]
    return len(letters) >= 3 and stripped == stripped.upper() and stripped[0].isalpha()


def reads_as_sentence(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a short text has a verb that headings seldom have, or two sentences."""
    words = {word.strip(".,:;!?()").lower() for word in text.split()}
    return bool(words & vocabulary.sentence_words) or bool(_SENTENCE_INSIDE.search(text))


@dataclass(frozen=True)
class Measure:
    """How wide the source's lines are, in characters: `fit` is what a line with its next word must reach
    for the break to be the page's. 0 where the source has no wrapped lines at all."""

    fit: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> Measure:
        """Judged from the lines that surely were wrapped: the next begins with a small letter."""
        reached, previous = [], ""
        for text in texts:
            stripped = text.strip()
            if previous and stripped and stripped[0].islower() and len(previous) <= _LONGEST_LINE:
                reached.append(len(previous) + 1 + min(len(first_word(stripped)), 30))
            previous = stripped
        if len(reached) < 3:
            return cls(0)
        reached.sort()
        widest = reached[int(len(reached) * 0.9)]
        wide = [each for each in reached if each >= widest * 0.6]
        return cls(wide[len(wide) // 2])

    def breaks(self, line: str, following: str, share: float) -> bool:
        """Whether the next line's first word would have fitted on this one, with `share` of the width."""
        return len(line.strip()) + 1 + len(first_word(following)) < self.fit * share

    def ends_paragraph(self, line: str, following: str) -> bool:
        """Whether the writer, not the page, broke the line here."""
        if starts_lower(following):
            return self.breaks(line, following, 0.5) and not line.rstrip().endswith((",", "-"))
        if terminated(line):
            return self.breaks(line, following, 0.92)
        return self.breaks(line, following, 0.88)


def local_measure(texts: Sequence[str], page: Measure) -> Measure:
    """The measure of a narrow piece that was wrapped (a column); the page's where it is none."""
    stripped = [text.strip() for text in texts]
    longest = max((len(text) for text in stripped), default=0)
    narrow = len(stripped) >= 3 and page.fit * 0.4 <= longest < page.fit * 0.75
    even = all(len(text) >= longest * 0.65 for text in stripped[:-1])
    wraps = any(starts_lower(text) for text in stripped[1:])
    return Measure(longest) if narrow and even and wraps else page
