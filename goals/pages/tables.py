"""A goal's tables as HTML: its indicators and its activities.

Built here and not in a template, because a plan has hundreds of cells. The roles repeat what the elements
are: on a narrow screen the rows are stacked by CSS, and some screen readers then forget that it is a table.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from goals.document import ActivityDocument, IndicatorDocument

NOTHING = "–"
"""What an empty cell shows."""
_TOOL_HEAD = (
    '<th role="columnheader" scope="col" class="row-tools"><span class="visually-hidden">Ändra</span></th>'
)
_TOOL_CELL = '<td role="cell" class="row-tools">{}</td>'

INDICATOR_COLUMNS = ("Indikator", "Årsmål", "KF:s årsmål", "Periodicitet")
ACTIVITY_COLUMNS = ("Aktivitet", "Startdatum", "Slutdatum", "Ansvarig")


@dataclass(frozen=True)
class Tools:
    """What stands in a row for whoever may write it: HTML attributes of the row, and its last cell's."""

    attributes: str
    cell: str


def indicator_table(rows: Sequence[IndicatorDocument]) -> SafeString:
    """Name, the unit's target with those it replaced, the council's target, and how often it is measured."""
    return _table("indicators", "Indikatorer", INDICATOR_COLUMNS, map(indicator_line, rows))


def activity_table(rows: Sequence[ActivityDocument]) -> SafeString:
    """What is done, from when, until when and by whom. Dates as 2027-03-31."""
    return _table("activities", "Aktiviteter", ACTIVITY_COLUMNS, map(activity_line, rows))


def written_indicator_table(rows: Sequence[tuple[IndicatorDocument, Tools]]) -> SafeString:
    """The same, drawn though it is empty: rows come to it."""
    lines = [indicator_line(row, tools) for row, tools in rows]
    return _table("indicators", "Indikatorer", INDICATOR_COLUMNS, lines, writing=True)


def written_activity_table(rows: Sequence[tuple[ActivityDocument, Tools]]) -> SafeString:
    lines = [activity_line(row, tools) for row, tools in rows]
    return _table("activities", "Aktiviteter", ACTIVITY_COLUMNS, lines, writing=True)


def indicator_line(row: IndicatorDocument, tools: Tools | None = None) -> SafeString:
    cells = (_target(row), _cell(row.council_target), _cell(row.periodicity))
    return _line(INDICATOR_COLUMNS, (_name(row), *cells), tools)


def activity_line(row: ActivityDocument, tools: Tools | None = None) -> SafeString:
    cells = (_day(row.start), _day(row.end), _cell(row.responsible))
    return _line(ACTIVITY_COLUMNS, (escape(row.title), *cells), tools)


def _line(columns: Sequence[str], cells: Sequence[str], tools: Tools | None) -> SafeString:
    """A row of ready cells, the first its header."""
    attributes, tool = (f" {tools.attributes}", _TOOL_CELL.format(tools.cell)) if tools else ("", "")
    first, *rest = cells
    return SafeString(  # every cell is escaped where it is made
        f'<tr role="row"{attributes}><th role="rowheader" scope="row">{first}</th>'
        + "".join(
            f'<td role="cell" data-label="{column}">{cell}</td>'
            for column, cell in zip(columns[1:], rest, strict=True)
        )
        + f"{tool}</tr>"
    )


def _table(
    name: str, caption: str, columns: Sequence[str], rows: Iterable[SafeString], *, writing: bool = False
) -> SafeString:
    """A table of ready rows; nothing where there are none, unless somebody writes in it."""
    body = "".join(rows)
    if not body and not writing:
        return SafeString()
    head = "".join(f'<th role="columnheader" scope="col">{column}</th>' for column in columns)
    head += _TOOL_HEAD if writing else ""
    return SafeString(  # every cell is escaped where it is made
        f'<table class="rows {name}{" written" if writing else ""}" role="table"><caption>{caption}</caption>'
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
