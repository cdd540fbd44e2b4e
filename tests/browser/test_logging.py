"""The logging table in real Chromium: by keyboard alone, wrong, by two at once, and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from followup.actions.rounds import close_round
from followup.anchors import value_anchor
from followup.models import FollowUp, Round
from goals.models import GoalIndicator
from indicators.calendar import periods_of_year
from indicators.models import Indicator, Measurement
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.browser.test_rows import another_browser
from tests.factories import member
from tests.logging_table import ADDRESS, NAMES, YEAR, dozen, follow_up_of, unit_of
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit, User

pytestmark = pytest.mark.browser
Browse = Callable[[User], Page]
SAVED = re.compile(r"^Sparat \d\d:\d\d$")


@pytest.fixture
def unit(transactional_db: None) -> Unit:
    return unit_of()


@pytest.fixture
def indicators(unit: Unit) -> dict[str, Indicator]:
    follow_up_of(unit)
    return dozen(unit)


@pytest.fixture
def page_of_values(unit: Unit, indicators: dict[str, Indicator], logged_in: Browse) -> Page:
    """The table, opened by somebody who logs; without the fixture's watch over what the console says."""
    page = logged_in(member(unit, Role.STAFF, name="Kim Ask")).context.new_page()
    page.goto(ADDRESS)
    return page


def row(page: Page, name: str) -> Locator:
    return page.locator(".log-row").filter(has_text=NAMES[name])


def field(page: Page, name: str, label: str = "Utfall") -> Locator:
    return page.get_by_role("textbox", name=f"{label} {NAMES[name]}", exact=True)


def saved(page: Page, *names: str) -> None:
    for name in names:
        expect(row(page, name).locator("[data-saved]")).to_have_text(SAVED)


def now(indicator: Indicator) -> Measurement:
    codes = {"T2", "M08"}
    return Measurement.objects.get(indicator=indicator, period__year=YEAR, period__code__in=codes)


