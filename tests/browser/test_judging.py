"""A follow-up is judged and written in real Chromium: by keyboard, by two at once, and on a phone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from followup.models import ActivityStatus, EconomyRow, FollowUpText, GoalAssessment
from indicators.calendar import periods_of_year
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.browser.test_rows import another_browser
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    CouncilFactory,
    FollowUpTextFactory,
    MeasurementFactory,
    RoundHeadingFactory,
    UnitFactory,
    member,
)
from tests.followup.rounds import Reporting, a_round, with_plan
from vp.org.models import Role, User

pytestmark = pytest.mark.browser
Browse = Callable[[User], Page]
SAVED = re.compile(r"^Sparat \d\d:\d\d$")


@pytest.fixture
def reporting(transactional_db: None) -> Reporting:
    """A preschool in T2, whose indicator has met its target; T1 has a text under the same heading."""
    committee = CommitteeFactory(parent=CouncilFactory(), name="Barnnämnden", slug="barnnamnden")
    unit = UnitFactory(parent=committee, name="Förskolan Granen", slug="granen")
    plan, goal, row, activity = with_plan(unit)
    goal.title = "Barnen tycker om att vara hos oss"
    goal.save()
    ActivityFactory(
        goal=goal,
        title="Ny gunga",
        starts_on=None,
        ends_on=datetime.date(2020, 1, 31),
        responsible="Vaktmästaren",
    )
    first = a_round(committee, "T1")
    before = RoundHeadingFactory(round=first, name="Årets början")
    FollowUpTextFactory(
        follow_up=first.follow_ups.get(unit=unit), heading=before, body="<p>Vi kom i gång sent.</p>"
    )
    round_ = a_round(committee, "T2")
    RoundHeadingFactory(round=round_, name="Årets början", guidance="Det viktigaste först.", required=True)
    period = periods_of_year(plan.year)["T2"]
    MeasurementFactory(indicator=row.indicator, unit=unit, period=period, total=99)
    return Reporting(unit, plan, goal, row, activity, round_)


@pytest.fixture
def address(reporting: Reporting) -> str:
    return f"/uppfoljning/{reporting.round.year}/T2/granen/bedomning/"


@pytest.fixture
def judging(reporting: Reporting, address: str, logged_in: Browse) -> Page:
    """The page, opened by the manager; without the fixture's watch over what the console says."""
    page = logged_in(member(reporting.unit, Role.MANAGER, name="Mona Alm")).context.new_page()
    page.goto(address)
    return page


def goal_form(page: Page) -> Locator:
    return page.locator('form[data-autosave="goal"]')


def saved(form: Locator) -> None:
    expect(form.locator("[data-saved]")).to_have_text(SAVED)


