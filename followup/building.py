"""A follow-up's rows → the document that it is frozen, printed and exported as."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from followup.document import (
    ActivityFollowUp,
    BelowDocument,
    ChapterDocument,
    EarlierDocument,
    EconomyDocument,
    FigureDocument,
    FollowUpDocument,
    GoalFollowUp,
    IndicatorFollowUp,
    OutcomeDocument,
    PeriodDocument,
)
from followup.reading import ActivityRow, GoalRow, Sheet
from followup.values import ValueRow
from indicators.models import Measurement, Period
from indicators.outcomes import Figure, Outcome
from indicators.periods import Stretch

_SIXTH = Decimal("0.000001")


def document_of_sheet(sheet: Sheet) -> FollowUpDocument:
    """The document, without what closing adds: version, day and reason."""
    round_ = sheet.round
    below: dict[uuid.UUID | None, list[GoalRow]] = defaultdict(list)
    for row in sheet.goals:
        below[row.goal.parent].append(row)
    return FollowUpDocument(
        year=round_.year,
        code=round_.code,
        name=round_.name,
        period=_period(round_.period),
        unit=sheet.follow_up.unit.name,
        within=sheet.within,
        status=sheet.follow_up.state,
        comment_from=round_.comment_from,
        partly_from=round_.partly_from,
        texts=tuple(
            ChapterDocument(row.heading.name, row.body, row.text.key if row.text else None)
            for row in sheet.texts
        ),
        goals=_goals(None, below),
        economy=tuple(
            EconomyDocument(row.kind, row.name, row.key, row.budget, row.outcome, row.forecast, row.comment)
            for row in sheet.economy
        ),
    )


def _goals(
    parent: uuid.UUID | None, below: Mapping[uuid.UUID | None, Sequence[GoalRow]]
) -> tuple[GoalFollowUp, ...]:
    return tuple(_goal(row, _goals(row.key, below)) for row in below.get(parent, ()))


def _goal(row: GoalRow, goals: tuple[GoalFollowUp, ...]) -> GoalFollowUp:
    return GoalFollowUp(
        level=row.goal.level,
        title=row.goal.title,
        key=row.key,
        number=row.goal.number,
        inherited=row.goal.inherited,
        attainment=row.attainment,
        analysis=row.analysis,
        proposed=row.proposal.attainment or "",
        reasons=row.proposal.reasons,
        indicators=tuple(_indicator(each) for each in row.indicators),
        activities=tuple(_activity(each) for each in row.activities),
        goals=goals,
    )


def _activity(row: ActivityRow) -> ActivityFollowUp:
    activity, status = row.activity, row.status
    return ActivityFollowUp(
        title=activity.title,
        key=activity.key,
        start=activity.start,
        end=activity.end,
        responsible=activity.responsible,
        status=status.status if status else "",
        deviation=status.deviation if status else "",
        carry_over=bool(status and status.carry_over),
    )


def _indicator(row: ValueRow) -> IndicatorFollowUp:
    indicator, judgement = row.indicator, row.judgements.total
    shown = row.measurement
    return IndicatorFollowUp(
        name=row.name,
        periodicity=indicator.periodicity,
        key=row.key,
        indicator=indicator.key,
        measured_in=indicator.measure.unit,
        decimals=indicator.decimals,
        by_gender=indicator.by_gender,
        grows=indicator.measure.grows,
        target=row.target,
        council_target=row.council_target,
        is_due=row.due.is_due,
        period=_stretch(row.due.stretch) if row.due.stretch else None,
        outcome=_measured(shown) if shown else OutcomeDocument(),
        comment=shown.comment if shown else "",
        attainment=judgement.attainment or "",
        reason=judgement.reason if row.due.is_due else "",
        previous=_earlier(row.previous),
        last_year=_earlier(row.last_year),
        below=_below(row),
    )


def _period(period: Period) -> PeriodDocument:
    return PeriodDocument(period.code, period.name, period.starts_on, period.ends_on)


def _stretch(stretch: Stretch) -> PeriodDocument:
    return PeriodDocument(stretch.code, stretch.name, stretch.starts_on, stretch.ends_on)


def _earlier(value: Measurement | None) -> EarlierDocument | None:
    return EarlierDocument(value.period.code, value.period.year, _measured(value)) if value else None


def _below(row: ValueRow) -> BelowDocument | None:
    if row.below is None:
        return None
    coverage = row.below.coverage
    return BelowDocument(_outcome(row.below.outcome), coverage.reported, len(coverage.due))


def _measured(value: Measurement) -> OutcomeDocument:
    return _outcome(value.outcome, value.written)


def _outcome(outcome: Outcome, written: str = "") -> OutcomeDocument:
    return OutcomeDocument(
        total=_figure(outcome.total),
        women=_figure(outcome.women),
        men=_figure(outcome.men),
        forecast=None if outcome.forecast.value is None else _rounded(outcome.forecast.value),
        written=written,
        words=outcome.words,
        not_measured_because=outcome.not_measured_because,
    )


def _figure(figure: Figure) -> FigureDocument | None:
    if figure.value is None:
        return None
    return FigureDocument(_rounded(figure.value), figure.numerator, figure.denominator)


def _rounded(value: Decimal) -> Decimal:
    """What the database could hold: what was computed has no more than six decimals."""
    return value.quantize(_SIXTH)
