"""What can stand in a table's narrow columns: targets, periodicities, dates, names of posts.

A row whose columns the source doesn't show is read from its end: "Frånvaro dag 1-7 3 % Tas fram av
nämnd Tertial" ends with a periodicity, before it a phrase, before that a number with a unit; what is left
is the name. Each function here tells how many words at the end of a row are one such value.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from goals.importing.vocabulary import Vocabulary

_NUMBER = re.compile(r"[<>≤≥±~+–-]?\d{1,12}(?:[.,]\d{1,6})?(?:[-–]\d{1,12}(?:[.,]\d{1,6})?)?")
_RANGE = re.compile(r"\d+[-–]\d+")
_NUMBER_WITH_UNIT = re.compile(r"([<>≤≥±~+–-]?\d{1,12}(?:[.,]\d{1,6})?)([%‰]|[a-zåäö]{1,4})")
_THOUSANDS = re.compile(r"\d{3}(?:[.,]\d{1,6})?")
_FRACTION = re.compile(r"\d{1,5}/\d{1,5}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(\d{4})[-‐‑–](\d{2})[-‐‑–](\d{2})[,.;]?")
_LOOKS_LIKE_DATE = re.compile(r"\d{4}[-‐‑–./]\d{1,2}(?:[-‐‑–./]\d{1,2})?[,.;]?|\d{8}")
_LONGEST_VALUE = 10
_LIMITS = frozenset({"minst", "högst", "max"})
_DASHES = frozenset({"-", "–", "—"})
_COMPARISONS = frozenset({"<", ">", "≤", "≥", "minst", "högst", "max", "min", "ca", "cirka", "under", "över"})


def periodicity_at_end(words: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many words at the end are a periodicity, 0 where there is none. The longest one counts."""
    for count in range(min(5, len(words)), 0, -1):
        tail = words[len(words) - count :]
        if tail[0][:1].isupper() or tail[0][:1].isdigit():
            folded = tuple(word.lower() for word in tail)
            if folded in vocabulary.periodicities:
                return count
    return 0


