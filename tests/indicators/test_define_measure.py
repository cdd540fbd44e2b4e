"""How an indicator is measured, judged and added up is set by its owner's controller."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from indicators.actions import define_measure
from indicators.kinds import Aggregation, Direction
from indicators.models import Indicator
from indicators.outcomes import Measure
from tests.factories import CommitteeFactory, IndicatorFactory, MeasurementFactory, UnitFactory, member
from vp.history.models import Change
from vp.org.models import Role, Unit, User
from vp.refusals import Refused, Stale

pytestmark = pytest.mark.django_db
SHARE = Measure(Direction.HIGHER, Aggregation.WEIGHTED, is_share=True, by_gender=True, decimals=1)


@pytest.fixture
def committee() -> Unit:
    made: Unit = CommitteeFactory()
    return made


@pytest.fixture
def indicator(committee: Unit) -> Indicator:
    made: Indicator = IndicatorFactory(owner=committee)
    return made


@pytest.fixture
def controller(committee: Unit) -> User:
    return member(committee, Role.CONTROLLER)


def test_it_is_kept_with_its_history(indicator: Indicator, controller: User) -> None:
    define_measure(by=controller, indicator=indicator, measure=SHARE, version=1)
    indicator.refresh_from_db()
    assert (indicator.measure, indicator.version) == (SHARE, 2)
    change = Change.objects.of("indicators.indicator", indicator.key).get()
    assert (change.unit, change.before["is_share"], change.after["is_share"]) == (
        indicator.owner,
        False,
        True,
    )


def test_what_changes_nothing_is_nothing(indicator: Indicator, controller: User) -> None:
    define_measure(by=controller, indicator=indicator, measure=indicator.measure, version=0)
    assert not Change.objects.exists()


def test_an_old_version_is_stale(indicator: Indicator, controller: User) -> None:
    define_measure(by=controller, indicator=indicator, measure=SHARE, version=1)
    with pytest.raises(Stale):
        define_measure(by=controller, indicator=indicator, measure=replace(SHARE, decimals=0), version=1)


def test_what_has_been_logged_keeps_its_meaning(indicator: Indicator, controller: User) -> None:
    MeasurementFactory(indicator=indicator, total=80)
    with pytest.raises(Refused, match="har redan värden"):
        define_measure(by=controller, indicator=indicator, measure=SHARE, version=1)
    as_mean = replace(indicator.measure, aggregation=Aggregation.MEAN)
    assert define_measure(by=controller, indicator=indicator, measure=as_mean, version=1).measure == as_mean


def test_who_may_not(indicator: Indicator, committee: Unit) -> None:
    below = UnitFactory(parent=committee)
    for actor in (
        member(committee, Role.MANAGER),
        member(below, Role.CONTROLLER),
        member(CommitteeFactory(), Role.CONTROLLER),
    ):
        with pytest.raises(PermissionDenied):
            define_measure(by=actor, indicator=indicator, measure=SHARE, version=1)
