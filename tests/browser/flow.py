"""What people do with a round in real Chromium, whole flows at a time; axe wherever they come."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from followup.headings import ensure_headings
from goals.models import Goal, Level, Plan
from indicators.kinds import Direction
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    CouncilFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    PlanFactory,
    TargetFactory,
    UnitFactory,
)
from vp.org.models import Unit

SAVED = re.compile(r"^Sparat \d\d:\d\d$")
SHARE, ABSENCE = "Andel barn som är nöjda med maten", "Sjukfrånvaro"
GOAL, ACTIVITY = "Barnen äter gott hos oss", "Bygga om köket"


def a_preschool(year: int, above: str = "") -> tuple[Unit, Plan, Goal]:
    """A unit under a committee with a plan of a goal, two indicators and an activity; not decided.

    `above` is a goal of the committee, which then has a plan of its own, and which the unit's stands under.
    """
    ensure_headings()
    committee = CommitteeFactory(parent=CouncilFactory(), name="Barnnämnden", slug="barnnamnden")
    unit = UnitFactory(parent=committee, name="Förskolan Granen", slug="granen")
    plan = PlanFactory(unit=unit, year=year)
    shown = None
    if above:
        theirs = GoalFactory(plan=PlanFactory(unit=committee, year=year), level=Level.COMMITTEE, title=above)
        shown = GoalFactory(plan=plan, level=Level.COMMITTEE, source=theirs)
    goal = GoalFactory(plan=plan, parent=shown, level=Level.UNIT, number="1", title=GOAL)
    measures = {
        SHARE: ("80 %", {"is_share": True, "direction": Direction.HIGHER}),
        ABSENCE: ("7 %", {"measured_in": "%", "direction": Direction.LOWER}),
    }
    for name, (target, measure) in measures.items():
        row = GoalIndicatorFactory(goal=goal, indicator=IndicatorFactory(name=name, **measure))
        TargetFactory(indicator=row.indicator, unit=unit, year=year, words=target)
    ActivityFactory(goal=goal, title=ACTIVITY)
    return unit, plan, goal


def looked_at(page: Page) -> None:
    """Axe finds nothing, and nothing scrolls sideways, also on a phone; pages' own tests look closer."""
    wide, narrow = WIDTHS
    page.set_viewport_size({"width": narrow, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size({"width": wide, "height": 900})
    check(page)


def follow(page: Page, *labels: str) -> None:
    """By keyboard from page to page, along links that say where they lead; `T1 för …` may say more."""
    for label in labels:
        name = re.compile(f"^{re.escape(label.removesuffix('…'))}{'' if label.endswith('…') else '$'}")
        page.get_by_role("link", name=name).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")


def send(page: Page, label: str, said: str) -> None:
    """Press a form's button, and be told what came of it."""
    page.get_by_role("button", name=label, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text(said).first).to_be_visible()


def open_round(page: Page) -> None:
    """The round that the page proposes, open from today on."""
    today = timezone.localdate()
    page.get_by_label("Öppnar").fill(today.isoformat())
    page.get_by_label("Ska vara klar").fill(today.replace(year=today.year + 1, day=1).isoformat())
    send(page, "Skapa omgången", "Omgången är skapad.")


def log(page: Page, typed: Sequence[str]) -> None:
    """By keyboard alone, from the table's first field on."""
    page.locator(".log-row input:visible").first.focus()
    for words in typed:
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    for row in page.locator(".log-row").all():
        expect(row.locator("[data-saved]")).to_have_text(SAVED)


def saved(form: Locator) -> None:
    expect(form.locator("[data-saved]")).to_have_text(SAVED)


def write(form: Locator, button: str, words: str) -> None:
    """In the editor that the button opens."""
    form.get_by_role("button", name=button).press("Enter")
    expect(form.locator("[contenteditable=true]")).to_be_focused()
    form.page.keyboard.type(words)
    saved(form)


def judge(page: Page, attainment: str, analysis: str) -> None:
    form = page.locator('form[data-autosave="goal"]')
    form.get_by_label(attainment, exact=True).check()
    write(form, "Skriv analys", analysis)


def summarise(page: Page, words: str) -> None:
    form = page.locator(".judge-text", has_text="Sammanfattande analys").locator("form")
    write(form, "Skriv text till Sammanfattande analys", words)


def tell_status(page: Page, status: str, deviation: str = "", *, carried: bool = False) -> None:
    form = page.locator('form[data-autosave="activity"]')
    form.get_by_label("Status").select_option(status)
    form.get_by_label("Avvikelse").fill(deviation)
    form.get_by_label("Förs över till nästa år").set_checked(carried)
    form.get_by_label("Avvikelse").focus()
    saved(form)


def account(page: Page, kind: str, words: Sequence[str]) -> None:
    """A row of economy, typed from its name on."""
    page.get_by_role("button", name=f"Lägg till {kind}").press("Enter")
    for typed in words:
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    saved(page.get_by_role("form", name=words[0]))
