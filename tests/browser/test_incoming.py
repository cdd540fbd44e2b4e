"""An import in real Chromium, from the list of plans to the goals above it, by keyboard and sound to axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.goals.test_incoming import LONE
from vp.org.models import User

pytestmark = pytest.mark.browser


def choose(page: Page, text: str) -> None:
    file = {"name": "plan.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.get_by_label("Fil").set_input_files(files=[file])  # type: ignore[list-item]


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_file_becomes_a_plan(width: int, controller: User, logged_in) -> None:
    page = logged_in(controller).context.new_page()  # whose console may tell of refusals
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/planer/?ar=2027")
    page.get_by_role("link", name="Läs in en plan från fil").click()
    check(page)
    choose(page, "Inga mål här.")
    press(page, "Läs in och granska")
    expect(page.get_by_role("alert")).to_be_focused()
    check(page)
    choose(page, LONE)
    press(page, "Läs in och granska")
    expect(page.get_by_role("heading", name="Att se över (1)")).to_be_visible()
    check(page)
    page.get_by_label("Vilken kolumn hör värdet till?").press("ArrowUp")
    press(page, "Välj för rad 11")
    expect(page.get_by_role("heading", name="Inget mer att se över")).to_be_visible()
    page.get_by_text("Det du har valt (1)").click()
    expect(page.get_by_label("Vilken kolumn hör värdet till?")).to_have_value("target")
    check(page)
    page.get_by_label("Enhet").select_option(label="Förskolan Granen (Barnnämnden)")
    press(page, "Spara som utkast")
    expect(page.get_by_role("alert")).to_contain_text("har redan en plan")
    check(page)
    page.get_by_label("År").fill("2028")
    press(page, "Spara som utkast")
    page.get_by_role("link", name="Några behöver ses över").click()
    check(page)
    press(page, "Gör till mål för Barnnämnden")
    expect(page.get_by_text("1 mål är nu kopplade")).to_be_visible()
    check(page)


def test_a_goal_shows_its_line_in_the_file(controller: User, logged_in) -> None:
    page = logged_in(controller)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/planer/importera/")
    choose(page, LONE)
    press(page, "Läs in och granska")
    page.get_by_role("link", name="Barnen i Granen prövar något nytt").focus()
    page.keyboard.press("Enter")
    line = page.get_by_role("row", name="Enhetsmål: Barnen i Granen prövar något nytt")
    expect(line).to_be_in_viewport()
    expect(page.get_by_role("link", name="Barnen i Granen prövar något nytt")).to_be_in_viewport()
