"""The values of a tree of units: read in three queries, added up at each level."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from indicators.kinds import Aggregation
from indicators.models import Indicator, Measurement
from indicators.wholes import Due, read_trees
from tests.factories import (
    CommitteeFactory,
    DepartmentFactory,
    FirstTertialFactory,
    IndicatorFactory,
    MeasurementFactory,
    UnitFactory,
    member,
)
from vp.org.models import Role, Unit

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def committee() -> Unit:
    unit: Unit = CommitteeFactory()
    return unit


def counted(**values: object) -> Indicator:
    indicator: Indicator = IndicatorFactory(**{"aggregation": Aggregation.SUM, **values})
    return indicator


def due_of(indicator: Indicator, *units: Unit) -> list[Due]:
    period = FirstTertialFactory()
    return [Due(indicator.pk, unit.pk, period.pk) for unit in units]


def test_each_level_has_the_sum_of_its_units(committee: Unit) -> None:
    department = DepartmentFactory(parent=committee)
    units = [UnitFactory(parent=department), UnitFactory(parent=department), UnitFactory(parent=committee)]
    indicator = counted()
    for number, unit in enumerate(units[:2], start=1):
        MeasurementFactory(indicator=indicator, unit=unit, total=number)
    tree = read_trees(due=due_of(indicator, *units))[indicator.pk]
    assert tree.below(department.pk).outcome.total.value == 3
    assert tree.below(department.pk).coverage.is_complete
    above = tree.below(committee.pk)
    assert (above.outcome.total.value, above.coverage.missing) == (3, (units[2].pk,))
    by_unit = tree.by_unit()
    assert {unit: by_unit[unit] for unit in (department.pk, committee.pk)} == {
        department.pk: tree.below(department.pk),
        committee.pk: above,
    }
    assert by_unit[committee.parent_id or 0] == above
    assert tree.own[units[0].pk].outcome.total.value == 1
    assert units[2].pk not in tree.own


def test_a_level_that_reports_itself_is_not_counted_twice(committee: Unit) -> None:
    department = DepartmentFactory(parent=committee)
    unit = UnitFactory(parent=department)
    indicator = counted()
    MeasurementFactory(indicator=indicator, unit=unit, total=5)
    MeasurementFactory(indicator=indicator, unit=department, total=6)
    tree = read_trees(due=due_of(indicator, unit, department))[indicator.pk]
    assert tree.below(committee.pk).outcome.total.value == 5
    assert tree.below(committee.pk).coverage.due == (unit.pk,)
    assert tree.own[department.pk].outcome.total.value == 6


def test_shares_are_made_of_their_parts(committee: Unit) -> None:
    units = [UnitFactory(parent=committee), UnitFactory(parent=committee)]
    indicator = counted(is_share=True, aggregation=Aggregation.WEIGHTED)
    MeasurementFactory(indicator=indicator, unit=units[0], numerator=1, denominator=2)
    MeasurementFactory(indicator=indicator, unit=units[1], numerator=30, denominator=30)
    tree = read_trees(due=due_of(indicator, *units))[indicator.pk]
    assert tree.below(committee.pk).outcome.total.value == pytest.approx(96.875)


def test_what_one_may_not_see_is_in_no_count(committee: Unit) -> None:
    mine, theirs = UnitFactory(parent=committee), UnitFactory(parent=committee)
    indicator = counted()
    for unit in (mine, theirs):
        MeasurementFactory(indicator=indicator, unit=unit, total=5)
    seen = Measurement.objects.visible_to(member(mine, Role.STAFF))
    units = Unit.objects.filter(pk__in=[mine.pk])
    tree = read_trees(due=due_of(indicator, mine, theirs), units=units, measurements=seen)[indicator.pk]
    assert tree.below(committee.pk).coverage.due == (mine.pk,)
    assert tree.below(committee.pk).outcome.total.value == 5


@pytest.mark.parametrize("count", [1, 600])
def test_queries(count: int, committee: Unit, django_assert_num_queries: Queries) -> None:
    indicator = counted()
    period = FirstTertialFactory()
    Unit.objects.bulk_create(
        Unit(kind="unit", name=f"Förskola {n}", slug=f"forskola-{n}", parent=committee) for n in range(count)
    )
    units = list(Unit.objects.filter(parent=committee))
    Measurement.objects.bulk_create(
        Measurement(indicator=indicator, unit=unit, period=period, total=2) for unit in units
    )
    due = due_of(indicator, *units)
    with django_assert_num_queries(3):
        wholes = read_trees(due=due)[indicator.pk].by_unit()
    assert wholes[committee.pk].outcome.total.value == 2 * count
