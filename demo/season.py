"""How far a plan has come on a day; pure. Which year is being planned says goals.season."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


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