def looked_at(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_dozen_rows_by_keyboard_alone(page_of_values: Page, indicators: dict[str, Indicator]) -> None:
    page, keys = page_of_values, page_of_values.keyboard
    looked_at(page)
    field(page, "share", "Täljare").focus()
    for typed in ("170", "200", "6,4 %", "1 200", "Arbetet har börjat", "4.3", "58", "-3"):
        keys.type(typed)
        keys.press("Enter")
    expect(field(page, "halves", "Täljare")).to_be_focused()
    keys.type("ej mätt: leverantören svarar inte")
    keys.press("Enter")
    expect(field(page, "days")).to_be_focused()
    keys.type("ej mätt")
    keys.press("Enter")
    expect(row(page, "days").get_by_label("Varför är det inte mätt?")).to_be_focused()
    keys.type("Kön är stängd")
    keys.press("Enter")
    expect(field(page, "mean")).to_be_focused()
    for typed in ("Bättre", "5,2"):
        keys.type(typed)
        keys.press("Enter")
    keys.type("0")
    keys.press("Tab")
    keys.type("2")
    keys.press("Tab")
    keys.type("Inga alls")
    expect(page.locator("#framsteg")).to_have_text("11 av 12 ifyllda")
    keys.press("Enter")
    expect(page.locator("#framsteg")).to_have_text("12 av 12 ifyllda")
    expect(row(page, "share")).to_contain_text("= 85\u00a0%")
    expect(row(page, "share")).to_contain_text("Uppfylls helt")
    expect(row(page, "share").get_by_role("img")).to_have_attribute("aria-label", re.compile(r"85\s%"))
    saved(page, *NAMES)
    looked_at(page)
    kept = {name: now(indicator) for name, indicator in indicators.items()}
    totals = {name: each.total for name, each in kept.items() if each.total is not None}
    numbers = {"percent": "6.4", "count": 1200, "gender": "4.3", "month": 58, "cost": -3}
    numbers |= {"staff": "5.2", "none": 0}
    assert totals == {name: Decimal(number) for name, number in numbers.items()}
    assert (kept["share"].numerator, kept["share"].denominator) == (170, 200)
    assert (kept["words"].words, kept["mean"].words) == ("Arbetet har börjat", "Bättre")
    assert kept["halves"].not_measured_because == "leverantören svarar inte"
    assert kept["days"].not_measured_because == "Kön är stängd"
    assert (kept["none"].forecast, kept["none"].comment) == (2, "Inga alls")
    page.reload()
    expect(field(page, "percent")).to_have_value("6,4")
    expect(page.locator("#framsteg")).to_have_text("12 av 12 ifyllda")
    page.context.close()


def test_arrows_go_along_a_column(page_of_values: Page) -> None:
    page, keys = page_of_values, page_of_values.keyboard
    field(page, "percent", "Prognos helår").focus()
    keys.press("ArrowDown")
    expect(field(page, "count", "Prognos helår")).to_be_focused()
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    expect(field(page, "share", "Prognos helår")).to_be_focused()
    field(page, "gender", "Kvinnor").focus()
    keys.press("ArrowUp")
    expect(field(page, "words")).to_be_focused()  # which has no women of its own
    field(page, "none").focus()
    keys.press("Enter")
    expect(page.get_by_text("Det var sista raden.")).to_be_attached()
    expect(field(page, "none")).to_be_focused()


def test_what_is_asked_and_what_is_wrong_stands_under_the_row(
    page_of_values: Page, indicators: dict[str, Indicator]
) -> None:
    page, keys = page_of_values, page_of_values.keyboard
    field(page, "month").focus()
    keys.type("580")
    keys.press("Enter")
    expect(row(page, "month").get_by_text("Har ett decimaltecken halkat?")).to_be_visible()
    expect(page.locator("[data-log-told]")).to_contain_text("Har ett decimaltecken halkat?")
    keys.type("x9!!")
    keys.press("Tab")
    keys.type("140 000")
    keys.press("Enter")
    alert = row(page, "cost").get_by_role("alert")
    expect(alert).to_contain_text("Skriv ett tal, till exempel 12,5")
    expect(field(page, "cost")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "cost")).to_have_accessible_description(re.compile("Skriv ett tal"))
    expect(row(page, "cost").locator("[data-saved]")).to_have_text("Inte sparat")
    expect(field(page, "cost", "Prognos helår")).to_have_value("140 000")
    looked_at(page)
    field(page, "cost").fill("90 000")
    keys.press("Enter")
    saved(page, "cost")
    expect(alert).to_be_empty()
    assert (now(indicators["cost"]).total, now(indicators["cost"]).forecast) == (90_000, 140_000)
    page.context.close()


def test_why_it_is_not_measured_has_a_field_of_its_own(
    page_of_values: Page, indicators: dict[str, Indicator]
) -> None:
    page, keys = page_of_values, page_of_values.keyboard
    button = row(page, "percent").get_by_role("button", name="Ej mätt")
    button.focus()
    keys.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    keys.type("Systemet var nere")
    looked_at(page)
    keys.press("Enter")
    expect(field(page, "count")).to_be_focused()
    saved(page, "percent")
    assert now(indicators["percent"]).not_measured_because == "Systemet var nere"
    field(page, "percent").fill("6")
    expect(row(page, "percent").get_by_role("alert")).to_contain_text("Töm utfallet, eller ta bort ej mätt.")
    page.context.close()


def test_two_log_the_same_row(
    unit: Unit, indicators: dict[str, Indicator], page_of_values: Page, browser: Browser, live_server: object
) -> None:
    first = page_of_values
    second = another_browser(member(unit, Role.MANAGER, name="Mona Alm"), browser, live_server)
    second.goto(ADDRESS)
    field(first, "count").fill("12")
    field(first, "count").press("Enter")
    saved(first, "count")
    field(second, "count").fill("15")
    field(second, "count").press("Enter")
    panel = row(second, "count").get_by_role("group")
    expect(panel).to_contain_text("Kim Ask har också fyllt i raden")
    expect(panel).to_be_focused()
    expect(field(second, "count")).to_have_value("15")
    looked_at(second)
    second.get_by_role("button", name="Spara mitt").press("Enter")
    saved(second, "count")
    expect(field(second, "count")).to_be_focused()
    assert now(indicators["count"]).total == 15
    field(first, "count").fill("11")
    field(first, "count").press("Enter")
    first.get_by_role("button", name="Behåll det andra").press("Enter")
    expect(field(first, "count")).to_have_value("15")
    expect(row(first, "count")).to_contain_text("15")
    assert now(indicators["count"]).total == 15
    second.context.close()
    first.context.close()


