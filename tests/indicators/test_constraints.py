"""What the database refuses about indicators, targets and periods."""

from __future__ import annotations

import datetime

import pytest

from tests.constraints import Refused, assert_refused
from tests.factories import IndicatorFactory, PeriodFactory, TargetFactory

pytestmark = pytest.mark.django_db


def the_same_target(since: datetime.date | None = None) -> None:
    first = TargetFactory(since=since)
    TargetFactory(indicator=first.indicator, unit=first.unit, since=since, words="90 %")


REFUSED: Refused = {
    "indicator_name_filled": lambda: IndicatorFactory(name=""),
    "indicator_direction_known": lambda: IndicatorFactory(direction="up"),
    "target_once": the_same_target,
    "target_year": lambda: TargetFactory(year=1989),
    "period_once": lambda: [PeriodFactory(code="T1"), PeriodFactory(code="T1")],
    "period_ends_after_start": lambda: PeriodFactory(ends_on=datetime.date(2020, 1, 1)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])


def test_a_day_has_one_target_and_a_year_several_days() -> None:
    day = datetime.date(2027, 5, 1)
    assert_refused("target_once", lambda: the_same_target(day))
    first = TargetFactory()
    TargetFactory(indicator=first.indicator, unit=first.unit, since=day)
