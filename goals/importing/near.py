"""When two titles or names mean the same, though they are not written quite the same."""

from __future__ import annotations

import re
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
