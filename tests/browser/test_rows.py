"""Rows of tables in real Chromium: written by keyboard alone, wrong, by two at once, and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from goals.actions.moves import revise_plan
from goals.models import Level, Plan
from indicators.models import Indicator, Target
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import CouncilFactory, GoalIndicatorFactory, IndicatorFactory, decided, member
from tests.rich import key
from vp.org.models import Role, Unit, User

pytestmark = pytest.mark.browser
PLAN = "/planer/2027/granen/"
SAVED = re.compile(r"^Sparat \d\d:\d\d$")
Browse = Callable[[User], Page]


@pytest.fixture
def plan(granen: Unit) -> Plan:
    return Plan.objects.get(unit=granen, year=2027)


@pytest.fixture
def page_of_plan(granen: Unit, logged_in: Browse) -> Page:
    """The plan, opened by somebody who writes it."""
    page = logged_in(member(granen, Role.EDITOR, name="Kim Ask"))
    page.goto(PLAN)
    return page


def another_browser(person: User, browser: Browser, live_server: Any, **settings: Any) -> Page:
    """Somebody else's, logged in."""
    client = Client()
    client.force_login(person)
    context = browser.new_context(base_url=live_server.url, locale="sv-SE", **settings)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def goal(page: Page, plan: Plan) -> Locator:
    """The unit's own goal."""
    return page.locator(f"#mal-{str(plan.goals.get(level=Level.UNIT).key)[:8]}")


def looked_at(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)


def press(page: Page, target: Locator) -> None:
    target.focus()
    page.keyboard.press("Enter")


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(SAVED)


def test_activities_by_keyboard_alone(plan, page_of_plan: Page) -> None:
    page, keys = page_of_plan, page_of_plan.keyboard
    at = goal(page, plan)
    press(page, at.locator("[data-add-row]"))
    expect(page.get_by_label("Aktivitet", exact=True)).to_be_focused()
    keys.type("Öppet hus för nya familjer")
    keys.press("Enter")
    for label, day in (("Startdatum", "2026-11-02"), ("Slutdatum", "2028-01-09")):
        expect(page.get_by_label(label)).to_be_focused()
        page.get_by_label(label).fill(day)  # the browser's own field takes its keys in the machine's order
        keys.press("Enter")
    keys.type("Ateljeristan")
    saved(page)
    looked_at(page)
    keys.press("Enter")
    row = at.get_by_role("row", name="Öppet hus för nya familjer")
    expect(row).to_contain_text("2028-01-09")
    expect(page.get_by_label("Aktivitet", exact=True)).to_be_focused()  # the next one
    keys.press("Escape")
    expect(page.locator(".row-form")).to_have_count(0)
    expect(at.locator("[data-add-row]")).to_be_focused()
    made = plan.activities.get(title="Öppet hus för nya familjer")
    assert (made.ends_on.isoformat(), made.responsible) == ("2028-01-09", "Ateljeristan")
    press(page, row.get_by_role("button", name="Ändra"))
    expect(page.get_by_label("Aktivitet", exact=True)).to_be_focused()
    keys.press("End")
    keys.type(" i maj")
    keys.press("Escape")
    expect(at.get_by_role("button", name="Ändra Öppet hus för nya familjer i maj")).to_be_focused()
    looked_at(page)
    keys.press("Alt+ArrowUp")
    expect(page.get_by_text("Raden står nu på plats 2 av 3.")).to_be_attached()
    expect(at.locator(".activities tbody tr").nth(1)).to_contain_text("Öppet hus")
    page.reload()
    expect(at.locator(".activities tbody tr").nth(1)).to_contain_text("Öppet hus")


def test_an_indicator_from_the_library_by_keyboard_alone(plan, page_of_plan: Page) -> None:
    owner = CouncilFactory()
    names = [f"Antal dagar med lek nummer {n}" for n in range(300)]
    Indicator.objects.bulk_create(Indicator(owner=owner, name=name) for name in names)
    page, keys, at = page_of_plan, page_of_plan.keyboard, goal(page_of_plan, plan)
    press(page, at.locator("[data-add-indicator]"))
    expect(page.get_by_label("Sök i biblioteket")).to_be_focused()
    expect(page.get_by_text(" indikatorer. Välj med piltangenterna.")).to_be_visible()
    keys.type("lek 217")
    expect(page.get_by_text("1 indikator. Välj med piltangenterna.")).to_be_visible()
    looked_at(page)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.get_by_label("Årsmål")).to_be_focused()
    keys.type("1 200,5 dagar")
    saved(page)
    expect(page.get_by_text("Läses som talet 1\u202f200,5.")).to_be_visible()
    expect(page.get_by_text("Granskogs kommun bestämmer namnet")).to_be_visible()
    looked_at(page)
    keys.press("Enter")
    row = at.get_by_role("row", name="Antal dagar med lek nummer 217")
    expect(row).to_contain_text("1 200,5 dagar")
    expect(row.get_by_role("button")).to_be_focused()
    assert Target.objects.get(unit=plan.unit, indicator__name__endswith="217").words == "1 200,5 dagar"
    press(page, at.locator("[data-add-indicator]"))
    expect(page.get_by_label("Sök i biblioteket")).to_be_focused()
    keys.type("lek 217")
    expect(page.get_by_text("Står redan vid målet").locator("visible=true")).to_have_count(1)
    keys.press("Escape")
    expect(at.locator("[data-add-indicator]")).to_be_focused()


