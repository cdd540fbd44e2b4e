"""A goal's tables as HTML: its indicators and its activities.

Built here and not in a template, because a plan has hundreds of cells. The roles repeat what the elements
are: on a narrow screen the rows are stacked by CSS, and some screen readers then forget that it is a table.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString

from goals.document import ActivityDocument, IndicatorDocument

NOTHING = "–"
"""What an empty cell shows."""

INDICATOR_COLUMNS = ("Indikator", "Årsmål", "KF:s årsmål", "Periodicitet")
ACTIVITY_COLUMNS = ("Aktivitet", "Startdatum", "Slutdatum", "Ansvarig")


def indicator_table(rows: Sequence[IndicatorDocument]) -> SafeString:
    """Name, the unit's target with those it replaced, the council's target, and how often it is measured."""
    lines = ((_name(row), _target(row), _cell(row.council_target), _cell(row.periodicity)) for row in rows)
    return _table("indicators", "Indikatorer", INDICATOR_COLUMNS, lines) if rows else SafeString()


def activity_table(rows: Sequence[ActivityDocument]) -> SafeString:
    """What is done, from when, until when and by whom. Dates as 2027-03-31."""
    lines = ((escape(row.title), _day(row.start), _day(row.end), _cell(row.responsible)) for row in rows)
    return _table("activities", "Aktiviteter", ACTIVITY_COLUMNS, lines) if rows else SafeString()


def _table(name: str, caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> SafeString:
    """A table of ready cells, the first of each row its header."""
    head = "".join(f'<th role="columnheader" scope="col">{column}</th>' for column in columns)
    body = "".join(
        f'<tr role="row"><th role="rowheader" scope="row">{first}</th>'
        + "".join(
            f'<td role="cell" data-label="{column}">{cell}</td>'
            for column, cell in zip(columns[1:], rest, strict=True)
        )
        + "</tr>"
        for first, *rest in rows
    )
    return SafeString(  # every cell is escaped where it is made
        f'<table class="rows {name}" role="table"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _cell(words: str) -> str:
    return escape(words) or NOTHING


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else NOTHING


def _name(row: IndicatorDocument) -> str:
    return escape(row.name) + (' <span class="note">könsuppdelad</span>' if row.by_gender else "")


def _target(row: IndicatorDocument) -> str:
    """The target that holds, and under it every one that was replaced, with the day and the reason."""
    steps = "".join(
        f'<span class="note">Tidigare {escape(change.target) or "inget"}. '
        f"Ändrat <time>{change.since.isoformat()}</time>"
        f"{': ' + escape(change.reason) if change.reason else ''}</span>"
        for change in row.target_history
    )
    return f"<span>{_cell(row.target)}</span>{steps}"
