"""What follow-ups say, as lines of tables: values, judgements, activities, deviations, economy, texts; pure.

The same lines stand in the Excel file and in the JSON for programs. They are made of the document that the
reader is shown, so they can't say more than the pages do.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from followup.document import (
    EarlierDocument,
    FigureDocument,
    FollowUpDocument,
    GoalFollowUp,
    IndicatorFollowUp,
)
from followup.economy import deviation, needs_comment, per_cent
from followup.exports.plain import plain_text
from followup.models import FollowUp
from followup.reports.words import measure_of, shown_outcome
from indicators.outcomes import Figure

BETWEEN_UNITS = " / "


@dataclass(frozen=True)
class Place:
    """Whose follow-up it is, in which round. `closed_on` None: it is being written, or corrected."""

    year: int
    code: str
    round: str
    round_key: uuid.UUID
    unit: str
    unit_key: uuid.UUID
    within: str
    closed_on: datetime.date | None


@dataclass(frozen=True)
class GoalName:
    goal_key: uuid.UUID | None
    goal_level: str
    goal_number: str
    goal: str


@dataclass(frozen=True)
class ValueLine:
    """An indicator that is due. `from_below`: the outcome is what the units below make.

    `outcome` None: it was given in `words`, or wasn't measured, or nothing was given. `target` and
    `council_target` are as they were written; `places` is how many decimals the outcome is shown with.
    """

    place: Place
    goal: GoalName
    indicator_key: uuid.UUID | None
    indicator: str
    measured_in: str
    periodicity: str
    period: str
    period_start: datetime.date | None
    period_end: datetime.date | None
    outcome: Decimal | None
    women: Decimal | None
    men: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    forecast: Decimal | None
    words: str
    not_measured_because: str
    from_below: bool
    units_reported: int | None
    units_due: int | None
    target: str
    council_target: str
    attainment: str
    reason: str
    comment: str
    previous: Decimal | None
    last_year: Decimal | None
    places: int | None


@dataclass(frozen=True)
class JudgementLine:
    """How one of the unit's own goals is judged."""

    place: Place
    goal: GoalName
    attainment: str
    proposed: str
    analysis: str


@dataclass(frozen=True)
class ActivityLine:
    place: Place
    goal: GoalName
    activity_key: uuid.UUID | None
    activity: str
    start: datetime.date | None
    end: datetime.date | None
    responsible: str
    status: str
    deviation: str
    carry_over: bool


@dataclass(frozen=True)
class EconomyLine:
    """`deviation` is what is left or lacking against the year's budget; `per_cent` its part of the budget."""

    place: Place
    row_key: uuid.UUID | None
    kind: str
    name: str
    budget: Decimal | None
    outcome: Decimal | None
    forecast: Decimal | None
    deviation: Decimal | None
    per_cent: Decimal | None
    past_limit: bool
    comment: str


@dataclass(frozen=True)
class DeviationLine:
    """What doesn't go as planned: an activity that slips, or money past the round's limit."""

    place: Place
    kind: str
    name: str
    goal_number: str
    goal: str
    status: str
    amount: Decimal | None
    per_cent: Decimal | None
    explanation: str


@dataclass(frozen=True)
class TextLine:
    place: Place
    heading: str
    text: str


def place_of(follow_up: FollowUp, document: FollowUpDocument) -> Place:
    """The follow-up comes with its round and unit; names are those of the document."""
    return Place(
        year=document.year,
        code=document.code,
        round=document.name,
        round_key=follow_up.round.key,
        unit=document.unit,
        unit_key=follow_up.unit.key,
        within=BETWEEN_UNITS.join(document.within),
        closed_on=document.closed_on,
    )


def values_in(place: Place, document: FollowUpDocument) -> Iterator[ValueLine]:
    """The indicators that are due, in the goals' order; one at two goals stands at the first."""
    seen: set[uuid.UUID] = set()
    for goal in document.walk_goals():
        for row in goal.indicators:
            if row.is_due and row.indicator not in seen:
                if row.indicator is not None:
                    seen.add(row.indicator)
                yield _value(place, goal, row)


