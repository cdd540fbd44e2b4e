"""A unit's logging table: what stands there, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest

from indicators.calendar import periods_of_year
from indicators.held import Earlier
from indicators.judgements import Attainment
from indicators.kinds import Aggregation, Direction
from indicators.log_rows import LogRow, read_log_rows
from indicators.models import Indicator, Measurement
from indicators.periods import due_in, stretch_of
from tests.factories import IndicatorFactory, MeasurementFactory, TargetFactory, UnitFactory
from vp.org.models import Unit

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
T2 = stretch_of(2027, "T2")


@pytest.fixture
def unit() -> Unit:
    made: Unit = UnitFactory()
    return made


def logged(unit: Unit, indicator: Indicator, year: int, code: str, total: int) -> Measurement:
    row: Measurement = MeasurementFactory(
        unit=unit, indicator=indicator, period=periods_of_year(year)[code], total=total
    )
    return row


def row_of(unit: Unit, indicator: Indicator) -> LogRow:
    stretch = due_in(T2, indicator.periodicity).stretch
    assert stretch is not None
    [row] = read_log_rows(unit, [(indicator, stretch)], 2027)
    return row


def told(earlier: Earlier | None) -> tuple[str, int, Decimal | None]:
    assert earlier is not None
    return earlier.stretch.code, earlier.stretch.year, earlier.outcome.total.value


def values(row: LogRow) -> list[Decimal | None]:
    return [point.figure.value for point in row.trend]


def test_what_stands_beside(unit: Unit) -> None:
    indicator = IndicatorFactory()
    _then, _earlier, _before, now = (
        logged(unit, indicator, year, code, total)
        for year, code, total in [(2026, "T2", 1), (2026, "VB", 2), (2027, "T1", 3), (2027, "T2", 4)]
    )
    logged(unit, indicator, 2027, "K2", 5)
    logged(UnitFactory(parent=unit.parent), indicator, 2027, "T2", 6)
    row = row_of(unit, indicator)
    assert (row.measurement, told(row.before), told(row.last_year)) == (now, ("T1", 2027, 3), ("T2", 2026, 1))
    assert values(row) == [1, 2, 3, 4]


def test_a_month_stands_beside_the_month_before(unit: Unit) -> None:
    indicator = IndicatorFactory(periodicity="Månad")
    _before, now = logged(unit, indicator, 2027, "M07", 3), logged(unit, indicator, 2027, "M08", 4)
    logged(unit, indicator, 2027, "T1", 5)
    row = row_of(unit, indicator)
    assert (row.measurement, told(row.before), values(row)) == (now, ("M07", 2027, 3), [3, 4])


def test_a_trend_is_of_the_latest_seven(unit: Unit) -> None:
    indicator = IndicatorFactory(periodicity="År")
    for year in range(2019, 2028):
        logged(unit, indicator, year, "VB", year)
    [row] = read_log_rows(unit, [(indicator, stretch_of(2027, "VB"))], 2027)
    assert (told(row.before), values(row)) == (("VB", 2026, 2026), [*range(2021, 2028)])


def test_targets_from_the_unit_up(unit: Unit) -> None:
    indicator = IndicatorFactory()
    assert unit.parent is not None
    council = TargetFactory(indicator=indicator, unit=unit.parent.parent, words="70 %")
    own = TargetFactory(indicator=indicator, unit=unit, words="85 %")
    row = row_of(unit, indicator)
    assert row.targets == ((own.unit_id, "85 %"), (council.unit_id, "70 %"))
    assert row.aim.number == 85


def test_a_row_is_judged_and_asked_about(unit: Unit) -> None:
    indicator = IndicatorFactory(direction=Direction.HIGHER, aggregation=Aggregation.SUM, accumulates=True)
    TargetFactory(indicator=indicator, unit=unit, words="120")
    logged(unit, indicator, 2027, "T1", 90)
    now = logged(unit, indicator, 2027, "T2", 75)
    row = row_of(unit, indicator)
    assert (row.judge().total.attainment, row.judge().total.on_the_way) == (Attainment.PARTLY, True)
    assert row.judge(Decimal("0.95")).total.attainment is Attainment.NOT
    assert [question.field for question in row.questions()] == ["total"]
    assert row.measurement == now


def test_an_empty_row(unit: Unit) -> None:
    row = row_of(unit, IndicatorFactory())
    assert (row.measurement, row.before, row.trend, row.questions()) == (None, None, (), ())
    assert row.judge().total.reason == "Inget utfall har lämnats ännu."


@pytest.mark.parametrize("count", [1, 3])
def test_queries(unit: Unit, count: int, django_assert_num_queries: Queries) -> None:
    due = []
    for indicator in IndicatorFactory.create_batch(count):
        TargetFactory(indicator=indicator, unit=unit)
        for code in ("T1", "T2"):
            logged(unit, indicator, 2027, code, 3)
        due.append((indicator, T2))
    with django_assert_num_queries(2):
        rows = read_log_rows(unit, due, 2027)
        assert [(row.indicator, row.stretch) for row in rows] == due
        assert all(not row.questions() and row.judge() for row in rows)
        assert all(row.measurement and row.measurement.changed_by is None for row in rows)
