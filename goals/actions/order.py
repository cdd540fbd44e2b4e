"""A plan's own goals change places: among those beside them, and to another goal."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from goals.actions.writing import begin_structure
from goals.goal_places import GoalPlaces, name_of
from goals.models import Goal, Plan
from vp.history.record import record
from vp.org.access import Actor
from vp.refusals import Refused, Stale


class Way(StrEnum):
    UP = "upp"
    DOWN = "ner"


@dataclass(frozen=True)
class Stands:
    """Where a goal stands: number `place`, from 1, of `of` under the goal called `under`; empty: the top."""

    goal: Goal
    place: int
    of: int
    under: str
    moved: bool

    def __str__(self) -> str:
        where = f"under {self.under}" if self.under else "överst i planen"
        return f"plats {self.place} av {self.of} {where}"


@transaction.atomic
def move_goal(
    *,
    by: Actor,
    plan: Plan,
    key: uuid.UUID,
    parent: uuid.UUID | None,
    before: uuid.UUID | None = None,
) -> Stands:
    """Let an own goal, with everything under it, stand under a parent (None: at the top).

    It comes before the goal `before`, or last. Raises Gone where the goal or the parent has been removed,
    Stale where `before` stands elsewhere now, Refused where the parent's level isn't above the goal's.
    """
    plan = begin_structure(by=by, plan=plan)
    places = GoalPlaces(plan)
    goal = places.own(key)
    above = places.parent(parent)
    if above is not None and above.level >= goal.level:
        raise Refused("Ett mål kan bara stå under ett mål på en högre nivå.")
    beside = [each for each in places.under(above) if each != goal]
    keys = [each.key for each in beside]
    if before is not None and before not in keys:
        raise Stale("Någon annan har flyttat målen sedan du öppnade sidan. Ladda om den och försök igen.")
    return _stand(by, places, goal, above, keys.index(before) if before else len(keys))


@transaction.atomic
def step_goal(*, by: Actor, plan: Plan, key: uuid.UUID, way: Way) -> Stands:
    """Let an own goal change places with the one before or after it; at the end of them it stays."""
    plan = begin_structure(by=by, plan=plan)
    places = GoalPlaces(plan)
    goal = places.own(key)
    at = places.under(goal.parent).index(goal) + (-1 if way is Way.UP else 1)
    last = len(places.under(goal.parent)) - 1
    return _stand(by, places, goal, goal.parent, min(max(at, 0), last))


def _stand(by: Actor, places: GoalPlaces, goal: Goal, above: Goal | None, at: int) -> Stands:
    former = goal.parent
    was = places.under(former).index(goal)
    moved = (former, was) != (above, at)
    if moved:
        told = {"title": goal.title, **_told(former, was)}
        changed = places.put(goal, above, at)
        Goal.objects.bulk_update(changed, ["parent", "parent_level", "position"])
        record(
            by=by,
            unit=places.plan.unit,
            subject="goals.goal",
            key=goal.key,
            plan_key=places.plan.key,
            action="moved",
            before=told,
            after={"title": goal.title, **_told(above, at)},
        )
    return Stands(goal, at + 1, len(places.under(above)), name_of(above), moved)


def _told(parent: Goal | None, at: int) -> dict[str, str | int | None]:
    return {
        "under": name_of(parent),
        "position": at + 1,
        "parent": str(parent.key) if parent else None,
    }
