"""The plans as they are written in demo/plans, one file a unit, read for a year."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from demo.season import Steps
from demo.words import Year

PLANS = Path(__file__).parent / "plans"


@dataclass(frozen=True)
class OwnGoal:
    """A goal where it is written. `ref` is lasting: the file's name and the goal's id (`kommun/1.3`)."""

    ref: str
    under: str
    written: dict[str, Any]


@dataclass(frozen=True)
class Source:
    """A unit's file. `name` is the file's, `unit` the unit's."""

    name: str
    unit: str
    written: dict[str, Any]

    def stands_in(self, year: Year) -> bool:
        return year.name in self.written.get("years", ("this", "last"))

    def goals(self, year: Year) -> list[OwnGoal]:
        return [self._goal(goal) for goal in year.rows(self.written["goals"])]

    def _goal(self, goal: dict[str, Any]) -> OwnGoal:
        under = goal.get("under", "")
        return OwnGoal(
            ref=f"{self.name}/{goal['id']}",
            under=under if "/" in under or not under else f"{self.name}/{under}",
            written=goal,
        )

    def rows_above(self) -> dict[str, dict[str, Any]]:
        """What the unit puts under goals from above: the goal's ref → its indicators and activities."""
        return {each["goal"]: each for each in self.written.get("above", ())}

    def steps(self, year: Year) -> Steps:
        standing = self.written["standing"]
        decided = standing.get("decided") or (year.last and standing.get("settled"))
        return Steps(
            ready=_day(standing.get("ready") or decided, year),
            decided=_day(decided, year),
        )

    def decided_by(self, year: Year) -> str:
        return year.words(self.written["standing"]["by"])


def _day(written: str | bool | None, year: Year) -> datetime.date | None:
    return datetime.date.fromisoformat(year.words(written)) if isinstance(written, str) else None


@cache
def sources() -> dict[str, Source]:
    """Every file by its name."""
    found = {}
    for path in sorted(PLANS.glob("*.toml")):
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = Source(path.stem, written["unit"], written)
    return found


def own_goals(year: Year) -> dict[str, OwnGoal]:
    """Every goal of the year by its ref, in the order in which it is written."""
    return {goal.ref: goal for source in sources().values() for goal in source.goals(year)}
