"""A controller puts a compiled report together by keyboard in Chromium; checked by axe at both widths."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from followup.models import Report
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.followup.reports.committees import a_committee, add_unit
from vp.org.models import User

pytestmark = pytest.mark.browser
SAVED = re.compile(r"^Sparat \d\d:\d\d$")


def looked_at(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_report_is_chosen_written_and_finished(
    transactional_db: None, logged_in: Callable[[User], Page]
) -> None:
    found = a_committee(2, name="Socialnämnden")
    add_unit(found, name="Enheten som dröjer", reports=False)
    page = logged_in(found.controller).context.new_page()  # without the watch over what the console says
    keys = page.keyboard
    address = f"/uppfoljning/{found.round.year}/T1/{found.committee.slug}/sammanstallning/"
    page.goto(address)
    looked_at(page)
    page.get_by_role("link", name="Innehåll och försättsblad").click()
    looked_at(page)
    # parts by keyboard: the button keeps the focus while its part moves
    up = page.get_by_role("button", name="Flytta upp Ekonomi")
    up.focus()
    for place in (5, 4):
        keys.press("Enter")
        expect(page.locator(".compiled-parts li").nth(place)).to_contain_text("Ekonomi")
        expect(up).to_be_focused()
    page.locator("#med-deviations").press("Enter")
    expect(page.locator("#med-deviations")).to_have_attribute("aria-pressed", "false")
    # the cover saves itself, with its texts
    page.get_by_label("Diarienummer").fill("SN 2027/12")
    page.get_by_role("button", name="Skriv förslag till beslut").click()
    expect(page.locator("[contenteditable=true]")).to_be_focused()
    keys.type("Nämnden godkänner rapporten.")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    looked_at(page)
    # a text is quoted
    page.get_by_text("Enhet 00", exact=False).first.click()
    page.get_by_label("Sammanfattande analys").first.check()
    page.get_by_role("button", name="Spara utdragen").click()
    expect(page.get_by_text("1 text från enheterna är med i rapporten.")).to_be_visible()
    report = Report.objects.get()
    assert (report.registry_number, report.proposal) == ("SN 2027/12", "<p>Nämnden godkänner rapporten.</p>")
    page.get_by_role("link", name="Läs rapporten").click()
    expect(page.get_by_role("heading", name="Förslag till beslut")).to_be_visible()
    expect(page.get_by_text("Året i Enhet 00.")).to_be_visible()
    expect(page.get_by_text("Aktiviteter som avviker")).to_have_count(0)
    looked_at(page)
    # it is finished once the round is closed
    found.close()
    page.goto(f"{address}innehall/")
    page.get_by_role("button", name="Färdigställ rapporten").click()
    expect(page.get_by_text("Alla i kommunen kan läsa den.")).to_be_visible()
    looked_at(page)
    page.goto(f"{address}innehall/")
    expect(page.get_by_label("Varför öppnas den igen?")).to_be_visible()
    looked_at(page)