def test_an_indicator_of_ones_own(plan, page_of_plan: Page) -> None:
    page, keys, at = page_of_plan, page_of_plan.keyboard, goal(page_of_plan, plan)
    press(page, at.locator("[data-add-indicator]"))
    expect(page.get_by_label("Sök i biblioteket")).to_be_focused()
    looked_at(page)
    press(page, page.get_by_text("Gör en egen", exact=True))
    page.get_by_label("Namn").focus()
    keys.type("Antal utflykter")
    page.get_by_label("Periodicitet").focus()
    keys.type("Månad")
    looked_at(page)
    press(page, page.get_by_role("button", name="Lägg till vid målet"))
    expect(page.get_by_label("Årsmål")).to_be_focused()
    keys.type("öka")
    saved(page)
    expect(page.get_by_text("Ord, inget tal.")).to_be_visible()
    press(page, page.get_by_role("button", name="Ändra namn och periodicitet"))
    expect(page.get_by_label("Namn")).to_be_focused()
    keys.press("End")
    keys.type(" till skogen")
    saved(page)
    looked_at(page)
    keys.press("Escape")
    row = at.get_by_role("row", name="Antal utflykter till skogen")
    expect(row).to_contain_text("öka")
    expect(row).to_contain_text("Månad")


def test_what_is_wrong_is_said_where_it_stands_and_nothing_is_lost(plan, granen, logged_in) -> None:
    IndicatorFactory(name="Antal utflykter")
    page = logged_in(member(granen, Role.EDITOR)).context.new_page()  # whose console tells of what is refused
    page.goto(PLAN)
    page.locator(f'[data-open$="{key("a2")}/"]').click()
    page.get_by_label("Slutdatum").fill("2020-01-01")
    page.get_by_label("Ansvarig").fill("Rektor")
    expect(page.get_by_text("Slutdatum ligger före startdatum.")).to_be_visible()
    looked_at(page)
    page.get_by_label("Ansvarig").press("Escape")
    expect(page.get_by_label("Slutdatum")).to_be_focused()
    expect(page.get_by_label("Slutdatum")).to_have_value("2020-01-01")
    page.get_by_label("Slutdatum").fill("2028-01-31")
    saved(page)
    expect(page.get_by_text("Slutdatum ligger före startdatum.")).to_be_hidden()
    page.get_by_role("button", name="Klar", exact=True).click()
    assert plan.activities.get(key=key("a2")).responsible == "Rektor"
    goal(page, plan).locator("[data-add-indicator]").click()
    page.get_by_text("Gör en egen", exact=True).click()
    page.get_by_label("Namn").fill("Antal utflykter!")
    page.get_by_role("button", name="Lägg till vid målet").click()
    expect(page.get_by_text("Finns redan:")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Använd den: Antal utflykter").click()
    expect(page.get_by_label("Årsmål")).to_be_focused()
    assert plan.indicators.filter(indicator__name="Antal utflykter").exists()


def test_two_write_in_one_row(plan, granen, browser, live_server, logged_in) -> None:
    first = logged_in(member(granen, Role.MANAGER, name="Mona Alm"))
    second = another_browser(member(granen, Role.EDITOR), browser, live_server)
    for page in (first, second):
        page.goto(PLAN)
        page.locator(f'[data-open$="{key("a2")}/"]').click()
        expect(page.get_by_label("Aktivitet", exact=True)).to_be_focused()
    first.get_by_label("Aktivitet", exact=True).fill("Skogsveckan i maj")
    saved(first)
    second.get_by_label("Aktivitet", exact=True).fill("Skogsveckan i juni")
    expect(second.get_by_text("Mona Alm har också skrivit här")).to_be_visible()
    expect(second.get_by_label("Aktivitet", exact=True)).to_have_value("Skogsveckan i juni")
    looked_at(second)
    second.get_by_role("button", name="Spara min text").click()
    saved(second)
    assert plan.activities.get(key=key("a2")).title == "Skogsveckan i juni"
    second.context.close()


def test_what_is_decided_links_to_its_change(plan, granen, controller, logged_in) -> None:
    GoalIndicatorFactory(goal=plan.goals.get(level=Level.UNIT), indicator=IndicatorFactory(name="Lek"))
    decided(plan)
    revise_plan(by=controller, plan=plan, reason="Ny budget")
    page = logged_in(controller)
    page.goto(PLAN)
    page.locator(f'[data-open$="{key("i3")}/"]').click()
    expect(page.locator(".row-form").get_by_role("link", name="Ändra årsmål")).to_be_focused()
    looked_at(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ändra Lek").click()
    page.get_by_label("Årsmål").fill("3")
    saved(page)


def test_on_a_phone(plan, granen, browser, live_server) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = another_browser(member(granen, Role.EDITOR), browser, live_server, **phone)
    page.goto(PLAN)
    opens = page.get_by_role("button", name="Ändra Skogsveckan")
    assert opens.evaluate("button => getComputedStyle(button).opacity") == "1"
    check(page)
    opens.tap()
    expect(page.get_by_label("Aktivitet", exact=True)).to_be_focused()
    check(page)
    labels = ("Aktivitet", "Startdatum", "Ansvarig")
    boxes = [page.get_by_label(label, exact=True).bounding_box() for label in labels]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(set(tops))
    page.get_by_role("button", name="Klar", exact=True).tap()
    expect(page.locator(".row-form")).to_have_count(0)
    page.context.close()
