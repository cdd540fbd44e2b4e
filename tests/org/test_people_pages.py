"""The people pages: who sees which roles, and what they can do there."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import CommitteeFactory, MembershipFactory, UnitFactory, UserFactory, member
from vp.org.models import Membership, Role, Unit, User

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def unit() -> Unit:
    unit: Unit = UnitFactory(name="Solen", slug="solen")
    return unit


@pytest.fixture
def manager(unit: Unit) -> User:
    return member(unit, Role.MANAGER, name="Maj Chef")


def inside(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: User, address: str = "/personer/") -> str:
    answer = inside(person).get(address)
    assert answer.status_code == 200, answer.status_code
    words: str = answer.content.decode()
    return words[words.index("<main") : words.index("</main>")]


def day(offset: int) -> str:
    return (timezone.localdate() + offset * DAY).isoformat()


def test_a_manager_sees_her_unit_and_nothing_beside(unit: Unit, manager: User) -> None:
    MembershipFactory(unit=unit, user__name="Åke Borta", ends_on=timezone.localdate() - DAY)
    member(unit, Role.STAFF, name="Ali Alm")
    member(UnitFactory(parent=unit.parent), Role.STAFF, name="Någon Annan")
    member(unit.parent, Role.CONTROLLER, name="Ingen Här")
    words = page(manager)
    assert "Maj Chef" in words
    assert "Ali Alm" in words
    for hidden in ("Åke Borta", "Någon Annan", "Ingen Här"):
        assert hidden not in words


def test_a_controller_sees_what_is_below(unit: Unit, manager: User) -> None:
    controller = member(unit.parent, Role.CONTROLLER, name="Cleo Controller")
    words = page(controller)
    assert "Maj Chef" in words
    assert "Cleo Controller" in words
    assert "Maj Chef" not in page(controller, "/personer/?q=cleo")
    assert "Cleo Controller" not in page(controller, "/personer/?enhet=solen")
    assert "Ingen passar in" in page(controller, "/personer/?q=finns+inte")


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.EDITOR])
def test_who_manages_nobody_is_told_who_does(unit: Unit, manager: User, role: Role) -> None:
    person = member(unit, role)
    held = manager.memberships.get()
    for address in ("/personer/", "/personer/ny/"):
        answer = inside(person).get(address)
        assert answer.status_code == 403
        assert "chef" in answer.content.decode().lower()
    for address in actions(held):
        assert inside(person).get(address).status_code == 404
        assert inside(person).post(address).status_code == 404


def actions(held: Membership) -> list[str]:
    return [
        f"/personer/roller/{held.pk}/avsluta/",
        f"/personer/roller/{held.pk}/vikarie/",
        f"/personer/{held.user.key}/konto/",
    ]


def test_a_role_elsewhere_does_not_exist(manager: User) -> None:
    held = MembershipFactory(unit=CommitteeFactory())
    for address in actions(held):
        assert inside(manager).get(address).status_code == 404
        assert inside(manager).post(address, {"last_day": day(0)}).status_code == 404
    held.refresh_from_db()
    assert held.ends_on is None


def test_pages_refuse_other_methods(manager: User) -> None:
    client = inside(manager)
    assert client.post("/personer/").status_code == 405
    for address in ["/personer/ny/", *actions(manager.memberships.get())]:
        assert client.put(address).status_code == 405


def test_inviting(unit: Unit, manager: User, mailoutbox, django_capture_on_commit_callbacks) -> None:
    assert '<option value="' in page(manager, "/personer/ny/?enhet=solen")
    given = {
        "email": "ny@example.se",
        "name": "Nya Nilsson",
        "unit": unit.pk,
        "role": "staff",
        "starts_on": day(0),
        "ends_on": "",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = inside(manager).post("/personer/ny/", given, follow=True)
    assert "Nya Nilsson är inlagd som medarbetare i Solen" in answer.content.decode()
    assert "http://testserver/losenord/" in mailoutbox[0].body
    again = inside(manager).post("/personer/ny/", given)
    assert "Nya Nilsson har redan den rollen då." in again.content.decode()


def test_inviting_reaches_no_further_than_ones_own_role(unit: Unit, manager: User) -> None:
    other = UnitFactory()
    given = {"email": "ny@example.se", "name": "Ny", "unit": unit.pk, "role": "staff", "starts_on": day(0)}
    for wrong, words in (
        ({"role": "controller"}, "Du får inte ge rollen controller i Solen."),
        ({"unit": other.pk}, "Välj en av enheterna i listan."),
        ({"email": "ny"}, "Skriv hela e-postadressen."),
        ({"starts_on": "i går"}, "Skriv dagen som 2025-03-31."),
    ):
        answer = inside(manager).post("/personer/ny/", given | wrong)
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert not User.objects.filter(email="ny@example.se").exists()


def test_ending_a_role(unit: Unit, manager: User) -> None:
    held = MembershipFactory(unit=unit, role=Role.STAFF, user__name="Ali Alm")
    answer = inside(manager).post(actions(held)[0], {"last_day": day(3)}, follow=True)
    assert f"Ali Alm har rollen till och med {day(3)}." in answer.content.decode()
    held.refresh_from_db()
    assert held.ends_on == timezone.localdate() + 3 * DAY


def test_a_higher_role_is_seen_but_not_ended(unit: Unit, manager: User) -> None:
    held = MembershipFactory(unit=unit, role=Role.CONTROLLER)
    assert held.user.name in page(manager)
    for address, given in zip(actions(held), ({"last_day": day(0)}, {}, {}), strict=True):
        if "vikarie" in address:
            UserFactory(email="v@example.se")
            given = {"email": "v@example.se", "starts_on": day(0), "ends_on": day(1)}
        answer = inside(manager).post(address, given)
        assert answer.status_code == 403, address
        assert "Du får inte" in answer.content.decode() or "alla personens roller" in answer.content.decode()
    held.refresh_from_db()
    assert (held.ends_on, held.user.is_active) == (None, True)


def test_appointing_a_deputy(unit: Unit, manager: User) -> None:
    held = manager.memberships.get()
    UserFactory(email="vik@example.se", name="Vik Arie")
    given = {"email": "vik@example.se", "starts_on": day(0), "ends_on": day(9)}
    answer = inside(manager).post(actions(held)[1], given, follow=True)
    assert f"Vik Arie är vikarie för Maj Chef till och med {day(9)}." in answer.content.decode()
    assert f"vikarie för Maj Chef, till och med {day(9)}" in page(manager)
    unknown = inside(manager).post(actions(held)[1], given | {"email": "okand@example.se"})
    assert "Bjud in personen först." in unknown.content.decode()


def test_closing_and_opening_an_account(unit: Unit, manager: User) -> None:
    held = MembershipFactory(unit=unit, role=Role.STAFF, user__name="Ali Alm")
    address = actions(held)[2]
    answer = inside(manager).post(address, {"reason": ""}, follow=True)
    assert "Ali Alm kan inte längre logga in." in answer.content.decode()
    assert "avstängd" in page(manager)
    answer = inside(manager).post(address, {"reason": "Tillbaka."}, follow=True)
    assert "Ali Alm kan logga in igen." in answer.content.decode()
    own = inside(manager).post(actions(manager.memberships.get())[2], {"reason": ""})
    assert "Du kan inte stänga av dig själv." in own.content.decode()


def test_the_page_asks_as_often_for_many_as_for_one(unit: Unit, django_assert_num_queries) -> None:
    controller = member(unit.parent, Role.CONTROLLER)
    client = inside(controller)
    client.get("/personer/")
    for _ in range(2):
        # session, person, her roles, count, roles with persons, units; the header's municipality
        with django_assert_num_queries(6):
            client.get("/personer/")
        for _ in range(3):
            MembershipFactory(unit=UnitFactory(parent=unit.parent))


def test_many_people_come_in_pages(unit: Unit, manager: User) -> None:
    for _ in range(60):
        MembershipFactory(unit=unit, role=Role.STAFF)
    assert "Sida 1 av 2" in page(manager)
    assert page(manager, "/personer/?sida=2").count('<th scope="row">') == 11
