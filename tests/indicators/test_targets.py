"""What a unit aims at: its own newest target, else the nearest above."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from indicators.aims import Aim, aim_of
from indicators.models import Target
from indicators.targets import aims_for
from tests.factories import IndicatorFactory, TargetFactory, UnitFactory

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
MAY, JUNE = datetime.date(2027, 5, 1), datetime.date(2027, 6, 1)


def test_the_nearest_target_and_the_newest(django_assert_num_queries: Queries) -> None:
    unit = UnitFactory()
    own, above, withdrawn, without = IndicatorFactory.create_batch(4)
    for indicator in (own, above, withdrawn):
        TargetFactory(indicator=indicator, unit=unit.parent.parent, words="70 %")
    TargetFactory(indicator=above, unit=unit.parent, words="75 %")
    TargetFactory(indicator=own, unit=unit, words="85 %", since=MAY)
    TargetFactory(indicator=own, unit=unit, words="80 %")
    TargetFactory(indicator=own, unit=unit, words="90 %", year=2028)
    TargetFactory(indicator=own, unit=UnitFactory(parent=unit.parent), words="95 %")
    TargetFactory(indicator=withdrawn, unit=unit, words="80 %")
    TargetFactory(indicator=withdrawn, unit=unit, words="", since=MAY)
    wanted = [row.pk for row in (own, above, withdrawn, without)]
    with django_assert_num_queries(1):
        aims = aims_for(wanted, unit, 2027)
    assert aims == {own.pk: aim_of("85 %"), above.pk: aim_of("75 %"), withdrawn.pk: Aim()}


def test_the_target_that_holds_on_a_day() -> None:
    first = TargetFactory(words="80 %")
    later = TargetFactory(indicator=first.indicator, unit=first.unit, words="85 %", since=MAY)
    other = TargetFactory(unit=first.unit, words="5", since=JUNE)
    assert set(Target.objects.holding_on(datetime.date(2027, 4, 30))) == {first}
    assert set(Target.objects.holding_on(MAY)) == {later}
    assert set(Target.objects.holding_on(JUNE)) == {later, other}
    assert not Target.objects.holding_on(datetime.date(2028, 1, 1)).exists()
