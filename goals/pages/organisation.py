"""The organisation as a tree, with what each unit plans for a year."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.safestring import SafeString

from goals.actions.starting import may_start
from goals.models import Plan
from goals.pages.parts import MOST, counted_by_part, part_asked_for, total
from goals.season import planning_year
from goals.unit_panels import panels_for
from vp.org.access import Permission, can
from vp.org.models import FormerUnit, Membership, Unit, User
from vp.org.swedish import swedish_key


@dataclass
class Branch:
    """A unit with what stands below it, in Swedish order; `plan` is the shown year's, if one may see it.

    `folded` units below it are not shown.
    """

    unit: Unit
    depth: int = 0
    plan: Plan | None = None
    children: list[Branch] = field(default_factory=list)
    folded: int = 0


def tree(units: Iterable[Unit]) -> list[Branch]:
    """The tops of the tree. A unit whose parent is not among `units` is a top itself."""
    branches = {unit.pk: Branch(unit) for unit in units}
    tops: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.unit.parent_id or 0)
        (above.children if above else tops).append(branch)
    _settle(tops, 0)
    return tops


def _settle(branches: list[Branch], depth: int) -> None:
    branches.sort(key=lambda branch: swedish_key(branch.unit.name))
    for branch in branches:
        branch.depth = depth
        _settle(branch.children, depth + 1)


def in_reading_order(branches: Sequence[Branch]) -> list[Branch]:
    """The tree from the top down, each unit followed by what stands below it."""
    found: list[Branch] = []
    for branch in branches:
        found += [branch, *in_reading_order(branch.children)]
    return found


@dataclass(frozen=True)
class UnitsPage:
    year: int
    tops: Sequence[Branch]
    closed: Sequence[Unit]
    part: Unit | None


def units_page(user: User, year: int, today: datetime.date, part: str = "") -> UnitsPage:
    """`part` is the address name of a part of the organisation."""
    chosen = part_asked_for(user, part)
    every = Unit.objects.visible_to(user).select_related("parent")
    here = every.at_or_below(chosen) if chosen else every
    by_part = counted_by_part(here, "path", "kind")
    is_folded = chosen is None and total(by_part) > MOST
    units = list(here.filter(Q(path__len__lte=2) | Q(closed_on__lt=today)) if is_folded else here)
    of_year = Plan.objects.visible_to(user).of_year(year)
    plans = {plan.unit_id: plan for plan in of_year.filter(unit__in=[unit.pk for unit in units])}
    tops = tree(unit for unit in units if unit.is_open_on(today))
    for branch in in_reading_order(tops):
        branch.plan = plans.get(branch.unit.pk)
        if is_folded and len(branch.unit.path) > 1:
            branch.folded = sum(by_part[branch.unit.pk].values()) - 1
    closed = [unit for unit in units if unit.closed_on and unit.closed_on < today]
    return UnitsPage(year, tops, sorted(closed, key=lambda unit: swedish_key(unit.name)), chosen)


@dataclass(frozen=True)
class UnitPage:
    """`starts` is the year whose plan one may begin, if any.

    `people` is None where one may not see who has which role; `panels` are what apps above this one show.
    """

    unit: Unit
    above: Sequence[Unit]
    below: Sequence[Unit]
    plans: Sequence[Plan]
    starts: int | None
    past: Sequence[FormerUnit]
    people: Sequence[Membership] | None
    manages_people: bool
    panels: Sequence[SafeString]


def unit_page(user: User, unit: Unit, today: datetime.date) -> UnitPage:
    plans = list(Plan.objects.visible_to(user).filter(unit=unit).order_by("-year"))
    year = planning_year(today)
    may_begin = may_start(user, unit, year) and all(plan.year != year for plan in plans)
    return UnitPage(
        unit=unit,
        above=list(Unit.objects.above(unit)),
        below=list(unit.children.open_on(today).by_name()),
        plans=plans,
        starts=year if may_begin else None,
        past=list(unit.past.select_related("parent").order_by("-until", "-pk")),
        people=_people(user, unit, today),
        manages_people=can(user, Permission.MANAGE_PEOPLE, unit),
        panels=panels_for(user, unit),
    )


def _people(user: User, unit: Unit, today: datetime.date) -> list[Membership] | None:
    """Today's roles in the unit, the most trusted first; for those who may read its drafts."""
    if not can(user, Permission.READ_DRAFT, unit):
        return None
    held = unit.memberships.holding_on(today).filter(user__is_active=True)
    by_role: dict[str, list[Membership]] = defaultdict(list)
    for each in held.select_related("user", "deputy_for"):
        by_role[each.role].append(each)
    order = ("administrator", "controller", "manager", "editor", "staff", "reader")
    return [
        each for role in order for each in sorted(by_role[role], key=lambda row: swedish_key(row.user.name))
    ]
