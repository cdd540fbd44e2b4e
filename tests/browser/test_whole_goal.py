"""A whole unit goal by the keyboard alone: the goal, its texts, an activity, an indicator with its target."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from goals.models import Goal, Plan
from indicators.models import Indicator, Target
from tests.factories import IndicatorFactory, member
from tests.rich import key
from vp.org.models import Role, Unit

pytestmark = pytest.mark.browser
PLAN = "/planer/2027/granen/"
ABOVE = "Alla barn lär och leker i trygghet"
TITLE = "Alla barn simmar innan skolan"
TEXTS = {
    "Förväntat resultat": "Alla sexåringar simmar tio meter.",
    "Arbetssätt": "Vi badar varje tisdag.",
    "Uppföljning": "Simläraren räknar i maj.",
}


def test_a_whole_goal_by_the_keyboard_alone(granen: Unit, logged_in, page: Page) -> None:
    indicator = IndicatorFactory(name="Andel barn som simmar tio meter", owner=granen.parent)
    logged_in(member(granen, Role.MANAGER, name="Mona Alm"))
    page.goto(PLAN)
    press(page, page.get_by_role("link", name=f"Lägg till enhetsmål under {ABOVE}"))
    expect(page.get_by_label("Rubrik", exact=True)).to_be_focused()
    page.keyboard.type(TITLE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=TITLE)).to_be_focused()
    goal = page.locator(".goal", has=page.get_by_role("heading", name=TITLE))
    for heading, words in TEXTS.items():
        write(page, goal, heading, words)
    press(page, goal.locator("[data-add-indicator]"))
    expect(page.get_by_label("Sök i biblioteket")).to_be_focused()
    page.keyboard.type("simmar")
    expect(page.get_by_text("1 indikator. Välj med piltangenterna.")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Årsmål")).to_be_focused()
    page.keyboard.type("95 %")
    page.keyboard.press("Enter")
    expect(goal.get_by_role("row", name="Andel barn som simmar tio meter")).to_contain_text("95 %")
    press(page, goal.locator("[data-add-row]"))
    expect(page.get_by_label("Aktivitet", exact=True)).to_be_focused()
    page.keyboard.type("Badbussen går varje tisdag")
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page.get_by_label("Ansvarig")).to_be_focused()
    page.keyboard.type("Lokalvårdaren")
    page.keyboard.press("Escape")
    expect(goal.get_by_role("row", name="Badbussen går varje tisdag")).to_contain_text("Lokalvårdaren")
    page.reload()
    for words in (*TEXTS.values(), "95 %", "Badbussen går varje tisdag"):
        expect(goal).to_contain_text(words)
    it_is_kept(granen, indicator)


def press(page: Page, there: Locator) -> None:
    there.focus()
    page.keyboard.press("Enter")


def write(page: Page, goal: Locator, heading: str, words: str) -> None:
    press(page, goal.get_by_role("button", name=f"Skriv {heading}", exact=True))
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type(words)
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Sparat \d\d:\d\d$"))
    page.keyboard.press("Control+Enter")
    expect(goal.get_by_role("button", name=f"Skriv i {heading}", exact=True)).to_be_focused()


def it_is_kept(unit: Unit, indicator: Indicator) -> None:
    plan = Plan.objects.get(unit=unit, year=2027)
    goal = Goal.objects.get(plan=plan, title=TITLE)
    assert goal.parent == plan.goals.get(key=key("committee"))
    assert [text.title for text in goal.texts.order_by("position")] == list(TEXTS)
    assert [text.body for text in goal.texts.order_by("position")] == [
        f"<p>{each}</p>" for each in TEXTS.values()
    ]
    assert goal.indicators.get().indicator == indicator
    assert Target.objects.get(unit=unit, indicator=indicator).words == "95 %"
    assert goal.activities.get().responsible == "Lokalvårdaren"