def looked_at(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_everything_is_written_by_keyboard(judging: Page, reporting: Reporting) -> None:
    page, keys = judging, judging.keyboard
    looked_at(page)
    expect(page.get_by_text("Förslag: Uppfylls helt")).to_be_visible()
    expect(page.locator("[data-left-count]")).to_have_text("4 saker kvar")
    # a judgement that isn't the proposed one, and why
    goal_form(page).get_by_label("Uppfylls helt").focus()
    keys.press("ArrowDown")
    expect(goal_form(page).get_by_label("Uppfylls delvis")).to_be_checked()
    expect(goal_form(page)).to_contain_text("Bedömningen behöver en analys.")
    expect(goal_form(page)).to_contain_text("Skriv varför du bedömer målet på ett annat sätt än förslaget.")
    keys.press("Tab")
    expect(goal_form(page).get_by_role("button", name="Skriv analys")).to_be_focused()
    keys.press("Enter")
    expect(goal_form(page).locator("[contenteditable=true]")).to_be_focused()
    keys.type("Utfallet är bra men ojämnt.")
    expect(page.locator("[data-left-count]")).to_have_text("3 saker kvar")
    looked_at(page)
    # a status with a deviation
    activity = page.get_by_role("combobox", name="Status för Ny gunga")
    expect(page.get_by_text("Slutdatumet har passerat.")).to_be_visible()
    activity.focus()
    keys.press("f")
    keys.press("Tab")
    keys.type("Bygglovet dröjer.")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    saved(page.locator("form.judge-status").filter(has_text="Ny gunga"))
    expect(page.locator("[data-left-count]")).to_have_text("2 saker kvar")
    # two rows of economy
    for kind, typed in {
        "kostnad": ("Personal", "1 000", "650", "1 100"),
        "intäkt": ("Avgifter", "200", "140", "200"),
    }.items():
        page.get_by_role("button", name=f"Lägg till {kind}").focus()
        keys.press("Enter")
        for words in typed:
            keys.type(words)
            keys.press("Tab")
    expect(page.get_by_role("row", name="Resultat")).to_contain_text("−900")
    expect(page.get_by_role("form", name="Personal")).to_contain_text("−100 (10\u00a0%)")
    expect(page.get_by_role("form", name="Personal")).to_contain_text("Avvikelsen behöver en kommentar.")
    expect(page.locator("[data-left-count]")).to_have_text("3 saker kvar")
    looked_at(page)
    page.get_by_role("form", name="Personal").get_by_label("Kommentar").focus()
    keys.type("Fler vikarier än planerat.")
    keys.press("Tab")
    expect(page.locator("[data-left-count]")).to_have_text("2 saker kvar")
    # a text, with what was said before beside
    expect(page.get_by_text("Oförändrat sedan")).to_be_visible()
    page.get_by_text("Så stod det i").press("Enter")
    expect(page.get_by_text("Vi kom i gång sent.")).to_be_visible()
    text = page.locator('form[data-autosave="text"]')
    text.get_by_role("button", name="Skriv text till Årets början").press("Enter")
    expect(text.locator("[contenteditable=true]")).to_be_focused()
    keys.type("Ett år i två delar.")
    saved(text)
    expect(page.get_by_text("Oförändrat sedan")).to_have_count(0)
    expect(page.locator("[data-left-count]")).to_have_text("1 sak kvar")
    looked_at(page)
    judged = GoalAssessment.objects.get()
    assert (judged.attainment, judged.analysis) == ("partly", "<p>Utfallet är bra men ojämnt.</p>")
    status = ActivityStatus.objects.get()
    assert (status.status, status.deviation, status.carry_over) == ("delayed", "Bygglovet dröjer.", True)
    rows = EconomyRow.objects.values_list("kind", "name", "budget", "comment")
    assert list(rows) == [
        ("cost", "Personal", -1000, "Fler vikarier än planerat."),
        ("income", "Avgifter", 200, ""),
    ]
    assert FollowUpText.objects.get(heading__round=reporting.round).body == "<p>Ett år i två delar.</p>"
    page.reload()
    expect(page.locator("[data-left-count]")).to_have_text("1 sak kvar")
    expect(goal_form(page)).to_contain_text("Utfallet är bra men ojämnt.")


def test_a_row_that_was_taken_away_comes_back(judging: Page) -> None:
    page, keys = judging, judging.keyboard
    page.get_by_role("button", name="Lägg till kostnad").press("Enter")
    for words in ("Lokaler", "100"):
        keys.type(words)
        keys.press("Tab")
    row = page.get_by_role("form", name="Lokaler")
    saved(row)
    row.get_by_role("button", name="Ta bort raden").press("Enter")
    expect(page.get_by_role("button", name="Ångra")).to_be_focused()
    expect(page.get_by_role("row", name="Kostnader")).to_have_count(0)
    assert not EconomyRow.objects.exists()
    keys.press("Enter")
    saved(page.get_by_role("form", name="Lokaler"))
    expect(page.get_by_role("row", name="Kostnader")).to_contain_text("−100")
    row.get_by_label("Budget").fill("mycket")
    row.get_by_label("Utfall").focus()
    expect(row.get_by_text("Skriv ett belopp, till exempel 1 200.")).to_be_visible()
    looked_at(page)
    row.get_by_label("Budget").fill("90")
    row.get_by_label("Utfall").focus()
    expect(page.get_by_role("row", name="Kostnader")).to_contain_text("−90")


def test_two_judge_the_same_goal(
    judging: Page, reporting: Reporting, address: str, browser: Browser, live_server: object
) -> None:
    page = judging
    second = another_browser(member(reporting.unit, Role.EDITOR, name="Kim Ask"), browser, live_server)
    second.goto(address)
    goal_form(page).get_by_label("Uppfylls helt").check()
    saved(goal_form(page))
    goal_form(second).get_by_label("Uppfylls ej").check()
    goal_form(second).get_by_role("button", name="Skriv analys").press("Enter")
    panel = goal_form(second).get_by_role("group").filter(has_text="Mona Alm har också skrivit här")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("Uppfylls ej")
    looked_at(second)
    panel.get_by_role("button", name="Ta den andra texten").press("Enter")
    expect(goal_form(second).get_by_label("Uppfylls helt")).to_be_checked()
    goal_form(second).get_by_label("Uppfylls delvis").check()
    saved(goal_form(second))
    assert GoalAssessment.objects.get().attainment == "partly"
    second.context.close()


def test_what_is_shut_is_read(judging: Page, reporting: Reporting, address: str) -> None:
    page = judging
    reporting.close()
    goal_form(page).get_by_label("Ej mätt").check()
    expect(goal_form(page).get_by_role("alert")).to_contain_text("är stängd.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    expect(page.get_by_role("radio")).to_have_count(0)
    looked_at(page)


def test_words_that_were_not_saved_are_offered_again(judging: Page) -> None:
    page = judging
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/bedomning/*/**", lambda route: route.abort())
    form = page.locator("form.judge-status").filter(has_text="Förs över").last
    form.get_by_label("Förs över till nästa år").check()
    form.get_by_label("Avvikelse").fill("Vi väntar på svar.")
    goal_form(page).get_by_role("button", name="Skriv analys").press("Enter")
    expect(goal_form(page).locator("[contenteditable=true]")).to_be_focused()
    page.keyboard.type("Det gick bra.")
    goal_form(page).get_by_label("Uppfylls helt").check()
    expect(goal_form(page)).to_contain_text("Ingen kontakt med servern.")
    page.reload()
    expect(page.get_by_role("heading", name="Ord som inte hann sparas")).to_be_visible()
    looked_at(page)
    page.unroute("**/bedomning/*/**")
    for _ in range(2):
        page.get_by_role("button", name="Fortsätt skriva").first.click()
    saved(goal_form(page))
    saved(form)
    judged, status = GoalAssessment.objects.get(), ActivityStatus.objects.get()
    assert (judged.attainment, judged.analysis) == ("fully", "<p>Det gick bra.</p>")
    assert (status.deviation, status.carry_over) == ("Vi väntar på svar.", True)


def test_staff_tell_of_activities_only(
    reporting: Reporting, address: str, browser: Browser, live_server: object
) -> None:
    page = another_browser(member(reporting.unit, Role.STAFF, name="Kim Ask"), browser, live_server)
    page.goto(address)
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.get_by_text("Du kan skriva status för aktiviteterna.")).to_be_visible()
    page.get_by_role("combobox", name="Status för Ny gunga").select_option("Avslutad")
    saved(page.locator("form.judge-status").last)
    expect(page.get_by_text("Slutdatumet har passerat.")).to_be_hidden()
    looked_at(page)
    assert ActivityStatus.objects.get().status == "done"
    page.context.close()
