"""What was opened until a time is closed by the scheduler when it has passed, with what was corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.utils import timezone

from followup.actions.judging import AssessmentWords, write_assessment
from followup.actions.lapsing import close_lapsed
from followup.actions.moves import reopen
from followup.tasks import close_lapsed_follow_ups
from goals.actions.lapsing import lock_lapsed
from goals.actions.moves import decide_plan, mark_ready, unlock_plan
from goals.models import Plan, Text
from goals.tasks import lock_lapsed_plans
from tests.factories import PlanFactory, TextFactory
from tests.followup.rounds import Reporting, a_reporting_unit, save
from vp.celery import app
from vp.history.models import Change
from vp.org.access import OPERATOR

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
REASON = "Ett belopp var fel."


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    """A message to a worker does its work at once."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def reopened(*, corrects: bool) -> Reporting:
    reporting = a_reporting_unit()
    reporting.close()
    reopen(by=OPERATOR, follow_up=reporting.follow_up, until=timezone.now() + HOUR, reason=REASON)
    if corrects:
        words = AssessmentWords("fully", "<p>Rättat.</p>")
        write_assessment(
            by=OPERATOR,
            follow_up=reporting.follow_up,
            goal=reporting.goal.key,
            words=words,
            save=save(),
        )
    return reporting


def unlocked(*, corrects: bool) -> Plan:
    text = TextFactory(plan=PlanFactory(), body="<p>Som det var.</p>")
    mark_ready(by=OPERATOR, plan=text.plan)
    decide_plan(by=OPERATOR, plan=text.plan, decided_on=datetime.date(2027, 1, 20), decided_by="Nämnden")
    plan = unlock_plan(by=OPERATOR, plan=text.plan, until=timezone.now() + HOUR, reason=REASON)
    if corrects:
        Text.objects.filter(pk=text.pk).update(body="<p>Rättat.</p>")
    return plan


@pytest.mark.parametrize(("corrects", "versions"), [(True, 2), (False, 1)])
def test_a_follow_up_is_closed_again(monkeypatch: pytest.MonkeyPatch, corrects: bool, versions: int) -> None:
    reporting = reopened(corrects=corrects)
    close_lapsed_follow_ups()
    assert reporting.follow_up.reopened_until is not None  # there is time left
    later = timezone.now() + 2 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: later)
    close_lapsed_follow_ups()
    assert reporting.follow_up.reopened_until is None
    kept = list(reporting.follow_up.versions.order_by("number"))
    assert len(kept) == versions
    assert kept[-1].reason == (REASON if corrects else "")
    assert Change.objects.filter(action="close_again").get().by_name == OPERATOR.name
    close_lapsed_follow_ups()
    assert close_lapsed(follow_up_id=reporting.follow_up.pk) is None
    assert Change.objects.filter(action="close_again").count() == 1


@pytest.mark.parametrize(("corrects", "versions"), [(True, 2), (False, 1)])
def test_a_plan_is_locked_again(monkeypatch: pytest.MonkeyPatch, corrects: bool, versions: int) -> None:
    plan = unlocked(corrects=corrects)
    lock_lapsed_plans()
    assert Plan.objects.get(pk=plan.pk).unlocked_until is not None
    later = timezone.now() + 2 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: later)
    lock_lapsed_plans()
    assert Plan.objects.get(pk=plan.pk).unlocked_until is None
    assert plan.versions.count() == versions
    assert Change.objects.filter(action="lock").get().by_name == OPERATOR.name
    lock_lapsed_plans()
    assert lock_lapsed(plan_id=plan.pk) is None
    assert Change.objects.filter(action="lock").count() == 1
