"""The sheets of the Excel file: what each column is called, holds and how wide it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from followup.document import FollowUpDocument
from followup.exports import lines
from followup.exports.lines import Place
from followup.reports.words import STATUSES
from goals.printing import LEVEL_LABELS
from indicators.judgements import Attainment

_KINDS = {"cost": "Kostnad", "income": "Intäkt", "activity": "Aktivitet"}


class Look(Enum):
    """How a cell is set; numbers and days are real ones, whatever they look like."""

    WORDS = "words"
    PROSE = "prose"
    DAY = "day"
    NUMBER = "number"
    OUTCOME = "outcome"  # with as many decimals as the line says
    MONEY = "money"
    PER_CENT = "per cent"


@dataclass(frozen=True)
class Column:
    """`of` takes a line and the labels of goals' levels."""

    title: str
    of: Callable[[Any, Mapping[str, str]], Any]
    look: Look = Look.WORDS
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """A sheet, and the lines that a follow-up gives it."""

    name: str
    columns: tuple[Column, ...]
    lines: Callable[[Place, FollowUpDocument], Iterable[Any]]


def _of(name: str) -> Callable[[Any, Mapping[str, str]], Any]:
    """What stands under a name in the line, or under `place.` or `goal.` in it."""
    names = name.split(".")

    def value(line: Any, labels: Mapping[str, str]) -> Any:
        for each in names:
            line = getattr(line, each)
        return line

    return value


def _level(line: Any, labels: Mapping[str, str]) -> str:
    return labels.get(line.goal.goal_level) or LEVEL_LABELS[line.goal.goal_level]


def _attainment(name: str) -> Callable[[Any, Mapping[str, str]], str]:
    def words(line: Any, labels: Mapping[str, str]) -> str:
        given = getattr(line, name)
        return Attainment(given).label if given else ""

    return words


def _yes(name: str) -> Callable[[Any, Mapping[str, str]], str]:
    return lambda line, labels: "Ja" if getattr(line, name) else "Nej"


def _round(line: Any, labels: Mapping[str, str]) -> str:
    return f"{line.place.code} {line.place.year}"


_PLACE = (
    Column("Omgång", _round, width=10),
    Column("Enhet", _of("place.unit"), width=28),
    Column("Tillhör", _of("place.within"), width=28),
)
_GOAL = (
    Column("Målnivå", _level, width=16),
    Column("Nummer", _of("goal.goal_number"), width=9),
    Column("Mål", _of("goal.goal"), width=40),
)

SHEETS = (
    Sheet(
        "Värden",
        (
            *_PLACE,
            *_GOAL,
            Column("Indikator", _of("indicator"), width=40),
            Column("Mäts i", _of("measured_in"), width=9),
            Column("Periodicitet", _of("periodicity"), width=12),
            Column("Period", _of("period"), width=10),
            Column("Utfall", _of("outcome"), Look.OUTCOME, 11),
            Column("Utfall kvinnor", _of("women"), Look.OUTCOME, 14),
            Column("Utfall män", _of("men"), Look.OUTCOME, 12),
            Column("Täljare", _of("numerator"), Look.NUMBER, 10),
            Column("Nämnare", _of("denominator"), Look.NUMBER, 10),
            Column("Prognos helår", _of("forecast"), Look.OUTCOME, 14),
            Column("Utfall i ord", _of("words"), width=20),
            Column("Ej mätt därför att", _of("not_measured_because"), width=20),
            Column("Årsmål", _of("target"), width=16),
            Column("KF:s årsmål", _of("council_target"), width=16),
            Column("Måluppfyllelse", _attainment("attainment"), width=17),
            Column("Skäl", _of("reason"), Look.PROSE, 40),
            Column("Kommentar", _of("comment"), Look.PROSE, 40),
            Column("Perioden före", _of("previous"), Look.OUTCOME, 14),
            Column("Förra året", _of("last_year"), Look.OUTCOME, 12),
            Column("Från enheterna under", _yes("from_below"), width=22),
            Column("Enheter som svarat", _of("units_reported"), Look.NUMBER, 20),
            Column("Enheter som ska svara", _of("units_due"), Look.NUMBER, 22),
        ),
        lines.values_in,
    ),
    Sheet(
        "Bedömningar",
        (
            *_PLACE,
            *_GOAL,
            Column("Måluppfyllelse", _attainment("attainment"), width=17),
            Column("Föreslagen", _attainment("proposed"), width=17),
            Column("Analys", _of("analysis"), Look.PROSE, 90),
        ),
        lines.judgements_in,
    ),
    Sheet(
        "Aktiviteter",
        (
            *_PLACE,
            *_GOAL,
            Column("Aktivitet", _of("activity"), width=50),
            Column("Startdatum", _of("start"), Look.DAY, 12),
            Column("Slutdatum", _of("end"), Look.DAY, 12),
            Column("Ansvarig", _of("responsible"), width=20),
            Column("Status", lambda line, labels: STATUSES.get(line.status, ""), width=13),
            Column("Avvikelse", _of("deviation"), Look.PROSE, 60),
            Column("Förs över till nästa år", _yes("carry_over"), width=22),
        ),
        lines.activities_in,
    ),
    Sheet(
        "Avvikelser",
        (
            *_PLACE,
            Column("Slag", lambda line, labels: _KINDS[line.kind], width=11),
            Column("Vad", _of("name"), width=50),
            Column("Målets nummer", _of("goal_number"), width=15),
            Column("Mål", _of("goal"), width=40),
            Column("Status", lambda line, labels: STATUSES.get(line.status, ""), width=13),
            Column("Belopp", _of("amount"), Look.MONEY, 14),
            Column("Procent av budget", _of("per_cent"), Look.PER_CENT, 18),
            Column("Förklaring", _of("explanation"), Look.PROSE, 60),
        ),
        lines.deviations_in,
    ),
    Sheet(
        "Ekonomi",
        (
            *_PLACE,
            Column("Slag", lambda line, labels: _KINDS[line.kind], width=11),
            Column("Rad", _of("name"), width=36),
            Column("Budget helår", _of("budget"), Look.MONEY, 15),
            Column("Utfall", _of("outcome"), Look.MONEY, 15),
            Column("Prognos helår", _of("forecast"), Look.MONEY, 15),
            Column("Avvikelse", _of("deviation"), Look.MONEY, 15),
            Column("Procent av budget", _of("per_cent"), Look.PER_CENT, 18),
            Column("Kommentar", _of("comment"), Look.PROSE, 60),
        ),
        lines.economy_in,
    ),
    Sheet(
        "Texter",
        (
            *_PLACE,
            Column("Rubrik", _of("heading"), width=36),
            Column("Text", _of("text"), Look.PROSE, 110),
        ),
        lines.texts_in,
    ),
)
