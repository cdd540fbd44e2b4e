"""A follow-up as a document: `FollowUpDocument` and its JSON form `uppfoljning/1`.

What a closed round shows, prints and exports passes through these frozen dataclasses. Their JSON form is
docs/followup.schema.json; a field that is empty there is left out, except where the schema requires it.
Numbers are JSON strings in plain decimal notation ("78.5"), so that no reader rounds them. Sums of the
economy aren't kept: they follow from the rows. This module knows neither Django nor the database.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

FORMAT = "uppfoljning/1"


@dataclass(frozen=True)
class PeriodDocument:
    """A stretch of a year, both days counted."""

    code: str
    name: str
    start: datetime.date
    end: datetime.date


@dataclass(frozen=True)
class FigureDocument:
    """A number, and the parts that it was computed from, if any; computed ones have six decimals at most."""

    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class OutcomeDocument:
    """Numbers, words, or why nothing was measured. `written`: how the total was written, if it says more."""

    total: FigureDocument | None = None
    women: FigureDocument | None = None
    men: FigureDocument | None = None
    forecast: Decimal | None = None
    written: str = ""
    words: str = ""
    not_measured_because: str = ""


@dataclass(frozen=True)
class EarlierDocument:
    """The outcome of a period before."""

    code: str
    year: int
    outcome: OutcomeDocument


@dataclass(frozen=True)
class BelowDocument:
    """What the units below make together: `reported` of `due` units have answered."""

    outcome: OutcomeDocument
    reported: int
    due: int


@dataclass(frozen=True)
class IndicatorFollowUp:
    """A row of an indicator table. `key` is the row's in the plan, `indicator` the indicator's own.

    `grows`: its value adds up month by month over the year, so that no period is like the one before it.
    `attainment` is computed by the rules when it was frozen, `reason` in words; empty where a person judges.
    """

    name: str
    periodicity: str
    key: uuid.UUID | None = None
    indicator: uuid.UUID | None = None
    measured_in: str = ""
    decimals: int | None = None
    by_gender: bool = False
    grows: bool = False
    target: str = ""
    council_target: str = ""
    is_due: bool = False
    period: PeriodDocument | None = None
    outcome: OutcomeDocument = OutcomeDocument()
    comment: str = ""
    attainment: str = ""
    reason: str = ""
    previous: EarlierDocument | None = None
    last_year: EarlierDocument | None = None
    below: BelowDocument | None = None


@dataclass(frozen=True)
class ActivityFollowUp:
    """A row of an activity table."""

    title: str
    key: uuid.UUID | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    responsible: str = ""
    status: str = ""
    deviation: str = ""
    carry_over: bool = False


@dataclass(frozen=True)
class GoalFollowUp:
    """A goal with its judgement and all that stands under it. `analysis` is sanitised HTML.

    Inherited goals have no judgement here: they are judged by whoever set them.
    """

    level: str
    title: str
    key: uuid.UUID | None = None
    number: str = ""
    inherited: bool = False
    attainment: str = ""
    analysis: str = ""
    proposed: str = ""
    reasons: tuple[str, ...] = ()
    indicators: tuple[IndicatorFollowUp, ...] = ()
    activities: tuple[ActivityFollowUp, ...] = ()
    goals: tuple[GoalFollowUp, ...] = ()


@dataclass(frozen=True)
class EconomyDocument:
    """A row of costs (negative) or income; budget and forecast are the year's, the outcome the months'."""

    kind: str
    name: str
    key: uuid.UUID | None = None
    budget: Decimal | None = None
    outcome: Decimal | None = None
    forecast: Decimal | None = None
    comment: str = ""


@dataclass(frozen=True)
class ChapterDocument:
    """A heading and the sanitised HTML under it."""

    heading: str
    body: str = ""
    key: uuid.UUID | None = None


@dataclass(frozen=True)
class FollowUpDocument:
    """One unit's follow-up in one round. `comment_from` and `partly_from` are the round's, in per cent."""

    year: int
    code: str
    name: str
    period: PeriodDocument
    unit: str
    within: tuple[str, ...] = ()
    status: str = ""
    version: int | None = None
    closed_on: datetime.date | None = None
    reason: str = ""
    comment_from: Decimal = Decimal(0)
    partly_from: int = 80
    texts: tuple[ChapterDocument, ...] = ()
    goals: tuple[GoalFollowUp, ...] = ()
    economy: tuple[EconomyDocument, ...] = ()

    def walk_goals(self) -> Iterator[GoalFollowUp]:
        """Every goal, parents before children, as printed."""
        waiting = list(reversed(self.goals))
        while waiting:
            goal = waiting.pop()
            yield goal
            waiting.extend(reversed(goal.goals))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form as plain values, keys in the schema's order."""
        from followup.document_writer import to_dict

        return to_dict(self)

    def to_json(self) -> str:
        """The JSON form as readable text; the same document always gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> FollowUpDocument:
        """Read the JSON form; raises goals.document.DocumentError where it is not valid."""
        from followup.document_reader import read_document

        return read_document(text)
