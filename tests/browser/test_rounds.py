"""A round in real Chromium: opened, followed up, closed, corrected; axe on every page and in every state."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from followup.actions.rounds import RoundWords
from followup.headings import ensure_headings
from tests.browser.test_life import looked_at, send
from tests.factories import UnitFactory, member
from tests.followup.rounds import a_round, with_plan
from vp.org.models import Role, Unit, User

pytestmark = pytest.mark.browser
DAY = datetime.timedelta(days=1)
ROUND = "/uppfoljning/2027/T1/barnnamnden/omgang/"
UNIT = "/uppfoljning/2027/T1/granen/"
REASON = "Analysen av sjukfrånvaron saknas."


@pytest.fixture
def manager(granen: Unit) -> User:
    ensure_headings()
    return member(granen, Role.MANAGER, name="Mona Alm")


def overdue() -> RoundWords:
    today = timezone.localdate()
    return RoundWords(opens_on=today - 40 * DAY, due_on=today - 5 * DAY)


def follow(page: Page, label: str) -> None:
    """By keyboard, to a page that says the same."""
    page.get_by_role("link", name=label, exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    looked_at(page)


def test_a_round_is_opened_and_set_up(controller, manager, logged_in, page: Page) -> None:
    logged_in(controller)
    page.goto("/uppfoljning/2027/")
    looked_at(page)
    follow(page, "Skapa den första")
    page.get_by_label("Ska vara klar").fill("2027-05-20")
    send(page, "Skapa omgången")
    expect(page.get_by_text("Omgången är skapad.")).to_be_visible()
    looked_at(page)
    follow(page, "Ändra rubriker")
    page.get_by_role("group", name="Ny rubrik").get_by_role("textbox", name="Rubrik").fill("Årets lärdomar")
    send(page, "Spara rubrikerna")
    expect(page.get_by_text("Årets lärdomar")).to_be_visible()
    follow(page, "Ändra indikatorer")
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    send(page, "Spara indikatorerna")
    expect(page.get_by_text("Omgången är sparad.")).to_be_visible()
    follow(page, "Ändra indikatorer")
    expect(page.get_by_text("Ändrad för den här omgången.")).to_have_count(1)
    page.goto("/uppfoljning/omgangar/ny/?ar=2027&omgang=egen")
    looked_at(page)


def test_a_follow_ups_life(controller, manager, granen, logged_in, page: Page) -> None:
    a_round(granen.parent, words=overdue())
    logged_in(manager)
    page.goto(UNIT)
    expect(page.get_by_text("Det går att rapportera tills omgången stängs.")).to_be_visible()
    looked_at(page)
    mark_ready(page)
    logged_in(controller)
    page.goto(UNIT)
    follow(page, "Skicka tillbaka")
    page.get_by_label("Vad behöver ändras?").fill(REASON)
    send(page, "Skicka tillbaka")
    expect(page.get_by_text("Tillbakaskickad av Petra Ek")).to_contain_text(REASON)
    looked_at(page)
    logged_in(manager)
    mark_ready(page)
    logged_in(controller)
    page.goto(UNIT)
    follow(page, "Godkänn")
    send(page, "Godkänn")
    expect(page.get_by_text("Uppföljningen är godkänd. Ingen skriver")).to_be_visible()
    looked_at(page)
    page.goto(ROUND)
    follow(page, "Stäng omgången")
    expect(page.get_by_text("1 av 2 är inte godkända")).to_be_visible()
    page.get_by_label("Stäng omgången ändå").check()
    send(page, "Stäng omgången")
    expect(page.get_by_text("är stängd. Alla i kommunen")).to_be_visible()
    looked_at(page)
    page.goto(UNIT)
    follow(page, "Öppna igen")
    page.get_by_label("Öppen till").fill(f"{timezone.localtime() + DAY:%Y-%m-%dT%H:%M}")
    page.get_by_label("Varför öppnas uppföljningen igen?").fill("Ett fel i budgeten.")
    send(page, "Öppna igen")
    expect(page.get_by_text("Öppnad igen till")).to_be_visible()
    looked_at(page)
    follow(page, "Stäng igen")
    send(page, "Stäng igen")
    expect(page.get_by_text("Inget var ändrat.")).to_be_visible()


def mark_ready(page: Page) -> None:
    page.goto(UNIT)
    follow(page, "Klarmarkera")
    page.get_by_label("Uppföljningen är klar ändå").check()
    send(page, "Klarmarkera")
    expect(page.get_by_text("Uppföljningen är klarmarkerad. Controllern")).to_be_visible()


def test_the_matrix_and_its_reminders(controller, manager, granen, logged_in, page: Page) -> None:
    for name in ("Förskolan Björken", "Förskolan Ädelgranen i Norra skogens utkant"):
        with_plan(UnitFactory(parent=granen.parent, name=name))
    a_round(granen.parent, words=overdue())
    a_round(granen.parent, "T2")
    logged_in(controller)
    page.goto("/")
    looked_at(page)
    follow(page, "Tertialrapport 1 2027")
    page.get_by_role("button", name="Påminn Förskolan Granen om T1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("En påminnelse är skickad till Förskolan Granen.")).to_be_visible()
    expect(page.get_by_text(f"Påmind {timezone.localdate()}")).to_be_visible()
    looked_at(page)
    follow(page, "Sena 4")
    page.goto("/uppfoljning/2027/?status=godkanda")
    expect(page.get_by_text("Ingen enhet har den statusen.")).to_be_visible()
    looked_at(page)


def test_what_is_refused_is_told(controller, manager, granen, logged_in, page: Page) -> None:
    a_round(granen.parent, words=overdue())
    other = logged_in(controller).context.new_page()  # whose console tells of what is refused
    other.goto("/uppfoljning/2027/")
    other.get_by_role("button", name="Påminn Förskolan Granen om T1").click()
    other.get_by_role("button", name="Påminn Förskolan Granen om T1").click()
    expect(other.get_by_role("heading", name="Påminn en gång till?")).to_be_visible()
    looked_at(other)
    send(other, "Skicka ändå")
    expect(other.get_by_text("En påminnelse är skickad")).to_be_visible()
    other.goto("/uppfoljning/omgangar/ny/?ar=2027&omgang=T2")
    other.get_by_label("Ska vara klar").fill("2027-01-01")
    send(other, "Skapa omgången")
    expect(other.get_by_role("alert")).to_contain_text("Sista dagen ligger före den första.")
    looked_at(other)
    assert other.goto(f"{UNIT}godkann/").status == 409  # type: ignore[union-attr]
    looked_at(other)


def test_a_round_can_be_magnified_four_times(controller, manager, granen, logged_in, page: Page) -> None:
    a_round(granen.parent, words=overdue())
    logged_in(controller)
    page.set_viewport_size({"width": 320, "height": 256})
    rounds = [
        ROUND,
        *(f"{ROUND}{name}/" for name in ("andra", "rubriker", "indikatorer", "stang", "ta-bort")),
    ]
    for address in ["/uppfoljning/2027/", "/uppfoljning/omgangar/ny/?ar=2027", *rounds, UNIT]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), address
