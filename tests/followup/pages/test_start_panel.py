"""What the start page says of follow-ups, and to whom."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from followup.actions.moves import approve, mark_ready, reopen, return_follow_up
from followup.actions.rounds import RoundWords
from followup.models import FollowUp
from followup.pages.start import panel
from tests.factories import MembershipFactory, UnitFactory, member
from tests.followup.rounds import a_reporting_unit, with_plan
from vp.org.access import OPERATOR, memberships
from vp.org.models import Role, User

DAY = datetime.timedelta(days=1)


def shown(client) -> str:
    """The panel's words, without markup between them."""
    page = client.get("/").content.decode()
    _, found, rest = page.partition('id="uppfoljning"')
    return " ".join(rest.partition("</section>")[0].split()) if found else ""


@pytest.fixture
def late(db):
    today = timezone.localdate()
    return a_reporting_unit(RoundWords(opens_on=today - 40 * DAY, due_on=today - 5 * DAY))


def test_ones_own_says_when_it_is_due_and_how_late_it_is(late, as_person) -> None:
    for person in (late.staff, late.manager):
        words = shown(as_person(person))
        assert f'href="/uppfoljning/2027/T1/{late.unit.slug}/"' in words
        assert "Ej påbörjad</span>" in words
        assert f"Skulle ha varit klar {late.round.due_on}: 5 dagar sen." in words
        assert "0 av 1 värden lämnade" in words
        assert f'T1/{late.unit.slug}/varden/">Fyll i värdet som saknas</a>' in words
        assert ("bedöm målen" in words) is (person is late.manager)
        assert "godkända" not in words


def test_what_was_sent_back_says_by_whom_and_why(late, as_person) -> None:
    mark_ready(by=OPERATOR, follow_up=late.follow_up, although_missing=True)
    assert "Väntar på att controllern godkänner den" in shown(as_person(late.manager))
    return_follow_up(by=late.controller, follow_up=late.follow_up, reason="Analysen saknas.")
    words = shown(as_person(late.manager))
    assert f"Tillbakaskickad av {late.controller.name}:</strong> Analysen saknas." in words
    assert "5 dagar sen" in words


def test_what_was_opened_again_is_there_until_its_time_is_out(late, as_person) -> None:
    late.close()
    assert shown(as_person(late.manager)) == ""
    until = timezone.now() + datetime.timedelta(hours=1)
    reopen(by=OPERATOR, follow_up=late.follow_up, until=until, reason="Fel i ett utfall.")
    words = shown(as_person(late.manager))
    assert "Öppnad igen för att rättas" in words
    assert "Fel i ett utfall." in words


def test_days_left_are_counted(db, as_person) -> None:
    today = timezone.localdate()
    for days, said in {0: ", i dag.", 1: ", i morgon.", 12: ", om 12 dagar."}.items():
        reporting = a_reporting_unit(RoundWords(opens_on=today, due_on=today + days * DAY))
        assert f"Ska vara klar {reporting.round.due_on}{said}" in shown(as_person(reporting.manager))


@pytest.mark.parametrize("units", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(late, units, as_person, django_assert_num_queries) -> None:
    for _ in range(units - 1):
        unit = UnitFactory(parent=late.unit.parent)
        with_plan(unit)
        MembershipFactory(user=late.manager, unit=unit, role=Role.MANAGER)
    for row in FollowUp.objects.all():
        mark_ready(by=OPERATOR, follow_up=row, although_missing=True)
        return_follow_up(by=OPERATOR, follow_up=row, reason="Analysen saknas.")
    person, today = User.objects.get(pk=late.manager.pk), timezone.localdate()
    memberships(person)  # read once for every page
    with django_assert_num_queries(5):
        assert panel(person, today).count("Tillbakaskickad av") == units


def test_who_decides_sees_how_her_rounds_go(late, as_person) -> None:
    ready, approved = (UnitFactory(parent=late.unit.parent) for _ in range(2))
    for unit in (ready, approved):
        with_plan(unit)
        follow_up = FollowUp.objects.get(unit=unit)
        mark_ready(by=OPERATOR, follow_up=follow_up, although_missing=True)
    approve(by=OPERATOR, follow_up=FollowUp.objects.get(unit=approved))
    words = shown(as_person(late.controller))
    assert 'href="/uppfoljning/2027/"' in words
    assert f"Sista dagen var {late.round.due_on}. 1 av 3 godkända, " in words
    assert '?status=vantar">1 väntar på dig</a>' in words
    assert '?status=sena">1 sen</a>' in words


def test_it_says_nothing_where_there_is_nothing_to_do(late, as_person) -> None:
    assert shown(as_person(member(UnitFactory(parent=late.unit.parent), Role.MANAGER))) == ""
    late.close()
    assert shown(as_person(late.manager)) == ""
    assert shown(as_person(late.controller)) == ""


def test_a_round_that_isnt_open_yet_is_left_out(db, as_person) -> None:
    day = timezone.localdate() + DAY
    reporting = a_reporting_unit(RoundWords(opens_on=day, due_on=day))
    assert shown(as_person(reporting.manager)) == ""
