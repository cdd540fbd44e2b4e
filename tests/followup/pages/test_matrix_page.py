"""The matrix: who is late first, everything a link, and as many queries for six units as for sixty."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone

from followup.actions.moves import mark_ready, return_follow_up
from followup.actions.rounds import RoundWords
from followup.models import FollowUp, Reminder
from tests.factories import (
    CommitteeFactory,
    DepartmentFactory,
    MembershipFactory,
    PlanFactory,
    UnitFactory,
    member,
)
from tests.followup.rounds import a_reporting_unit, a_round, with_plan
from vp.org.access import OPERATOR
from vp.org.models import Role

ADDRESS = "/uppfoljning/2027/"
DAY = datetime.timedelta(days=1)
REMIND = ADDRESS + "paminn/"


def overdue() -> RoundWords:
    today = timezone.localdate()
    return RoundWords(opens_on=today - 40 * DAY, due_on=today - 5 * DAY)


@pytest.fixture
def late(db):
    """A unit that is five days late with T1."""
    reporting = a_reporting_unit(overdue())
    member(reporting.unit, Role.MANAGER, email="mona@example.se")
    return reporting


def page_for(client, **asked) -> str:
    return client.get(ADDRESS, asked).content.decode()


def test_a_late_unit_is_told_in_words_and_links(late, as_person) -> None:
    page = page_for(as_person(late.controller))
    assert "5 dagar sen" in page
    assert "0 av 1 värden" in page
    slug = late.unit.slug
    for address in (f"/enheter/{slug}/", f"/planer/2027/{slug}/", f"/uppfoljning/2027/T1/{slug}/"):
        assert f'href="{address}"' in page
    assert f'href="/uppfoljning/2027/T1/{late.round.owner.slug}/omgang/"' in page


def test_the_late_stand_first(late, as_person) -> None:
    first = UnitFactory(parent=late.unit.parent, name="A-enheten")
    with_plan(first)
    follow_up = FollowUp.objects.get(unit=first)
    mark_ready(by=OPERATOR, follow_up=follow_up, although_missing=True)
    page = page_for(as_person(late.controller))
    assert page.index(f"/enheter/{late.unit.slug}/") < page.index(f"/enheter/{first.slug}/")
    assert "Klarmarkerad" in page


def test_what_was_returned_says_so(late, as_person) -> None:
    follow_up = mark_ready(by=OPERATOR, follow_up=late.follow_up, although_missing=True)
    return_follow_up(by=OPERATOR, follow_up=follow_up, reason="Analysen saknas.")
    assert "Tillbakaskickad</span>" in page_for(as_person(late.controller))


def test_it_is_narrowed_down_by_part_and_status(late, as_person) -> None:
    department = DepartmentFactory(parent=late.unit.parent, name="Avdelning Norr", slug="norr")
    inside = UnitFactory(parent=department, name="Enhet i norr")
    client = as_person(late.controller)
    page = page_for(client, enhet="norr")
    assert "Enhet i norr" in page
    assert f"/enheter/{late.unit.slug}/" not in page
    page = page_for(client, status="utan-plan")
    assert inside.name in page
    assert f"/enheter/{late.unit.slug}/" not in page
    assert "Ingen enhet har den statusen" in page_for(client, status="godkanda")
    assert page_for(client, status="finns-inte", enhet="finns-inte").count('<tr role="row"') == 5


def test_a_year_that_no_plan_can_have_isnt_there(late, as_person) -> None:
    client = as_person(late.controller)
    for year in ("0", "1989", "99999", "99999999999999999999"):
        assert client.get(f"/uppfoljning/{year}/").status_code == 404, year
        assert client.get(f"/uppfoljning/{year}/T1/{late.unit.slug}/").status_code == 404, year
        assert client.post(f"/uppfoljning/{year}/paminn/", {"alla": "T1"}).status_code in {302, 404}, year


def test_who_runs_two_committees_sees_one_at_a_time(late, as_person) -> None:
    other = a_reporting_unit(overdue())
    MembershipFactory(user=late.controller, unit=other.round.owner, role=Role.CONTROLLER)
    client = as_person(late.controller)
    page = page_for(client)
    assert '<option value="">Alla</option>' not in page
    assert f"/enheter/{other.unit.slug}/" not in page
    page = page_for(client, enhet=other.unit.slug)
    assert f"/enheter/{other.unit.slug}/" in page
    assert f"/enheter/{late.unit.slug}/" not in page


def test_others_see_their_own_unit_and_remind_nobody(late, as_person) -> None:
    beside = UnitFactory(parent=late.unit.parent)
    with_plan(beside)
    client = as_person(late.staff)
    page = page_for(client)
    assert f"/uppfoljning/2027/T1/{late.unit.slug}/" in page
    assert beside.slug not in page
    assert "Påminn" not in page
    answer = client.post(REMIND, {"en": str(late.follow_up.key)})
    assert answer.status_code == 403
    assert not Reminder.objects.exists()


def test_what_there_is_to_do_when_nothing_is_there(db, as_person) -> None:
    committee = CommitteeFactory()
    page = page_for(as_person(member(committee, Role.CONTROLLER)))
    assert "Skapa den första" in page
    page = page_for(as_person(member(UnitFactory(parent=committee), Role.STAFF)))
    assert "Controllern öppnar den" in page
    assert "Skapa den första" not in page
    page = page_for(as_person(member(UnitFactory(kind="council", parent=None), Role.READER)))
    assert "inget som du kan läsa ännu" in page


def test_the_menu_leads_to_this_years(late, as_person) -> None:
    page = as_person(late.controller).get("/uppfoljning/").content.decode()
    assert re.search(r'<a href="/uppfoljning/"\s+aria-current="page">Uppföljning</a>', page)


def reminders(mailoutbox) -> list[str]:
    return [each.to[0] for each in mailoutbox]


@pytest.mark.django_db(transaction=True)
def test_one_is_reminded_and_a_second_time_only_when_asked(late, as_person, mailoutbox) -> None:
    client = as_person(late.controller)
    one = {"en": str(late.follow_up.key)}
    page = client.post(REMIND, one, follow=True).content.decode()
    assert f"En påminnelse är skickad till {late.unit}." in page
    assert f"Påmind {timezone.localdate()}" in page
    assert reminders(mailoutbox) == ["mona@example.se"]
    assert "skulle ha varit klar" in mailoutbox[0].body
    assert f"http://testserver/uppfoljning/2027/T1/{late.unit.slug}/" in mailoutbox[0].body
    answer = client.post(REMIND, one)
    assert answer.status_code == 409
    assert "Påminn en gång till?" in answer.content.decode()
    assert len(mailoutbox) == 1
    assert client.post(REMIND, {**one, "igen": "1"}).status_code == 302
    assert len(mailoutbox) == 2
    assert Reminder.objects.filter(kind="asked", sent_by=late.controller).count() == 2


@pytest.mark.django_db(transaction=True)
def test_all_who_are_late_are_reminded_at_once(late, as_person, mailoutbox) -> None:
    other, done, nobody = (UnitFactory(parent=late.unit.parent) for _ in range(3))
    for unit in (other, done, nobody):
        with_plan(unit)
    boss, _ = member(other, Role.MANAGER), member(done, Role.MANAGER)
    mark_ready(by=OPERATOR, follow_up=FollowUp.objects.get(unit=done), although_missing=True)
    client = as_person(late.controller)
    assert "Påminn alla 3 som är sena med T1" in " ".join(page_for(client).split())
    slug = late.round.owner.slug
    answer = client.post(REMIND, {"alla": "T1", "enhet": slug}, follow=True)
    assert answer.redirect_chain == [(f"{ADDRESS}?enhet={slug}", 302)]
    page = answer.content.decode()
    assert "En påminnelse är skickad till 2 enheter." in page
    assert f"Ingen påminnelse gick till {nobody}" in page
    assert sorted(reminders(mailoutbox)) == sorted(["mona@example.se", boss.email])


def test_who_is_done_isnt_reminded(late, as_person) -> None:
    mark_ready(by=OPERATOR, follow_up=late.follow_up, although_missing=True)
    client = as_person(late.controller)
    page = client.post(REMIND, {"en": str(late.follow_up.key)}, follow=True).content.decode()
    assert "behöver påminnas längre" in page
    assert client.post(REMIND, {"en": "x"}).status_code == 302
    assert client.get(REMIND).status_code == 405
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("units", [6, 60])
def test_ten_queries_however_many_units(db, as_person, django_assert_num_queries, units) -> None:
    committee = CommitteeFactory()
    for _ in range(units):
        PlanFactory(unit=UnitFactory(parent=committee), year=2027)
    with_plan(UnitFactory(parent=committee))
    for code in ("T1", "T2", "VB"):
        a_round(committee, code, overdue())
    client = as_person(member(committee, Role.CONTROLLER))
    client.get(ADDRESS)
    with django_assert_num_queries(10):
        assert client.get(ADDRESS).content.decode().count('<tr role="row"') == units + 3


def test_what_no_address_can_hold_is_no_error(late, as_person) -> None:
    client = as_person(late.controller)
    assert client.get("/uppfoljning/2027/%00/granen/").status_code in {400, 404}
    for sent in ({"alla": "\0"}, {"alla": "T1", "enhet": "\0"}):
        assert client.post(REMIND, sent).status_code in {302, 400}
    assert client.get(ADDRESS, {"enhet": "\0", "status": "\0"}).status_code in {200, 400}
