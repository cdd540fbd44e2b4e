"""What a follow-up is about: the goals, activities and indicators of the unit's plan in force.

Read for many plans at once, in as many queries however many they are.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from goals.document import ActivityDocument, GoalDocument
from goals.models import Activity, Goal, GoalIndicator, Level, Plan, PlanVersion
from goals.showing import document_of_version
from indicators.models import Indicator


@dataclass(frozen=True)
class OutlineIndicator:
    """A row of a goal's indicator table. `key` is the row's own."""

    key: uuid.UUID
    goal: uuid.UUID
    indicator: Indicator
    name: str


@dataclass(frozen=True)
class OutlineGoal:
    """A goal as the plan in force has it; `activities` are the unit's own, not those of a goal it follows."""

    key: uuid.UUID
    parent: uuid.UUID | None
    depth: int
    level: str
    number: str
    title: str
    inherited: bool
    activities: tuple[ActivityDocument, ...] = ()


@dataclass(frozen=True)
class Outline:
    """Goals as printed, parents before children; indicator rows in the goals' order."""

    goals: tuple[OutlineGoal, ...] = ()
    indicators: tuple[OutlineIndicator, ...] = ()

    @property
    def own_goals(self) -> tuple[OutlineGoal, ...]:
        """The goals that the unit has set, and judges."""
        return tuple(goal for goal in self.goals if not goal.inherited)


NOTHING = Outline()


def outlines_of(plans: Sequence[Plan]) -> dict[int, Outline]:
    """By the plans' ids. A plan that has been decided is its newest version; any other is its rows."""
    versions = _newest_versions(plans)
    activities = _activities(plans)
    rows = _indicator_rows(plans)
    drafts = _drafts([plan for plan in plans if plan.pk not in versions])
    found = {}
    for plan in plans:
        own = activities[plan.pk]
        if plan.pk in versions:
            goals, tables = _printed(versions[plan.pk], own)
        else:
            goals = _drafted(drafts[plan.pk], own)
            tables = {}
        found[plan.pk] = Outline(goals, tuple(_indicators(plan, goals, tables, rows[plan.pk])))
    return found


@dataclass(frozen=True)
class _Own:
    """A plan's own activities: all of them by goal, and their keys."""

    by_goal: Mapping[uuid.UUID, list[ActivityDocument]]

    @property
    def keys(self) -> set[uuid.UUID | None]:
        return {row.key for rows in self.by_goal.values() for row in rows}


def _newest_versions(plans: Iterable[Plan]) -> dict[int, PlanVersion]:
    in_force = [plan.pk for plan in plans if plan.is_in_force]
    if not in_force:
        return {}
    newest = PlanVersion.objects.filter(plan__in=in_force).order_by("plan", "-number").distinct("plan")
    return {version.plan_id: version for version in newest}


def _activities(plans: Iterable[Plan]) -> Mapping[int, _Own]:
    rows = Activity.objects.filter(plan__in=[plan.pk for plan in plans]).order_by("position", "pk")
    columns = ("plan", "goal__key", "title", "starts_on", "ends_on", "responsible", "key")
    found: dict[int, dict[uuid.UUID, list[ActivityDocument]]] = defaultdict(lambda: defaultdict(list))
    for plan, goal, *words in rows.values_list(*columns):
        found[plan][goal].append(ActivityDocument(*words))
    return defaultdict(lambda: _Own({}), {plan: _Own(by_goal) for plan, by_goal in found.items()})


def _indicator_rows(plans: Iterable[Plan]) -> Mapping[int, list[GoalIndicator]]:
    rows = GoalIndicator.objects.filter(plan__in=[plan.pk for plan in plans]).select_related("indicator")
    found: dict[int, list[GoalIndicator]] = defaultdict(list)
    for row in rows.annotate(goal_key=F("goal__key")).order_by("position", "pk"):
        found[row.plan_id].append(row)
    return found


def _drafts(plans: Sequence[Plan]) -> Mapping[int, list[Goal]]:
    found: dict[int, list[Goal]] = defaultdict(list)
    if plans:
        rows = Goal.objects.filter(plan__in=[plan.pk for plan in plans]).select_related("source")
        for goal in rows.order_by("position", "pk"):
            found[goal.plan_id].append(goal)
    return found


def _drafted(rows: Sequence[Goal], own: _Own) -> tuple[OutlineGoal, ...]:
    below: dict[int | None, list[Goal]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def walk(parent: Goal | None, depth: int) -> Iterator[OutlineGoal]:
        for row in below[parent.pk if parent else None]:
            shown = row.source if row.source and not row.keeps_own_words else row
            yield OutlineGoal(
                key=row.key,
                parent=parent.key if parent else None,
                depth=depth,
                level=Level(row.level).word,
                number=shown.number,
                title=shown.title,
                inherited=row.inherited,
                activities=tuple(own.by_goal.get(row.key, ())),
            )
            yield from walk(row, depth + 1)

    return tuple(walk(None, 0))


_Tables = Mapping[uuid.UUID, Sequence[tuple[uuid.UUID, str]]]
"""By goal, the keys and names of the rows that a version prints there."""


def _printed(version: PlanVersion, own: _Own) -> tuple[tuple[OutlineGoal, ...], _Tables]:
    keys = own.keys
    tables: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = {}

    def walk(goals: Iterable[GoalDocument], parent: uuid.UUID | None, depth: int) -> Iterator[OutlineGoal]:
        for goal in goals:
            key = goal.key or uuid.uuid4()
            tables[key] = [(row.key, row.name) for row in goal.indicators if row.key]
            yield OutlineGoal(
                key=key,
                parent=parent,
                depth=depth,
                level=goal.level,
                number=goal.number,
                title=goal.title,
                inherited=goal.inherited,
                activities=tuple(row for row in goal.activities if not goal.inherited or row.key in keys),
            )
            yield from walk(goal.goals, key, depth + 1)

    return tuple(walk(document_of_version(version).goals, None, 0)), tables


def _indicators(
    plan: Plan, goals: Iterable[OutlineGoal], tables: _Tables, rows: Sequence[GoalIndicator]
) -> Iterator[OutlineIndicator]:
    """A version's rows, as far as the plan still has them; without a version the plan's own.

    A row that a revision takes away is missing until the revision is decided: nobody is asked for it.
    """
    by_key = {row.key: row for row in rows}
    for goal in goals:
        if not tables:
            here = [(row.key, str(row)) for row in rows if row.goal_key == goal.key]  # type: ignore[attr-defined]
        else:
            here = list(tables[goal.key])
        for key, name in here:
            if key in by_key:
                yield OutlineIndicator(key, goal.key, by_key[key].indicator, name)
