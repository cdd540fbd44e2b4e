"""The preview of an upload: the tree that was found, what to look at, and the source's lines."""

from __future__ import annotations

from dataclasses import dataclass

from goals.actions.incoming import Reading
from goals.document import LEVELS, GoalDocument
from goals.importing.notes import Doubt
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
    """A doubtful spot with its possible answers."""

    line: int
    kind: str
    question: str
    message: str
    quote: str
    answers: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Branch:
    """A goal as the preview shows it; `depth` from 0, goals in reading order."""

    depth: int
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
    remarks: tuple[tuple[int, str], ...]
    lines: tuple[SourceLine, ...]
    dropped: int


def preview_of(file_name: str, reading: Reading) -> Preview:
    document = reading.document
    goals = list(document.walk_goals())
    lines = _lines(reading)
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
        branches=tuple(_branches(document.goals, 0)),
        chapters=tuple(text.heading for text in (*document.opening, *document.closing)),
        spots=tuple(_spot(doubt, texts) for doubt in reading.doubts),
        remarks=tuple(
            (each.line, each.message)
            for each in document.warnings
            if (each.line, each.message) not in doubted
        ),
        lines=tuple(_near_remarks(lines, {each.line for each in document.warnings})),
        dropped=len(document.dropped),
    )


def _branches(goals: tuple[GoalDocument, ...], depth: int) -> list[Branch]:
    found = []
    for goal in goals:
        label = Level.of(goal.level).label
        found.append(Branch(depth, label, goal.number, goal.title, _contains(goal)))
        found += _branches(goal.goals, depth + 1)
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
