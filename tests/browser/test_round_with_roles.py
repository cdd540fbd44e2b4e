"""A round from the day it is opened until the next, with one person in each role; axe in every state."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from followup.models import FollowUpVersion, Round
from indicators.models import Measurement
from tests.browser import flow
from tests.browser.flow import ABSENCE, ACTIVITY, GOAL, SHARE, follow, looked_at, send
from tests.factories import PlanFactory, UnitFactory, decided, member
from vp.org.models import Role

pytestmark = pytest.mark.browser
REASON = "Skriv vad ni gör åt frånvaron."
SUMMARY = "Maten är god, men många har varit sjuka."


def test_a_round_with_one_person_in_each_role(transactional_db: None, logged_in, page: Page) -> None:
    year = timezone.localdate().year
    unit, plan, _ = flow.a_preschool(year)
    decided(plan)
    decided(PlanFactory(unit=UnitFactory(parent=unit.parent, name="Förskolan Tallen"), year=year))
    assert unit.parent is not None
    people = {role: member(unit, role) for role in (Role.STAFF, Role.MANAGER)}
    people[Role.CONTROLLER] = member(unit.parent, Role.CONTROLLER, name="Petra Ek")
    first, second = f"Tertialrapport 1 {year}", f"Tertialrapport 2 {year}"

    def at_start_as(role: Role) -> None:
        logged_in(people[role])
        page.goto("/")

    # the controller opens the year's first round
    at_start_as(Role.CONTROLLER)
    follow(page, "Uppföljning", "Skapa den första")
    flow.open_round(page)
    looked_at(page)

    # staff log the values, by keyboard alone
    at_start_as(Role.STAFF)
    looked_at(page)
    follow(page, f"{first}, Förskolan Granen", "Värden")
    flow.log(page, ["170", "200", "7,4 %"])
    expect(page.locator("#framsteg")).to_have_text("2 av 2 ifyllda")
    looked_at(page)

    # the manager judges, tells of activities, economy and the whole, and says that it is done
    at_start_as(Role.MANAGER)
    follow(page, f"{first}, Förskolan Granen", "Bedömning, ekonomi och texter")
    expect(page.get_by_text("Förslag: Uppfylls delvis")).to_be_visible()
    flow.judge(page, "Uppfylls delvis", "Maten är uppskattad.")
    flow.tell_status(page, "Försenad", "Anbuden blev dyrare.")
    flow.account(page, "kostnad", ("Personal", "1 000", "330", "1 010"))
    flow.account(page, "intäkt", ("Avgifter", "200", "70", "200"))
    flow.summarise(page, SUMMARY)
    expect(page.locator("[data-left-count]")).to_be_hidden()
    looked_at(page)
    mark_ready(page, first)
    looked_at(page)

    # the controller sends it back, and the manager sees why
    at_start_as(Role.CONTROLLER)
    follow(page, first, "T1 för Förskolan Granen: Klarmarkerad…", "Skicka tillbaka")
    page.get_by_label("Vad behöver ändras?").fill(REASON)
    send(page, "Skicka tillbaka", "Uppföljningen är tillbaka hos enheten.")
    at_start_as(Role.MANAGER)
    expect(page.get_by_text("Tillbakaskickad av Petra Ek:")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    follow(page, f"{first}, Förskolan Granen")
    expect(page.get_by_text("Tillbakaskickad av Petra Ek")).to_contain_text(REASON)
    looked_at(page)
    follow(page, "Vem som har ändrat vad")
    expect(page.get_by_role("heading", name=f"Ändrade värdet för {SHARE}")).to_be_visible()
    looked_at(page)
    follow(page, f"Förskolan Granen, {first}", "Bedömning, ekonomi och texter")
    expect(page.get_by_text(REASON)).to_be_visible()
    mark_ready(page, first)

    # it is approved, and the round is closed though one unit has said nothing
    at_start_as(Role.CONTROLLER)
    follow(page, first, "T1 för Förskolan Granen: Klarmarkerad…", "Godkänn")
    send(page, "Godkänn", "Uppföljningen är godkänd.")
    looked_at(page)
    follow(page, "Om omgången", "Stäng omgången")
    expect(page.get_by_text("1 av 2 är inte godkända")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Förskolan Tallen")).to_contain_text("Ej påbörjad.")
    looked_at(page)
    page.get_by_label("Stäng omgången ändå").check()
    send(page, "Stäng omgången", f"{first} är stängd.")
    looked_at(page)
    assert FollowUpVersion.objects.count() == 2

    # the next round has the last one beside: its values where one logs, its words where one judges
    follow(page, f"Uppföljning {year}", "Ny omgång")
    flow.open_round(page)
    at_start_as(Role.STAFF)
    follow(page, f"{second}, Förskolan Granen", "Värden")
    for name, before in {SHARE: "85\u00a0%", ABSENCE: "7,4\u00a0%"}.items():
        row = page.locator(".log-row", has_text=name)
        expect(row.locator(".log-before")).to_contain_text(before)
    looked_at(page)
    at_start_as(Role.MANAGER)
    follow(page, f"{second}, Förskolan Granen", "Bedömning, ekonomi och texter")
    page.get_by_text("Så stod det i Tertialrapport 1").click()
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    expect(page.get_by_role("article", name=GOAL)).to_contain_text("Tertialrapport 1: uppfylls delvis")
    expect(page.locator(".judge-activity", has_text=ACTIVITY)).to_contain_text("Tertialrapport 1: försenad")
    looked_at(page)
    assert Measurement.objects.count() == 2
    assert [each.code for each in Round.objects.in_order()] == ["T1", "T2"]


def mark_ready(page: Page, round_: str) -> None:
    follow(page, round_, "Klarmarkera")
    expect(page.get_by_text("Inget saknas.")).to_be_visible()
    send(page, "Klarmarkera", "Uppföljningen är klarmarkerad.")
