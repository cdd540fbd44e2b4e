"""Indicators and goals in real Chromium: charts at both widths, settings by keyboard, axe in every state."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from goals.models import Level
from indicators.calendar import periods_of_year
from tests.browser.conftest import WIDTHS
from tests.browser.test_life import looked_at, send
from tests.browser.test_pages import check
from tests.factories import (
    YEAR,
    GoalAssessmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanFactory,
    TargetFactory,
    UnitFactory,
    decided,
)
from tests.followup.rounds import a_round
from vp.org.models import Unit, User

pytestmark = pytest.mark.browser


@pytest.fixture
def committee(granen: Unit) -> Unit:
    """Two units with an indicator for women and men, and goals under the committee's own, one judged."""
    top = granen.parent
    assert top is not None
    indicator = IndicatorFactory(
        owner=top, name="Andel nöjda", direction="higher", aggregation="mean", by_gender=True
    )
    TargetFactory(indicator=indicator, unit=top, words="minst 80 %")
    goal = GoalFactory(plan__unit=top, level=Level.COMMITTEE, title="Alla barn blir hörda")
    units = [UnitFactory(parent=top, name=name) for name in ("Linden", "Eken")]
    for at, unit in enumerate(units):
        shown = GoalFactory(plan=PlanFactory(unit=unit), source=goal, level=Level.COMMITTEE)
        own = GoalFactory(parent=shown, title=f"Mål {at}")
        GoalIndicatorFactory(goal=own, indicator=indicator)
        decided(own.plan)
        for code, value in (("T1", 70), ("T2", 84)):
            period = periods_of_year(YEAR)[code]
            MeasurementFactory(
                indicator=indicator, unit=unit, period=period, total=value + at, women=value, men=value - 2
            )
    decided(goal.plan)
    round_ = a_round(top, "T2")
    follow_up = round_.follow_ups.get(unit=units[0])
    key = units[0].plans.get().goals.get(inherited=False).key
    GoalAssessmentFactory(follow_up=follow_up, goal_key=key, attainment="partly")
    return top


def test_values_and_goals_are_seen(committee: Unit, controller: User, logged_in) -> None:
    page: Page = logged_in(controller).context.new_page()  # no watch over the console: one answer is a 422
    page.goto("/indikatorer/")
    looked_at(page)
    page.get_by_role("link", name="Andel nöjda", exact=True).press("Enter")
    chart = page.get_by_role("img", name=f"Andel nöjda, {committee.name}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        expect(chart).to_have_count(1)
        expect(chart).to_be_visible()
        check(page)
    expect(page.get_by_text("2 av 2 enheter har rapporterat.")).to_be_visible()
    page.get_by_role("link", name="Inställningar").press("Enter")
    looked_at(page)
    page.get_by_label("Decimaler").fill("9")
    send(page, "Spara")
    expect(page.get_by_text("Ett värde har högst sex decimaler.", exact=True)).to_be_visible()
    looked_at(page)
    page.get_by_label("Decimaler").fill("1")
    send(page, "Spara")
    expect(page.get_by_text("84,5").first).to_be_visible()
    page.get_by_role("table", name="Enheterna i T2").get_by_role("link", name="Eken").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Andel nöjda")
    page.goto(f"/uppfoljning/{YEAR}/")
    page.get_by_role("link", name="Så går det för målen").press("Enter")
    expect(page.get_by_role("link", name="Uppfylls delvis")).to_be_visible()
    looked_at(page)
    page.get_by_role("link", name="Alla barn blir hörda").press("Enter")
    expect(page.get_by_text("2 enheter arbetar med det.")).to_be_visible()
    looked_at(page)
