"""Rows are removed and brought back: what goes along, what is refused, and who follows."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from goals.actions.activities import ActivityWords, write_activity
from goals.actions.goals import GoalWords, write_goal
from goals.actions.indicators import IndicatorWords, write_own_indicator, write_target
from goals.actions.order import move_goal
from goals.actions.removing import remove_row
from goals.actions.restoring import restore
from goals.actions.texts import Words, write_text
from goals.importing.save import save_plan
from goals.loading import load_plan
from goals.models import Activity, Goal, GoalIndicator, Level, Place, Plan, State, Text
from goals.refusals import PlanDecided, PlanReady
from tests.factories import (
    ActivityFactory,
    GoalFactory,
    GoalIndicatorFactory,
    HeadingFactory,
    PlanFactory,
    TargetFactory,
    TextFactory,
    UnitFactory,
    decided,
    member,
)
from tests.rich import key, rich_document
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role, User
from vp.refusals import Gone, Refused
from vp.saving import Conflict, Save

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    """A unit's plan with something of everything."""
    return save_plan(by=OPERATOR, document=rich_document(), unit=UnitFactory()).plan


@pytest.fixture
def editor(plan: Plan) -> User:
    return member(plan.unit, Role.EDITOR)


def remove(plan: Plan, subject: str, name: str, by: Any = OPERATOR) -> Change:
    return remove_row(by=by, plan=plan, subject=f"goals.{subject}", key=key(name))


@pytest.mark.parametrize(
    ("subject", "name"),
    [("goal", "unit"), ("text", "t1"), ("text", "c1"), ("indicator", "i3"), ("activity", "a2")],
)
def test_removed_and_brought_back(subject: str, name: str, plan: Plan, editor: User) -> None:
    before = load_plan(plan)
    change = remove(plan, subject, name, editor)
    assert load_plan(plan) != before
    restored = restore(by=editor, plan=plan, change=change)
    assert load_plan(plan) == before
    assert (restored.key, restored.moved) == (key(name), False)
    kept = Change.objects.filter(key=key(name)).order_by("pk")
    assert [each.action for each in kept] == ["removed", "restored"]
    assert kept[0].before == kept[1].after


def test_everything_under_a_goal_goes_along_in_one_change(plan: Plan) -> None:
    change = remove(plan, "goal", "unit")
    sizes = {subject: len(rows) for subject, rows in change.before["rows"].items()}
    assert sizes == {"goals.goal": 1, "goals.text": 2, "goals.indicator": 1, "goals.activity": 2}
    assert change.before["name"] == "Barnen i Granen prövar något nytt varje vecka"
    assert change.before["above"] == [str(key(name)) for name in ("committee", "area", "d")]
    assert not plan.texts.filter(place=Place.GOAL, goal__inherited=False).exists()


def test_nested_texts_go_along(plan: Plan) -> None:
    change = remove(plan, "text", "c1")
    assert [row["title"] for row in change.before["rows"]["goals.text"]] == [
        "Uppföljning av ekonomi",
        "Budget",
    ]
    restore(by=OPERATOR, plan=plan, change=change)
    assert plan.texts.get(key=key("c2")).parent == plan.texts.get(key=key("c1"))


def test_what_comes_back_is_a_new_version(plan: Plan, editor: User) -> None:
    """So that whoever had it open before it was removed is told."""
    change = remove(plan, "goal", "unit")
    restore(by=editor, plan=plan, change=change)
    with pytest.raises(Conflict):
        write_goal(by=editor, plan=plan, key=key("unit"), words=GoalWords("Nytt"), save=Save(uuid.uuid4(), 1))
    with pytest.raises(Conflict):
        write_text(
            by=editor, plan=plan, key=key("t1"), words=Words("<p>Nytt</p>"), save=Save(uuid.uuid4(), 1)
        )


def test_columns_of_another_time(plan: Plan) -> None:
    """A history is older than today's models: a column that is new, and one that is no more."""
    change = remove(plan, "activity", "a2")
    [row] = change.before["rows"]["goals.activity"]
    del row["responsible"]
    row["colour"] = "blå"
    restore(by=OPERATOR, plan=plan, change=change)
    assert Activity.objects.get(key=key("a2")).responsible == ""


