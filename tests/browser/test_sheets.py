"""Values come in as a file in real Chromium: asked about, looked at, saved, and brought in once more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indicators.actions import log_value
from indicators.entries import Given
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import TargetFactory
from tests.followup.rounds import save
from tests.followup.sheets.files import xlsx
from tests.followup.sheets.town import Town
from vp.org.access import OPERATOR
from vp.org.models import User

pytestmark = pytest.mark.browser
HEAD = ["Förvaltning", "Enhet", "Sjukfrånvarro", "Sjukfrånvaro kvinnor", "Andel nöjda barn", "Id"]


def looked_at(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_file_comes_in(transactional_db: None, logged_in: Callable[[User], Page], tmp_path: Path) -> None:
    town = Town(4)
    TargetFactory(indicator=town.absence, unit=town.committee, words="högst 5 %")
    town.log(town.units[2], "4,4")
    old, good = tmp_path / "gammal.xls", tmp_path / "personal.xlsx"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"))
    good.write_bytes(
        xlsx(
            ["Uttag ur personalsystemet, april 2027"],
            [],
            HEAD,
            ["Barn", "Fsk Granen", 5.1, 5.6, "0,82", "1"],
            ["Barn", "Förskolan Tallen", "fem", None, "-", "2"],
            ["Barn", "Förskolan nummer 2", 44, None, 0.79, "3"],
            ["Barn", "Rektorsområde Väst", 3, None, None, "4"],
            ["Barn", "Summa", 4, None, None, None],
        )
    )
    page = logged_in(town.controller).context.new_page()
    page.goto(f"/uppfoljning/2027/T1/{town.committee.slug}/omgang/")
    page.get_by_role("link", name="Värden in och ut").click()
    looked_at(page)
    page.get_by_label("Fil med värden").set_input_files(old)
    page.get_by_role("button", name="Läs in och granska").click()
    expect(page.get_by_text("Öppna den i Excel och spara den som .xlsx.").first).to_be_visible()
    looked_at(page)
    page.get_by_label("Fil med värden").set_input_files(good)
    page.get_by_role("button", name="Läs in och granska").click()
    expect(page.get_by_role("heading", name="Vad betyder det här?")).to_be_visible()
    looked_at(page)
    expect(page.get_by_label("Är Fsk Granen")).to_have_value(str(town.units[0].key))
    expect(page.get_by_label("Är Rektorsområde Väst")).to_have_value("-")
    page.get_by_label("Varför är det inte mätt?").fill("Enkäten är i maj.")
    page.get_by_text("Rubrikrad och kolumner som känns igen").click()
    looked_at(page)
    page.get_by_role("button", name="Fortsätt").press("Enter")
    expect(page.get_by_role("heading", name="Granska värdena")).to_be_visible()
    expect(page.get_by_text("Utfall (fem): Skriv ett tal")).to_be_visible()
    expect(page.get_by_text("Enheten läses inte in, som du har valt.")).to_be_visible()
    expect(page.get_by_text("Menar du 82\u00a0%, skriv om talet i filen.")).to_be_visible()
    looked_at(page)
    log_value(
        by=OPERATOR,
        indicator=town.content,
        unit=town.units[2],
        period=town.period,
        given=Given(total="81"),
        save=save(),
    )
    page.get_by_label("Hoppa över Sjukfrånvaro för Förskolan nummer 2").check()
    page.get_by_role("button", name="Spara 5 värden").press("Enter")
    clash = page.get_by_role("table", name="Ändrat av någon annan")
    expect(clash).to_contain_text("81")
    looked_at(page)
    expect(page.get_by_label("Hoppa över Sjukfrånvaro för Förskolan nummer 2")).to_be_checked()
    clash.get_by_role("checkbox").check()
    page.get_by_role("button", name="Spara", exact=True).press("Enter")
    expect(page.get_by_text("4 värden är sparade.")).to_be_visible()
    page.get_by_role("link", name="Värden in och ut").click()
    page.get_by_label("Fil med värden").set_input_files(good)
    page.get_by_role("button", name="Läs in och granska").click()
    expect(page.get_by_role("heading", name="Granska värdena")).to_be_visible()
    expect(page.get_by_role("button", name="Spara 1 värde")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Ta bort uppladdningen").press("Enter")
    expect(page.get_by_text("Inga värden har ändrats.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Ta ut som Excel").click()
    assert download.value.suggested_filename == f"varden-t1-2027-{town.committee.slug}.xlsx"
    page.close()
