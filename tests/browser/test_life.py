"""A plan's life in real Chromium: ready, returned, ready, decided, revised; axe on every page and state."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goals.actions.moves import revise_plan
from goals.models import Plan, Text
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import UnitFactory, decided, member
from vp.org.models import Role

pytestmark = pytest.mark.browser
HOUR = datetime.timedelta(hours=1)
PLAN = "/planer/2027/granen/"
REASON = "Budgeten saknas. Lägg till den."


def looked_at(page: Page) -> None:
    """At both widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)


def go(page: Page, label: str) -> None:
    """From the plan to the page of a move, by keyboard."""
    link = page.get_by_role("link", name=label, exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=label, exact=True)).to_be_visible()
    looked_at(page)


def send(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).focus()
    page.keyboard.press("Enter")


def mark_ready(page: Page) -> None:
    page.goto(PLAN)
    go(page, "Klarmarkera")
    expect(page.get_by_role("heading", name="Inte skrivet ännu")).to_be_visible()
    page.get_by_label("Planen är klar ändå").check()
    send(page, "Klarmarkera")
    expect(page.get_by_text("Planen är klarmarkerad.")).to_be_visible()


def decide(page: Page, by_whom: str) -> None:
    page.goto(PLAN)
    go(page, "Fastställ")
    page.get_by_label("Fastställd av").fill(by_whom)
    send(page, "Fastställ planen")
    expect(page.get_by_text("och låst.")).to_be_visible()
    looked_at(page)


def test_a_plans_life(granen, controller, logged_in, page: Page) -> None:
    manager = member(granen, Role.MANAGER, name="Mona Alm")
    logged_in(manager)
    mark_ready(page)

    logged_in(controller)
    page.goto(PLAN)
    go(page, "Skicka tillbaka")
    page.get_by_label("Vad behöver ändras?").fill(REASON)
    send(page, "Skicka tillbaka")
    expect(page.get_by_text("Tillbakaskickad av Petra Ek")).to_contain_text(REASON)
    looked_at(page)

    logged_in(manager)
    mark_ready(page)
    expect(page.get_by_text("Tillbakaskickad av Petra Ek")).to_have_count(0)

    logged_in(controller)
    decide(page, "Nämnden § 4")
    go(page, "Revidera")
    page.get_by_label("Varför revideras planen?").fill("Halva budgeten drogs in.")
    send(page, "Öppna för revidering")
    expect(page.get_by_text("Du läser ett utkast.")).to_be_visible()
    page.get_by_text("Planens gång", exact=True).click()
    expect(page.get_by_text("Öppnad för revidering. Halva budgeten drogs in.")).to_be_visible()
    looked_at(page)

    logged_in(member(UnitFactory(parent=granen.parent), Role.READER))
    page.goto(PLAN)
    expect(page.get_by_text("Fastställd", exact=True).first).to_be_visible()
    expect(page.get_by_text("Du läser ett utkast.")).to_have_count(0)
    looked_at(page)

    logged_in(manager)
    mark_ready(page)
    logged_in(controller)
    decide(page, "Nämnden § 31")
    expect(page.get_by_text("fastställd som version 2")).to_be_visible()


def test_versions_and_what_differs_between_them(granen, controller, logged_in, page: Page) -> None:
    plan = Plan.objects.get(unit=granen, year=2027)
    decided(plan)
    again = revise_plan(by=controller, plan=plan, reason="Halva budgeten drogs in.")
    Text.objects.filter(plan=plan, title="Inledning").update(body="<p>Granen har tre avdelningar.</p>")
    decided(again)
    logged_in(controller)
    page.goto(PLAN)
    page.get_by_role("link", name="Alla versioner av planen").click()
    looked_at(page)
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("Granen har fyra avdelningar.")).to_be_visible()
    looked_at(page)
    page.goto(PLAN)
    page.get_by_role("link", name="visa ändringar").click()
    expect(page.locator("ins")).to_contain_text("tre")
    expect(page.locator("del")).to_contain_text("fyra")
    looked_at(page)
    page.get_by_label("Från").select_option("2")
    page.get_by_role("button", name="Visa ändringar").click()
    expect(page.get_by_text("Inget skiljer dem åt.")).to_be_visible()
    looked_at(page)


def test_a_correction_and_a_new_target(granen, controller, logged_in, page: Page) -> None:
    decided(Plan.objects.get(unit=granen, year=2027))
    logged_in(controller)
    page.goto(PLAN)
    go(page, "Lås upp")
    page.get_by_label("Upplåst till").fill(f"{timezone.localtime() + HOUR:%Y-%m-%dT%H:%M}")
    page.get_by_label("Varför låses planen upp?").fill("Rätta ett stavfel.")
    send(page, "Lås upp")
    expect(page.get_by_text("Rätta ett stavfel. Rättelserna visas för alla")).to_be_visible()
    looked_at(page)
    go(page, "Lås igen")
    send(page, "Lås igen")
    expect(page.get_by_text("Inget var ändrat.")).to_be_visible()
    go(page, "Ändra årsmål")
    page.get_by_label("Indikator").select_option("Andel nöjda vårdnadshavare")
    page.get_by_label("Nytt årsmål").fill("88 %")
    page.get_by_label("Gäller från och med").fill("2027-06-01")
    page.get_by_label("Varför ändras årsmålet?").fill("Nämndens beslut § 40")
    send(page, "Ändra årsmålet")
    expect(page.get_by_text("Tidigare 85 %.")).to_be_visible()
    looked_at(page)
    logged_in(member(granen, Role.EDITOR))
    page.goto(PLAN)
    expect(page.get_by_text("Planen är låst sedan den fastställdes.")).to_contain_text("Petra Ek")
    looked_at(page)


def test_what_is_missing_and_what_is_too_late_are_told(granen, controller, logged_in, page: Page) -> None:
    logged_in(member(granen, Role.MANAGER))
    page.goto(PLAN + "klarmarkera/")
    missing = page.get_by_role("link", name="Övrigt")
    missing.click()
    expect(page.locator(":target")).to_be_in_viewport()
    mark_ready(page)
    other = logged_in(controller).context.new_page()  # whose console tells of what is refused
    other.goto(PLAN + "faststall/")
    send(other, "Fastställ planen")
    expect(other.get_by_role("alert")).to_contain_text("Skriv vem som har fastställt")
    looked_at(other)
    answer = other.goto(PLAN + "revidera/")
    assert answer is not None
    assert answer.status == 409
    looked_at(other)
