"""Texts are written in real Chromium: by keyboard, by two at once, without contact, without a session."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route, expect

from goals.models import Plan, Text
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import PASSWORD, decided, member
from vp.org.models import Role, Unit, User

pytestmark = pytest.mark.browser
PLAN = "/planer/2027/granen/"
SAVES = re.compile(r".*/texter/[^/]+/(\?.*)?$")


@pytest.fixture
def manager(granen: Unit) -> User:
    return member(granen, Role.MANAGER, name="Mona Alm")


@pytest.fixture
def plan(granen: Unit) -> Plan:
    return Plan.objects.get(unit=granen, year=2027)


def editor(page: Page):
    return page.locator(".ProseMirror")


def open_text(page: Page, name: str = "Inledning") -> None:
    """By keyboard."""
    page.get_by_role("button", name=f"Skriv i {name}", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()


def write(page: Page, words: str) -> None:
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]").first).to_have_text(re.compile(r"^Sparat \d\d:\d\d$"))


def body(plan: Plan, title: str = "Inledning") -> str:
    return Text.objects.filter(plan=plan, title=title).order_by("pk").first().body


def looked_at(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)


def test_a_text_is_written_saved_and_read_by_keyboard(plan, manager, logged_in, page: Page) -> None:
    logged_in(manager)
    page.goto(PLAN)
    open_text(page)
    write(page, " Vi öppnar klockan sex.")
    looked_at(page)
    saved(page)
    assert "Vi öppnar klockan sex." in body(plan)
    page.keyboard.press("Control+Enter")
    expect(editor(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Skriv i Inledning", exact=True)).to_be_focused()
    expect(page.get_by_text("Vi öppnar klockan sex.")).to_be_visible()


def test_what_is_left_is_counted_down_as_it_is_written(plan, manager, logged_in, page: Page) -> None:
    logged_in(manager)
    page.goto(PLAN)
    left = page.locator("[data-left]")
    before = int(left.locator("[data-left-count]").text_content() or "")
    left.locator("summary").focus()
    if left.get_attribute("open") is None:
        page.keyboard.press("Enter")
    looked_at(page)
    line = left.get_by_role("link").first
    line.focus()
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()
    place = page.locator(".text:has(:target)")
    place.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Vi har en grön gård.")
    saved(page)
    expect(left.locator("[data-left-count]")).to_have_text(str(before - 1))


def test_a_heading_of_ones_own(plan, manager, logged_in, page: Page) -> None:
    logged_in(manager)
    page.goto(PLAN)
    page.locator(".more-texts summary").last.focus()
    page.keyboard.press("Enter")
    page.locator(".more-texts").last.get_by_role("button", name="Egen rubrik").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Rubrik", exact=True).fill("Jubileet")
    editor(page).focus()
    page.keyboard.type("Granen fyller femtio.")
    saved(page)
    looked_at(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Jubileet")).to_be_visible()
    assert body(plan, "Jubileet") == "<p>Granen fyller femtio.</p>"


@pytest.fixture
def other(plan: Plan, granen: Unit, browser, live_server) -> Iterator[Page]:
    """A second browser, with a colleague."""
    client = Client()
    client.force_login(member(granen, Role.EDITOR, name="Noor Ek"))
    context: BrowserContext = browser.new_context(base_url=live_server.url, locale="sv-SE")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def told(manager: User, logged_in) -> Page:
    """The manager's page; its console may tell of answers that refuse or are lost."""
    return logged_in(manager).context.new_page()


@pytest.fixture
def both(plan: Plan, other: Page, told: Page) -> tuple[Page, Page]:
    """Two browsers with the same text open, and the second has saved."""
    page = told
    for each in (page, other):
        each.goto(PLAN)
        open_text(each)
    write(other, " Noors ord.")
    saved(other)
    write(page, " Monas ord.")
    expect(page.get_by_text("Noor Ek har också skrivit här")).to_be_visible()
    return page, other


