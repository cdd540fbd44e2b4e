"""Goals of the plans above are shown and hidden: what comes along, what is refused, what is kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from goals.actions.above import StillUsedError, choose_goals_above
from goals.actions.restoring import restore
from goals.loading import load_plan
from goals.models import Goal, Level, Plan, State
from goals.refusals import PlanReady
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    CouncilFactory,
    GoalFactory,
    GoalIndicatorFactory,
    PlanFactory,
    TextFactory,
    UnitFactory,
    member,
)
from vp.history.models import Change
from vp.org.models import Role, User

pytestmark = pytest.mark.django_db


@dataclass
class Above:
    """The council's plan with a direction and two areas, and the committee's with a goal under each area."""

    direction: Goal
    first: Goal
    second: Goal
    under_first: Goal
    under_second: Goal


@pytest.fixture
def above() -> Above:
    council = PlanFactory(unit=CouncilFactory())
    committee = PlanFactory(unit=CommitteeFactory())
    direction = GoalFactory(plan=council, number="1.", title="En kommun att växa i")
    rows = GoalFactory(plan=committee, source=direction)
    areas, goals = [], []
    for number, title in (("1.1", "Trygghet"), ("1.2", "Lärande")):
        area = GoalFactory(parent=direction, number=number, title=title)
        row = GoalFactory(parent=rows, source=area)
        goal = GoalFactory(parent=row, title=f"Nämndens mål för {title.lower()}")
        TextFactory(goal=goal)
        areas.append(area)
        goals.append(goal)
    return Above(direction, *areas, *goals)


@pytest.fixture
def plan(above: Above) -> Plan:
    """A unit's empty plan under the committee."""
    plan: Plan = PlanFactory(unit=UnitFactory(parent=above.under_first.plan.unit))
    return plan


@pytest.fixture
def editor(plan: Plan) -> User:
    return member(plan.unit, Role.EDITOR)


def tree(plan: Plan) -> list[str]:
    """The plan's goals as they are read, as words of their own or of the goals they show."""
    return [goal.title for goal in load_plan(plan).walk_goals()]


def keys(*goals: Goal) -> set[uuid.UUID]:
    return {goal.key for goal in goals}


def test_a_goal_is_shown_with_what_it_stands_under(above: Above, plan: Plan, editor: User) -> None:
    chosen = choose_goals_above(by=editor, plan=plan, show=keys(above.under_second))
    assert chosen.shown == 3
    assert tree(plan) == ["En kommun att växa i", "Lärande", "Nämndens mål för lärande"]
    row = plan.goals.get(source=above.under_second)
    assert (row.inherited, row.keeps_own_words, row.parent.source) == (True, False, above.second)
    told = Change.objects.filter(plan_key=plan.key).order_by("pk").values_list("action", "after__title")
    assert list(told) == [("added", title) for title in tree(plan)]
    choose_goals_above(by=editor, plan=plan, show=keys(above.under_first, above.under_second))
    assert tree(plan)[3:] == ["Trygghet", "Nämndens mål för trygghet"]
    assert len(tree(plan)) == 5


def test_a_row_that_stood_there_unlinked_is_linked(above: Above, plan: Plan, editor: User) -> None:
    row = GoalFactory(plan=plan, number="1", title="En kommun att växa i.", inherited=True)
    own = GoalFactory(parent=row, level=Level.UNIT)
    choose_goals_above(by=editor, plan=plan, show=keys(above.first))
    row.refresh_from_db()
    assert (row.source, row.keeps_own_words) == (above.direction, True)
    assert set(row.children.all()) == {own, plan.goals.get(source=above.first)}


def test_a_goal_is_hidden_and_brought_back(above: Above, plan: Plan, editor: User) -> None:
    choose_goals_above(by=editor, plan=plan, show=keys(above.under_first, above.under_second))
    before = load_plan(plan)
    [change] = choose_goals_above(by=editor, plan=plan, hide=keys(above.second, above.under_second)).hidden
    assert tree(plan) == ["En kommun att växa i", "Trygghet", "Nämndens mål för trygghet"]
    assert change.before["name"] == "1.2 Lärande"
    restore(by=editor, plan=plan, change=change)
    assert load_plan(plan) == before


def test_words_of_its_own_come_back_too(above: Above, plan: Plan, editor: User) -> None:
    row = GoalFactory(plan=plan, source=above.direction, keeps_own_words=True, title="Att växa i kommunen")
    TextFactory(goal=row, body="<p>Som det lästes in.</p>")
    before = load_plan(plan)
    [change] = choose_goals_above(by=editor, plan=plan, hide=keys(above.direction)).hidden
    restore(by=editor, plan=plan, change=change)
    assert load_plan(plan) == before


@pytest.mark.parametrize("what", ["goal", "activity", "indicator", "shown"])
def test_what_is_used_stays(what: str, above: Above, plan: Plan, editor: User) -> None:
    choose_goals_above(by=editor, plan=plan, show=keys(above.under_first))
    row = plan.goals.get(source=above.under_first)
    hide = keys(above.under_first)
    if what == "goal":
        GoalFactory(parent=row, title="Ute varje dag")
    elif what == "shown":
        hide = keys(above.first)
    else:
        {"activity": ActivityFactory, "indicator": GoalIndicatorFactory}[what](goal=row)
    words = {
        "goal": "så länge Ute varje dag står under det",
        "shown": "så länge Nämndens mål för trygghet står under det",
    }
    with pytest.raises(StillUsedError, match=words.get(what, "så länge enheten har indikatorer")):
        choose_goals_above(by=editor, plan=plan, hide=hide)
    assert plan.goals.filter(source=above.under_first).exists()


