"""Reads the JSON form `uppfoljning/1` into a `FollowUpDocument`, strictly.

What docs/followup.schema.json allows is read, everything else is refused with a Swedish message that names
the place. Unknown fields are refused everywhere.
"""

from __future__ import annotations

import re
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
from goals.document import DEEPEST, LEVELS, DocumentError
from goals.document_json import JsonObject, load_json
from goals.document_reader import MAX_YEAR, MIN_YEAR

STATES = ("not_started", "in_progress", "ready", "approved")
ATTAINMENTS = ("fully", "partly", "not", "not_measured")
ACTIVITY_STATES = ("not_started", "in_progress", "done", "delayed", "dropped")
MONEY_KINDS = ("cost", "income")
_DECIMAL = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")


def read_document(text: str | bytes) -> FollowUpDocument:
    """The follow-up that the JSON `text` holds; raises DocumentError where it is not one of this form."""
    value = load_json(text, deepest=2 * DEEPEST + 9)  # a goal's list and object a level, and a row's parts
    if not isinstance(value, dict):
        raise DocumentError("Filen är JSON men ingen uppföljning: den ska börja med ett objekt, { … }.")
    return read_value(value)


def read_value(value: dict[str, Any]) -> FollowUpDocument:
    """The same of JSON that has been read already, as from our own database; checked as strictly."""
    if value.get("format") != FORMAT:
        raise DocumentError(f"Filen är JSON men ingen uppföljning av formen ”{FORMAT}”.")
    here = JsonObject(value)
    here.only(
        "format", "year", "code", "name", "period", "unit", "status", "version", "closed_on", "reason",
        "comment_from", "partly_from", "texts", "goals", "economy",
    )  # fmt: skip
    unit = here.child("unit")
    unit.only("name", "within")
    return FollowUpDocument(
        year=here.whole_number("year", MIN_YEAR, MAX_YEAR),
        code=here.text("code"),
        name=here.text("name"),
        period=_period(here.child("period")),
        unit=unit.text("name"),
        within=unit.words("within"),
        status=_choice(here, "status", STATES),
        version=here.whole_number("version", 1) if "version" in here else None,
        closed_on=here.date("closed_on") if "closed_on" in here else None,
        reason=here.text("reason", ""),
        comment_from=_decimal(here, "comment_from"),
        partly_from=here.whole_number("partly_from", 1, 100),
        texts=tuple(_chapter(each) for each in here.children("texts", required=True)),
        goals=tuple(_goal(each, 1) for each in here.children("goals", required=True)),
        economy=tuple(_economy(each) for each in here.children("economy", required=True)),
    )


def _choice(here: JsonObject, name: str, allowed: tuple[str, ...]) -> str:
    return here.choice(name, allowed) if name in here else ""


def _key(here: JsonObject, name: str = "key") -> uuid.UUID | None:
    return here.uuid(name) if name in here else None


def _decimal(here: JsonObject, name: str) -> Decimal:
    words = here.text(name)
    if not _DECIMAL.fullmatch(words):
        raise here.wrong(name, f"är ”{words[:40]}”, men ska vara ett tal som 78.5")
    return Decimal(words)


def _number(here: JsonObject, name: str) -> Decimal | None:
    return _decimal(here, name) if name in here else None


def _period(here: JsonObject) -> PeriodDocument:
    here.only("code", "name", "start", "end")
    start, end = here.date("start"), here.date("end")
    if end < start:
        raise here.wrong("end", f"({end}) ligger före start ({start})")
    return PeriodDocument(here.text("code"), here.text("name"), start, end)


def _figure(here: JsonObject, name: str) -> FigureDocument | None:
    if name not in here:
        return None
    figure = here.child(name)
    figure.only("value", "numerator", "denominator")
    return FigureDocument(
        _decimal(figure, "value"), _number(figure, "numerator"), _number(figure, "denominator")
    )


def _outcome(here: JsonObject, name: str = "outcome") -> OutcomeDocument:
    if name not in here:
        return OutcomeDocument()
    outcome = here.child(name)
    outcome.only("total", "women", "men", "forecast", "written", "words", "not_measured_because")
    return OutcomeDocument(
        total=_figure(outcome, "total"),
        women=_figure(outcome, "women"),
        men=_figure(outcome, "men"),
        forecast=_number(outcome, "forecast"),
        written=outcome.text("written", ""),
        words=outcome.text("words", ""),
        not_measured_because=outcome.text("not_measured_because", ""),
    )


