"""The way in and the people pages in a real browser: by keyboard, at both widths, sound to axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories import PASSWORD, CommitteeFactory, CouncilFactory, MembershipFactory, UnitFactory, member
from vp.org.models import Role, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WIDTHS = [(1280, 900), (390, 844)]


@pytest.fixture
def controller() -> User:
    committee = CommitteeFactory(name="Utbildningsnämnden", slug="utbildningsnamnden")
    unit = UnitFactory(parent=committee, name="Förskolan Solen", slug="solen")
    MembershipFactory(unit=unit, role=Role.MANAGER, user__name="Maj Chef", user__email="maj@example.se")
    return member(committee, Role.CONTROLLER, name="Cleo Controller", email="cleo@example.se")


def log_in(page, email: str) -> None:
    page.goto("/logga-in/")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".user-menu").wait_for()


def assert_sound(page) -> None:
    """No axe violation, and nothing that sticks out to the side, at either width."""
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(page).response["violations"]
        assert not found, [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_way_in_is_sound(page) -> None:
    for address in ("/logga-in/", "/losenord/glomt/", "/losenord/glomt/skickat/", "/losenord/hej/hopp/"):
        page.goto(address)
        assert_sound(page)


def test_an_error_is_focused_and_leads_to_its_field(page) -> None:
    page.goto("/logga-in/")
    page.get_by_label("E-postadress").fill("kim")
    page.keyboard.press("Enter")
    page.locator("[role=alert]").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.title().startswith("Fel: Logga in")
    assert_sound(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#id_username"


def test_people_pages_are_sound(page, controller: User) -> None:
    log_in(page, "cleo@example.se")
    held = User.objects.get(email="maj@example.se").memberships.get()
    for address in (
        "/konto/",
        "/losenord/",
        "/personer/",
        "/personer/ny/",
        f"/personer/roller/{held.pk}/avsluta/",
        f"/personer/roller/{held.pk}/vikarie/",
        f"/personer/{held.user.key}/konto/",
        "/enheter/solen/",
        "/enheter/solen/under/",
        "/enheter/solen/namn/",
        "/enheter/solen/flytta/",
        "/enheter/solen/stang/",
    ):
        page.goto(address)
        assert_sound(page)


def test_a_person_is_invited_by_keyboard_alone(page, controller: User) -> None:
    log_in(page, "cleo@example.se")
    page.goto("/personer/ny/?enhet=solen")
    page.get_by_label("E-postadress").focus()
    page.keyboard.type("ny@example.se")
    page.keyboard.press("Tab")
    page.keyboard.type("Nya Nilsson")
    page.keyboard.press("Enter")
    page.get_by_text("Nya Nilsson är inlagd som medarbetare i Förskolan Solen").wait_for()
    assert User.objects.get(email="ny@example.se").memberships.get().role == Role.STAFF


def test_logging_out_from_the_menu(page) -> None:
    member(CouncilFactory(), Role.ADMINISTRATOR, email="eva@example.se")
    log_in(page, "eva@example.se")
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("heading", name="Logga in").wait_for()
