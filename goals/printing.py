"""A plan as a printed document: PlanDocument → the HTML that vp.printing turns into a PDF."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from goals.document import (
    ActivityDocument,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    TargetChange,
    TextDocument,
)
from goals.printed_body import printed_body
from vp.richtext import clean

LEVEL_LABELS: Mapping[str, str] = {
    "direction": "KF:s inriktningsmål",
    "area": "KF:s mål för verksamhetsområdet",
    "committee": "Nämndmål",
    "unit": "Enhetsmål",
}
"""What goals of each level are called where the municipality hasn't said otherwise."""

DEEPEST_HEADING = 6


@dataclass(frozen=True)
class PrintedText:
    """A heading with its level (1–6), what stands under it, and where the contents can point."""

    heading: str
    level: int
    anchor: str
    body: SafeString
    is_empty: bool
    texts: tuple[PrintedText, ...]


@dataclass(frozen=True)
class PrintedIndicator:
    name: str
    target: str
    council_target: str
    periodicity: str
    by_gender: bool
    changes: tuple[TargetChange, ...]


@dataclass(frozen=True)
class PrintedGoal:
    """A goal with its heading level; `inherited` goals are decided in a plan above."""

    title: str
    number: str
    label: str
    kind: str
    level: int
    anchor: str
    inherited: bool
    texts: tuple[PrintedText, ...]
    indicators: tuple[PrintedIndicator, ...]
    activities: tuple[ActivityDocument, ...]
    has_responsible: bool
    goals: tuple[PrintedGoal, ...]

    @property
    def full_title(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class Entry:
    """A line of the contents, and the lines under it."""

    number: str
    title: str
    anchor: str
    depth: int
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class PrintedPlan:
    """Everything that the print template shows."""

    title: str
    running: str
    unit: str
    year: int
    within: tuple[str, ...]
    registry_number: str
    status: str
    is_decided: bool
    status_words: str
    version: str
    opening: tuple[PrintedText, ...]
    goals: tuple[PrintedGoal, ...]
    closing: tuple[PrintedText, ...]
    contents: tuple[Entry, ...] = field(default=())
    tells_inherited: bool = False


def plan_html(document: PlanDocument, labels: Mapping[str, str] | None = None) -> str:
    """The whole print HTML of a plan. `labels`: what goals of each level are called."""
    return render_to_string("goals/print/plan.html", {"plan": printed_plan(document, labels or LEVEL_LABELS)})


def plan_title(document: PlanDocument) -> str:
    return f"Verksamhetsplan {document.year} {document.unit}".strip()


def printed_plan(document: PlanDocument, labels: Mapping[str, str] = LEVEL_LABELS) -> PrintedPlan:
    """The document with what print adds: heading levels, anchors, contents, words for its status."""
    opening = _texts(document.opening, 1, "inledning")
    goals = tuple(_goal(goal, 1, f"mal-{i}", labels) for i, goal in enumerate(document.goals, 1))
    closing = _texts(document.closing, 1, "avslutning")
    inherited = [goal.inherited for goal in document.walk_goals()]
    decided = document.status == "decided"
    return PrintedPlan(
        title=plan_title(document),
        running=f"{document.unit} · Verksamhetsplan {document.year}".removeprefix(" · "),
        unit=document.unit,
        year=document.year,
        within=document.within,
        registry_number=document.registry_number,
        status="" if decided else "Utkast",
        is_decided=decided,
        status_words=_status(document),
        version=str(document.version) if decided and (document.version or 1) > 1 else "",
        opening=opening,
        goals=goals,
        closing=closing,
        contents=(*_entries(opening, 2), *map(_goal_entry, goals), *_entries(closing, 2)),
        tells_inherited=any(inherited) and not all(inherited),
    )


def _status(document: PlanDocument) -> str:
    if document.status != "decided":
        return "Klarmarkerat utkast" if document.status == "ready" else "Utkast"
    words = "Fastställd"
    if document.decision and document.decision.date:
        words += f" {document.decision.date.isoformat()}"
    if document.decision and document.decision.by:
        words += f" av {document.decision.by}"
    return words


def _texts(texts: tuple[TextDocument, ...], level: int, anchor: str) -> tuple[PrintedText, ...]:
    return tuple(_text(text, min(level, DEEPEST_HEADING), f"{anchor}-{i}") for i, text in enumerate(texts, 1))


def _text(text: TextDocument, level: int, anchor: str) -> PrintedText:
    below = min(level + 1 if text.heading else level, DEEPEST_HEADING)
    return PrintedText(
        heading=text.heading,
        level=level,
        anchor=anchor,
        body=mark_safe(printed_body(clean(text.body), below)),  # noqa: S308 (sanitised here)
        is_empty=not text.body and not text.texts,
        texts=_texts(text.texts, below, anchor),
    )


def _goal(goal: GoalDocument, level: int, anchor: str, labels: Mapping[str, str]) -> PrintedGoal:
    level = min(level, DEEPEST_HEADING)
    return PrintedGoal(
        title=goal.title,
        number=goal.number,
        label=labels.get(goal.level, LEVEL_LABELS[goal.level]),
        kind=goal.level,
        level=level,
        anchor=anchor,
        inherited=goal.inherited,
        texts=_texts(goal.texts, level + 1, anchor + "-text"),
        indicators=tuple(map(_indicator, goal.indicators)),
        activities=goal.activities,
        has_responsible=any(activity.responsible for activity in goal.activities),
        goals=tuple(
            _goal(child, level + 1, f"{anchor}-{i}", labels) for i, child in enumerate(goal.goals, 1)
        ),
    )


def _indicator(row: IndicatorDocument) -> PrintedIndicator:
    return PrintedIndicator(
        name=row.name,
        target=row.target,
        council_target=row.council_target,
        periodicity=row.periodicity,
        by_gender=row.by_gender,
        changes=tuple(sorted(row.target_history, key=_since)),
    )


def _since(change: TargetChange) -> datetime.date:
    return change.since


def _entries(texts: tuple[PrintedText, ...], deepest: int) -> Iterator[Entry]:
    for text in texts:
        if text.heading:
            below = tuple(_entries(text.texts, deepest)) if text.level < deepest else ()
            yield Entry("", text.heading, text.anchor, text.level, below)


def _goal_entry(goal: PrintedGoal) -> Entry:
    return Entry(goal.number, goal.title, goal.anchor, goal.level, tuple(map(_goal_entry, goal.goals)))
