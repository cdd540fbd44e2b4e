"""A plan as a document: `PlanDocument` and its JSON form `verksamhetsplan/1`.

Whatever a plan comes from or goes to (a file from last year, the database, a page, a PDF, a frozen
decision) passes through these frozen dataclasses. Their JSON form is docs/plan.schema.json; a field
that is empty there is left out, except where the schema requires it. This module knows neither
Django nor the database, so that a document can be read and written anywhere.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "verksamhetsplan/1"
LEVELS = ("direction", "area", "committee", "unit")
STATUSES = ("draft", "ready", "decided")
DEEPEST = 40
"""Texts and goals nested deeper than this are refused: no plan is, and a hostile file may be."""


class DocumentError(ValueError):
    """The JSON is not a plan of this form; the message is Swedish and meant for the user."""


@dataclass(frozen=True)
class TextDocument:
    """A heading and what stands under it; `body` is sanitised HTML."""

    heading: str
    body: str = ""
    key: uuid.UUID | None = None
    texts: tuple[TextDocument, ...] = ()


@dataclass(frozen=True)
class TargetChange:
    """A target that was replaced during the year: its words, from when the new one holds, and why."""

    target: str
    since: datetime.date
    reason: str = ""


@dataclass(frozen=True)
class IndicatorDocument:
    """A row of an indicator table; targets are kept as they were written."""

    name: str
    periodicity: str
    target: str = ""
    council_target: str = ""
    by_gender: bool = False
    target_history: tuple[TargetChange, ...] = ()
    key: uuid.UUID | None = None


@dataclass(frozen=True)
class ActivityDocument:
    """A row of an activity table; its dates may lie outside the plan's year."""

    title: str
    start: datetime.date | None = None
    end: datetime.date | None = None
    responsible: str = ""
    key: uuid.UUID | None = None


@dataclass(frozen=True)
class GoalDocument:
    """A goal of one of LEVELS with all that stands under it."""

    level: str
    title: str
    number: str = ""
    texts: tuple[TextDocument, ...] = ()
    indicators: tuple[IndicatorDocument, ...] = ()
    activities: tuple[ActivityDocument, ...] = ()
    goals: tuple[GoalDocument, ...] = ()
    inherited: bool = False
    key: uuid.UUID | None = None


@dataclass(frozen=True)
class Remark:
    """Something in an import that a person should look at; `line` counts the source's lines from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class Decision:
    """When a plan was decided, by whom and, for a revision, why."""

    date: datetime.date | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class EmbeddedImage:
    """A picture's bytes, so that a document can stand alone."""

    media_type: str
    base64: str


@dataclass(frozen=True)
class PlanDocument:
    """One unit's plan for one year."""

    year: int
    unit: str
    within: tuple[str, ...] = ()
    registry_number: str = ""
    opening: tuple[TextDocument, ...] = ()
    goals: tuple[GoalDocument, ...] = ()
    closing: tuple[TextDocument, ...] = ()
    warnings: tuple[Remark, ...] = ()
    dropped: tuple[str, ...] = ()
    status: str = ""
    version: int | None = None
    decision: Decision | None = None
    images: Mapping[str, EmbeddedImage] = field(default_factory=dict)

    def walk_goals(self) -> Iterator[GoalDocument]:
        """Every goal, parents before children, as printed."""
        waiting = list(reversed(self.goals))
        while waiting:
            goal = waiting.pop()
            yield goal
            waiting.extend(reversed(goal.goals))

    def walk_texts(self) -> Iterator[TextDocument]:
        """Every text: chapters and those of goals, parents before children."""
        waiting = [*self.opening, *self.closing]
        for goal in self.walk_goals():
            waiting += goal.texts
        while waiting:
            text = waiting.pop()
            yield text
            waiting += text.texts

    def to_dict(self) -> dict[str, Any]:
        """The JSON form as plain values, keys in the schema's order."""
        return _plan_to_dict(self)

    def to_json(self) -> str:
        """The JSON form as readable text; the same document always gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> PlanDocument:
        """Read the JSON form; raises DocumentError with a Swedish message where it is not valid."""
        from goals.document_reader import read_document

        return read_document(text)


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, (), [], {}, False)}


def _key(key: uuid.UUID | None) -> dict[str, str]:
    return {"key": str(key)} if key else {}


def _text(text: TextDocument) -> dict[str, Any]:
    return {
        **_key(text.key),
        "heading": text.heading,
        "body": text.body,
        **_filled(texts=[_text(child) for child in text.texts]),
    }


def _indicator(row: IndicatorDocument) -> dict[str, Any]:
    history = [
        {"target": change.target, "from": change.since.isoformat(), **_filled(reason=change.reason)}
        for change in row.target_history
    ]
    return {
        **_key(row.key),
        "name": row.name,
        **_filled(target=row.target, council_target=row.council_target),
        "periodicity": row.periodicity,
        **_filled(by_gender=row.by_gender, target_history=history),
    }


def _activity(row: ActivityDocument) -> dict[str, Any]:
    return {
        **_key(row.key),
        "title": row.title,
        **_filled(
            start=row.start.isoformat() if row.start else "",
            end=row.end.isoformat() if row.end else "",
            responsible=row.responsible,
        ),
    }


def _goal(goal: GoalDocument) -> dict[str, Any]:
    return {
        **_key(goal.key),
        "level": goal.level,
        **_filled(number=goal.number),
        "title": goal.title,
        **_filled(
            inherited=goal.inherited,
            texts=[_text(text) for text in goal.texts],
            indicators=[_indicator(row) for row in goal.indicators],
            activities=[_activity(row) for row in goal.activities],
            goals=[_goal(child) for child in goal.goals],
        ),
    }


def _decision(decision: Decision | None) -> dict[str, str] | None:
    if decision is None:
        return None
    return _filled(
        date=decision.date.isoformat() if decision.date else "", by=decision.by, reason=decision.reason
    )


def _plan_to_dict(plan: PlanDocument) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "year": plan.year,
        "unit": {"name": plan.unit, **_filled(within=list(plan.within))},
        **_filled(
            registry_number=plan.registry_number,
            status=plan.status,
            version=plan.version,
            decision=_decision(plan.decision),
        ),
        "opening": [_text(text) for text in plan.opening],
        "goals": [_goal(goal) for goal in plan.goals],
        "closing": [_text(text) for text in plan.closing],
        **_filled(
            warnings=[{"line": each.line, "message": each.message} for each in plan.warnings],
            dropped=list(plan.dropped),
            images={
                digest: {"media_type": image.media_type, "base64": image.base64}
                for digest, image in plan.images.items()
            },
        ),
    }
