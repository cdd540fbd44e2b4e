"""Names in a file against the names that we know: the same, or so like that they are proposed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from goals.importing.near import folded

LIKE = 0.55
"""So like a name must be to be proposed, from 0 to 1."""
LIKELY = 0.8
"""So like, and so much more than the next, that it is chosen beforehand."""
LEAD = 0.08
MOST_PROPOSED = 6


@dataclass(frozen=True)
class Named:
    """Something that has a name. `others` are what it is called too, or was; `within` tells twins apart."""

    key: str
    name: str
    others: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a name in a file could mean, the most like first. `likely`: chosen until somebody says else."""

    likely: Named | None
    named: tuple[Named, ...]


class Names:
    """Names to look up, folded: case, punctuation and the order of words don't count."""

    def __init__(self, named: Iterable[Named]) -> None:
        self.named = tuple(named)
        self.by_key = {each.key: each for each in self.named}
        self._now: dict[str, list[Named]] = defaultdict(list)
        self._also: dict[str, list[Named]] = defaultdict(list)
        for each in self.named:
            self._now[_ordered(each.name)].append(each)
            for other in each.others:
                self._also[_ordered(other)].append(each)

    def meant(self, words: str, within: str = "") -> Named | None:
        """What it is for certain: today's name before a former one; None where several have it."""
        asked = _ordered(words)
        found = self._now.get(asked) or self._also.get(asked) or []
        if len(found) > 1 and within:
            found = [each for each in found if _ordered(each.within) == _ordered(within)]
        return found[0] if len({each.key for each in found}) == 1 else None

    def proposed(self, words: str) -> Proposal:
        """What it could be."""
        tokens = tuple(folded(words).split())
        scored = [(self._likeness(tokens, each), each) for each in self.named]
        like = sorted(
            (pair for pair in scored if pair[0] >= LIKE),
            key=lambda pair: (-pair[0], pair[1].name, pair[1].key),
        )
        best = like[:MOST_PROPOSED]
        is_clear = bool(best) and best[0][0] >= LIKELY and (len(best) < 2 or best[0][0] - best[1][0] >= LEAD)
        return Proposal(best[0][1] if is_clear else None, tuple(each for _score, each in best))

    def _likeness(self, tokens: tuple[str, ...], named: Named) -> float:
        return max(likeness(tokens, tuple(folded(name).split())) for name in (named.name, *named.others))


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How like two names are, word by word in any order, or written together: from 0 to 1.

    `Fsk` is like `Förskolan`; names with other numbers aren't alike for their letters.
    """
    if not one or not other:
        return 0.0
    there = sum(max(_word_likeness(a, b) for b in other) * len(a) for a in one) / sum(map(len, one))
    back = sum(max(_word_likeness(b, a) for a in one) * len(b) for b in other) / sum(map(len, other))
    whole = 0.0 if _numbers(one) != _numbers(other) else _letter_likeness("".join(one), "".join(other), 0.85)
    return max((there + back) / 2, whole)


def _numbers(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if word.isdigit())


@lru_cache(maxsize=65536)
def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 2 and short[0] == long[0] and _abbreviates(short, long):
        return 0.9
    return _letter_likeness(one, other, 0.7)


def _letter_likeness(one: str, other: str, least: float) -> float:
    """How many letters stand in the same order; 0 where that is less than is asked for."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def _abbreviates(short: str, long: str) -> bool:
    """`fsk` stands in `förskolan`, `barnomsorg` begins `barnomsorgen`: its letters in order, few of many."""
    if long.startswith(short):
        return len(short) >= 3 or len(long) <= 4
    rest = iter(long)
    return len(short) <= 4 and all(letter in rest for letter in short)


def _ordered(words: str) -> str:
    return " ".join(sorted(folded(words).split()))
