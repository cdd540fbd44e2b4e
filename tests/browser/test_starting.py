"""A plan begins in real Chromium, by the keyboard: from last year's, and its registry number on the cover."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goals.importing.save import save_plan
from goals.models import Plan
from goals.season import planning_year
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import UnitFactory, member
from tests.rich import rich_document
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit

pytestmark = pytest.mark.browser


def looked_at(page: Page) -> None:
    """At both widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)


def press(page: Page, role: str, name: str) -> None:
    target = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    target.focus()
    page.keyboard.press("Enter")


@pytest.fixture
def linden(granen: Unit) -> Unit:
    """A preschool with last year's plan and none for the year that is planned."""
    unit = UnitFactory(parent=granen.parent, name="Förskolan Linden", slug="linden")
    year = planning_year(timezone.localdate()) - 1
    save_plan(by=OPERATOR, document=rich_document(year=year), unit=unit)
    return unit


def test_a_plan_begins_from_last_years_by_keyboard(linden, logged_in, page: Page) -> None:
    year = planning_year(timezone.localdate())
    logged_in(member(linden, Role.MANAGER, name="Lina Lind"))
    page.goto("/")
    press(page, "link", f"Börja på planen för {year}")
    expect(page.get_by_role("heading", name=f"Börja på planen för {year}")).to_be_visible()
    expect(page.get_by_text("1 eget mål, 2 texter vid målen")).to_be_visible()
    looked_at(page)
    page.get_by_label(f"Utgå från planen för {year - 1}").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Börja på en tom plan")).to_be_checked()
    page.keyboard.press("ArrowUp")
    press(page, "button", f"Börja på planen för {year}")
    expect(page.get_by_text(f"Planen för {year} är påbörjad.")).to_be_visible()
    expect(page.get_by_role("heading", name="Barnen i Granen prövar något nytt varje vecka")).to_be_visible()
    looked_at(page)
    other = page.context.new_page()  # whose console tells of what is refused
    other.goto(f"/planer/{year}/linden/borja/")
    expect(other.get_by_text("har redan en plan")).to_be_visible()
    looked_at(other)


def test_the_registry_number_is_written_on_the_cover(granen, logged_in, page: Page) -> None:
    Plan.objects.filter(unit=granen, year=2027).update(registry_number="")
    logged_in(member(granen, Role.MANAGER))
    page.goto("/planer/2027/granen/")
    page.get_by_text("Skriv diarienumret").focus()
    page.keyboard.press("Enter")
    looked_at(page)
    page.get_by_label("Diarienummer").fill("BN 2027/4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Diarienumret är sparat.")).to_be_visible()
    expect(page.locator("#diarienummer")).to_be_focused()
    expect(page.locator("#diarienummer")).to_contain_text("BN 2027/4")
    assert Plan.objects.get(unit=granen, year=2027).registry_number == "BN 2027/4"
