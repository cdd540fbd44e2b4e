"""Activities that are marked to go on next year: which they are, and where the next plan has them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from followup.models import ActivityStatus, FollowUp
from followup.outlines import OutlineGoal, outlines_of
from followup.reading import OVER
from goals import going_on
from goals.document import ActivityDocument
from goals.going_on import GoingOn
from goals.models import Plan
from vp.org.models import Unit


class Place(StrEnum):
    """Where a marked activity is: in the next plan, on its way to a goal there, or without one."""

    THERE = "there"
    READY = "ready"
    NO_GOAL = "no_goal"
    NO_PLAN = "no_plan"


@dataclass(frozen=True)
class Marked:
    """An activity that is marked. `goal` is its goal's key in the next plan, if it has the goal."""

    activity: ActivityDocument
    under: OutlineGoal
    place: Place
    goal: uuid.UUID | None = None

    @property
    def key(self) -> uuid.UUID:
        assert self.activity.key is not None  # noqa: S101  it is marked by its key; narrows the type
        return self.activity.key


@dataclass(frozen=True)
class Onward:
    """What goes on from a follow-up to the unit's plan of the year after; None before that is begun."""

    year: int
    plan: Plan | None
    rows: tuple[Marked, ...]

    def at(self, place: Place) -> tuple[Marked, ...]:
        return tuple(row for row in self.rows if row.place is place)


def read_onward(follow_up: FollowUp) -> Onward:
    """In at most seven queries; one where nothing is marked."""
    year, unit = follow_up.round.year, follow_up.unit_id
    marked = ActivityStatus.objects.filter(follow_up=follow_up, carry_over=True)
    keys = set(marked.values_list("activity_key", flat=True))
    if not keys:
        return Onward(year + 1, None, ())
    plans = {
        plan.year: plan
        for plan in Plan.objects.select_related("unit").filter(unit=unit, year__in=(year, year + 1))
    }
    if year not in plans:
        return Onward(year + 1, plans.get(year + 1), ())
    goals = outlines_of([plans[year]])[plans[year].pk].goals
    found = [(row, goal) for goal in goals for row in goal.activities if row.key in keys]
    place = _placing(plans[year], plans.get(year + 1))
    return Onward(year + 1, plans.get(year + 1), tuple(place(row, goal) for row, goal in found))


def _placing(plan: Plan, following: Plan | None) -> Callable[[ActivityDocument, OutlineGoal], Marked]:
    if following is None:
        return lambda row, goal: Marked(row, goal, Place.NO_PLAN)
    there = set(following.activities.values_list("key", flat=True))
    goals = _same_goals(plan, following)

    def placed(row: ActivityDocument, goal: OutlineGoal) -> Marked:
        at = goals.get(goal.key)
        place = Place.THERE if row.key in there else Place.READY if at else Place.NO_GOAL
        return Marked(row, goal, place, at)

    return placed


def _same_goals(plan: Plan, following: Plan) -> Mapping[uuid.UUID, uuid.UUID]:
    """The keys of the same goals a year later: the same key, or a row that shows the same goal above."""
    rows = list(following.goals.values_list("key", "source__key"))
    showing = {source: key for key, source in rows if source}
    shown = plan.goals.filter(source__isnull=False).values_list("key", "source__key")
    same = {key: showing[source] for key, source in shown if source in showing}
    return same | {key: key for key, _ in rows}


def told_of(unit: Unit, year: int) -> GoingOn:
    """What the year's rounds say of the unit's activities: the latest that says something of each."""
    rows = ActivityStatus.objects.filter(follow_up__unit=unit, follow_up__round__year=year)
    in_time = rows.order_by("follow_up__round__period__ends_on", "follow_up__round__period__starts_on", "pk")
    latest = {key: said for key, *said in in_time.values_list("activity_key", "status", "carry_over")}
    return GoingOn(
        frozenset(key for key, (_, carried) in latest.items() if carried),
        frozenset(key for key, (status, _) in latest.items() if status in OVER),
    )


def offer() -> None:
    """Let plans that begin know it; called once, when the app starts."""
    going_on.register(told_of)