def _earlier(here: JsonObject, name: str) -> EarlierDocument | None:
    if name not in here:
        return None
    earlier = here.child(name)
    earlier.only("code", "year", "outcome")
    return EarlierDocument(
        earlier.text("code"), earlier.whole_number("year", MIN_YEAR - 1, MAX_YEAR), _outcome(earlier)
    )


def _below(here: JsonObject) -> BelowDocument:
    here.only("outcome", "reported", "due")
    return BelowDocument(_outcome(here), here.whole_number("reported", 0), here.whole_number("due", 0))


def _indicator(here: JsonObject) -> IndicatorFollowUp:
    here.only(
        "key", "indicator", "name", "periodicity", "measured_in", "decimals", "by_gender", "grows",
        "target", "council_target", "is_due", "period", "outcome", "comment", "attainment", "reason",
        "previous", "last_year", "below",
    )  # fmt: skip
    return IndicatorFollowUp(
        key=_key(here),
        indicator=_key(here, "indicator"),
        name=here.text("name"),
        periodicity=here.text("periodicity"),
        measured_in=here.text("measured_in", ""),
        decimals=here.whole_number("decimals", 0, 6) if "decimals" in here else None,
        by_gender=here.flag("by_gender"),
        grows=here.flag("grows"),
        target=here.text("target", ""),
        council_target=here.text("council_target", ""),
        is_due=here.flag("is_due"),
        period=_period(here.child("period")) if "period" in here else None,
        outcome=_outcome(here),
        comment=here.text("comment", ""),
        attainment=_choice(here, "attainment", ATTAINMENTS),
        reason=here.text("reason", ""),
        previous=_earlier(here, "previous"),
        last_year=_earlier(here, "last_year"),
        below=_below(here.child("below")) if "below" in here else None,
    )


def _activity(here: JsonObject) -> ActivityFollowUp:
    here.only("key", "title", "start", "end", "responsible", "status", "deviation", "carry_over")
    return ActivityFollowUp(
        key=_key(here),
        title=here.text("title"),
        start=here.date("start") if "start" in here else None,
        end=here.date("end") if "end" in here else None,
        responsible=here.text("responsible", ""),
        status=_choice(here, "status", ACTIVITY_STATES),
        deviation=here.text("deviation", ""),
        carry_over=here.flag("carry_over"),
    )


def _goal(here: JsonObject, depth: int) -> GoalFollowUp:
    if depth > DEEPEST:
        raise DocumentError(f"Filen är nästlad djupare än {DEEPEST} nivåer ({here.path[:80]}…).")
    here.only(
        "key", "level", "number", "title", "inherited", "attainment", "analysis", "proposed", "reasons",
        "indicators", "activities", "goals",
    )  # fmt: skip
    return GoalFollowUp(
        key=_key(here),
        level=here.choice("level", LEVELS),
        number=here.text("number", ""),
        title=here.text("title"),
        inherited=here.flag("inherited"),
        attainment=_choice(here, "attainment", ATTAINMENTS),
        analysis=here.text("analysis", ""),
        proposed=_choice(here, "proposed", ATTAINMENTS),
        reasons=here.words("reasons"),
        indicators=tuple(_indicator(row) for row in here.children("indicators")),
        activities=tuple(_activity(row) for row in here.children("activities")),
        goals=tuple(_goal(child, depth + 1) for child in here.children("goals")),
    )


def _economy(here: JsonObject) -> EconomyDocument:
    here.only("key", "kind", "name", "budget", "outcome", "forecast", "comment")
    return EconomyDocument(
        key=_key(here),
        kind=here.choice("kind", MONEY_KINDS),
        name=here.text("name"),
        budget=_number(here, "budget"),
        outcome=_number(here, "outcome"),
        forecast=_number(here, "forecast"),
        comment=here.text("comment", ""),
    )


def _chapter(here: JsonObject) -> ChapterDocument:
    here.only("key", "heading", "body")
    return ChapterDocument(key=_key(here), heading=here.text("heading"), body=here.text("body"))
