"""The preview of an upload: the tree that was found, what to look at, and the source's lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from goals.actions.incoming import Reading
from goals.document import LEVELS, GoalDocument
from goals.importing.notes import OPTIONS, Correction, Doubt
from goals.models import Level

ROLES = {
    "goal:direction": "Inriktningsmål",
    "goal:area": "Mål för verksamhetsområdet",
    "goal:committee": "Nämndmål",
    "goal:unit": "Enhetsmål",
    "indicator": "Indikator",
    "activity": "Aktivitet",
    "heading": "Rubrik",
    "text": "Text",
    "label": "Etikett",
    "dropped": "Utelämnat",
}
ANSWERS = {
    "direction": "Inriktningsmål",
    "area": "Mål för verksamhetsområdet",
    "committee": "Nämndmål",
    "unit": "Enhetsmål",
    "target": "Årsmål",
    "council_target": "KF:s årsmål",
    "chapter": "Eget kapitel i planen",
    "heading": "Rubrik med egen text",
    "subheading": "Underrubrik i texten ovanför",
    "text": "Vanlig text",
}
QUESTIONS = {
    "level": "Vilken nivå är målet?",
    "column": "Vilken kolumn hör värdet till?",
    "heading": "Vad är raden?",
}
MOST_LINES = 4000
"""Lines shown beside the tree; a longer source shows those near its warnings."""


@dataclass(frozen=True)
class Spot:
    """A doubtful spot with its possible answers, the one that holds now marked."""

    line: int
    kind: str
    question: str
    message: str
    quote: str
    answers: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Branch:
    """A goal as the preview shows it; `depth` from 0, goals as read, `line` 0 where it is unknown."""

    depth: int
    line: int
    label: str
    number: str
    title: str
    contains: str


@dataclass(frozen=True)
class SourceLine:
    number: int
    text: str
    role: str
    role_label: str


@dataclass(frozen=True)
class Preview:
    file_name: str
    unit: str
    year: int
    counts: tuple[tuple[int, str], ...]
    branches: tuple[Branch, ...]
    chapters: tuple[str, ...]
    spots: tuple[Spot, ...]
    answered: tuple[Spot, ...]
    remarks: tuple[tuple[int, str], ...]
    lines: tuple[SourceLine, ...]
    dropped: int


def preview_of(file_name: str, reading: Reading, corrections: Sequence[Correction] = ()) -> Preview:
    """The reading as it is with the corrections given so far, which can be changed."""
    document = reading.document
    goals = list(document.walk_goals())
    lines = _lines(reading)
    shown = _near_remarks(lines, {each.line for each in document.warnings})
    texts = {line.number: line.text for line in lines}
    doubted = {(doubt.line, doubt.message) for doubt in reading.doubts}
    counts = [(sum(goal.level == level for goal in goals), Level.of(level).label.lower()) for level in LEVELS]
    counts.append((sum(len(goal.indicators) for goal in goals), "indikatorer"))
    counts.append((sum(len(goal.activities) for goal in goals), "aktiviteter"))
    return Preview(
        file_name=file_name,
        unit=document.unit,
        year=document.year,
        counts=tuple(counts),
        branches=tuple(_branches(document.goals, 0, _goal_lines(goals, shown, reading.roles or {}))),
        chapters=tuple(text.heading for text in (*document.opening, *document.closing)),
        spots=tuple(_spot(doubt, texts) for doubt in sorted(reading.doubts, key=lambda doubt: doubt.line)),
        answered=tuple(_answered(each, texts) for each in corrections),
        remarks=tuple(
            (each.line, each.message)
            for each in document.warnings
            if (each.line, each.message) not in doubted
        ),
        lines=tuple(shown),
        dropped=len(document.dropped),
    )


def _goal_lines(
    goals: Sequence[GoalDocument], lines: Sequence[SourceLine], roles: Mapping[int, str]
) -> Iterator[int]:
    """For each goal, in the order of reading, the first of the lines that hold its label and title; else 0.

    A title may run over lines and follow its label's; both have the role of the goal's level.
    """
    waiting = [(line, roles.get(line.number, "")) for line in lines]
    waiting = [(line, role) for line, role in waiting if role.startswith("goal:")]
    at = 0
    for goal in goals:
        start = _words(f"{goal.number} {goal.title}")[:3] or [""]
        found = at
        while found < len(waiting):
            line, role = waiting[found]
            if role == f"goal:{goal.level}" and _holds(line, waiting[found + 1 :][:1], start):
                break
            found += 1
        yield waiting[found][0].number if found < len(waiting) else 0
        at = found + 1 if found < len(waiting) else at


def _holds(line: SourceLine, following: Sequence[tuple[SourceLine, str]], start: list[str]) -> bool:
    """Whether the line, with the next where it is part of the same, has the first words of a title."""
    words = _words(" ".join([line.text, *(after.text for after, _role in following)]))
    return any(words[n : n + len(start)] == start for n in range(len(words)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _branches(goals: Sequence[GoalDocument], depth: int, lines: Iterator[int]) -> list[Branch]:
    found = []
    for goal in goals:
        label = Level.of(goal.level).label
        found.append(Branch(depth, next(lines), label, goal.number, goal.title, _contains(goal)))
        found += _branches(goal.goals, depth + 1, lines)
    return found


def _contains(goal: GoalDocument) -> str:
    parts = [text.heading for text in goal.texts if text.heading]
    if goal.indicators:
        parts.append(f"{len(goal.indicators)} indikator{'er' if len(goal.indicators) > 1 else ''}")
    if goal.activities:
        parts.append(f"{len(goal.activities)} aktivitet{'er' if len(goal.activities) > 1 else ''}")
    return ", ".join(parts)


def _spot(doubt: Doubt, texts: dict[int, str]) -> Spot:
    return Spot(
        line=doubt.line,
        kind=doubt.kind,
        question=QUESTIONS[doubt.kind],
        message=doubt.message,
        quote=texts.get(doubt.line, ""),
        answers=tuple((value, ANSWERS[value], value == doubt.chosen) for value in doubt.options),
    )


def _answered(given: Correction, texts: dict[int, str]) -> Spot:
    return Spot(
        line=given.line,
        kind=given.kind,
        question=QUESTIONS[given.kind],
        message="Läses som du valde.",
        quote=texts.get(given.line, ""),
        answers=tuple((value, ANSWERS[value], value == given.value) for value in OPTIONS[given.kind]),
    )


def _lines(reading: Reading) -> list[SourceLine]:
    if reading.source is None:
        return []
    roles = reading.roles or {}
    return [
        SourceLine(line.number, line.text, role.split(":")[0], ROLES.get(role, "Text" if role else ""))
        for line in reading.source.lines
        if line.text.strip()
        for role in [roles.get(line.number, "")]
    ]


def _near_remarks(lines: list[SourceLine], remarked: set[int]) -> list[SourceLine]:
    if len(lines) <= MOST_LINES:
        return lines
    wanted = {near for line in sorted(remarked)[:500] for near in range(line - 4, line + 5)}
    return [line for line in lines if line.number in wanted]
