"""Activities go on in the next year's plan: what the page says of each, what it does, and for whom."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from followup.carrying import told_of
from followup.models import ActivityState
from goals.models import Plan
from tests.factories import (
    ActivityFactory,
    ActivityStatusFactory,
    GoalFactory,
    PlanFactory,
    UnitFactory,
    decided,
    member,
)
from tests.followup.rounds import ALWAYS_OPEN, Reporting, a_round, with_plan
from vp.org.models import Role, User

THIS = timezone.localdate().year
NEXT = THIS + 1
As = Callable[[User], Client]


@pytest.fixture
def reporting(db: None) -> Reporting:
    """A unit in VB this year, whose activity ended in June and is marked to go on."""
    unit = UnitFactory(name="Förskolan Granen", parent__name="Barnnämnden")
    plan, goal, row, activity = with_plan(unit, THIS)
    assert unit.parent is not None
    round_ = a_round(unit.parent, "VB", ALWAYS_OPEN, THIS)
    activity.title, activity.ends_on = "Bygga om köket", datetime.date(THIS, 6, 30)
    activity.save()
    made = Reporting(unit, plan, goal, row, activity, round_)
    ActivityStatusFactory(follow_up=made.follow_up, activity_key=activity.key, carry_over=True)
    return made


def address(reporting: Reporting) -> str:
    return f"/uppfoljning/{THIS}/VB/{reporting.unit.slug}/for-over/"


def next_plan(reporting: Reporting, **goal: object) -> Plan:
    plan: Plan = PlanFactory(unit=reporting.unit, year=NEXT)
    GoalFactory(plan=plan, level=4, **goal)
    return plan


def test_before_the_plan_is_begun_it_waits_and_then_comes_along(reporting: Reporting, as_person: As) -> None:
    client = as_person(reporting.manager)
    page = client.get(address(reporting)).content.decode()
    assert f"Väntar på planen för {NEXT}" in page
    begin = f"/planer/{NEXT}/{reporting.unit.slug}/borja/"
    assert f'href="{begin}"' in page
    page = client.get(begin).content.decode()
    assert "märkt i uppföljningen att föras över" in page
    assert "Bygga om köket" in page
    page = client.post(begin, {"begin": "utga"}, follow=True).content.decode()
    assert "1 aktivitet är förd över hit." in page
    row = Plan.objects.get(year=NEXT).activities.get()
    assert (row.key, row.title, row.goal.key) == (
        reporting.activity.key,
        "Bygga om köket",
        reporting.goal.key,
    )
    page = client.get(address(reporting)).content.decode()
    assert f"Finns i planen för {NEXT}" in page
    assert f'href="/planer/{NEXT}/{reporting.unit.slug}/#mal-{str(reporting.goal.key)[:8]}"' in page


def test_it_is_carried_to_a_plan_that_is_begun_already(reporting: Reporting, as_person: As) -> None:
    plan = next_plan(reporting, key=reporting.goal.key)
    client = as_person(reporting.manager)
    assert "För över 1 aktivitet" in client.get(address(reporting)).content.decode()
    page = client.post(address(reporting), follow=True).content.decode()
    assert f"1 aktivitet är förd över till planen för {NEXT}." in page
    assert plan.activities.get().key == reporting.activity.key
    page = client.post(address(reporting), follow=True).content.decode()
    assert f"Det fanns inget mer att föra över till planen för {NEXT}." in page
    assert plan.activities.count() == 1


def test_a_closed_round_is_carried_from_too(reporting: Reporting, as_person: As) -> None:
    plan = next_plan(reporting, key=reporting.goal.key)
    reporting.close()
    as_person(reporting.manager).post(address(reporting))
    assert plan.activities.count() == 1


def test_a_goal_from_above_is_the_same_in_an_empty_plan(reporting: Reporting, as_person: As) -> None:
    committee = reporting.unit.parent
    theirs = [GoalFactory(plan=PlanFactory(unit=committee, year=year), level=3) for year in (THIS, NEXT)]
    theirs[1].key = theirs[0].key
    theirs[1].save()
    shown = GoalFactory(plan=reporting.plan, level=3, source=theirs[0])
    activity = ActivityFactory(goal=shown, title="Gå i skogen")
    ActivityStatusFactory(follow_up=reporting.follow_up, activity_key=activity.key, carry_over=True)
    plan = next_plan(reporting, source=theirs[1])
    page = as_person(reporting.manager).post(address(reporting), follow=True).content.decode()
    assert plan.activities.get().key == activity.key
    assert f"Målet finns inte i planen för {NEXT}" in page  # of the other one


def test_a_plan_that_is_decided_says_whom_to_ask(reporting: Reporting, as_person: As) -> None:
    plan = next_plan(reporting, key=reporting.goal.key)
    decided(plan)
    controller = member(reporting.round.owner, Role.CONTROLLER, name="Petra Ek")
    for person in (reporting.manager, controller):
        client = as_person(person)
        page = client.get(address(reporting)).content.decode()
        assert "Planen är fastställd och låst. Fråga Petra Ek" in page
        assert "För över 1" not in page
        assert client.post(address(reporting)).status_code == 409
    assert not plan.activities.exists()


def test_without_a_plan_to_carry_to_it_is_refused(reporting: Reporting, as_person: As) -> None:
    answer = as_person(reporting.manager).post(address(reporting))
    assert answer.status_code == 409
    assert f"Det finns ingen plan för {NEXT} ännu." in answer.content.decode()


def test_nothing_is_marked(reporting: Reporting, as_person: As) -> None:
    reporting.follow_up.statuses.update(carry_over=False)
    client = as_person(reporting.manager)
    assert "Ingen aktivitet är märkt ännu." in client.get(address(reporting)).content.decode()
    assert client.post(address(reporting)).status_code == 302


def test_it_is_for_those_who_write(reporting: Reporting, as_person: As, client: Client) -> None:
    assert client.get(address(reporting))["Location"].startswith("/logga-in/")
    for role in (Role.READER, Role.STAFF):
        person = as_person(member(reporting.unit, role))
        for answer in (person.get(address(reporting)), person.post(address(reporting))):
            assert answer.status_code == 403
    outsider = as_person(member(UnitFactory(parent=reporting.unit.parent), Role.MANAGER))
    assert outsider.get(address(reporting)).status_code == 404
    assert outsider.post(address(reporting)).status_code == 404
    assert as_person(reporting.manager).put(address(reporting)).status_code == 405
    as_person(member(reporting.unit, Role.EDITOR)).get(address(reporting))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(rows: int, reporting: Reporting, as_person: As, django_assert_num_queries) -> None:
    next_plan(reporting, key=reporting.goal.key)
    for _ in range(rows - 1):
        activity = ActivityFactory(goal=reporting.goal)
        ActivityStatusFactory(follow_up=reporting.follow_up, activity_key=activity.key, carry_over=True)
    client = as_person(reporting.manager)
    with django_assert_num_queries(12):
        assert client.get(address(reporting)).status_code == 200


def test_the_latest_round_that_says_something_holds(reporting: Reporting) -> None:
    key, done = reporting.activity.key, ActivityFactory(goal=reporting.goal).key
    assert told_of(reporting.unit, THIS).marked == {key}
    earlier = a_round(reporting.unit, "T2", ALWAYS_OPEN, THIS).follow_ups.get()
    ActivityStatusFactory(follow_up=earlier, activity_key=key, carry_over=False)
    ActivityStatusFactory(follow_up=earlier, activity_key=done, status=ActivityState.DONE)
    told = told_of(reporting.unit, THIS)
    assert (told.marked, told.over) == ({key}, {done})


def test_what_was_marked_last_round_is_marked_until_somebody_says_otherwise(
    reporting: Reporting, as_person: As
) -> None:
    earlier = a_round(reporting.unit, "T2", ALWAYS_OPEN, THIS).follow_ups.get()
    ActivityStatusFactory(follow_up=earlier, activity_key=reporting.activity.key, carry_over=True)
    reporting.follow_up.statuses.all().delete()
    judging = f"/uppfoljning/{THIS}/VB/{reporting.unit.slug}/bedomning/"
    page = as_person(reporting.manager).get(judging).content.decode()
    box = page.partition('name="carry_over"')[2].partition("/>")[0]
    assert "checked" in box
