"""The demo's plans as documents, with lasting keys: the same goal has the same key in both years."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from demo.markup import Section, sections
from demo.organisation import units
from demo.sources import OwnGoal, Source, own_goals, sources
from demo.words import Year
from goals.document import (
    LEVELS,
    ActivityDocument,
    Decision,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    TargetChange,
    TextDocument,
)
from goals.season import planning_year

KEYS = uuid.uuid5(uuid.NAMESPACE_DNS, "alvhamra.example")
COUNCIL = "kommun"


def plan_documents(today: datetime.date) -> list[PlanDocument]:
    """The plans of last year and of the current one, as far as they have come; a plan above comes first.

    A plan that hasn't been begun is left out. `status` and `decision` say where a plan stands.
    """
    current = planning_year(today)
    years = (Year(current - 1, last=True), Year(current, last=False))
    return [
        _Plan(source, year).document(today)
        for year in years
        for source in _from_the_top()
        if source.stands_in(year)
    ]


def _from_the_top() -> list[Source]:
    by_unit = {source.unit: source for source in sources().values()}
    return [by_unit[unit.name] for unit in units() if unit.name in by_unit]


def lasting_key(*path: str) -> uuid.UUID:
    """The same for the same path for ever, whatever the words and the year."""
    return uuid.uuid5(KEYS, "/".join(path))


class _Plan:
    """One unit's plan for one year, put together from its own file and those above."""

    def __init__(self, source: Source, year: Year) -> None:
        self.source = source
        self.year = year
        self.goals = own_goals(year)
        self.rows_above = source.rows_above()
        self.council = {} if source.name == COUNCIL else _council_targets(year)
        self.shown = self._shown()

    def document(self, today: datetime.date) -> PlanDocument:
        steps = self.source.steps(self.year)
        status = steps.status(today)
        within = next(unit.within for unit in units() if unit.name == self.source.unit)
        return PlanDocument(
            year=self.year.number,
            unit=self.source.unit,
            within=within,
            registry_number=self.year.words(self.source.written["registry_number"]),
            opening=self._chapters("opening"),
            goals=tuple(self._goal(goal) for goal in self._children("")),
            closing=self._chapters("closing"),
            status=status,
            decision=Decision(steps.decided, self.source.decided_by(self.year))
            if status == "decided"
            else None,
        )

    def _shown(self) -> set[str]:
        """The refs of the plan's own goals and of every goal above that they or its rows need."""
        waiting = [goal.ref for goal in self.source.goals(self.year)] + list(self.rows_above)
        shown = set[str]()
        while waiting:
            ref = waiting.pop()
            shown.add(ref)
            if under := self.goals[ref].under:
                waiting.append(under)
        return shown

    def _children(self, ref: str) -> list[OwnGoal]:
        """The goals shown under a goal, those from above before the plan's own."""
        found = [goal for goal in self.goals.values() if goal.under == ref and goal.ref in self.shown]
        return sorted(found, key=self._is_own)

    def _is_own(self, goal: OwnGoal) -> bool:
        return goal.ref.split("/")[0] == self.source.name

    def _goal(self, goal: OwnGoal) -> GoalDocument:
        own = self._is_own(goal)
        written = goal.written
        rows = written if own else self.rows_above.get(goal.ref, {})
        return GoalDocument(
            level=_level(self.goals, goal),
            title=self.year.words(written["title"]),
            number=written.get("number", ""),
            texts=_texts(sections(written.get("texts", ""), self.year), goal.ref),
            indicators=self._indicators(rows, goal.ref),
            activities=(
                *(() if own else self._activities(written, goal.ref)),
                *self._own_work(rows, goal.ref),
            ),
            goals=tuple(self._goal(child) for child in self._children(goal.ref)),
            inherited=not own,
            key=lasting_key(goal.ref) if own else lasting_key(self.source.name, "shows", goal.ref),
        )

    def _own_work(self, rows: dict[str, Any], ref: str) -> tuple[ActivityDocument, ...]:
        return self._activities(rows, ref if rows is self.goals[ref].written else f"{self.source.name}/{ref}")

    def _activities(self, rows: dict[str, Any], path: str) -> tuple[ActivityDocument, ...]:
        return tuple(_activity(row, path, self.year) for row in self.year.rows(rows.get("activities", [])))

    def _indicators(self, rows: dict[str, Any], ref: str) -> tuple[IndicatorDocument, ...]:
        found = (
            _indicator(row, f"{self.source.name}/{ref}", self.year)
            for row in self.year.rows(rows.get("indicators", []))
        )
        return tuple(replace(each, council_target=self.council.get(each.name, "")) for each in found)

    def _chapters(self, place: str) -> tuple[TextDocument, ...]:
        return _texts(sections(self.source.written[place], self.year), f"{self.source.name}/{place}")


def _level(goals: dict[str, OwnGoal], goal: OwnGoal) -> str:
    """One below the goal that it stands under."""
    return LEVELS[LEVELS.index(_level(goals, goals[goal.under])) + 1] if goal.under else LEVELS[0]


def _texts(written: Iterable[Section], path: str) -> tuple[TextDocument, ...]:
    return tuple(
        TextDocument(
            each.heading,
            each.body,
            lasting_key(path, each.mark),
            _texts(each.sections, f"{path}/{each.mark}"),
        )
        for each in written
    )


def _activity(row: dict[str, Any], path: str, year: Year) -> ActivityDocument:
    start, end = (datetime.date.fromisoformat(year.words(row[name])) for name in ("start", "end"))
    return ActivityDocument(
        title=year.words(row["title"]),
        start=start,
        end=end,
        responsible=row.get("responsible", ""),
        key=lasting_key(path, "activity", row["title"]),
    )


def _indicator(row: dict[str, Any], path: str, year: Year) -> IndicatorDocument:
    return IndicatorDocument(
        name=row["name"],
        periodicity=row["periodicity"],
        target=year.words(row["target"]),
        by_gender=row.get("by_gender", False),
        target_history=_changes(row, year),
        key=lasting_key(path, "indicator", row["name"]),
    )


def _changes(row: dict[str, Any], year: Year) -> tuple[TargetChange, ...]:
    """The target that held until it was changed during last year; the current year's are as they were set."""
    change = row.get("changed")
    if change is None or not year.last:
        return ()
    since = datetime.date.fromisoformat(year.words(change["from"]))
    return (TargetChange(year.words(change["target"]), since, year.words(change["reason"])),)


def _council_targets(year: Year) -> dict[str, str]:
    """The council's target of each indicator that its plan has."""
    return {
        row["name"]: year.words(row["target"])
        for goal in sources()[COUNCIL].goals(year)
        for row in year.rows(goal.written.get("indicators", []))
    }
