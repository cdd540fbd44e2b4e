"""The logging table: for each indicator a line of fields, or of text where nothing can be typed.

Built here and not in templates, because a table has hundreds of fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from followup.anchors import value_anchor
from followup.pages import logging_words as words
from followup.pages.asked import Asked
from followup.pages.logging_fields import LABELS_OF_PARTS, by_gender, fields, form
from followup.pages.logging_frame import Line, framed
from indicators.log_rows import LogRow
from vp.org.models import Unit


class LogLine(NamedTuple):
    """One row of the table; `address` is the page's, and its own lies under that by the indicator's key."""

    asked: Asked
    row: LogRow
    address: str


@dataclass(frozen=True)
class LogSheet:
    """The rows, and what is the same for all of them.

    `above`: the units above by id, for their targets. `code`: that of the round's period; a row of another
    one says which. `ends_year`: nobody forecasts the year any more. `is_open`: values can be typed.
    """

    lines: Sequence[LogLine]
    above: Mapping[int, Unit]
    code: str
    threshold: Decimal
    ends_year: bool
    is_open: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that are typed in: women and men where any row has them, a forecast before the year's end."""
        asks_forecast = not self.ends_year or any(line.row.outcome.forecast for line in self.lines)
        gender = ("women", "men") if any(by_gender(line.row) for line in self.lines) else ()
        return ("total", *gender, *(("forecast",) if asks_forecast else ()), "comment")


def table(sheet: LogSheet) -> SafeString:
    columns = sheet.columns
    drawn = framed(columns, [_line(sheet, line, columns) for line in sheet.lines])
    return SafeString(f"<div hidden>{LABELS_OF_PARTS}</div>{drawn}") if sheet.is_open else drawn


def _line(sheet: LogSheet, line: LogLine, columns: Sequence[str]) -> Line:
    row, name = line.row, line.asked.name
    under: str = words.said(row, sheet.threshold)
    if sheet.is_open:
        under = form(row, address=line.address, name=name, said=under)
    return Line(
        goal=line.asked.goal,
        anchor=value_anchor(line.asked.key),
        at=str(row.indicator.pk),
        name=name,
        note=_note(sheet, row),
        cells={
            **dict(zip(columns, fields(row, columns) if sheet.is_open else _read(row, columns), strict=True)),
            "before": words.earlier(row, row.before),
            "last_year": words.earlier(row, row.last_year),
            "trend": f"<span data-trend>{words.trend(row)}</span>",
            "target": words.targets(row, sheet.above),
        },
        under=under,
        is_reported=row.outcome.is_reported,
    )


def _note(sheet: LogSheet, row: LogRow) -> str:
    """Which period it is for, where that isn't the round's own, and how it is counted."""
    notes = []
    if row.stretch.code != sheet.code:
        notes.append(f"{row.stretch.name} {row.stretch.year}")
    if row.measure.grows and row.months.count > 1:
        notes.append("räknas från januari")
    if row.measure.unit:
        notes.append("andel i procent" if row.measure.is_share else f"mäts i {row.measure.unit}")
    told = ", ".join(notes)
    return told[:1].upper() + told[1:]


def _read(row: LogRow, columns: Sequence[str]) -> Iterator[str]:
    """What stands in each column, as text."""
    outcome, measure = row.outcome, row.measure
    told = {
        "total": words.outcome_words(measure, outcome),
        "women": measure.words(outcome.women),
        "men": measure.words(outcome.men),
        "forecast": measure.words(outcome.forecast),
        "comment": row.measurement.comment if row.measurement else "",
    }
    return (escape(told[column]) or words.NOTHING for column in columns)
