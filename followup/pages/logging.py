"""The page where a unit's values are logged: every indicator that is due in a round, in one table."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from followup.document import FollowUpDocument
from followup.gate import late_words
from followup.models import FollowUp
from followup.pages import logging_words as words
from followup.pages.asked import Asked, asked_in
from followup.pages.logged import logged
from followup.pages.logging_conflict import ValueConflict, conflict_of
from followup.pages.logging_rows import LogLine, LogSheet, table
from indicators.actions import Logged
from indicators.log_rows import LogRow, read_log_rows
from indicators.questions import Question
from indicators.targets import Targets
from vp.org.models import Unit


@dataclass(frozen=True)
class ValuesPage:
    """`why_closed`: why nothing can be typed, in words; then the table is read. `late`: that it is late."""

    unit: Unit
    within: tuple[Unit, ...]
    year: int
    code: str
    round_name: str
    months: str
    due_on: datetime.date
    late: str
    why_closed: str
    filled: int
    count: int
    table: SafeString


def values_page(follow_up: FollowUp, why_closed: str, today: datetime.date) -> ValuesPage:
    """In six queries. The follow-up comes with its `round.period` and `unit`."""
    round_, unit = follow_up.round, follow_up.unit
    lines = _lines(follow_up)
    above = _above(unit)
    sheet = LogSheet(
        lines=lines,
        above=above,
        code=round_.period.code,
        threshold=round_.threshold,
        ends_year=round_.period.ends_on.month == 12,
        is_open=not why_closed,
    )
    return ValuesPage(
        unit=unit,
        within=tuple(above.values()),
        year=round_.year,
        code=round_.code,
        round_name=round_.name,
        months=str(round_.period.stretch.months),
        due_on=round_.due_on,
        late=late_words(round_, today),
        why_closed=why_closed,
        filled=sum(line.row.outcome.is_reported for line in lines),
        count=len(lines),
        table=table(sheet),
    )


def closed_page(follow_up: FollowUp, document: FollowUpDocument, why_closed: str) -> ValuesPage:
    """The same of a round that is closed, as it was frozen."""
    round_, unit, frozen = follow_up.round, follow_up.unit, logged(document)
    return ValuesPage(
        unit=unit,
        within=tuple(_above(unit).values()),
        year=round_.year,
        code=round_.code,
        round_name=round_.name,
        months=str(round_.period.stretch.months),
        due_on=round_.due_on,
        late="",
        why_closed=why_closed,
        filled=frozen.filled,
        count=frozen.count,
        table=frozen.table,
    )


def _lines(follow_up: FollowUp) -> list[LogLine]:
    asked = asked_in(follow_up)
    due = [(each.indicator, each.stretch) for each in asked]
    rows = read_log_rows(follow_up.unit, due, follow_up.round.year)
    where = [follow_up.round.year, follow_up.round.code, follow_up.unit.slug]
    address = reverse("followup:values", args=where)  # each row's lies under it
    return [LogLine(each, row, address) for each, row in zip(asked, rows, strict=True)]


def _above(unit: Unit) -> Mapping[int, Unit]:
    """The units above by id, the top one first. One query."""
    found = Unit.objects.in_bulk(unit.path[:-1])
    return {pk: found[pk] for pk in unit.path[:-1]}


def after_save(follow_up: FollowUp, asked: Asked, saved: Logged) -> dict[str, object]:
    """What a saved row shows now, for the page that it stands in; in one query, or two for a retry."""
    return _shown(follow_up, _row_now(follow_up, asked, saved.targets), saved.questions)


def conflict_page(follow_up: FollowUp, asked: Asked, sent: Mapping[str, str]) -> ValueConflict:
    """Both values, where somebody else has saved since; in two queries."""
    row = _row_now(follow_up, asked)
    assert row.measurement is not None  # noqa: S101  it stood in the way; narrows the type
    return conflict_of(row.measurement, sent, _shown(follow_up, row))


def _row_now(follow_up: FollowUp, asked: Asked, targets: Targets | None = None) -> LogRow:
    due = [(asked.indicator, asked.stretch)]
    [row] = read_log_rows(follow_up.unit, due, follow_up.round.year, targets)
    return row


def _shown(follow_up: FollowUp, row: LogRow, questions: Iterable[Question] = ()) -> dict[str, object]:
    return {
        "said": words.said(row, follow_up.round.threshold, questions),
        "reads": words.reads(row),
        "trend": words.trend(row),
        "reported": row.outcome.is_reported,
    }
