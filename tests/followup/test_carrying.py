"""Activities go on in the next year's plan, once, with their keys."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from followup.actions.carrying import Carried, carry_over
from followup.models import ActivityStatus, FollowUp
from followup.visibility import values_visible_to
from goals.models import Plan
from indicators.calendar import periods_of_year
from tests.factories import (
    YEAR,
    ActivityFactory,
    ActivityStatusFactory,
    GoalFactory,
    MeasurementFactory,
    PlanFactory,
    UnitFactory,
    decided,
    member,
)
from tests.followup.rounds import Reporting, a_reporting_unit
from vp.org.models import Role
from vp.refusals import Closed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporting() -> Reporting:
    made = a_reporting_unit()
    ActivityStatusFactory(follow_up=made.follow_up, activity_key=made.activity.key, carry_over=True)
    return made


def next_plan(reporting: Reporting) -> Plan:
    plan: Plan = PlanFactory(unit=reporting.unit, year=YEAR + 1)
    GoalFactory(plan=plan, level=4, key=reporting.goal.key)
    return plan


def test_what_is_marked_goes_on_once(reporting: Reporting) -> None:
    elsewhere = ActivityFactory(goal=GoalFactory(plan=reporting.plan, level=4), title="Utan mål")
    ActivityStatusFactory(follow_up=reporting.follow_up, activity_key=elsewhere.key, carry_over=True)
    ActivityFactory(goal=reporting.goal, title="Klar")
    plan = next_plan(reporting)
    carried = carry_over(by=reporting.manager, follow_up=reporting.follow_up)
    assert carried == Carried(1, 0, ("Utan mål",))
    [row] = plan.activities.all()
    assert (row.key, row.title, row.ends_on) == (
        reporting.activity.key,
        reporting.activity.title,
        reporting.activity.ends_on,
    )
    assert carry_over(by=reporting.manager, follow_up=reporting.follow_up) == Carried(0, 1, ("Utan mål",))


def test_it_takes_a_plan_that_can_be_written(reporting: Reporting) -> None:
    with pytest.raises(Refused, match="ingen plan för 2028"):
        carry_over(by=reporting.manager, follow_up=reporting.follow_up)
    plan = next_plan(reporting)
    with pytest.raises(PermissionDenied):
        carry_over(by=reporting.staff, follow_up=reporting.follow_up)
    decided(plan)
    with pytest.raises(Closed):
        carry_over(by=reporting.manager, follow_up=reporting.follow_up)


def test_nothing_is_marked(reporting: Reporting) -> None:
    next_plan(reporting)
    ActivityStatus.objects.all().delete()
    assert carry_over(by=reporting.manager, follow_up=reporting.follow_up) == Carried(0, 0)


def test_a_closed_rounds_values_are_public(reporting: Reporting) -> None:
    mine = MeasurementFactory(unit=reporting.unit, period=reporting.round.period, total=80)
    MeasurementFactory(unit=reporting.unit, period=periods_of_year(YEAR)["T2"], total=81)
    outsider = member(UnitFactory(), Role.READER)
    assert list(values_visible_to(outsider)) == []
    assert values_visible_to(reporting.controller).count() == 2
    reporting.close()
    assert list(values_visible_to(outsider)) == [mine]
    until = timezone.now() + datetime.timedelta(hours=1)
    FollowUp.objects.update(reopened_until=until, reopen_reason="Fel.")
    assert list(values_visible_to(outsider)) == []
