"""A plan begins: under which goals, for whom and which year, and one plan whoever begins it."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from goals.actions.starting import Copying, may_start
from goals.models import Goal, Level, Plan
from goals.refusals import PlanExists
from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    DepartmentFactory,
    GoalFactory,
    PlanFactory,
    UnitFactory,
    member,
)
from tests.goals.years import NEXT, THIS, goals_of, start, tree
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit, User
from vp.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(parent=CommitteeFactory(name="Barnnämnden"), name="Granen")


@pytest.fixture
def manager(unit: Unit) -> User:
    return member(unit, Role.MANAGER)


def test_an_empty_plan_follows_the_goals_from_above_in_their_tree(unit: Unit, manager: User) -> None:
    above = goals_of(unit, NEXT)
    plan = start(manager, unit)
    assert tree(plan) == [("Växa", ""), ("Bra start", "Växa"), ("Trygga barn", "Bra start")]
    rows = {row.source: row for row in plan.goals.select_related("source")}
    assert set(rows) == {above.direction, above.area, above.committee}
    assert all(row.inherited and not row.keeps_own_words for row in rows.values())
    assert plan.state == "draft"


def test_goals_of_a_department_between_are_shown_too(unit: Unit) -> None:
    department = DepartmentFactory(parent=unit.parent)
    below = UnitFactory(parent=department)
    above = goals_of(unit, NEXT)
    plan = PlanFactory(unit=department, year=NEXT)
    shown = GoalFactory(plan=plan, level=Level.COMMITTEE, source=above.committee)
    GoalFactory(parent=shown, title="Avdelningens mål")
    assert ("Avdelningens mål", "Trygga barn") in tree(start(OPERATOR, below))


def test_a_goal_whose_row_above_is_not_linked_stands_under_the_next(unit: Unit, manager: User) -> None:
    above = goals_of(unit, NEXT)
    row = above.committee.parent
    assert row is not None
    Goal.objects.filter(pk=row.pk).update(source=None, keeps_own_words=True, title="Eget ord")
    assert ("Trygga barn", "Växa") in tree(start(manager, unit))


def test_without_plans_above_it_is_empty(unit: Unit, manager: User) -> None:
    plan = start(manager, unit)
    assert not plan.goals.exists()


def test_the_council_begins_with_nothing_above() -> None:
    assert tree(start(OPERATOR, CouncilFactory())) == []


def test_a_plan_that_exists_is_left_alone(unit: Unit, manager: User) -> None:
    PlanFactory(unit=unit, year=NEXT)
    with pytest.raises(PlanExists, match="har redan en plan"):
        start(manager, unit)


def test_without_a_former_plan_there_is_nothing_to_copy(unit: Unit, manager: User) -> None:
    PlanFactory(unit=unit, year=THIS)
    with pytest.raises(Refused, match="ingen tidigare plan"):
        start(manager, unit, Copying())
    assert not Plan.objects.filter(year=NEXT).exists()


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.ADMINISTRATOR])
def test_it_takes_the_right_to_write(role: Role, unit: Unit) -> None:
    with pytest.raises(PermissionDenied, match="Fråga enhetens chef"):
        start(member(unit, role), unit)


@pytest.mark.parametrize("year", [THIS - 1, THIS + 2])
def test_other_years_are_the_controllers(year: int, unit: Unit, manager: User) -> None:
    with pytest.raises(PermissionDenied, match=f"{THIS} och {NEXT}"):
        start(manager, unit, year=year)
    assert start(member(unit.parent, Role.CONTROLLER), unit, year=year).year == year


def test_a_year_is_one_that_a_plan_can_have(unit: Unit) -> None:
    with pytest.raises(Refused, match="mellan 1990 och 2200"):
        start(OPERATOR, unit, year=3000)


def test_a_unit_that_is_closed_gets_no_plan(unit: Unit, manager: User) -> None:
    Unit.objects.filter(pk=unit.pk).update(closed_on=datetime.date(THIS, 12, 31))
    unit.refresh_from_db()
    with pytest.raises(Refused, match=f"finns inte {NEXT}"):
        start(manager, unit)
    assert may_start(manager, unit, THIS)


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_get_one_plan(unit: Unit, manager: User) -> None:
    goals_of(unit, NEXT)
    ready, outcomes = threading.Barrier(2), []

    def begin() -> None:
        try:
            ready.wait()
            start(manager, unit)
            outcomes.append("begun")
        except PlanExists:
            outcomes.append("exists")
        finally:
            connection.close()

    both = [threading.Thread(target=begin) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(outcomes) == ["begun", "exists"]
    assert Plan.objects.get(unit=unit, year=NEXT).goals.count() == 3
