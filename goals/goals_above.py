"""The goals that the plans above a unit set for a year: what a plan below can show, in one tree."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goals.models import Goal, Plan
from vp.org.access import Actor
from vp.org.models import Unit

_GOAL = ("pk", "key", "level", "number", "title", "parent_id", "inherited", "source_id")


@dataclass(frozen=True)
class GoalAbove:
    """A goal that the plan of `unit` sets itself.

    `parent` is the id of the nearest goal over it that one of the plans above sets, None at the top.
    """

    id: int
    key: uuid.UUID
    level: int
    number: str
    title: str
    unit: str
    parent: int | None


def goals_above(actor: Actor, unit: Unit, year: int) -> list[GoalAbove]:
    """As they are read, parents before children, of the plans whose rows the actor may read; one query."""
    plans = Plan.objects.rows_visible_to(actor).of_year(year).filter(unit__in=unit.path[:-1])
    found = Goal.objects.filter(plan__in=plans).order_by("plan__unit__path__len", "position", "pk")
    rows = {row.pk: row for row in found.values_list(*_GOAL, "plan__unit__name", named=True)}
    under: dict[int | None, list[GoalAbove]] = defaultdict(list)
    for row in rows.values():
        if not row.inherited:
            goal = GoalAbove(
                row.pk,
                row.key,
                row.level,
                row.number,
                row.title,
                row.plan__unit__name,
                _nearest(row, rows),
            )
            under[goal.parent].append(goal)
    return list(_walk(under, None))


def _nearest(row: Any, rows: Mapping[int, Any]) -> int | None:
    """The id of the goal over a row; a row that shows another stands for that one."""
    over = rows.get(row.parent_id)
    while over is not None:
        if not over.inherited:
            return int(over.pk)
        if over.source_id in rows:
            return int(over.source_id)
        over = rows.get(over.parent_id)
    return None


def _walk(under: Mapping[int | None, Sequence[GoalAbove]], parent: int | None) -> Iterator[GoalAbove]:
    for goal in under.get(parent, ()):
        yield goal
        yield from _walk(under, goal.id)
