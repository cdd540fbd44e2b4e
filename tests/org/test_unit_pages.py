"""The forms that change the organisation, from the unit's own page."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import CommitteeFactory, UnitFactory, UserFactory, member
from vp.org.models import Role, Unit, User

pytestmark = pytest.mark.django_db
PAGES = ("under", "namn", "flytta", "stang")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def unit() -> Unit:
    unit: Unit = UnitFactory(
        name="Solen", slug="solen", parent=CommitteeFactory(slug="namnden", name="Nämnden")
    )
    return unit


@pytest.fixture
def administrator(unit: Unit) -> User:
    return member(Unit.objects.get(parent=None), Role.ADMINISTRATOR)


def inside(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def today() -> str:
    return timezone.localdate().isoformat()


def test_the_units_page_offers_what_one_may(unit: Unit, administrator: User) -> None:
    words = inside(administrator).get("/enheter/solen/").content.decode()
    for page in PAGES:
        assert f"/enheter/solen/{page}/" in words
    controller = inside(member(unit.parent, Role.CONTROLLER))
    assert "/enheter/solen/namn/" in controller.get("/enheter/solen/").content.decode()
    own = controller.get("/enheter/namnden/").content.decode()
    assert "/enheter/namnden/under/" in own
    assert "/enheter/namnden/namn/" not in own
    assert (
        "Organisation</h2>" not in inside(member(unit, Role.MANAGER)).get("/enheter/solen/").content.decode()
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.EDITOR, Role.MANAGER])
def test_who_may_not_is_told_who_may(unit: Unit, page: str, role: Role) -> None:
    client = inside(member(unit, role))
    for answer in (client.get(f"/enheter/solen/{page}/"), client.post(f"/enheter/solen/{page}/", {})):
        assert answer.status_code == 403
        assert "administratörer" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_what_one_does_not_see_does_not_exist(unit: Unit, administrator: User, page: str) -> None:
    assert inside(UserFactory()).get(f"/enheter/solen/{page}/").status_code == 404
    assert inside(administrator).get(f"/enheter/finns-inte/{page}/").status_code == 404
    assert inside(administrator).put(f"/enheter/solen/{page}/").status_code == 405
    assert Client().get(f"/enheter/solen/{page}/").status_code == 302


def test_a_unit_is_added(unit: Unit, administrator: User) -> None:
    given = {"name": "Månen", "kind": "unit", "opened_on": today()}
    answer = inside(administrator).post("/enheter/namnden/under/", given, follow=True)
    assert answer.redirect_chain == [("/enheter/manen/", 302)]
    assert "Månen är tillagd." in answer.content.decode()
    again = inside(administrator).post("/enheter/namnden/under/", given)
    assert "Det finns redan en enhet med det namnet här." in again.content.decode()


def test_a_unit_gets_another_name_once_from_each_version(unit: Unit, administrator: User) -> None:
    client = inside(administrator)
    given = {"name": "Månen", "on": today(), "version": 1}
    answer = client.post("/enheter/solen/namn/", given, follow=True)
    assert "Enheten heter nu Månen." in answer.content.decode()
    assert client.get("/enheter/solen/", follow=True).redirect_chain == [("/enheter/manen/", 301)]
    late = client.post("/enheter/manen/namn/", given | {"name": "Stjärnan"})
    assert "Nu heter den Månen" in late.content.decode()


def test_a_unit_is_moved_where_it_can_stand(unit: Unit, administrator: User) -> None:
    other = CommitteeFactory(name="Andra nämnden")
    client = inside(administrator)
    form = client.get("/enheter/solen/flytta/").content.decode()
    assert "Andra nämnden" in form
    assert f'<option value="{unit.pk}"' not in form
    answer = client.post("/enheter/solen/flytta/", {"to": other.pk, "on": today(), "version": 1}, follow=True)
    assert "Solen hör nu till Andra nämnden." in answer.content.decode()
    unit.refresh_from_db()
    assert unit.path == [*other.path, unit.pk]


def test_a_unit_is_closed_and_opened_again(unit: Unit, administrator: User) -> None:
    client = inside(administrator)
    first = {"last_day": today(), "reason": "Slås ihop.", "version": 1}
    assert "finns till och med" in client.post("/enheter/solen/stang/", first, follow=True).content.decode()
    again = client.post("/enheter/solen/stang/", {"reason": "", "version": 2}, follow=True)
    assert "Solen är öppen igen." in again.content.decode()
    refused = client.post("/enheter/namnden/stang/", {"last_day": today(), "version": 1})
    assert "öppna enheter under sig" in refused.content.decode()
