"""A goal's indicators as a table: outcome, targets, forecast, period and trend, with what is said under."""

from __future__ import annotations

from collections.abc import Iterator

from followup.anchors import value_anchor
from followup.document import FollowUpDocument, IndicatorFollowUp
from followup.reports import words
from followup.reports.body_style import Style
from followup.reports.body_tables import Cell, Column, Line, Remark, Table, table_of

NAME = Column("name", "Indikator")
OUTCOME = Column("outcome", "Periodens utfall", is_number=True)
WOMEN = Column("women", "Utfall kvinnor", is_number=True)
MEN = Column("men", "Utfall män", is_number=True)
TARGET = Column("target", "Årsmål", is_number=True)
COUNCIL_TARGET = Column("council-target", "KF:s årsmål", is_number=True)
FORECAST = Column("forecast", "Prognos helår", is_number=True)
PERIOD = Column("period", "Period")
TREND = Column("trend", "Trend")
_OPTIONAL = frozenset({WOMEN.key, MEN.key, COUNCIL_TARGET.key, FORECAST.key, TREND.key})


def indicator_table(
    document: FollowUpDocument, rows: tuple[IndicatorFollowUp, ...], style: Style
) -> tuple[Table | None, str]:
    """What is due in the round, and in words what isn't."""
    due = [_line(row, style) for row in rows if row.is_due]
    others = [row.name for row in rows if not row.is_due]
    not_due = f"Följs inte upp i {document.code}: {', '.join(others)}." if others else ""
    return table_of("indicators", "Indikatorer", due, _OPTIONAL), not_due


def _line(row: IndicatorFollowUp, style: Style) -> Line:
    measure, outcome, trend = words.measure_of(row), words.shown_outcome(row), words.trend_of(row)
    forecast = words.forecast_words(measure, row.outcome) or words.forecast_words(measure, outcome)
    return Line(
        cells=(
            Cell(NAME, row.name),
            Cell(OUTCOME, words.outcome_words(measure, outcome) or words.LACKING, _coverage(row)),
            Cell(WOMEN, words.figure_words(measure, outcome.women) or words.NOTHING),
            Cell(MEN, words.figure_words(measure, outcome.men) or words.NOTHING),
            Cell(TARGET, words.unbroken(row.target) or words.NOTHING),
            Cell(COUNCIL_TARGET, words.unbroken(row.council_target) or words.NOTHING),
            Cell(FORECAST, forecast or words.NOTHING),
            Cell(PERIOD, words.period_words(row.period)),
            Cell(TREND, trend.word, trend.before, sign=trend.arrow) if trend else Cell(TREND, words.NOTHING),
        ),
        anchor=style.anchor(value_anchor(row.key)) if row.key else "",
        remarks=tuple(_remarks(row)),
    )


def _coverage(row: IndicatorFollowUp) -> str:
    """How many units stand behind what the units below make."""
    if row.below is None or words.shown_outcome(row) is not row.below.outcome:
        return ""
    return f"{row.below.reported} av {row.below.due} enheter"


def _remarks(row: IndicatorFollowUp) -> Iterator[Remark]:
    if row.reason and (
        row.attainment or words.outcome_words(words.measure_of(row), words.shown_outcome(row))
    ):
        mark = words.mark_of(row.attainment)
        told = row.reason.removeprefix(f"{mark.label}: ") if mark else row.reason
        yield Remark(told, mark=mark)
    if row.comment:
        yield Remark(row.comment, "Kommentar")