def test_what_is_asked_to_show_is_not_hidden(above: Above, plan: Plan, editor: User) -> None:
    choose_goals_above(by=editor, plan=plan, show=keys(above.first))
    choose_goals_above(by=editor, plan=plan, show=keys(above.under_first), hide=keys(above.first))
    assert len(tree(plan)) == 3


def test_goals_that_no_plan_above_sets_are_not_shown(above: Above, plan: Plan, editor: User) -> None:
    elsewhere = GoalFactory(level=Level.COMMITTEE)
    another_year = GoalFactory(plan=PlanFactory(unit=above.direction.plan.unit, year=plan.year + 1))
    chosen = choose_goals_above(by=editor, plan=plan, show=keys(elsewhere, another_year))
    assert (chosen.shown, tree(plan)) == (0, [])


def test_who_may_when(above: Above, plan: Plan, editor: User) -> None:
    with pytest.raises(PermissionDenied):
        choose_goals_above(by=member(plan.unit, Role.STAFF), plan=plan, show=keys(above.first))
    Plan.objects.filter(pk=plan.pk).update(state=State.READY)
    with pytest.raises(PlanReady):
        choose_goals_above(by=editor, plan=plan, show=keys(above.first))


def at(plan: Plan, name: str) -> str:
    return reverse(f"goals:{name}", args=[plan.year, plan.unit.slug])


def test_the_page_saves_the_ticks(above: Above, plan: Plan, editor: User, client: Client) -> None:
    client.force_login(editor)
    page = client.get(at(plan, "links")).content.decode()
    assert page.count('type="checkbox"') == 5
    assert "checked" not in page
    answer = client.post(at(plan, "choose_above"), {"goal": [str(above.under_first.key)]}, follow=True)
    assert "3 mål ovanför visas nu i planen." in answer.content.decode()
    page = client.get(at(plan, "links")).content.decode()
    assert page.count(" checked") == page.count('name="was"') == 3
    over = [str(goal.key) for goal in (above.direction, above.first)]
    sent = {"goal": over, "was": [*over, str(above.under_first.key)]}
    page = client.post(at(plan, "choose_above"), sent, follow=True).content.decode()
    assert "Nämndens mål för trygghet visas inte längre." in page
    assert "data-undo" in page
    assert len(tree(plan)) == 2


def test_ticks_that_somebody_else_has_set_stay(
    above: Above, plan: Plan, editor: User, client: Client
) -> None:
    choose_goals_above(by=editor, plan=plan, show=keys(above.under_second))
    client.force_login(editor)  # whose page is older
    page = client.post(at(plan, "choose_above"), {"goal": []}, follow=True).content.decode()
    assert "Inget är ändrat." in page
    assert len(tree(plan)) == 3


def test_a_refusal_keeps_the_ticks(above: Above, plan: Plan, editor: User, client: Client) -> None:
    choose_goals_above(by=editor, plan=plan, show=keys(above.first))
    GoalFactory(parent=plan.goals.get(source=above.first), level=Level.UNIT, title="Ute varje dag")
    client.force_login(editor)
    was = [str(above.direction.key), str(above.first.key)]
    ticked = [str(above.direction.key), str(above.under_second.key)]
    answer = client.post(at(plan, "choose_above"), {"goal": ticked, "was": was})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1.1 Trygghet måste visas så länge Ute varje dag står under det." in page
    assert "Under målet står Ute varje dag." in page
    assert page.count(" checked") == 2


def test_whoever_only_reads_sees_no_choice(above: Above, plan: Plan, editor: User, client: Client) -> None:
    choose_goals_above(by=editor, plan=plan, show=keys(above.first))
    GoalFactory(plan=plan, inherited=True, title="Ett mål från förr")
    client.force_login(member(plan.unit, Role.STAFF))
    page = client.get(at(plan, "links")).content.decode()
    assert "Spara valet" not in page
    assert page.count("disabled") == 5
    assert "Ett mål från förr" in page


def test_a_choice_that_is_not_whole(plan: Plan, editor: User, client: Client) -> None:
    client.force_login(editor)
    assert client.post(at(plan, "choose_above"), {"goal": ["x"]}).status_code == 409


@pytest.mark.parametrize("more", [0, 10])
def test_few_questions_however_many_goals(
    more: int,
    above: Above,
    plan: Plan,
    editor: User,
    client: Client,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    """Two of the queries of a save are the transaction's marks; a plan has three levels above at most."""
    shown = [above.under_first]
    for _ in range(more):
        shown.append(GoalFactory(parent=above.under_first.parent))
        GoalFactory(plan=plan, level=Level.UNIT)
    client.force_login(editor)
    with django_assert_num_queries(9):
        client.get(at(plan, "links"))
    with django_assert_num_queries(13):
        client.post(at(plan, "choose_above"), {"goal": [str(goal.key) for goal in shown]})
    was = [str(goal.key) for goal in plan_sources(plan)]
    with django_assert_num_queries(14):
        client.post(at(plan, "choose_above"), {"goal": was[:-1], "was": was})


def plan_sources(plan: Plan) -> list[Goal]:
    return [row.source for row in plan.goals.exclude(source=None).order_by("position") if row.source]
