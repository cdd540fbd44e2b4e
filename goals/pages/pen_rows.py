"""The tools in a goal's tables, for whoever may write the plan."""

from __future__ import annotations

import uuid
from html import escape

from django.utils.safestring import SafeString

from goals.document import ActivityDocument, GoalDocument, IndicatorDocument
from goals.pages.pen import Pen
from goals.pages.tables import (
    Tools,
    activity_line,
    indicator_line,
    written_activity_table,
    written_indicator_table,
)

READ_ONLY = Tools("", "")
"""For an activity of a goal above: it belongs to another plan."""


def written_tables(pen: Pen, goal: GoalDocument) -> SafeString:
    """A goal's tables with the tools in each row, and after each table the one that adds a row.

    A table without rows is drawn too, and shown by its style once it has one.
    """
    indicators = written_indicator_table([(row, _indicator_tools(pen, row)) for row in goal.indicators])
    activities = written_activity_table([(row, _activity_tools(pen, row)) for row in goal.activities])
    return SafeString(  # made of escaped parts
        indicators
        + _adds("indikatorer", pen, goal, "Lägg till indikator", "data-add-indicator")
        + activities
        + _adds("aktiviteter", pen, goal, "Lägg till aktivitet", "data-add-row")
    )


def written_indicator(pen: Pen, row: IndicatorDocument) -> SafeString:
    """One row, as the page shows it."""
    return indicator_line(row, _indicator_tools(pen, row))


def written_activity(pen: Pen, row: ActivityDocument) -> SafeString:
    """One row of the plan's own, as the page shows it."""
    return activity_line(row, _tools(pen, "aktiviteter", row.key, row.title))


def _indicator_tools(pen: Pen, row: IndicatorDocument) -> Tools:
    return _tools(pen, "indikatorer", row.key, row.name)


def _activity_tools(pen: Pen, row: ActivityDocument) -> Tools:
    own = row.key in pen.own_activities
    return _tools(pen, "aktiviteter", row.key, row.title) if own else READ_ONLY


def _tools(pen: Pen, rows: str, key: uuid.UUID | None, name: str) -> Tools:
    """The button that opens the row; Alt and an arrow on it move the row."""
    return Tools(
        f'id="{row_anchor(key)}" data-row="{key}"',
        f'<button type="button" class="tool row-open" data-open="{escape(pen.address)}{rows}/{key}/"'
        f' aria-label="Ändra {escape(name)}" title="Ändra"></button>',
    )


def row_anchor(key: uuid.UUID | str | None) -> str:
    return f"rad-{str(key)[:8]}"


def _adds(rows: str, pen: Pen, goal: GoalDocument, words: str, attribute: str) -> str:
    """The button after a table."""
    address = f"{escape(pen.address)}{rows}/ny/?mal={goal.key}"
    about = f'<span class="visually-hidden"> till {escape(goal.title)}</span>'
    return (
        f'<div class="rows-end"><button type="button" class="tool" {attribute}="{address}">'
        f"{words}{about}</button></div>"
    )
