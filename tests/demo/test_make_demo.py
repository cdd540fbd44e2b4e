"""`make_demo` on a real database: everything comes through whole, once, and quickly."""

from __future__ import annotations

import datetime
import io
import time
from collections.abc import Iterator

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from demo.content import plan_documents
from demo.organisation import MUNICIPALITY, logins, password, people, units
from demo.reporting import reports
from demo.sources import sources
from demo.words import Year
from followup.freezing import document_of
from followup.models import FollowUp, Round
from goals.loading import load_plan
from goals.models import Goal, Plan, State
from indicators.judgements import Attainment
from indicators.models import Aggregation, Direction, Indicator, Measurement, Target
from vp.org.access import Permission, can
from vp.org.models import Kind, Membership, Role, Unit, User
from vp.richtext import tidy

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The demo, made once for the module by the command itself; gives what it printed."""
    printed = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        began = time.process_time()
        call_command("make_demo", stdout=printed)
        assert time.process_time() - began < 15
        yield printed.getvalue()
        transaction.set_rollback(True)


def test_the_plans_are_there_word_for_word(made):
    documents = plan_documents(timezone.localdate())
    assert Plan.objects.count() == len(documents)
    for wanted in documents:
        found = load_plan(Plan.objects.get(unit__name=wanted.unit, year=wanted.year))
        assert (found.unit, found.within, found.status) == (wanted.unit, wanted.within, wanted.status)
        assert found.registry_number == wanted.registry_number
        assert found.decision == wanted.decision
        assert found.opening == wanted.opening
        assert found.goals == wanted.goals
        assert found.closing == wanted.closing


def test_what_is_inherited_follows_the_plan_above(made):
    shown = Goal.objects.filter(inherited=True)
    assert shown.count() > 100
    assert not shown.filter(keeps_own_words=True).exists()


def test_decided_plans_are_frozen_as_they_were_decided(made):
    for plan in Plan.objects.filter(state=State.DECIDED):
        version = plan.versions.get()
        assert version.decided_on <= timezone.localdate()
        assert version.decided_by
    changed = Target.objects.exclude(since=None)
    assert changed.count() == 4
    assert all(target.reason for target in changed)


def test_a_second_time_does_nothing(made):
    printed = io.StringIO()
    plans, people_before = Plan.objects.count(), User.objects.count()
    call_command("make_demo", stdout=printed)
    assert printed.getvalue() == f"{MUNICIPALITY} finns redan.\n"
    assert (Plan.objects.count(), User.objects.count()) == (plans, people_before)


def test_not_in_production_unless_asked(made, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--even-in-production"):
        call_command("make_demo")
    printed = io.StringIO()
    call_command("make_demo", "--even-in-production", stdout=printed)
    assert "finns redan" in printed.getvalue()


def test_it_tells_how_far_it_has_come(made):
    lines = made.splitlines()
    assert len(lines) > 25
    for role, email, word in logins():
        assert any(Role(role).label in line and email in line and word in line for line in lines)


def test_one_login_per_role(made):
    assert [role for role, _email, _password in logins()] == [role.value for role in Role]
    for role, email, word in logins():
        user = authenticate(username=email, password=word)
        assert user is not None
        held = Membership.objects.filter(user__email=email).holding_on(timezone.localdate())
        assert [each.role for each in held] == [role]
    validate_password(password(), User.objects.get(email=logins()[0][1]))


def test_the_logins_may_do_what_their_role_says(made):
    people_by_role = {role: User.objects.get(email=email) for role, email, _password in logins()}
    unit = Unit.objects.get(name="Familjeenheten")
    assert {role for role, user in people_by_role.items() if can(user, Permission.WRITE, unit)} == {
        "editor",
        "manager",
        "controller",
    }
    assert can(people_by_role["controller"], Permission.DECIDE, unit)
    assert can(people_by_role["administrator"], Permission.MANAGE_UNITS, unit)


def test_every_open_unit_has_a_manager_and_one_a_deputy(made):
    today = timezone.localdate()
    managed = Membership.objects.holding_on(today).filter(role=Role.MANAGER)
    assert {each.unit.name for each in managed.select_related("unit")} == {
        unit.name for unit in Unit.objects.open_on(today)
    }
    assert [each.deputy_for.name for each in managed.exclude(deputy_for=None)] == ["Kerstin Nyhlén"]
    assert all(person.email.endswith("@alvhamra.example") for person in people(today))


def test_the_past_is_kept(made):
    closed = Unit.objects.get(name="Förskolan Ängen")
    assert closed.closed_on
    assert closed.closed_on < timezone.localdate()
    assert closed.plans.get().state == State.DECIDED
    renamed = Unit.objects.get(name="Enheten för försörjning och skuldrådgivning")
    before = renamed.past.get()
    assert before.name == "Försörjningsstödsenheten"
    assert renamed.as_of(before.until).name == "Försörjningsstödsenheten"
    assert renamed.as_of(before.until + datetime.timedelta(days=1)).name == renamed.name
    assert Unit.objects.count() == len(units())


def test_indicators_are_the_nearest_common_units(made):
    names = list(Indicator.objects.values_list("name", flat=True))
    assert len(names) == len(set(names))
    sick_leave = Indicator.objects.get(name="Sjukfrånvaro i procent av ordinarie arbetstid")
    assert (sick_leave.owner.name, sick_leave.direction) == (MUNICIPALITY, Direction.LOWER)
    assert (sick_leave.aggregation, sick_leave.measured_in) == (Aggregation.MEAN, "%")
    assert Indicator.objects.filter(accumulates=True).count() == 15


def test_the_year_is_followed_up(made):
    """Values near their targets; rounds that are over are closed, and one is open in each committee."""
    today = timezone.localdate()
    values = Measurement.objects.filter(period__year=today.year)
    assert not values.filter(period__ends_on__gte=today).exists()
    assert not values.filter(indicator__is_share=True, total__gt=100).exists()
    rounds = Round.objects.filter(year=today.year)
    assert {str(each.owner) for each in rounds} == {
        unit.name for unit in Unit.objects.filter(kind=Kind.COMMITTEE, plans__year=today.year)
    }
    assert all(each.opens_on <= today <= each.due_on for each in rounds.still_open())
    assert FollowUp.objects.filter(round__in=rounds).exists()


def test_closed_rounds_have_reports_to_read(made):
    """Each committee and two units of it have judged all goals, told of their economy and summed up."""
    newest = FollowUp.objects.exclude(round__closed_at=None).order_by("unit", "-round__period__ends_on")
    reports = {each.unit.name: document_of(each) for each in newest.distinct("unit").select_related("unit")}
    assert len(reports) > 10
    full = {
        name
        for name, report in reports.items()
        if report.texts[0].body
        and report.economy
        and all(goal.attainment and goal.analysis for goal in report.walk_goals() if not goal.inherited)
    }
    assert full >= {
        "Socialnämnden", "Familjeenheten", "Hemtjänsten Norra",
        "Barn- och utbildningsnämnden", "Förskolan Skogsgläntan", "Kvarnbackens skola",
    }  # fmt: skip
    activities = [
        row for report in reports.values() for goal in report.walk_goals() for row in goal.activities
    ]
    assert all(row.status for row in activities)
    assert {"done", "in_progress", "delayed"} <= {row.status for row in activities}
    assert all(row.deviation for row in activities if row.status == "delayed")


@pytest.mark.parametrize("report", reports().values(), ids=lambda report: report.name)
def test_every_goal_that_is_written_of_is_one(report):
    own = {goal["id"] for goal in sources()[report.name].written["goals"]}
    assert set(report.written.get("goals", {})) == own
    year = Year(2027, last=False)
    for code in ("T1", "T2"):
        told = report.judgements(code, year)
        assert len(told) == len(own)
        assert all(analysis and attainment in set(Attainment) for attainment, analysis in told.values())
        assert all(body and tidy(body) == body for body in report.texts(code, year).values())
