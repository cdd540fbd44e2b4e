"""Where the year stands in a municipality's planning."""

from __future__ import annotations

import datetime

PLANNING_BEGINS = 9
"""From September it is the coming year that is planned."""


def planning_year(today: datetime.date) -> int:
    """The year whose plan one works with on a day."""
    return today.year + 1 if today.month >= PLANNING_BEGINS else today.year
