"""When two titles or names mean the same, though they are not written quite the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_NOT_WORDS = re.compile(r"[^\w%]+")
NEAR = 0.9


def folded(words: str) -> str:
    """Lower case, single spaces, no punctuation: what is compared."""
    return _NOT_WORDS.sub(" ", words.casefold()).strip()


def same_number(one: str, other: str) -> bool:
    """`1.4.` and `1.4` are the same number; an empty number is no number."""
    return one.strip(" .") == other.strip(" .") != ""


def nearness(one: str, other: str) -> float:
    """1.0 for the same words, down to 0.0."""
    first, second = folded(one), folded(other)
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < NEAR or matcher.quick_ratio() < NEAR:
        return 0.0
    return matcher.ratio()


def near(one: str, other: str) -> bool:
    return nearness(one, other) >= NEAR


def most_alike(number: str, title: str, named: Sequence[tuple[str, str]]) -> int | None:
    """Which of some numbers and titles means the same: the nearest title, unless the numbers differ."""
    best, found = 0.0, None
    for at, (other_number, other_title) in enumerate(named):
        if number and other_number and not same_number(number, other_number):
            continue
        score = nearness(title, other_title)
        if score >= NEAR and score > best:
            best, found = score, at
    return found