def judgements_in(place: Place, document: FollowUpDocument) -> Iterator[JudgementLine]:
    for goal in document.walk_goals():
        if not goal.inherited:
            analysis = plain_text(goal.analysis)
            yield JudgementLine(place, _name(goal), goal.attainment, goal.proposed, analysis)


def activities_in(place: Place, document: FollowUpDocument) -> Iterator[ActivityLine]:
    for goal in document.walk_goals():
        for row in goal.activities:
            yield ActivityLine(
                place=place,
                goal=_name(goal),
                activity_key=row.key,
                activity=row.title,
                start=row.start,
                end=row.end,
                responsible=row.responsible,
                status=row.status,
                deviation=row.deviation,
                carry_over=row.carry_over,
            )


def economy_in(place: Place, document: FollowUpDocument) -> Iterator[EconomyLine]:
    at_year_end = document.period.end.month == 12
    for row in document.economy:
        yield EconomyLine(
            place=place,
            row_key=row.key,
            kind=row.kind,
            name=row.name,
            budget=row.budget,
            outcome=row.outcome,
            forecast=row.forecast,
            deviation=deviation(row, at_year_end=at_year_end),
            per_cent=per_cent(row, at_year_end=at_year_end),
            past_limit=needs_comment(row, document.comment_from, at_year_end=at_year_end),
            comment=row.comment,
        )


def deviations_in(place: Place, document: FollowUpDocument) -> Iterator[DeviationLine]:
    for row in activities_in(place, document):
        if row.deviation.strip() or row.status in {"delayed", "dropped"}:
            yield DeviationLine(
                place, "activity", row.activity, row.goal.goal_number, row.goal.goal, row.status, None, None,
                row.deviation,
            )  # fmt: skip
    for money in economy_in(place, document):
        if money.past_limit:
            yield DeviationLine(
                place, money.kind, money.name, "", "", "", money.deviation, money.per_cent, money.comment
            )


def texts_in(place: Place, document: FollowUpDocument) -> Iterator[TextLine]:
    """Headings with nothing under them are left out."""
    for text in document.texts:
        words = plain_text(text.body)
        if words:
            yield TextLine(place, text.heading, words)


def _name(goal: GoalFollowUp) -> GoalName:
    return GoalName(goal.key, goal.level, goal.number, goal.title)


def _value(place: Place, goal: GoalFollowUp, row: IndicatorFollowUp) -> ValueLine:
    outcome = shown_outcome(row)
    total = outcome.total
    below = row.below
    return ValueLine(
        place=place,
        goal=_name(goal),
        indicator_key=row.indicator,
        indicator=row.name,
        measured_in=row.measured_in,
        periodicity=row.periodicity,
        period=f"{row.period.code} {row.period.start.year}" if row.period else "",
        period_start=row.period.start if row.period else None,
        period_end=row.period.end if row.period else None,
        outcome=_number(total),
        women=_number(outcome.women),
        men=_number(outcome.men),
        numerator=total.numerator if total else None,
        denominator=total.denominator if total else None,
        forecast=outcome.forecast if row.outcome.forecast is None else row.outcome.forecast,
        words=outcome.words,
        not_measured_because=outcome.not_measured_because,
        from_below=below is not None and outcome is below.outcome and outcome.total is not None,
        units_reported=below.reported if below else None,
        units_due=below.due if below else None,
        target=row.target,
        council_target=row.council_target,
        attainment=row.attainment,
        reason=row.reason,
        comment=row.comment,
        previous=_earlier(row.previous),
        last_year=_earlier(row.last_year),
        places=_places(row, total),
    )


def _number(figure: FigureDocument | None) -> Decimal | None:
    return figure.value if figure else None


def _earlier(earlier: EarlierDocument | None) -> Decimal | None:
    return _number(earlier.outcome.total) if earlier else None


def _places(row: IndicatorFollowUp, figure: FigureDocument | None) -> int | None:
    if row.decimals is not None or figure is None:
        return row.decimals
    shown = measure_of(row).shown(Figure(figure.value, figure.numerator, figure.denominator))
    exponent = shown.as_tuple().exponent if shown is not None else None
    return max(0, -exponent) if isinstance(exponent, int) else None
