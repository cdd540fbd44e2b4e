"""Plans of a council, a committee and a unit, for this year and the next: what a plan begins under."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from goals.actions.starting import Copying, start_plan
from goals.loading import load_plan
from goals.models import Goal, Level, Plan
from tests.factories import GoalFactory, PlanFactory
from vp.org.models import Unit

THIS = timezone.localdate().year
NEXT = THIS + 1


@dataclass
class Above:
    """The goals of council and committee for next year, three levels of them."""

    unit: Unit
    direction: Goal
    area: Goal
    committee: Goal


def goals_of(unit: Unit, year: int) -> Above:
    """Council and committee with a goal of each level, each plan in its own year; keys are their own."""
    committee = unit.parent
    assert committee is not None
    council = PlanFactory(unit=committee.parent, year=year)
    direction = GoalFactory(plan=council, title="Växa", number="1")
    area = GoalFactory(parent=direction, title="Bra start", number="1.2")
    plan = PlanFactory(unit=committee, year=year)
    shown = GoalFactory(plan=plan, level=Level.DIRECTION, source=direction)
    shown = GoalFactory(parent=shown, source=area)
    return Above(unit, direction, area, GoalFactory(parent=shown, title="Trygga barn"))


def showing(above: Above, year: int = THIS) -> Goal:
    """The unit's own plan for a year, with the tree above; returns its row for the committee's goal."""
    plan = PlanFactory(unit=above.unit, year=year)
    row = GoalFactory(plan=plan, level=Level.DIRECTION, source=above.direction)
    row = GoalFactory(parent=row, source=above.area)
    return GoalFactory(parent=row, source=above.committee)


def next_year_of(above: Above) -> Above:
    """The same goals a year later: with the same keys, as when those plans began as copies."""
    later = goals_of(above.unit, NEXT)
    for old, new in ((above.direction, later.direction), (above.area, later.area)):
        Goal.objects.filter(pk=new.pk).update(key=old.key)
    Goal.objects.filter(pk=later.committee.pk).update(key=above.committee.key)
    return later


def tree(plan: Plan) -> list[tuple[str, str]]:
    """Every goal with what it stands under, as they are read."""
    found = []

    def walk(goals, under: str) -> None:
        for goal in goals:
            found.append((goal.title, under))
            walk(goal.goals, goal.title)

    walk(load_plan(plan).goals, "")
    return found


def start(by, unit: Unit, copying: Copying | None = None, year: int = NEXT) -> Plan:
    return start_plan(by=by, unit=unit, year=year, copying=copying).plan


def above_of(goal: Goal) -> Above:
    by_level = {
        row.level: row for row in Goal.objects.filter(inherited=False).exclude(plan__unit=goal.plan.unit)
    }
    return Above(goal.plan.unit, by_level[1], by_level[2], by_level[3])
