"""The start page of one person: what must be done, by when, and how far it has come."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from goals.actions.starting import may_start
from goals.models import Activity, Plan, PlanVersion, State
from goals.pages.anchors import goal_anchor
from goals.progress import Progress, progress_of
from goals.season import planning_year
from goals.start_panels import panels_for
from vp.org.access import Permission, area, memberships
from vp.org.models import Unit, User

DAYS_AHEAD = 60
MOST = 8


_STATES = {
    State.DRAFT: ("utkast", "utkast"),
    State.READY: ("klarmarkerad", "klarmarkerade"),
    State.DECIDED: ("fastställd", "fastställda"),
}
"""What one plan and several are called in each state."""


@dataclass(frozen=True)
class OwnPlan:
    """The planning year's plan of a unit where one has a role; `plan` is None where there is none."""

    unit: Unit
    plan: Plan | None
    progress: Progress | None
    may_start: bool
    may_write: bool
    may_mark_ready: bool


@dataclass(frozen=True)
class ComingDate:
    """An activity that starts or ends soon."""

    date: str
    what: str
    title: str
    address: str


@dataclass(frozen=True)
class BelowCount:
    """How many plans below have a state."""

    state: str
    label: str
    count: int


@dataclass(frozen=True)
class StartPage:
    """`panels` are what apps above this one say, as HTML."""

    year: int
    begins: str
    days_left: int
    own: Sequence[OwnPlan]
    coming: Sequence[ComingDate]
    decides: bool
    waiting: Sequence[Plan]
    below: Sequence[BelowCount]
    decided: Sequence[PlanVersion]
    panels: Sequence[SafeString]


def start_page(user: User, today: datetime.date) -> StartPage:
    year = planning_year(today)
    visible = Plan.objects.visible_to(user)
    units = list({each.unit_id: each.unit for each in memberships(user)}.values())
    decides = area(user, Permission.DECIDE)
    below = visible.of_year(year).filter(decides.condition("unit")) if decides else Plan.objects.none()
    counts = Counter(below.values_list("state", flat=True))
    return StartPage(
        year=year,
        begins=datetime.date(year, 1, 1).isoformat(),
        days_left=(datetime.date(year, 1, 1) - today).days,
        own=_own_plans(user, units, year),
        coming=_coming(user, units, today),
        decides=bool(decides),
        waiting=_waiting(user),
        below=[BelowCount(state.value, _STATES[state][counts[state] != 1], counts[state]) for state in State],
        decided=_recently_decided(user),
        panels=panels_for(user, today),
    )


def _own_plans(user: User, units: Sequence[Unit], year: int) -> list[OwnPlan]:
    plans = {
        plan.unit_id: plan for plan in Plan.objects.visible_to(user).of_year(year).filter(unit__in=units)
    }
    progress = progress_of(plans.values(), year)
    writes, marks = area(user, Permission.WRITE), area(user, Permission.MARK_READY)
    return [
        OwnPlan(
            unit=unit,
            plan=plan,
            progress=progress[plan.pk] if plan and plan.state != State.DECIDED else None,
            may_start=plan is None and may_start(user, unit, year),
            may_write=writes.covers(unit),
            may_mark_ready=marks.covers(unit),
        )
        for unit in units
        for plan in [plans.get(unit.pk)]
    ]


def _coming(user: User, units: Sequence[Unit], today: datetime.date) -> list[ComingDate]:
    """What starts or ends in one's own units' plans in the days ahead, the nearest first."""
    last = today + datetime.timedelta(days=DAYS_AHEAD)
    found = (
        Activity.objects.filter(plan__in=Plan.objects.visible_to(user).filter(unit__in=units))
        .filter(Q(starts_on__range=(today, last)) | Q(ends_on__range=(today, last)))
        .select_related("plan__unit", "goal")
        .order_by("ends_on", "pk")
    )
    dates = [
        ComingDate(day.isoformat(), what, activity.title, _address(activity))
        for activity in found
        for day, what in ((activity.starts_on, "Börjar"), (activity.ends_on, "Ska vara klar"))
        if day and today <= day <= last
    ]
    return sorted(dates, key=lambda coming: coming.date)[:MOST]


def _address(activity: Activity) -> str:
    plan = activity.plan
    return reverse("goals:plan", args=[plan.year, plan.unit.slug]) + f"#{goal_anchor(activity.goal.key)}"


def _waiting(user: User) -> list[Plan]:
    """Plans marked ready that one may decide, of every year."""
    decides = area(user, Permission.DECIDE)
    if not decides:
        return []
    ready = Plan.objects.visible_to(user).filter(decides.condition("unit"), state=State.READY)
    return list(ready.select_related("unit").in_tree())


def _recently_decided(user: User) -> list[PlanVersion]:
    plans = Plan.objects.visible_to(user)
    newest = PlanVersion.objects.filter(plan__in=plans).defer("document").select_related("plan__unit")
    return list(newest.order_by("-decided_on", "-pk")[:5])
