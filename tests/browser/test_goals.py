"""Goals are written in real Chromium: by keyboard alone, by hand, and undone; axe in every state."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from goals.models import Goal, Plan
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import GoalFactory, member
from tests.rich import key
from vp.org.models import Role, Unit

pytestmark = pytest.mark.browser
PLAN = "/planer/2027/granen/"
ABOVE = "Alla barn lär och leker i trygghet"


@pytest.fixture
def plan(granen: Unit) -> Plan:
    """Granen's draft with three goals of its own under the committee's."""
    plan = Plan.objects.get(unit=granen, year=2027)
    above = plan.goals.get(key=key("committee"))
    for position, title in enumerate(("Ute varje dag", "Mat som barnen lagar"), start=100):
        GoalFactory(parent=above, title=title, position=position)
    return plan


@pytest.fixture
def writer(plan: Plan, logged_in, page: Page) -> Page:
    logged_in(member(plan.unit, Role.EDITOR))
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(PLAN)
    return page


def looked_at(page: Page) -> None:
    """At both widths."""
    size = page.viewport_size
    assert size is not None
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)
    page.set_viewport_size(size)


def lenient(page: Page) -> Page:
    """Another page of the browser, whose console may tell of what is refused."""
    other = page.context.new_page()
    other.set_viewport_size({"width": 1280, "height": 900})
    other.goto(PLAN)
    return other


def press(page: Page, there: Locator, *keys: str) -> None:
    there.focus()
    for each in keys or ("Enter",):
        page.keyboard.press(each)


def order(plan: Plan) -> list[str]:
    above = plan.goals.get(key=key("committee"))
    return [goal.title.split()[0] for goal in above.children.order_by("position", "pk")]


def shown(page: Page) -> list[str]:
    titles = page.locator(".of-unit .goal-title").all_text_contents()
    return [title.split()[0] for title in titles]


def test_a_goal_by_keyboard_alone(writer: Page, plan: Plan) -> None:
    page = lenient(writer)
    add = page.get_by_role("link", name=f"Lägg till enhetsmål under {ABOVE}")
    press(page, add)
    title = page.get_by_label("Rubrik", exact=True)
    expect(title).to_be_focused()
    looked_at(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Skriv vad målet heter.")).to_be_visible()
    expect(title).to_be_focused()
    looked_at(page)
    page.keyboard.type("Alla barn läser")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Alla barn läser")
    expect(heading).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Alla barn läser är tillagt.")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("button", name="Ändra rubriken Alla barn läser"))
    title = page.get_by_label("Rubrik", exact=True)
    expect(title).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" varje dag")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Nummer", exact=True)).to_be_focused()
    page.keyboard.type("4.1")
    expect(page.get_by_text("Sparat")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("button", name="Klar"))
    expect(page.get_by_role("heading", name="4.1 Alla barn läser varje dag")).to_be_visible()
    assert plan.goals.get(title="Alla barn läser varje dag").number == "4.1"


def test_an_empty_title_stays_on_the_screen(writer: Page, plan: Plan) -> None:
    page = lenient(writer)
    press(page, page.get_by_role("button", name="Ändra rubriken Ute varje dag"))
    page.get_by_label("Rubrik", exact=True).fill("")
    press(page, page.get_by_role("button", name="Klar"))
    expect(page.get_by_text("Skriv vad målet heter.")).to_be_visible()
    looked_at(page)
    page.get_by_label("Rubrik", exact=True).fill("Ute jämt")
    press(page, page.get_by_role("button", name="Klar"))
    expect(page.get_by_role("heading", name="Ute jämt")).to_be_visible()
    assert plan.goals.filter(title="Ute jämt").exists()


def test_goals_change_places_by_keyboard(writer: Page, plan: Plan) -> None:
    page = writer
    up = page.get_by_role("button", name="Flytta upp: Mat som barnen lagar")
    press(page, up)
    expect(page.get_by_role("status").filter(has_text="Flyttat till plats 2 av 3")).to_be_visible()
    expect(up).to_be_focused()
    assert shown(page) == order(plan) == ["Barnen", "Mat", "Ute"]
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_text(f"Flyttat till plats 1 av 3 under {ABOVE}.")).to_be_visible()
    expect(up).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_text("Flyttat till plats 2 av 3")).to_be_visible()
    expect(page.get_by_role("button", name="Flytta ner: Mat som barnen lagar")).to_be_focused()
    assert order(plan) == ["Barnen", "Mat", "Ute"]


def test_a_goal_moves_to_another_from_the_list(writer: Page, plan: Plan) -> None:
    page = writer
    move = page.get_by_role("link", name="Flytta till … Ute varje dag")
    press(page, move)
    expect(page.get_by_role("radio", name=ABOVE)).to_be_focused()
    looked_at(page)
    page.keyboard.press("Escape")
    expect(move).to_be_focused()
    press(page, move, "Enter")
    expect(page.get_by_role("radio", name=ABOVE)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Flyttat till plats 2 av 2 under 1.2 Barnen får en bra start.")).to_be_visible()
    expect(page.get_by_role("button", name="Ändra rubriken Ute varje dag")).to_be_focused()
    assert plan.goals.get(title="Ute varje dag").parent == plan.goals.get(key=key("area"))


def drag(page: Page, title: str, to: Locator, *, below: bool = False) -> None:
    """Take hold of a goal's handle with the mouse, and hold it over another goal's edge."""
    goal = page.locator("section.goal", has=page.get_by_role("heading", name=title))
    goal.hover()
    handle = goal.locator(".goal-handle").bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, handle["y"] + 30, steps=3)
    there = to.bounding_box()
    assert there is not None
    page.mouse.move(handle["x"] + 8, there["y"] + (there["height"] if below else 0), steps=5)


def section(page: Page, title: str) -> Locator:
    return page.locator("section.goal", has=page.get_by_role("heading", name=title))


def test_goals_change_places_by_hand(writer: Page, plan: Plan) -> None:
    page = writer
    page.set_viewport_size({"width": 1280, "height": 3000})
    drag(page, "Mat som barnen lagar", section(page, "Ute varje dag"))
    line = page.locator(".drop-line")
    expect(line).to_have_text(f"Under {ABOVE}")
    page.keyboard.press("Escape")
    expect(line).to_have_count(0)
    page.mouse.up()
    assert order(plan) == ["Barnen", "Ute", "Mat"]
    drag(page, "Mat som barnen lagar", section(page, "Ute varje dag"))
    page.mouse.up()
    expect(page.get_by_text(f"Flyttat till plats 2 av 3 under {ABOVE}.")).to_be_visible()
    assert shown(page) == order(plan) == ["Barnen", "Mat", "Ute"]


def test_a_goal_is_dragged_to_another(writer: Page, plan: Plan) -> None:
    page = writer
    area = plan.goals.get(key=key("area"))
    other: Goal = GoalFactory(parent=area, level=3, inherited=True, title="Ett annat nämndmål", position=200)
    page.reload()
    page.set_viewport_size({"width": 1280, "height": 3000})
    drag(page, "Ute varje dag", section(page, "Ett annat nämndmål"), below=True)
    expect(page.locator(".drop-line")).to_have_text("Under Ett annat nämndmål")
    page.mouse.up()
    expect(page.get_by_text("Flyttat till plats 1 av 1 under Ett annat nämndmål.")).to_be_visible()
    assert plan.goals.get(title="Ute varje dag").parent == other


def test_removed_and_undone(writer: Page, plan: Plan) -> None:
    page = writer
    remove = page.get_by_role("button", name="Ta bort Barnen i Granen")
    press(page, remove)
    expect(page.get_by_text("2 texter, 1 indikator och 2 aktiviteter under sig.")).to_be_visible()
    expect(page.get_by_role("button", name="Ta bort allt")).to_be_focused()
    looked_at(page)
    page.keyboard.press("Escape")
    expect(remove).to_be_focused()
    press(page, remove)
    press(page, page.get_by_role("button", name="Ta bort allt"))
    undo = page.get_by_role("button", name="Ångra")
    expect(undo).to_be_focused()
    assert not plan.goals.filter(key=key("unit")).exists()
    looked_at(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Det du ångrade står i planen igen.")).to_be_visible()
    expect(page.get_by_role("heading", name="Barnen i Granen prövar")).to_be_focused()
    assert plan.goals.get(key=key("unit")).texts.count() == 2


def test_a_text_is_removed_from_its_editor_and_undone(writer: Page, plan: Plan) -> None:
    page = writer
    press(page, page.get_by_role("button", name="Skriv i Arbetssätt"))
    press(page, page.get_by_role("button", name="Ta bort texten"))
    left = page.locator(".left")
    expect(left.locator("li", has_text="Arbetssätt")).to_have_count(3)  # as at the two other goals
    undo = page.get_by_role("button", name="Ångra")
    expect(undo).to_be_focused()
    assert not plan.texts.filter(key=key("t2")).exists()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vi går ut <ofta>")).to_be_visible()
    expect(left.locator("li", has_text="Arbetssätt")).to_have_count(2)


def test_what_comes_too_late_is_told(writer: Page, plan: Plan) -> None:
    page = lenient(writer)
    plan.goals.get(title="Ute varje dag").delete()
    press(page, page.get_by_role("button", name="Flytta upp: Ute varje dag"))
    alert = page.get_by_role("alert").filter(has_text="någon har tagit bort det")
    expect(alert).to_be_focused()
    looked_at(page)
    page.context.set_offline(True)
    press(page, page.get_by_role("button", name="Flytta upp: Mat som barnen lagar"))
    expect(page.get_by_role("alert").filter(has_text="Ingen kontakt med servern")).to_be_visible()


def test_goals_above_are_chosen(writer: Page, plan: Plan) -> None:
    page = lenient(writer)
    committee = Plan.objects.create(unit=plan.unit.parent, year=2027)
    GoalFactory(plan=committee, level=3, title="Barn får vara med och bestämma")
    page.goto(f"{PLAN}mal-ovanfor/")
    looked_at(page)
    choice = page.get_by_role("checkbox", name="Barn får vara med och bestämma")
    press(page, choice, "Space")
    press(page, page.get_by_role("button", name="Spara valet"))
    expect(page.get_by_text("1 mål ovanför visas nu i planen.")).to_be_visible()
    press(page, page.get_by_role("link", name="Lägg till enhetsmål under Barn får vara med"))
    page.get_by_label("Rubrik", exact=True).fill("Barnråd")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Barnråd")).to_be_focused()
    page.goto(f"{PLAN}mal-ovanfor/")
    press(page, choice, "Space")
    press(page, page.get_by_role("button", name="Spara valet"))
    expect(page.get_by_role("alert")).to_contain_text("så länge Barnråd står under det")
    expect(choice).not_to_be_checked()
    looked_at(page)
