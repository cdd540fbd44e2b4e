"""Lines of a paragraph joined into running text: what to do with a word at the line's end.

No sign is lost but the hyphen of a word that the source also writes without one. "Norra-" and
"Granvik" become one word, "höst-" and "eller" stay two.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

_SIGNS = ".,;:!?()\"”'’"
_SUSPENDED = frozenset(
    {"och", "eller", "samt", "respektive", "till", "men", "alternativt", "inklusive", "o", "&"}
)
_SOFT_HYPHEN = "\u00ad"
_HYPHENATED_SHARE = 0.03
"""A source in which more of the lines end with a hyphen than this was hyphenated by its typesetter."""


class Joiner:
    """Joins lines as this source's own words suggest."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._suspended: set[tuple[str, str]] = set()
        lines = hyphens = 0
        for text in texts:
            words = text.split()
            if not words:
                continue
            lines += 1
            hyphens += words[-1].endswith("-") and len(words[-1]) > 2
            self._words.update(word.strip(_SIGNS).lower() for word in words)
            self._suspended.update(
                (one.lower(), two.strip(_SIGNS).lower())
                for one, two in itertools.pairwise(words)
                if one.endswith("-") and len(one) > 1
            )
        self._is_hyphenated = lines > 50 and hyphens > lines * _HYPHENATED_SHARE

    def join(self, lines: Sequence[str]) -> str:
        """The lines as one running text, single spaces between words."""
        result: list[str] = []
        for line in lines:
            words = line.split()
            if result and words:
                glued = self._glued(result[-1], words[0])
                if glued is not None:
                    result[-1] = glued
                    words = words[1:]
            result += words
        return " ".join(result)

    def join_words(self, lines: Sequence[Sequence[str]]) -> list[list[str]]:
        """The words of each line; a word cut at a line's end stands whole on the first of the two."""
        result: list[list[str]] = []
        last: list[str] = []
        for line in lines:
            words = list(line)
            if last and words:
                glued = self._glued(last[-1], words[0])
                if glued is not None:
                    last[-1] = glued
                    words = words[1:]
            result.append(words)
            last = words or last
        return result

    def mend(self, cell: str) -> str:
        """A cell whose lines were joined by spaces, with words cut by the column's width put together."""
        words = cell.split()
        if not any(word.endswith(("-", _SOFT_HYPHEN)) and len(word) > 1 for word in words):
            return cell
        return self.join(words)

    def _glued(self, last: str, first: str) -> str | None:
        """The word at a line's end and the one on the next line as one word, or None where they are two."""
        if last.endswith(_SOFT_HYPHEN):
            return last.rstrip(_SOFT_HYPHEN) + first
        if len(last) > 1 and len(first) > 1 and (last[-1] == "/" or (first[0] == "/" and last[-1] == "-")):
            return last + first
        if not last.endswith("-") or len(last) < 2 or not last[-2].isalnum() or not first[0].isalnum():
            return None
        following = first.strip(_SIGNS).lower()
        if following in _SUSPENDED or (last.lower(), following) in self._suspended:
            return None
        start = last.lstrip(_SIGNS).lower()
        if start + following in self._words:
            return last + first
        if start[:-1] + following in self._words and first[0].islower():
            return last[:-1] + first
        if self._is_hyphenated and first[0].islower() and last[-2].islower():
            return last[:-1] + first
        return last + first