def test_a_heading_that_is_gone_is_let_go(plan: Plan) -> None:
    heading = HeadingFactory(name="Förväntat resultat")
    Text.objects.filter(key=key("t1")).update(heading=heading)
    change = remove(plan, "goal", "unit")
    heading.delete()
    restore(by=OPERATOR, plan=plan, change=change)
    assert plan.texts.get(key=key("t1")).heading is None


def test_an_indicator_that_is_gone_is_told(plan: Plan) -> None:
    row = GoalIndicatorFactory(goal=plan.goals.get(key=key("unit")))
    change = remove_row(by=OPERATOR, plan=plan, subject="goals.indicator", key=row.key)
    row.indicator.delete()
    with pytest.raises(Refused, match="finns inte längre i biblioteket"):
        restore(by=OPERATOR, plan=plan, change=change)


def test_a_goal_whose_parent_is_gone_comes_under_the_nearest_left(plan: Plan) -> None:
    change = remove(plan, "goal", "unit")
    Goal.objects.get(key=key("committee")).delete()
    assert restore(by=OPERATOR, plan=plan, change=change).moved
    back = plan.goals.select_related("parent").get(key=key("unit"))
    assert back.parent.key == key("area")
    assert back.parent_level == Level.AREA


def test_a_goal_with_nothing_left_above_comes_to_the_top(plan: Plan) -> None:
    change = remove(plan, "goal", "unit")
    Goal.objects.get(key=key("d")).delete()
    assert restore(by=OPERATOR, plan=plan, change=change).moved
    assert plan.goals.get(key=key("unit")).parent is None


def test_a_nested_text_whose_parent_is_gone(plan: Plan) -> None:
    inner = remove(plan, "text", "c2")
    remove(plan, "text", "c1")
    assert restore(by=OPERATOR, plan=plan, change=inner).moved
    assert plan.texts.get(key=key("c2")).parent is None


@pytest.mark.parametrize(("subject", "name"), [("text", "t1"), ("indicator", "i3"), ("activity", "a2")])
def test_what_stood_at_a_goal_that_is_gone_waits_for_it(subject: str, name: str, plan: Plan) -> None:
    before = load_plan(plan)
    inner = remove(plan, subject, name)
    goal = remove(plan, "goal", "unit")
    with pytest.raises(Refused, match="Ta tillbaka målet först"):
        restore(by=OPERATOR, plan=plan, change=inner)
    restore(by=OPERATOR, plan=plan, change=goal)
    restore(by=OPERATOR, plan=plan, change=inner)
    assert load_plan(plan) == before


def test_twice_is_refused(plan: Plan) -> None:
    change = remove(plan, "goal", "unit")
    restore(by=OPERATOR, plan=plan, change=change)
    with pytest.raises(Refused, match="finns i planen igen"):
        restore(by=OPERATOR, plan=plan, change=change)
    remove(plan, "goal", "unit")
    with pytest.raises(Gone, match="redan tagit bort"):
        remove(plan, "goal", "unit")


def test_an_import_that_came_between_has_put_it_back(plan: Plan) -> None:
    change = remove(plan, "goal", "unit")
    save_plan(by=OPERATOR, document=rich_document(), unit=plan.unit, replace=True)
    with pytest.raises(Refused, match="finns i planen igen"):
        restore(by=OPERATOR, plan=plan, change=change)


def test_an_import_that_came_between_has_one_of_its_texts(plan: Plan) -> None:
    change = remove(plan, "goal", "unit")
    TextFactory(plan=plan, key=key("t1"))
    with pytest.raises(Refused, match="finns i planen igen"):
        restore(by=OPERATOR, plan=plan, change=change)