def test_two_collide_and_one_keeps_hers(plan, both) -> None:
    page, _ = both
    panel = page.locator("[data-conflict]")
    expect(panel).to_be_focused()
    expect(panel.get_by_text("Monas ord.")).to_be_visible()
    expect(panel.get_by_text("Noors ord.")).to_be_visible()
    expect(editor(page)).to_contain_text("Monas ord.")
    looked_at(page)
    assert "Noors ord." in body(plan)
    page.get_by_role("button", name="Spara min text").focus()
    page.keyboard.press("Enter")
    saved(page)
    expect(panel).to_have_count(0)
    assert "Monas ord." in body(plan)
    assert "Noors ord." not in body(plan)


def test_two_collide_and_one_takes_the_others(plan, both) -> None:
    page, _ = both
    page.get_by_role("button", name="Ta den andra texten").click()
    expect(editor(page)).to_contain_text("Noors ord.")
    write(page, " Och Monas.")
    saved(page)
    assert "Noors ord. Och Monas." in body(plan)


def test_who_else_is_here_is_shown(plan, both) -> None:
    _, other = both
    other.reload()
    expect(other.locator("[data-present]")).to_contain_text("Mona Alm")
    looked_at(other)


def test_an_answer_that_is_lost_is_no_conflict(plan, told: Page) -> None:
    page = told
    page.goto(PLAN)
    open_text(page)
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)  # it is committed, and nobody hears
            route.abort()
        else:
            route.continue_()

    page.route(SAVES, lose)
    write(page, " En gång.")
    expect(page.get_by_text("Ingen kontakt med servern.")).to_be_visible()
    with page.expect_response(lambda answer: "Två gånger." in (answer.request.post_data or "")):
        write(page, " Två gånger.")
    saved(page)
    assert lost == [200]
    expect(page.locator("[data-conflict]")).to_have_count(0)
    assert "En gång. Två gånger." in body(plan)
    assert Text.objects.get(plan=plan, title="Inledning").version == 3


def test_without_contact_the_words_stay_and_are_offered_again(plan, told: Page) -> None:
    page = told
    page.goto(PLAN)
    open_text(page)
    page.route(SAVES, lambda route: route.abort())
    write(page, " Skrivet på tåget.")
    expect(page.get_by_text("Orden finns kvar i webbläsaren.")).to_be_visible()
    looked_at(page)
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    page.unroute(SAVES)
    page.route(SAVES, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.reload()
    assert warned == ["beforeunload"]
    kept = page.locator("[data-kept]")
    expect(kept).to_be_visible()
    looked_at(page)
    page.unroute(SAVES)
    kept.get_by_role("button", name="Fortsätt skriva").focus()
    page.keyboard.press("Enter")
    expect(editor(page)).to_contain_text("Skrivet på tåget.")
    saved(page)
    assert "Skrivet på tåget." in body(plan)
    page.keyboard.press("Control+Enter")
    expect(editor(page)).to_have_count(0)
    page.reload()
    expect(kept).to_be_hidden()


def test_a_session_that_ends_costs_no_word(plan, manager, told: Page) -> None:
    page = told
    page.goto(PLAN)
    open_text(page)
    Session.objects.all().delete()
    write(page, " Skrivet för länge.")
    expect(page.get_by_text("Du är inte inloggad längre.")).to_be_visible()
    looked_at(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Logga in i en ny flik").click()
    door = opened.value
    door.get_by_label("E-postadress").fill(manager.email)
    door.get_by_label("Lösenord").fill(PASSWORD)
    door.keyboard.press("Enter")
    expect(door.get_by_role("heading", level=1)).to_contain_text("Granen")
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    assert "Skrivet för länge." in body(plan)


def test_a_plan_that_is_decided_meanwhile_says_so_and_keeps_the_words(plan, told: Page) -> None:
    page = told
    page.goto(PLAN)
    open_text(page)
    decided(plan)
    write(page, " För sent.")
    expect(page.get_by_text("Planen är fastställd och låst.")).to_be_visible()
    expect(editor(page)).to_contain_text("För sent.")
    looked_at(page)
    assert "För sent." not in body(plan)
