"""A unit begins its plan for a year, empty under the goals from above or from its former plan."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from goals.actions.writing import NOT_HERE
from goals.former_plan import FormerPlan, former_plan
from goals.holding import hold_plans
from goals.models import Plan
from goals.new_year import NewYear
from goals.refusals import PlanExists
from goals.year_copy import copy_targets, make_rows, year_to_begin
from vp.history.record import record
from vp.org.access import Actor, Permission, can, require
from vp.org.models import Unit
from vp.refusals import Refused

FIRST, LAST = 1990, 2200
"""The years that a plan can have, as the database has them."""


@dataclass(frozen=True)
class Copying:
    """What is taken along besides goals, texts, indicators and activities that are marked to go on."""

    activities: bool = True
    targets: bool = False


@dataclass(frozen=True)
class Started:
    """The plan, and what it began with."""

    plan: Plan
    begun: NewYear


def usual_years(today: datetime.date) -> tuple[int, int]:
    """The years whose plans everybody who writes may begin on a day: this one and the next."""
    return today.year, today.year + 1


def may_start(actor: Actor, unit: Unit, year: int) -> bool:
    """Whether the actor may begin the unit's plan for the year, if there is none."""
    if not can(actor, Permission.WRITE, unit) or not is_open_in(unit, year):
        return False
    return year in usual_years(timezone.localdate()) or can(actor, Permission.SET_UP, unit)


def is_open_in(unit: Unit, year: int) -> bool:
    """Whether the unit is there on some day of the year."""
    begins, ends = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return unit.opened_on <= ends and (unit.closed_on is None or unit.closed_on >= begins)


def require_starting(actor: Actor, unit: Unit, year: int) -> None:
    """Raise PermissionDenied without the right to the unit or year, Refused where there can be no plan."""
    require(actor, Permission.WRITE, unit, NOT_HERE.format(unit=unit))
    if not FIRST <= year <= LAST:
        raise Refused(f"En plan kan gälla ett år mellan {FIRST} och {LAST}.")
    if not is_open_in(unit, year):
        raise Refused(f"{unit} finns inte {year}, så det går inte att börja på en plan för det året.")
    if not may_start(actor, unit, year):
        this, following = usual_years(timezone.localdate())
        raise PermissionDenied(
            f"Du kan börja på planerna för {this} och {following}. "
            "Fråga en controller om det gäller ett annat år."
        )


@transaction.atomic
def start_plan(*, by: Actor, unit: Unit, year: int, copying: Copying | None = None) -> Started:
    """Make the unit's plan for the year, as a draft under the goals that the plans above set.

    With `copying` it begins as a copy of the unit's former plan (goals.former_plan), and Refused is raised
    where there is none to read. Raises PermissionDenied without the right, PlanExists where there is a
    plan, also one that somebody else makes at the same moment.
    """
    require_starting(by, unit, year)
    hold_plans(_read_from(unit, year))
    former = former_plan(by, unit, year) if copying else None
    if copying and former is None:
        raise Refused("Det finns ingen tidigare plan att utgå från. Börja på en tom plan.")
    plan, made = Plan.objects.get_or_create(unit=unit, year=year)
    if not made:
        raise PlanExists(f"{unit} har redan en plan för {year}.")
    begun = year_to_begin(by, unit, year, former)
    if copying and not copying.activities:
        marked = [(goal, row) for goal, row in begun.activities if row.key in begun.carried]
        begun = replace(begun, activities=marked)
    make_rows(plan, begun, former)
    if copying and copying.targets:
        copy_targets(plan, begun)
    record(
        by=by,
        unit=unit,
        subject="goals.plan",
        key=plan.key,
        plan_key=plan.key,
        action="started",
        after=_told(former),
    )
    return Started(plan, begun)


def _told(former: FormerPlan | None) -> dict[str, int]:
    return {"from": former.plan.year} if former else {}


def _read_from(unit: Unit, year: int) -> list[int]:
    """The ids of the plans that a new one is made from: those above, and the unit's own former ones."""
    above = Plan.objects.filter(unit__in=unit.path[:-1], year=year)
    own = Plan.objects.filter(unit=unit, year__lt=year)
    return list((above | own).order_by().values_list("pk", flat=True))