def test_only_what_is_missing(page_of_values: Page) -> None:
    page, keys = page_of_values, page_of_values.keyboard
    field(page, "percent").fill("6")
    keys.press("Enter")
    saved(page, "percent")
    page.get_by_label("Visa bara det som saknas").focus()
    keys.press("Space")
    expect(row(page, "percent")).to_be_hidden()
    expect(page.locator(".log-row:visible")).to_have_count(11)
    field(page, "share", "Nämnare").focus()
    keys.press("Enter")
    expect(field(page, "count")).to_be_focused()  # past the hidden one
    looked_at(page)


def test_what_was_not_saved_is_offered_again(
    unit: Unit, indicators: dict[str, Indicator], page_of_values: Page
) -> None:
    page = page_of_values
    page.route("**/varden/*/", lambda route: route.abort())
    field(page, "percent").fill("6,1")
    field(page, "percent").press("Enter")
    expect(row(page, "percent")).to_contain_text("Ingen kontakt med servern.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_role("heading", name="Värden som inte hann sparas")).to_be_visible()
    looked_at(page)
    page.unroute("**/varden/*/")
    page.get_by_role("button", name="Fortsätt skriva").click()
    expect(field(page, "percent")).to_have_value("6,1")
    field(page, "percent").press("Enter")
    saved(page, "percent")
    assert now(indicators["percent"]).total == Decimal("6.1")
    page.context.close()


def test_a_link_to_what_is_missing_leads_to_its_field(
    unit: Unit, indicators: dict[str, Indicator], logged_in: Browse
) -> None:
    page = logged_in(member(unit, Role.STAFF))
    row_ = GoalIndicator.objects.get(indicator=indicators["days"])
    page.goto(f"{ADDRESS}#{value_anchor(row_.key)}")
    expect(field(page, "days")).to_be_focused()
    assert field(page, "days").evaluate("field => field.getBoundingClientRect().top > 100")


def test_a_closed_round_is_read(unit: Unit, indicators: dict[str, Indicator], logged_in: Browse) -> None:
    period = periods_of_year(YEAR)["T2"]
    Measurement.objects.create(indicator=indicators["share"], unit=unit, period=period, total=85)
    close_round(by=OPERATOR, round_=Round.objects.get(), although_missing=True)
    page = logged_in(member(unit, Role.READER))
    page.goto(ADDRESS)
    expect(page.get_by_text("Tertial 2 2027 är stängd.")).to_be_visible()
    expect(row(page, "share")).to_contain_text("Uppfylls helt")
    looked_at(page)


def test_what_is_marked_ready_is_read(
    unit: Unit, indicators: dict[str, Indicator], logged_in: Browse
) -> None:
    period = periods_of_year(YEAR)["T2"]
    Measurement.objects.create(indicator=indicators["share"], unit=unit, period=period, total=85)
    FollowUp.objects.update(state="ready")
    page = logged_in(member(unit, Role.STAFF))
    page.goto(ADDRESS)
    expect(page.get_by_text("Uppföljningen är klarmarkerad.")).to_be_visible()
    expect(page.locator("input, textarea").locator("visible=true")).to_have_count(1)  # the search
    expect(row(page, "share")).to_contain_text("Uppfylls helt")
    looked_at(page)


def test_on_a_phone(
    unit: Unit, indicators: dict[str, Indicator], browser: Browser, live_server: object
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = another_browser(member(unit, Role.STAFF), browser, live_server, **phone)
    page.goto(ADDRESS)
    field(page, "percent").tap()
    field(page, "percent").fill("6,2")
    row(page, "percent").get_by_role("button", name="Ej mätt").tap()
    row(page, "percent").get_by_role("button", name="Ej mätt").tap()
    expect(page.locator("#framsteg")).to_have_text("1 av 12 ifyllda")
    check(page)
    boxes = [field(page, "gender", label).bounding_box() for label in ("Utfall", "Män", "Kommentar")]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(set(tops))
    page.context.close()
