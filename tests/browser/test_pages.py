"""The pages in real Chromium: axe finds nothing, nothing scrolls sideways, and the keyboard is enough."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS
from tests.rich import key

pytestmark = pytest.mark.browser

PLAN = "/planer/2027/granen/"
PAGES = [
    "/",
    "/planer/?ar=2027",
    "/planer/?ar=2027&status=draft",
    PLAN,
    "/planer/2026/granen/",
    "/enheter/",
    "/enheter/granen/",
    "/enheter/barnnamnden/",
    "/sok/",
    "/sok/?q=barn",
    "/sok/?q=finnsinte",
]


def check(page: Page) -> None:
    """No violation of any of axe's rules, and no sideways scroll."""
    violations = Axe().run(page).response["violations"]
    assert not violations, [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_for_everybody(width, controller, logged_in) -> None:
    page = logged_in(controller)
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        check(page)


def test_a_page_can_be_magnified_four_times(controller, logged_in) -> None:
    page = logged_in(controller)
    page.set_viewport_size({"width": 320, "height": 256})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), address


@pytest.mark.parametrize("width", WIDTHS)
def test_the_menu_opens_without_script_and_from_the_keyboard(width, controller, logged_in) -> None:
    page = logged_in(controller)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    page.locator(".user-menu > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    check(page)


def test_the_first_tab_skips_to_the_content(controller, logged_in) -> None:
    page = logged_in(controller)
    page.goto(PLAN)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_contents_lead_to_a_goal_and_follow_the_scroll(controller, logged_in) -> None:
    page = logged_in(controller)
    page.set_viewport_size({"width": 1280, "height": 700})
    page.emulate_media(reduced_motion="reduce")
    page.goto(PLAN)
    contents = page.get_by_role("navigation", name="Innehåll")
    link = contents.get_by_role("link", name="Barnen i Granen prövar något nytt varje vecka")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#mal-{str(key('unit'))[:8]}")).to_be_in_viewport()
    expect(link).to_have_attribute("aria-current", "location")
    page.evaluate("document.querySelector('section.of-area').scrollIntoView()")
    expect(contents.locator("[aria-current]")).to_have_text("1.2 Barnen får en bra start")
    page.evaluate("window.scrollTo(0, 0)")
    expect(contents.locator("[aria-current]")).to_have_count(0)


def test_the_contents_are_folded_on_a_narrow_screen(controller, logged_in) -> None:
    page = logged_in(controller)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(PLAN)
    contents = page.get_by_role("navigation", name="Innehåll")
    link = contents.get_by_role("link", name="Barnen i Granen prövar något nytt varje vecka")
    expect(link).to_be_hidden()
    contents.locator("summary").focus()
    page.keyboard.press("Enter")
    link.click()
    expect(link).to_be_hidden()
    expect(page.locator(f"#mal-{str(key('unit'))[:8]}")).to_be_in_viewport()


def test_a_goals_link_is_copied_and_told(controller, logged_in) -> None:
    page = logged_in(controller)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PLAN)
    anchor = f"#mal-{str(key('unit'))[:8]}"
    link = page.locator(f'{anchor} a[href="{anchor}"]')
    expect(link).to_have_accessible_name("Länk till målet")
    expect(link).to_have_accessible_description("Barnen i Granen prövar något nytt varje vecka")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Länken är kopierad.")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()").endswith(PLAN + anchor)


def test_rows_are_stacked_with_their_labels_on_a_narrow_screen(controller, logged_in) -> None:
    page = logged_in(controller)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(PLAN)
    cell = page.get_by_role("cell", name="85 %")
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Årsmål"'
    expect(page.get_by_role("columnheader", name="Periodicitet").first).to_be_attached()


def test_search_works_from_the_keyboard(controller, logged_in) -> None:
    page = logged_in(controller)
    page.goto("/")
    page.get_by_role("searchbox", name="Sök i planerna").focus()
    page.keyboard.type("nytt varje vecka")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sök", exact=True)).to_be_visible()
    page.get_by_role("link", name="Barnen i Granen prövar något nytt varje vecka").first.click()
    expect(page.locator(f"#mal-{str(key('unit'))[:8]}")).to_be_in_viewport()


def test_the_page_prints_the_document_alone(controller, logged_in) -> None:
    page = logged_in(controller)
    page.goto(PLAN)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Innehåll")).to_be_hidden()
    expect(page.get_by_role("button", name="Ladda ner PDF")).to_be_hidden()
    expect(page.get_by_role("heading", name="Förskolan Granen")).to_be_visible()


def test_an_error_page_is_for_everybody_too(controller, logged_in) -> None:
    page = logged_in(controller).context.new_page()  # whose console may tell of the 404
    page.goto("/finns/inte/")
    expect(page.get_by_role("heading", name="Sidan finns inte")).to_be_visible()
    check(page)
