"""What the database refuses about indicators, targets and periods."""

from __future__ import annotations

import datetime

import pytest

from tests.constraints import Refused, assert_refused
from tests.factories import IndicatorFactory, MeasurementFactory, PeriodFactory, TargetFactory, UnitFactory

pytestmark = pytest.mark.django_db


def the_same_target(since: datetime.date | None = None) -> None:
    first = TargetFactory(since=since)
    TargetFactory(indicator=first.indicator, unit=first.unit, since=since, words="90 %")


def the_same_measurement() -> None:
    first = MeasurementFactory()
    MeasurementFactory(indicator=first.indicator, unit=first.unit, period=first.period)


REFUSED: Refused = {
    "indicator_name_filled": lambda: IndicatorFactory(name=""),
    "indicator_direction_known": lambda: IndicatorFactory(direction="up"),
    "target_once": the_same_target,
    "target_year": lambda: TargetFactory(year=1989),
    "period_once": lambda: [PeriodFactory(code="T1"), PeriodFactory(code="T1")],
    "period_ends_after_start": lambda: PeriodFactory(starts_on=datetime.date(2027, 5, 1)),
    "period_within_year": lambda: PeriodFactory(ends_on=datetime.date(2028, 4, 30)),
    "indicator_aggregation_known": lambda: IndicatorFactory(aggregation="product"),
    "indicator_decimals_stored": lambda: IndicatorFactory(decimals=7),
    "measurement_once": the_same_measurement,
    "measurement_parts": lambda: MeasurementFactory(numerator=1),
    "measurement_parts_women": lambda: MeasurementFactory(women_denominator=1),
    "measurement_parts_men": lambda: MeasurementFactory(men_numerator=0, men_denominator=0),
    "measurement_value_or_parts": lambda: MeasurementFactory(total=50, numerator=1, denominator=2),
    "measurement_one_answer": lambda: MeasurementFactory(
        total=1, not_measured_because="Enkäten görs i höst."
    ),
    "measurement_reason_filled": lambda: MeasurementFactory(not_measured_because=" "),
    "measurement_written_of_total": lambda: MeasurementFactory(written="ca 80"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])


def test_a_day_has_one_target_and_a_year_several_days() -> None:
    day = datetime.date(2027, 5, 1)
    assert_refused("target_once", lambda: the_same_target(day))
    first = TargetFactory()
    TargetFactory(indicator=first.indicator, unit=first.unit, since=day)


@pytest.mark.parametrize(
    "answers",
    [
        {"words": "Ökar", "women": 1},
        {"words": "Ökar", "not_measured_because": "Enkäten görs i höst."},
        {"not_measured_because": "Enkäten görs i höst.", "men_numerator": 1, "men_denominator": 2},
    ],
)
def test_an_outcome_is_one_answer(answers: dict[str, object]) -> None:
    assert_refused("measurement_one_answer", lambda: MeasurementFactory(**answers))


@pytest.mark.parametrize(
    "started",
    [
        {},
        {"comment": "Vi väntar på enkäten."},
        {"forecast": 80, "not_measured_because": "Enkäten görs i höst."},
        {"women": 12},
        {"numerator": 3, "denominator": 4, "women": 70, "men_numerator": 1, "men_denominator": 2},
        {"words": "Ökar", "forecast": 3},
    ],
)
def test_an_outcome_is_logged_piece_by_piece(started: dict[str, object]) -> None:
    MeasurementFactory(**started)


def test_a_unit_has_an_outcome_for_each_period() -> None:
    first = MeasurementFactory()
    MeasurementFactory(indicator=first.indicator, unit=first.unit, period=PeriodFactory(code="T2"))
    MeasurementFactory(indicator=first.indicator, unit=UnitFactory(), period=first.period)