def test_an_import_that_came_between_without_it(plan: Plan) -> None:
    """The rows above are new, with the same keys: what comes back finds its place by key."""
    change, before = remove(plan, "goal", "unit"), load_plan(plan)
    save_plan(by=OPERATOR, document=before, unit=plan.unit, replace=True)
    assert not restore(by=OPERATOR, plan=plan, change=change).moved
    assert plan.goals.get(key=key("unit")).parent == plan.goals.get(key=key("committee"))


def test_it_comes_back_between_those_it_stood_between(plan: Plan) -> None:
    above = plan.goals.get(key=key("committee"))
    a, b, c = (GoalFactory(parent=above, title=title, position=9 + n) for n, title in enumerate("ABC"))
    change = remove_row(by=OPERATOR, plan=plan, subject="goals.goal", key=b.key)
    move_goal(by=OPERATOR, plan=plan, key=c.key, parent=above.key, before=a.key)
    restore(by=OPERATOR, plan=plan, change=change)
    assert [goal.title for goal in above.children.order_by("position")][1:] == ["C", "B", "A"]


@pytest.mark.parametrize(("subject", "name"), [("goal", "committee"), ("text", "t0")])
def test_what_is_from_above_stays(subject: str, name: str, plan: Plan) -> None:
    with pytest.raises(Refused, match="en plan ovanför"):
        remove(plan, subject, name)


def test_words_are_put_back(plan: Plan, editor: User) -> None:
    goal, text = plan.goals.get(key=key("unit")), plan.texts.get(key=key("t2"))
    was = (goal.title, text.body)
    write_goal(
        by=editor,
        plan=plan,
        key=goal.key,
        words=GoalWords("Nytt", "7"),
        save=Save(uuid.uuid4(), goal.version),
    )
    write_text(
        by=editor, plan=plan, key=text.key, words=Words("<p>Nytt</p>"), save=Save(uuid.uuid4(), text.version)
    )
    for change in Change.objects.filter(action="changed"):
        restore(by=OPERATOR, plan=plan, change=change)
    goal.refresh_from_db()
    text.refresh_from_db()
    assert (goal.title, text.body) == was
    assert goal.version == 3


def test_rows_of_the_tables_are_put_back(plan: Plan, editor: User) -> None:
    activity = plan.activities.get(key=key("a2"))
    own = GoalIndicatorFactory(goal=plan.goals.get(key=key("unit")), indicator__owner=plan.unit)
    name = own.indicator.name
    TargetFactory(indicator=own.indicator, unit=plan.unit, year=plan.year, words="85 %")
    before = load_plan(plan)
    write_activity(
        by=editor, plan=plan, key=activity.key, words=ActivityWords("Nytt"), save=Save(uuid.uuid4(), 1)
    )
    write_target(by=editor, plan=plan, key=own.key, target="öka", save=Save(uuid.uuid4(), 1))
    words = IndicatorWords("Ett nytt namn", "År")
    write_own_indicator(by=editor, plan=plan, key=own.key, words=words, save=Save(uuid.uuid4(), 2))
    assert load_plan(plan) != before
    for change in Change.objects.filter(action="changed"):
        restore(by=OPERATOR, plan=plan, change=change)
    assert load_plan(plan) == before
    own.indicator.refresh_from_db()
    assert own.indicator.name == name


def test_words_of_a_row_that_is_gone(plan: Plan, editor: User) -> None:
    write_goal(by=editor, plan=plan, key=key("unit"), words=GoalWords("Nytt"), save=Save(uuid.uuid4(), 1))
    change = Change.objects.get(action="changed")
    remove(plan, "goal", "unit")
    with pytest.raises(Gone, match="Ta tillbaka den först"):
        restore(by=OPERATOR, plan=plan, change=change)


def test_only_what_took_something_away_from_this_plan(plan: Plan) -> None:
    imported = Change.objects.get(action="imported")
    removed = remove(plan, "text", "t1")
    for where, change in ((plan, imported), (PlanFactory(), removed)):
        with pytest.raises(Refused, match="kan inte tas tillbaka"):
            restore(by=OPERATOR, plan=where, change=change)


