"""Which year is being planned, and how far a plan has come on a day; pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

PLANNING_BEGINS = 9
"""From September the coming year is planned: T2 is being reported and the frames are known."""


def planning_year(today: datetime.date) -> int:
    """The year whose plans are being written or, until September, have just been: the demo's current one."""
    return today.year + 1 if today.month >= PLANNING_BEGINS else today.year


@dataclass(frozen=True)
class Steps:
    """The days on which a plan is marked ready and decided; None where it hasn't come so far."""

    ready: datetime.date | None = None
    decided: datetime.date | None = None

    def status(self, today: datetime.date) -> str:
        if self.decided and self.decided <= today:
            return "decided"
        if self.ready and self.ready <= today:
            return "ready"
        return "draft"
