"""`FollowUpDocument` → the plain values of its JSON form."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import Any

from followup.document import (
    FORMAT,
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


def to_dict(document: FollowUpDocument) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "year": document.year,
        "code": document.code,
        "name": document.name,
        "period": _period(document.period),
        "unit": {"name": document.unit, **_filled(within=list(document.within))},
        **_filled(
            status=document.status,
            version=document.version,
            closed_on=_day(document.closed_on),
            reason=document.reason,
        ),
        "comment_from": decimal(document.comment_from),
        "partly_from": document.partly_from,
        "texts": [_chapter(each) for each in document.texts],
        "goals": [_goal(each) for each in document.goals],
        "economy": [_economy(each) for each in document.economy],
    }


def decimal(number: Decimal) -> str:
    """Plain notation without needless zeros: 78.50 is "78.5", 1E+3 "1000", and −0 "0"."""
    words = f"{number:f}"
    if "." in words:
        words = words.rstrip("0").rstrip(".")
    return "0" if words in {"-0", ""} else words


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [], {}, False)}


def _key(key: uuid.UUID | None) -> str | None:
    return str(key) if key else None


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _number(number: Decimal | None) -> str | None:
    return None if number is None else decimal(number)


def _period(period: PeriodDocument | None) -> dict[str, Any] | None:
    if period is None:
        return None
    return {"code": period.code, "name": period.name, "start": _day(period.start), "end": _day(period.end)}


def _figure(figure: FigureDocument | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    parts = _filled(numerator=_number(figure.numerator), denominator=_number(figure.denominator))
    return {"value": decimal(figure.value), **parts}


def _outcome(outcome: OutcomeDocument) -> dict[str, Any]:
    return _filled(
        total=_figure(outcome.total),
        women=_figure(outcome.women),
        men=_figure(outcome.men),
        forecast=_number(outcome.forecast),
        written=outcome.written,
        words=outcome.words,
        not_measured_because=outcome.not_measured_because,
    )


def _earlier(earlier: EarlierDocument | None) -> dict[str, Any] | None:
    if earlier is None:
        return None
    return {"code": earlier.code, "year": earlier.year, "outcome": _outcome(earlier.outcome)}


def _below(below: BelowDocument | None) -> dict[str, Any] | None:
    if below is None:
        return None
    return {"outcome": _outcome(below.outcome), "reported": below.reported, "due": below.due}


def _indicator(row: IndicatorFollowUp) -> dict[str, Any]:
    return {
        **_filled(key=_key(row.key), indicator=_key(row.indicator)),
        "name": row.name,
        "periodicity": row.periodicity,
        **_filled(measured_in=row.measured_in),
        **({} if row.decimals is None else {"decimals": row.decimals}),
        **_filled(
            by_gender=row.by_gender,
            grows=row.grows,
            target=row.target,
            council_target=row.council_target,
            is_due=row.is_due,
            period=_period(row.period),
            outcome=_outcome(row.outcome),
            comment=row.comment,
            attainment=row.attainment,
            reason=row.reason,
            previous=_earlier(row.previous),
            last_year=_earlier(row.last_year),
            below=_below(row.below),
        ),
    }


def _activity(row: ActivityFollowUp) -> dict[str, Any]:
    return {
        **_filled(key=_key(row.key)),
        "title": row.title,
        **_filled(
            start=_day(row.start),
            end=_day(row.end),
            responsible=row.responsible,
            status=row.status,
            deviation=row.deviation,
            carry_over=row.carry_over,
        ),
    }


def _goal(goal: GoalFollowUp) -> dict[str, Any]:
    return {
        **_filled(key=_key(goal.key)),
        "level": goal.level,
        **_filled(number=goal.number),
        "title": goal.title,
        **_filled(
            inherited=goal.inherited,
            attainment=goal.attainment,
            analysis=goal.analysis,
            proposed=goal.proposed,
            reasons=list(goal.reasons),
            indicators=[_indicator(row) for row in goal.indicators],
            activities=[_activity(row) for row in goal.activities],
            goals=[_goal(child) for child in goal.goals],
        ),
    }


def _economy(row: EconomyDocument) -> dict[str, Any]:
    return {
        **_filled(key=_key(row.key)),
        "kind": row.kind,
        "name": row.name,
        **_filled(
            budget=_number(row.budget),
            outcome=_number(row.outcome),
            forecast=_number(row.forecast),
            comment=row.comment,
        ),
    }


def _chapter(text: ChapterDocument) -> dict[str, Any]:
    return {**_filled(key=_key(text.key)), "heading": text.heading, "body": text.body}
