"""Where the rows of tables stand: at which goals, in which order, and how they change places."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, Subquery

from goals.actions.order import Way
from goals.actions.writing import begin_structure
from goals.models import Activity, Goal, GoalIndicator, Plan
from vp.history.record import record
from vp.org.access import Actor
from vp.refusals import Gone, Refused

Row = Activity | GoalIndicator


class OtherPlan(Refused):
    """The goal stands in another unit's plan, and so doesn't exist in this one."""

    status = 404


@dataclass(frozen=True)
class NewPlace:
    """Where a new row comes to stand: after all others. `is_made` where there is a row with its key."""

    goal: Goal
    position: int
    is_made: bool


def new_place(plan: Plan, rows: type[Row], goal: uuid.UUID, key: uuid.UUID) -> NewPlace:
    """At the plan's goal with the key `goal`, its own or one from above that it shows; in one query.

    Raises Gone where the goal has been removed, OtherPlan where it is another unit's.
    """
    there = rows.objects.filter(plan=plan)
    last = Subquery(there.order_by("-position").values("position")[:1])
    goals = plan.goals.select_related("source").annotate(last=last, is_made=Exists(there.filter(key=key)))
    found = goals.filter(key=goal).first()
    if found is None:
        if Goal.objects.filter(key=goal).exclude(plan__unit=plan.unit_id).exists():
            raise OtherPlan("Målet finns inte i planen.")
        raise Gone("Målet finns inte längre: någon har tagit bort det. Dina ord är kvar här.")
    return NewPlace(found, 0 if found.last is None else found.last + 1, found.is_made)


@transaction.atomic
def move_activity(*, by: Actor, plan: Plan, key: uuid.UUID, way: Way) -> bool:
    """Let an activity change places with the one before or after it at its goal; False at the end of them.

    Raises Gone where the row has been removed, PlanDecided and PlanReady where the plan is closed.
    """
    plan = begin_structure(by=by, plan=plan)
    rows = plan.activities.select_related("goal__source")
    return _move(by, plan, rows.filter(key=key).first(), way, "goals.activity")


@transaction.atomic
def move_indicator(*, by: Actor, plan: Plan, key: uuid.UUID, way: Way) -> bool:
    """The same for a row of an indicator table."""
    plan = begin_structure(by=by, plan=plan)
    rows = plan.indicators.select_related("goal__source")
    return _move(by, plan, rows.filter(key=key).first(), way, "goals.indicator")


def _move(by: Actor, plan: Plan, row: Row | None, way: Way, subject: str) -> bool:
    if row is None:
        raise Gone("Raden finns inte längre: någon har tagit bort den.")
    rows: Any = type(row).objects
    beside: list[Row] = list(rows.filter(plan=plan, goal=row.goal_id).order_by("position", "pk"))
    at = beside.index(row)
    to = at + (-1 if way is Way.UP else 1)
    if not 0 <= to < len(beside):
        return False
    places = _apart(sorted(each.position for each in beside))
    beside.insert(to, beside.pop(at))
    for each, place in zip(beside, places, strict=True):
        each.position = place
    rows.bulk_update(beside, ["position"])
    words = row.goal if row.goal.source is None or row.goal.keeps_own_words else row.goal.source
    under = {"under": words.title, "parent": str(row.goal.key)}
    record(
        by=by,
        unit=plan.unit,
        subject=subject,
        key=row.key,
        plan_key=plan.key,
        action="moved",
        before={**under, "position": at + 1},
        after={**under, "position": to + 1},
    )
    return True


def _apart(places: list[int]) -> list[int]:
    """The places in their order, none of them twice; rows of other goals may stand in the same."""
    apart: list[int] = []
    for place in places:
        apart.append(max(place, apart[-1] + 1) if apart else place)
    return apart
