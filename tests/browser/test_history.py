"""The history of a plan in real Chromium: read, narrowed and taken back, by keyboard; axe at both widths."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Page, expect

from goals.actions.removing import remove_row
from goals.actions.texts import Words, write_text
from goals.importing.save import save_plan
from goals.models import Plan, Text
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import member
from tests.rich import key, rich_document
from vp.org.access import OPERATOR
from vp.org.models import Role, User
from vp.saving import Save

pytestmark = pytest.mark.browser
PLAN = "/planer/2027/granen/"
HISTORY = f"{PLAN}historik/"
LONG = " ".join(f"Dag {number} går vi ut." for number in range(1, 40))


def wrote(plan: Plan, person: User, body: str) -> None:
    text = Text.objects.get(plan=plan, key=key("t2"))
    save = Save(uuid.uuid4(), text.version)
    write_text(by=person, plan=plan, key=text.key, words=Words(body), save=save)


@pytest.fixture
def editor(granen) -> User:
    """Has changed a long text that somebody else wrote, and removed an activity."""
    save_plan(by=OPERATOR, document=rich_document(), unit=granen, year=2027, replace=True)
    plan = Plan.objects.get(unit=granen, year=2027)
    person = member(granen, Role.EDITOR, name="Elin Ask")
    wrote(plan, OPERATOR, f"<p>{LONG}</p>")
    wrote(plan, person, f"<p>{LONG.replace('Dag 20 går', 'Dag 20 springer')}</p>")
    remove_row(by=person, plan=plan, subject="goals.activity", key=key("a3"))
    return person


def press(page: Page, role: str, name: str) -> None:
    """By keyboard."""
    page.get_by_role(role, name=name).first.focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def unfold(page: Page, entry: str, name: str) -> None:
    """Open what an entry has folded, by keyboard."""
    found = page.get_by_role("listitem").filter(has_text=entry)
    found.locator("summary", has_text=name).first.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_history_is_for_everybody(width, editor, logged_in) -> None:
    page = logged_in(editor)
    page.set_viewport_size({"width": width, "height": 900})
    for address in (HISTORY, f"{HISTORY}?rad={key('unit')}&under=1", f"{HISTORY}?rad={key('o1')}"):
        page.goto(address)
        check(page)
        for folded in page.locator("main summary").all():
            folded.press("Enter")
        check(page)
    page.goto(HISTORY)
    press(page, "link", "Se vad inläsningen ändrade")
    expect(page.get_by_role("heading", name="Vad inläsningen ändrade")).to_be_visible()
    check(page)


def test_a_former_text_is_taken_back(editor, logged_in) -> None:
    page = logged_in(editor)
    page.goto(PLAN)
    press(page, "link", "Historik")
    page.get_by_label("Vem").select_option("Elin Ask")
    page.get_by_label("Vad", exact=True).select_option("Texter")
    press(page, "button", "Visa")
    entries = page.locator("main").get_by_role("listitem")
    expect(entries).to_have_count(1)
    expect(entries.get_by_role("deletion")).to_have_text("(borttaget: går )")
    expect(entries).to_contain_text("… ")
    unfold(page, "Ändrade texten", "Ta tillbaka")
    expect(page.get_by_text("finns kvar i historiken")).to_be_visible()
    press(page, "button", "Ta tillbaka texten före ändringen")
    expect(page.get_by_text("står i planen igen")).to_be_visible()
    assert "springer" not in Text.objects.get(key=key("t2"), plan__year=2027).body


def test_a_removed_row_is_taken_back_from_its_own_history(editor, logged_in) -> None:
    page = logged_in(editor)
    page.goto(f"{HISTORY}?rad={key('a3')}")
    expect(page.get_by_text("För aktiviteten Gården byggs om")).to_be_visible()
    unfold(page, "Tog bort aktiviteten", "Ta tillbaka")
    press(page, "button", "Ta tillbaka aktiviteten")
    expect(page.get_by_text("står i planen igen")).to_be_visible()
    expect(page.get_by_text("Gården byggs om")).to_be_visible()
    page.goto(HISTORY)
    expect(page.get_by_role("heading", name="Tog tillbaka aktiviteten Gården byggs om")).to_be_visible()
