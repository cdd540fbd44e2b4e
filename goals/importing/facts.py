"""What a plan says about itself: its year, its unit's name, its registry number."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goals.document import GoalDocument
from goals.importing.lines import Line
from goals.importing.vocabulary import Vocabulary, fold, fold_heading

_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d\d)(?![\d]|[-–/]\d)")
_COVER_LINES = 60
_PLAN_WEIGHT, _TABLE_WEIGHT, _DATE_WEIGHT, _HEADING_WEIGHT = 40, 20, 3, 15
_SHORT = 120
_TARGET_COLUMNS = ("årsmål", "målvärde")
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


@dataclass(frozen=True)
class Facts:
    """`year` is 0, the others are empty, where the source doesn't tell.

    `sure`: the year stands where a plan says its year; `unit_guessed`: the name only stands on the cover.
    """

    year: int = 0
    sure: bool = False
    unit: str = ""
    unit_guessed: bool = False
    registry_number: str = ""


def read_facts(
    lines: Sequence[Line], goals: Iterable[GoalDocument], title: str, vocabulary: Vocabulary
) -> Facts:
    """What title, cover, headings, tables and dates tell."""
    cover = [title[:_SHORT], *(line.text.strip()[:_SHORT] for line in lines[:_COVER_LINES])]
    year, sure = _year(lines, goals, cover, vocabulary)
    unit = _unit(cover, vocabulary)
    guess = "" if unit else _under_title(cover, vocabulary)
    return Facts(year, sure, unit or guess, bool(guess), _field(cover, vocabulary.registry_fields))


def _year(
    lines: Sequence[Line], goals: Iterable[GoalDocument], cover: Sequence[str], vocabulary: Vocabulary
) -> tuple[int, bool]:
    votes = _said_by_headings(lines, vocabulary)
    for text in cover:
        if any(fold(text).startswith(fold(name)) for name in vocabulary.plan_titles):
            votes.update({int(year): _PLAN_WEIGHT for year in _YEAR.findall(text)[:1]})
    for goal in _walk(goals):
        for activity in goal.activities:
            if activity.start:
                votes[activity.start.year] += _DATE_WEIGHT
            if activity.end:
                votes[activity.end.year] += 1
    votes = Counter({year: count for year, count in votes.items() if _FIRST_YEAR <= year <= _LAST_YEAR})
    if votes:
        return votes.most_common(1)[0][0], True
    said = Counter(int(year) for line in lines[:5000] for year in _YEAR.findall(line.text[:2000]))
    said = Counter({year: count for year, count in said.items() if _FIRST_YEAR <= year <= _LAST_YEAR})
    return (
        (max(year for year, count in said.items() if count == max(said.values())), False)
        if said
        else (0, False)
    )


def _said_by_headings(lines: Sequence[Line], vocabulary: Vocabulary) -> Counter[int]:
    """Years in headings ("Budget 2025") and in columns ("KF:s årsmål år 2025")."""
    votes: Counter[int] = Counter()
    pattern = vocabulary.column_patterns["indicator"]
    for line in lines:
        text = line.text.strip()
        years = _YEAR.findall(text) if 4 < len(text) < _SHORT else []
        if not years:
            continue
        is_header = pattern.match(text) and any(role in fold(text) for role in _TARGET_COLUMNS)
        if vocabulary.is_heading(text, "closing", "economy_part", "chapter"):
            votes[int(years[0])] += _HEADING_WEIGHT
        elif is_header and len(text.split()) > 2:
            votes[int(years[-1])] += _TABLE_WEIGHT
    return votes


def _walk(goals: Iterable[GoalDocument]) -> Iterable[GoalDocument]:
    for goal in goals:
        yield goal
        yield from _walk(goal.goals)


def _unit(cover: Sequence[str], vocabulary: Vocabulary) -> str:
    """The unit's name where the source says that it is one: "Enhet: …", "Verksamhetsplan 2026 för …"."""
    said = _field(cover, vocabulary.unit_fields)
    if said:
        return said
    for text in cover:
        for title in vocabulary.plan_titles:
            match = re.fullmatch(
                rf"{re.escape(title)}(?:\s+(?:19|20)\d\d)?(?:\s+för|\s*[,:–-])?\s+(.+?)(?:[\s,]+(?:för\s+)?(?:år\s+)?(?:19|20)\d\d)?",
                text[:_SHORT],
                re.IGNORECASE,
            )
            if match and match[1][:1].isupper() and not match[1].endswith("."):
                return match[1].strip(" ,–-")
    return ""


def _under_title(cover: Sequence[str], vocabulary: Vocabulary) -> str:
    """The line under a cover's title ("Verksamhetsplan 2026"), if it can be a unit's name."""
    filled = [text for text in cover[1:] if text]
    titles = {fold(title) for title in vocabulary.plan_titles}
    for title, name in itertools.pairwise(filled[:6]):
        if fold_heading(title) not in titles or not name[0].isupper() or len(name.split()) > 6:
            continue
        is_other = vocabulary.level_of(name) or vocabulary.is_heading(name, *vocabulary.headings)
        if not is_other and name[-1] not in ".:" and not fold(name).endswith(vocabulary.organisations):
            return name
    return ""


def _field(cover: Sequence[str], names: Sequence[str]) -> str:
    for text in cover:
        start, colon, rest = text[:_SHORT].partition(":")
        if colon and fold(start) in {fold(name) for name in names} and rest.strip():
            return rest.strip()
    return ""