def phrase_at_end(words: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> int:
    """How many words at the end are one of the phrases; the longest one counts."""
    for count in range(min(6, len(words)), 0, -1):
        if tuple(word.lower().rstrip(".") for word in words[len(words) - count :]) in phrases:
            return count
    return 0


def person_at_end(words: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many words at the end say who is responsible: a known post, or a name after a value."""
    known = phrase_at_end(words, vocabulary.people)
    if known:
        return known
    for count in range(1, min(4, len(words) - 1) + 1):
        before = words[: len(words) - count]
        if not words[len(before)][:1].isupper():
            continue
        if value_at_end(before, vocabulary) or periodicity_at_end(before, vocabulary):
            return count
    return 0


def post_at_end(words: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many words at the end are a post or a person's name, after words that are neither."""
    count = phrase_at_end(words, vocabulary.people)
    if count or len(words) < 2:
        return count if count < len(words) else 0
    if words[-1].lower().endswith(vocabulary.post_endings):
        if words[-1][0].isupper():
            return 1
        return 2 if len(words) > 2 and words[-2][:1].isupper() else 0
    names = [word[:1].isupper() and word.isalpha() for word in words[-3:]]
    return 2 if names == [False, True, True] else 0


def value_at_end(words: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many words at the end are a target: a number with or without unit, or a known phrase."""
    if not words:
        return 0
    if len(words) > 1 and words[-1] in _DASHES:
        return 1  # an empty cell, as many write it
    split = _split_phrase_at_end(words, vocabulary)
    if split:
        return split
    if vocabulary.spellings.get(words[-1].lower()) and _number_at_end(words[:-1], vocabulary):
        return 1  # in small letters, but after another column's value
    return _number_at_end(words, vocabulary)


def is_value(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether the words are one target and nothing else."""
    return bool(words) and value_at_end(words, vocabulary) == len(words)


def _split_phrase_at_end(words: Sequence[str], vocabulary: Vocabulary) -> int:
    """A known phrase at the end, even if the column's width cut a word of it ("nämnd/styrel se")."""
    squeezed = ""
    best = 0
    for count in range(1, min(_LONGEST_VALUE, len(words)) + 1):
        squeezed = words[len(words) - count].lower() + squeezed
        before = words[-2].lower() if len(words) > 1 else ""
        directs = squeezed in vocabulary.directions and before not in vocabulary.open_words
        alone = words[-1][:1].isupper() or len(words) == 1 or directs
        if squeezed in vocabulary.spellings and (count > 1 or alone):
            best = count
    return best


def _number_at_end(words: Sequence[str], vocabulary: Vocabulary) -> int:
    for count in range(1, min(_LONGEST_VALUE, len(words)) + 1):
        start = len(words) - count
        word = words[start]
        if _is_number(word) or _joined_unit(word, vocabulary):
            if not _is_unit_chain(words[start + 1 :], vocabulary):
                return 0
            return count + _before_number(words[:start], word, vocabulary)
        if word[:1].isdigit():
            return 0
    return 0


def _is_number(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word) or _FRACTION.fullmatch(word))


def _joined_unit(word: str, vocabulary: Vocabulary) -> bool:
    match = _NUMBER_WITH_UNIT.fullmatch(word.lower())
    return bool(match and match[2] in vocabulary.units)


def _before_number(words: Sequence[str], number: str, vocabulary: Vocabulary) -> int:
    """Words before a number that belong to it: thousands ("12 500"), "minst", "≥"."""
    if len(words) >= 2 and words[-1].lower() in {"av", "/"} and _is_number(words[-2]):
        return 2
    count = 0
    if _THOUSANDS.fullmatch(number):
        while count < 3 and count < len(words) and re.fullmatch(r"\d{1,3}", words[-1 - count]):
            count += 1
            if len(words[-count]) < 3:
                break
    if count < len(words) and words[-1 - count].lower() in _COMPARISONS:
        word, before = words[-1 - count], words[: len(words) - count - 1]
        own = not word[0].isalpha() or word[0].isupper() or not before
        limits = word.lower() in _LIMITS and _is_noun(before[-1], vocabulary) if before else False
        if own or limits or _number_at_end(before, vocabulary):
            count += 1
    return count


def _is_noun(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a name can end with a word: "andel behöriga lärare" can, "andel som får" can't."""
    folded = word.lower()
    return len(folded) > 3 and folded not in vocabulary.open_words


def _is_unit_chain(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether the words can stand after a number: nothing, a unit, "kg CO2 per kg livsmedel", "av 5"."""
    if not words:
        return True
    first, rest = words[0].lower(), words[1:]
    if first not in vocabulary.units and first not in {"av", "per", "/"}:
        return False
    linked = first in {"av", "per", "/"}
    for word in rest:
        folded = word.lower()
        is_link = folded in vocabulary.unit_links
        if not (is_link or linked or folded in vocabulary.units):
            return False
        linked = is_link or (linked and folded in vocabulary.units)
    return True


def belongs_to_name(words: Sequence[str], count: int, vocabulary: Vocabulary) -> bool:
    """Whether a value of `count` words at the end is rather part of the name before it: "dag 1-14",
    "Agenda 2030", "andel som får minst 75 %"."""
    start = len(words) - count
    first = words[start]
    if start == 0:
        return False
    if count == 1 and (_RANGE.fullmatch(first) or _YEAR.fullmatch(first)):
        return True
    before = words[start - 1].lower()
    if not _is_number(first) or before not in vocabulary.name_numbers:
        return False
    if before in vocabulary.name_bounds:
        return True
    if start > 1 and words[start - 2][-1].isdigit():
        return False  # "barn 1-3 år 14"
    return count == 1 and "," not in first


def spelled(words: Sequence[str], vocabulary: Vocabulary) -> str:
    """The words as one value; a word of a known phrase that was cut by the column's width is joined."""
    squeezed = "".join(words)
    known = vocabulary.spellings.get(squeezed.lower())
    if known is None or len(known) == len(words):
        return " ".join(words)
    parts, at = [], 0
    for word in known:
        parts.append(squeezed[at : at + len(word)])
        at += len(word)
    return " ".join(parts)


@dataclass(frozen=True)
class Day:
    """A word that is written as a date; `date` is None where there is no such day (2025-02-30)."""

    word: str
    date: datetime.date | None


def read_day(word: str) -> Day | None:
    """The date that a word is written as, or None where it isn't written as one."""
    match = _DATE.fullmatch(word)
    if match is None:
        return None
    try:
        return Day(word, datetime.date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return Day(word, None)


def loose_dates_at_end(words: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many words at the end are dates in other forms than a day's: "2026-01", "1 feb 2026"."""
    taken = 0
    while rest := _loose_date(words[: len(words) - taken], vocabulary):
        taken += rest
    return taken


def _loose_date(words: Sequence[str], vocabulary: Vocabulary) -> int:
    if not words or words[-1][-1] in ",.;":
        return 0
    if looks_like_date(words[-1]):
        return 1
    if len(words) < 2 or not _YEAR.fullmatch(words[-1]):
        return 0
    named = words[-2].lower().rstrip(".")
    is_month = len(named) >= 3 and any(month.startswith(named) for month in vocabulary.months)
    if is_month and len(words) > 2 and re.fullmatch(r"\d{1,2}", words[-3]):
        return 3
    return 2 if is_month or named in {"våren", "sommaren", "hösten", "vintern", "vt", "ht"} else 0


def looks_like_date(word: str) -> bool:
    """Whether a word is meant as a date, even in a form that isn't read (2025-03, 2025.03.01)."""
    return bool(_LOOKS_LIKE_DATE.fullmatch(word))
