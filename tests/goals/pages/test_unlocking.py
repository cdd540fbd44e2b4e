"""A decided plan is unlocked until a time, corrected, and locked again with what was corrected."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goals.actions.moves import LONGEST_UNLOCK, lock_plan, revise_plan, unlock_plan
from goals.models import Plan, State, Text
from goals.showing import document_of
from tests.constraints import assert_refused
from tests.factories import decided, member
from tests.goals.test_freezing import FROZEN
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role
from vp.refusals import Refused

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
REASON = "Rätta ett stavfel."
ADDRESS = "/planer/2027/granen/"


def unlocked(plan: Plan) -> Plan:
    decided(plan)
    return unlock_plan(by=OPERATOR, plan=plan, until=timezone.now() + HOUR, reason=f" {REASON} ")


def corrected(plan: Plan) -> int:
    return Text.objects.filter(plan=plan, title="Inledning").update(body="<p>Rättat.</p>")


def test_what_was_corrected_is_a_version_when_the_plan_is_locked(plan: Plan) -> None:
    plan = unlocked(plan)
    assert (plan.state, plan.stage) == (State.DECIDED, "unlocked")
    corrected(plan)
    assert "Rättat." not in document_of(plan).to_json()
    version = lock_plan(by=OPERATOR, plan=plan)
    first = plan.versions.get(number=1)
    assert version is not None
    assert (version.number, version.reason) == (2, REASON)
    assert (version.decided_on, version.decided_by) == (first.decided_on, first.decided_by)
    plan = Plan.objects.get(pk=plan.pk)
    assert (plan.stage, plan.unlocked_until, plan.unlock_reason) == ("decided", None, "")
    assert "Rättat." in document_of(plan).to_json()
    assert_refused(FROZEN, lambda: corrected(plan))
    kept = Change.objects.of("goals.plan", plan.key).values_list("action", "reason", "after__state")
    assert list(kept)[:2] == [("lock", REASON, "decided"), ("unlock", REASON, "unlocked")]


def test_nothing_corrected_is_no_version(plan: Plan) -> None:
    assert lock_plan(by=OPERATOR, plan=unlocked(plan)) is None
    assert plan.versions.count() == 1


def test_a_lock_whose_time_is_out_is_shut_for_rows_and_can_be_locked(plan: Plan) -> None:
    plan = unlocked(plan)
    corrected(plan)
    Plan.objects.filter(pk=plan.pk).update(unlocked_until=timezone.now() - HOUR)
    assert_refused(FROZEN, lambda: corrected(plan))
    assert lock_plan(by=OPERATOR, plan=plan) is not None


def test_an_unlocked_plan_may_be_revised(plan: Plan) -> None:
    revised = revise_plan(by=OPERATOR, plan=unlocked(plan), reason="Ny budget")
    assert (revised.stage, revised.unlocked_until) == ("draft", None)


@pytest.mark.parametrize("until", [-HOUR, LONGEST_UNLOCK + HOUR], ids=["in the past", "too long"])
def test_the_time_lies_ahead_but_not_far(until: datetime.timedelta, plan: Plan) -> None:
    decided(plan)
    with pytest.raises(Refused, match="framåt"):
        unlock_plan(by=OPERATOR, plan=plan, until=timezone.now() + until, reason=REASON)


def test_unlocking_takes_a_reason_and_a_controller(plan: Plan) -> None:
    decided(plan)
    until = timezone.now() + HOUR
    with pytest.raises(Refused, match="varför"):
        unlock_plan(by=OPERATOR, plan=plan, until=until, reason=" ")
    for role in Role:
        if role != Role.CONTROLLER:
            with pytest.raises(PermissionDenied):
                unlock_plan(by=member(plan.unit, role), plan=plan, until=until, reason=REASON)
            with pytest.raises(PermissionDenied):
                lock_plan(by=member(plan.unit, role), plan=plan)


def in_an_hour() -> str:
    return timezone.localtime(timezone.now() + HOUR).strftime("%Y-%m-%dT%H:%M")


def test_it_is_unlocked_and_locked_in_the_browser(plan, organisation, as_person) -> None:
    decided(plan)
    client = as_person(organisation.person(Role.CONTROLLER, organisation.committee))
    version = {"version": plan.version}
    answer = client.post(ADDRESS + "las-upp/", {**version, "until": "2020-01-01T12:00", "reason": ""})
    assert answer.status_code == 422
    assert "högst 31 dagar" in answer.content.decode()
    assert "Skriv varför planen låses upp" in answer.content.decode()
    given = {**version, "until": in_an_hour(), "reason": REASON}
    page = client.post(ADDRESS + "las-upp/", given, follow=True).content.decode()
    assert f"Planen är upplåst till {in_an_hour().replace('T', ' ')}: {REASON}" in page
    assert client.post(ADDRESS + "las-upp/", given).status_code == 409
    corrected(plan)
    answer = client.get(ADDRESS + "las/")
    assert REASON in answer.content.decode()
    version = {"version": Plan.objects.get(pk=plan.pk).version}
    page = client.post(ADDRESS + "las/", version, follow=True).content.decode()
    assert "Rättelserna är version 2." in page
    assert "Planen är upplåst" not in page
    assert client.get(ADDRESS + "las/").status_code == 409


def test_a_locked_plan_says_why_and_whom_to_ask(plan, organisation, as_person) -> None:
    decided(plan)
    member(organisation.committee, Role.CONTROLLER, name="Petra Ek")
    page = as_person(organisation.person(Role.EDITOR)).get(ADDRESS).content.decode()
    assert "Planen är låst sedan den fastställdes" in page
    assert "Fråga Petra Ek." in page
    page = as_person(member(organisation.tallen, Role.EDITOR)).get(ADDRESS).content.decode()
    assert "Petra Ek" not in page


@pytest.mark.parametrize("move", ["las-upp", "las"])
def test_others_are_refused(move, plan, organisation, as_person) -> None:
    outside = as_person(organisation.person(Role.CONTROLLER, organisation.tallen))
    assert outside.post(f"{ADDRESS}{move}/").status_code == 404
    assert outside.put(f"{ADDRESS}{move}/").status_code == 405
    manager = as_person(organisation.person(Role.MANAGER))
    answer = manager.post(f"{ADDRESS}{move}/")
    assert answer.status_code == 403
    assert "Det gör controllern" in answer.content.decode()
