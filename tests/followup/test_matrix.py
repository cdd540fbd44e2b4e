"""The matrix: who is where, how many of how many, late ones first; in as many queries at 6 units as at 60."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from followup.actions.moves import mark_ready
from followup.actions.rounds import RoundWords
from followup.matrix import Matrix, read_matrix
from goals.actions.moves import revise_plan
from indicators.models import Aggregation
from tests.factories import (
    YEAR,
    CommitteeFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanFactory,
    ReminderFactory,
    UnitFactory,
    decided,
    member,
)
from tests.followup.rounds import Reporting, a_reporting_unit, a_round, with_plan
from vp.org.access import OPERATOR, Actor
from vp.org.models import Role, Unit

pytestmark = pytest.mark.django_db
TODAY = datetime.date(YEAR, 5, 10)
IN_TIME = RoundWords(opens_on=datetime.date(YEAR, 4, 15), due_on=datetime.date(YEAR, 5, 15))
OVER = RoundWords(opens_on=datetime.date(2020, 1, 1), due_on=datetime.date(YEAR, 5, 1))
LATER = RoundWords(opens_on=datetime.date(YEAR, 9, 1), due_on=datetime.date(YEAR, 9, 15))


@pytest.fixture
def reporting() -> Reporting:
    return a_reporting_unit(OVER)


def matrix(reporting: Reporting, actor: Actor = OPERATOR) -> Matrix:
    return read_matrix(actor, reporting.round.owner, YEAR, TODAY)


def test_what_a_unit_has_done(reporting: Reporting) -> None:
    a_round(reporting.round.owner, code="T2", words=LATER)
    found = matrix(reporting)
    assert [(column.code, column.name) for column in found.columns] == [
        ("T1", "Tertialrapport 1"),
        ("T2", "Tertialrapport 2"),
    ]
    line = next(line for line in found.lines if line.unit == reporting.unit)
    first, second = line.cells["T1"], line.cells["T2"]
    assert line.plan == reporting.plan
    assert (first.stage, first.reported, first.due, first.is_late) == ("not_started", 0, 1, True)
    assert (second.stage, second.reported, second.due, second.is_late) == ("not_open", 0, 1, False)
    assert found.counted("T1") == {"not_started": 1}
    reminder = ReminderFactory(follow_up=reporting.follow_up)
    MeasurementFactory(indicator=reporting.indicator, unit=reporting.unit, total=80)
    line = matrix(reporting).late[0]
    assert (line.cells["T1"].reported, line.cells["T1"].reminded_at) == (1, reminder.sent_at)
    mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)
    assert matrix(reporting).late == ()
    reporting.close()
    line = next(line for line in matrix(reporting).lines if line.unit == reporting.unit)
    assert line.cells["T1"].stage == "closed"


def test_late_ones_come_first_then_the_order_of_the_tree(reporting: Reporting) -> None:
    committee = reporting.round.owner
    names = ["Ärlan", "Åkern", "Berget"]
    units = {name: UnitFactory(parent=committee, name=name) for name in names}
    below = UnitFactory(parent=units["Berget"], name="Avdelningen")
    for unit in (units["Ärlan"], below):
        PlanFactory(unit=unit)
    for row in reporting.round.follow_ups.exclude(unit=reporting.unit).exclude(unit=below):
        mark_ready(by=OPERATOR, follow_up=row, although_missing=True)
    assert [line.unit.name for line in matrix(reporting).lines] == [
        "Avdelningen",
        reporting.unit.name,
        committee.name,
        "Berget",
        "Åkern",
        "Ärlan",
    ]


def test_what_one_may_not_see_is_not_there(reporting: Reporting) -> None:
    outsider = member(UnitFactory(), Role.CONTROLLER)
    line = next(line for line in matrix(reporting, outsider).lines if line.unit == reporting.unit)
    assert (line.plan, line.cells, matrix(reporting, outsider).columns) == (None, {}, ())
    reporting.close()
    line = next(line for line in matrix(reporting, outsider).lines if line.unit == reporting.unit)
    assert line.cells["T1"].stage == "closed"
    stranger = member(Unit.objects.create(name="Annan", slug="annan", kind="council"), Role.CONTROLLER)
    assert matrix(reporting, stranger).lines == ()


def test_a_committee_is_not_asked_for_what_its_units_add_up_to(reporting: Reporting) -> None:
    committee = reporting.round.owner
    reporting.indicator.aggregation = Aggregation.SUM
    reporting.indicator.save()
    goal = GoalFactory(plan=PlanFactory(unit=committee), level=3)
    for indicator in (reporting.indicator, IndicatorFactory(aggregation=Aggregation.SUM)):
        GoalIndicatorFactory(goal=goal, indicator=indicator)
    cells = {line.unit: line.cells["T1"] for line in matrix(reporting).lines}
    assert (cells[committee].due, cells[reporting.unit].due) == (1, 1)


def test_a_plan_that_is_revised_is_asked_for_what_is_in_force(reporting: Reporting) -> None:
    decided(reporting.plan)
    revise_plan(by=OPERATOR, plan=reporting.plan, reason="Nytt uppdrag.")
    GoalIndicatorFactory(goal=reporting.goal)
    assert [line.cells["T1"].due for line in matrix(reporting).late] == [1]


@pytest.mark.parametrize("count", [6, 60])
def test_queries(
    count: int, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    committee = CommitteeFactory()
    for _ in range(count):
        with_plan(UnitFactory(parent=committee))
    for code in ("T1", "T2", "VB"):
        a_round(committee, code=code, words=IN_TIME)
    controller = member(committee, Role.CONTROLLER)
    with django_assert_num_queries(7):  # six, and her roles
        found = read_matrix(controller, committee, YEAR, TODAY)
    assert len(found.lines) == count + 1
    assert sum(cell.due for line in found.lines for cell in line.cells.values()) == 3 * count
