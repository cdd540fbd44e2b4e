"""A change as the history keeps it, and what it says of its row: title, fields, what stood under it; pure.

Anything may stand in a change that an older version of the program kept, so nothing here trusts its form.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

PLAN, GOAL, TEXT, ACTIVITY = "goals.plan", "goals.goal", "goals.text", "goals.activity"
ROW, TARGET = "goals.indicator", "indicators.target"
WITH_DOCUMENTS = frozenset({"imported", "replaced"})
"""What happens to a plan with whole documents as before and after."""
_ORDER = (GOAL, TEXT, ROW, ACTIVITY)


@dataclass(frozen=True)
class Kept:
    """A change as the history keeps it.

    `measure` is the name of the indicator whose target the change is about. `held` counts what an imported
    document holds, by subject; the documents themselves are left out.
    """

    pk: int
    at: datetime.datetime
    until: datetime.datetime | None
    by: str
    subject: str
    key: uuid.UUID
    action: str
    before: Any = None
    after: Any = None
    reason: str = ""
    measure: str = ""
    held: Mapping[str, int] = field(default_factory=dict)

    @property
    def former(self) -> Mapping[str, Any]:
        """The row's fields before."""
        return _fields(self.subject, self.before)

    @property
    def later(self) -> Mapping[str, Any]:
        """The row's fields after."""
        return _fields(self.subject, self.after)

    @property
    def title(self) -> str:
        """What the row is called in the change, in the newest words; empty where it doesn't say."""
        fields = self.later if title_in(self.later) else self.former
        name = title_in(fields)
        if self.subject == GOAL and name and isinstance(fields.get("number"), str):
            return f"{fields['number']} {name}".strip()
        return name or self.measure

    @property
    def former_goal(self) -> uuid.UUID | None:
        """The key of the goal that a removed row stood under."""
        side = self.before if isinstance(self.before, dict) else {}
        above = side.get("above")
        said = above[0] if self.subject == GOAL and isinstance(above, list) and above else side.get("goal")
        with suppress(ValueError):
            return uuid.UUID(said) if isinstance(said, str) else None
        return None

    @property
    def under(self) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """The rows that came or went together with this one, with their subjects."""
        side = self.before if self.action == "removed" else self.after
        rows = [(subject, row) for subject in _ORDER for row in _rows(side, subject)]
        own = [(self.subject, row) for row in _rows(side, self.subject)[:1]]
        return [each for each in rows if each not in own]


def title_in(fields: Mapping[str, Any]) -> str:
    """What a row is called in its plan."""
    found = fields.get("title") or fields.get("printed_name") or fields.get("name")
    return found if isinstance(found, str) else ""


def _fields(subject: str, side: Any) -> Mapping[str, Any]:
    """The fields themselves, or those of the row that a snapshot (goals.snapshots) begins with, named."""
    if isinstance(side, dict) and "rows" in side:
        return {"name": side.get("name"), **[*_rows(side, subject), {}][0]}
    return side if isinstance(side, dict) else {}


def _rows(side: Any, subject: str) -> list[Mapping[str, Any]]:
    """A snapshot's rows of one kind."""
    rows = side.get("rows") if isinstance(side, dict) else None
    found = rows.get(subject) if isinstance(rows, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