@pytest.mark.parametrize(
    ("role", "state", "refusal"),
    [
        (Role.STAFF, State.DRAFT, PermissionDenied),
        (Role.EDITOR, State.READY, PlanReady),
        (Role.CONTROLLER, State.DECIDED, PlanDecided),
    ],
)
def test_who_may_when(role: Role, state: State, refusal: type[Exception], plan: Plan) -> None:
    person = member(plan.unit, role)
    change = remove(plan, "text", "t1")
    if state == State.DECIDED:
        decided(plan)
    Plan.objects.filter(pk=plan.pk, state=State.DRAFT).update(state=state)
    with pytest.raises(refusal):
        remove(plan, "goal", "unit", person)
    with pytest.raises(refusal):
        restore(by=person, plan=plan, change=change)


@pytest.fixture
def followed() -> Goal:
    """A committee's goal with nested texts and two activities."""
    goal: Goal = GoalFactory(level=Level.COMMITTEE, number="1.1", title="Trygga barn")
    TextFactory(goal=goal, title="Inne", parent=TextFactory(goal=goal, title="Ute"))
    for _ in range(2):
        ActivityFactory(goal=goal)
    return goal


def follower(source: Goal, **values: Any) -> Goal:
    """A row in a unit's plan that shows the goal, with an activity and an indicator of the unit's own."""
    row: Goal = GoalFactory(source=source, level=source.level, **values)
    ActivityFactory(goal=row, title="Enhetens egen", position=0)
    GoalIndicatorFactory(goal=row)
    return row


def test_those_who_follow_keep_the_words_and_follow_again(followed: Goal) -> None:
    rows = [follower(followed) for _ in range(2)]
    before = [load_plan(row.plan) for row in rows]
    change = remove_row(by=OPERATOR, plan=followed.plan, subject="goals.goal", key=followed.key)
    assert [load_plan(row.plan) for row in rows] == before
    assert Text.objects.filter(plan=rows[0].plan).count() == 2
    restore(by=OPERATOR, plan=followed.plan, change=change)
    assert [load_plan(row.plan) for row in rows] == before
    for row in rows:
        row.refresh_from_db()
        assert (row.source, row.keeps_own_words) == (followed, False)
        assert not row.texts.exists()
        assert [each.title for each in row.activities.all()] == ["Enhetens egen"]


def test_a_row_with_words_of_its_own_is_only_linked_again(followed: Goal) -> None:
    row = follower(followed, keeps_own_words=True, title="Trygga barn i Granen")
    change = remove_row(by=OPERATOR, plan=followed.plan, subject="goals.goal", key=followed.key)
    restore(by=OPERATOR, plan=followed.plan, change=change)
    row.refresh_from_db()
    assert (row.source, row.title) == (followed, "Trygga barn i Granen")


@pytest.mark.parametrize("changed", ["title", "text", "activity"])
def test_who_has_changed_the_words_since_keeps_them(changed: str, followed: Goal) -> None:
    row = follower(followed)
    change = remove_row(by=OPERATOR, plan=followed.plan, subject="goals.goal", key=followed.key)
    if changed == "title":
        Goal.objects.filter(pk=row.pk).update(title="Vårt eget")
    elif changed == "text":
        row.texts.filter(title="Inne").update(body="<p>Vårt eget</p>")
    else:
        row.activities.first().delete()
    now = load_plan(row.plan)
    restore(by=OPERATOR, plan=followed.plan, change=change)
    assert load_plan(row.plan) == now
    row.refresh_from_db()
    assert (row.source, row.keeps_own_words) == (None, True)


def test_a_decided_plan_is_left_as_it_is(followed: Goal) -> None:
    row = follower(followed)
    decided(row.plan)
    change = remove_row(by=OPERATOR, plan=followed.plan, subject="goals.goal", key=followed.key)
    restore(by=OPERATOR, plan=followed.plan, change=change)
    row.refresh_from_db()
    assert row.source is None


def test_the_targets_stay(plan: Plan) -> None:
    indicator = GoalIndicator.objects.get(plan=plan, key=key("i3")).indicator
    remove(plan, "indicator", "i3")
    assert [target.words for target in indicator.targets.all()] == ["2 timmar", "3 timmar"]
