"""Goals are made, named and moved: what the actions change, what they refuse, and what the history keeps."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from goals.actions.goals import GoalWords, add_goal, write_goal
from goals.actions.order import Way, move_goal, step_goal
from goals.models import Goal, Level, Plan, State
from goals.refusals import PlanDecided, PlanReady
from tests.factories import CommitteeFactory, CouncilFactory, GoalFactory, PlanFactory, decided, member
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role, User
from vp.refusals import Gone, Refused, Stale
from vp.saving import Conflict, Save

pytestmark = pytest.mark.django_db
WORDS = GoalWords("Vi går ut varje dag", "1.2.1")


def a_save(version: int = 0) -> Save:
    return Save(uuid.uuid4(), version)


@pytest.fixture
def above() -> Goal:
    """A committee goal that a unit's plan shows."""
    return GoalFactory(level=Level.COMMITTEE, inherited=True, title="Trygga barn")


@pytest.fixture
def plan(above: Goal) -> Plan:
    return above.plan


@pytest.fixture
def editor(plan: Plan) -> User:
    return member(plan.unit, Role.EDITOR)


def own(above: Goal, *titles: str) -> list[Goal]:
    return [GoalFactory(parent=above, title=title) for title in titles]


def order(parent: Goal) -> list[str]:
    return [goal.title for goal in parent.children.order_by("position", "pk")]


def told() -> list[tuple[str, Any, Any]]:
    return list(Change.objects.order_by("pk").values_list("action", "before", "after"))


def test_a_goal_is_added_last_under_its_parent(above: Goal, plan: Plan, editor: User) -> None:
    [first] = own(above, "Först")
    key = uuid.uuid4()
    goal = add_goal(by=editor, plan=plan, key=key, parent=above.key, words=WORDS, save=a_save())
    assert (goal.key, goal.level, goal.parent, goal.inherited) == (key, Level.UNIT, above, False)
    assert order(above) == [first.title, "Vi går ut varje dag"]
    assert told() == [("added", None, {"number": "1.2.1", "title": "Vi går ut varje dag"})]


def test_the_same_key_again_is_a_retry(above: Goal, plan: Plan, editor: User) -> None:
    key = uuid.uuid4()
    goals = [
        add_goal(by=editor, plan=plan, key=key, parent=above.key, words=WORDS, save=a_save())
        for _ in range(2)
    ]
    assert goals[0] == goals[1]
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "parents", "level"),
    [
        ("council", [], Level.DIRECTION),
        ("council", [Level.DIRECTION], Level.AREA),
        ("committee", [Level.DIRECTION, Level.AREA], Level.COMMITTEE),
        ("committee", [Level.DIRECTION], Level.COMMITTEE),
        ("committee", [], Level.COMMITTEE),
        ("unit", [], Level.UNIT),
    ],
)
def test_a_goal_gets_the_level_that_its_unit_sets_there(
    kind: str, parents: list[Level], level: Level
) -> None:
    unit = {"council": CouncilFactory, "committee": CommitteeFactory}.get(kind)
    plan = PlanFactory(unit=unit()) if unit else PlanFactory()
    parent = None
    for each in parents:
        parent = GoalFactory(plan=plan, parent=parent, level=each)
    made = add_goal(
        by=member(plan.unit, Role.EDITOR),
        plan=plan,
        key=uuid.uuid4(),
        parent=parent.key if parent else None,
        words=WORDS,
        save=a_save(),
    )
    assert made.level == level


def test_under_a_goal_of_the_units_own_level_there_is_none(above: Goal, plan: Plan, editor: User) -> None:
    [goal] = own(above, "Eget")
    with pytest.raises(Refused, match="kan enheten inte ha egna mål"):
        add_goal(by=editor, plan=plan, key=uuid.uuid4(), parent=goal.key, words=WORDS, save=a_save())


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (GoalWords("  "), "behöver en rubrik"),
        (GoalWords("x" * 501), "längre än 500"),
        (GoalWords("Mål", "1" * 41), "längre än 40"),
    ],
)
def test_a_goal_needs_a_title_of_some_length(
    words: GoalWords, refusal: str, above: Goal, plan: Plan, editor: User
) -> None:
    [goal] = own(above, "Eget")
    with pytest.raises(Refused, match=refusal):
        add_goal(by=editor, plan=plan, key=uuid.uuid4(), parent=above.key, words=words, save=a_save())
    with pytest.raises(Refused, match=refusal):
        write_goal(by=editor, plan=plan, key=goal.key, words=words, save=a_save(1))


def test_what_it_would_stand_under_has_gone(plan: Plan, editor: User) -> None:
    with pytest.raises(Gone):
        add_goal(by=editor, plan=plan, key=uuid.uuid4(), parent=uuid.uuid4(), words=WORDS, save=a_save())


def test_a_title_is_written(above: Goal, plan: Plan, editor: User) -> None:
    [goal] = own(above, "Vi går ut")
    first, second = a_save(1), a_save(2)
    assert write_goal(by=editor, plan=plan, key=goal.key, words=GoalWords("Vi går ut ofta"), save=first) == 2
    assert write_goal(by=editor, plan=plan, key=goal.key, words=WORDS, save=second) == 3
    assert write_goal(by=editor, plan=plan, key=goal.key, words=GoalWords("Vi går ut ofta"), save=first) == 2
    goal.refresh_from_db()
    assert (goal.number, goal.title) == ("1.2.1", "Vi går ut varje dag")
    fields = {"number": "1.2.1", "title": "Vi går ut varje dag"}
    assert told() == [("changed", {"number": "", "title": "Vi går ut"}, fields)]


def test_a_title_that_somebody_else_has_written_since(above: Goal, plan: Plan, editor: User) -> None:
    [goal] = own(above, "Vi går ut")
    write_goal(by=editor, plan=plan, key=goal.key, words=WORDS, save=a_save(1))
    with pytest.raises(Conflict) as clash:
        write_goal(by=editor, plan=plan, key=goal.key, words=GoalWords("Vi är ute"), save=a_save(1))
    assert clash.value.row == goal
    assert write_goal(by=editor, plan=plan, key=goal.key, words=WORDS, save=a_save(1)) == 2  # the same words


def test_a_goal_from_above_is_not_written_here(above: Goal, plan: Plan, editor: User) -> None:
    for refused in (
        lambda: write_goal(by=editor, plan=plan, key=above.key, words=WORDS, save=a_save(1)),
        lambda: move_goal(by=editor, plan=plan, key=above.key, parent=None),
    ):
        with pytest.raises(Refused, match="hör till en plan ovanför"):
            refused()


def test_a_goal_that_has_been_removed(plan: Plan, editor: User) -> None:
    for refused in (
        lambda: write_goal(by=editor, plan=plan, key=uuid.uuid4(), words=WORDS, save=a_save(1)),
        lambda: move_goal(by=editor, plan=plan, key=uuid.uuid4(), parent=None),
        lambda: step_goal(by=editor, plan=plan, key=uuid.uuid4(), way=Way.UP),
    ):
        with pytest.raises(Gone, match="någon har tagit bort"):
            refused()


def test_goals_change_places(above: Goal, plan: Plan, editor: User) -> None:
    a, b, c = own(above, "A", "B", "C")
    stands = step_goal(by=editor, plan=plan, key=c.key, way=Way.UP)
    assert str(stands) == "plats 2 av 3 under Trygga barn"
    assert order(above) == ["A", "C", "B"]
    step_goal(by=editor, plan=plan, key=a.key, way=Way.DOWN)
    assert order(above) == ["C", "A", "B"]
    assert not step_goal(by=editor, plan=plan, key=c.key, way=Way.UP).moved
    assert not step_goal(by=editor, plan=plan, key=b.key, way=Way.DOWN).moved
    assert [action for action, _, _ in told()] == ["moved", "moved"]
    move_goal(by=editor, plan=plan, key=b.key, parent=above.key, before=c.key)
    assert order(above) == ["B", "C", "A"]
    here = {"title": "B", "under": "Trygga barn", "parent": str(above.key)}
    assert told()[-1] == ("moved", {**here, "position": 3}, {**here, "position": 1})


def test_a_goal_moves_to_another_parent_with_what_is_under_it(editor: User, above: Goal, plan: Plan) -> None:
    other = GoalFactory(plan=plan, level=Level.AREA, inherited=True, title="Lärande")
    a, b = own(above, "A", "B")
    stands = move_goal(by=editor, plan=plan, key=a.key, parent=other.key)
    assert str(stands) == "plats 1 av 1 under Lärande"
    assert (order(above), order(other)) == (["B"], ["A"])
    a.refresh_from_db()
    assert a.parent_level == Level.AREA
    assert str(move_goal(by=editor, plan=plan, key=b.key, parent=None, before=other.key)).endswith(
        "överst i planen"
    )
    read = plan.goals.order_by("position", "pk").values_list("title", flat=True)
    assert list(read) == ["Trygga barn", "B", "Lärande", "A"]
    with pytest.raises(Refused, match="på en högre nivå"):
        move_goal(by=editor, plan=plan, key=a.key, parent=b.key)


def test_goals_without_distinct_positions_get_them(above: Goal, plan: Plan, editor: User) -> None:
    a, *_ = own(above, "A", "B", "C")
    Goal.objects.update(position=0)
    step_goal(by=editor, plan=plan, key=a.key, way=Way.DOWN)
    assert order(above) == ["B", "A", "C"]
    assert sorted(plan.goals.values_list("position", flat=True)) == [0, 1, 2, 3]


def test_a_place_that_has_changed_since_is_refused(above: Goal, plan: Plan, editor: User) -> None:
    [a] = own(above, "A")
    with pytest.raises(Stale, match="Någon annan har flyttat"):
        move_goal(by=editor, plan=plan, key=a.key, parent=above.key, before=uuid.uuid4())
    with pytest.raises(Gone):
        move_goal(by=editor, plan=plan, key=a.key, parent=uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_two_at_once_move_one_after_the_other() -> None:
    above = GoalFactory(level=Level.COMMITTEE)
    goals = own(above, *"ABCDEF")
    errors: list[Exception] = []

    def move(goal: Goal) -> None:
        try:
            for way in (Way.UP, Way.DOWN) * 4:
                step_goal(by=OPERATOR, plan=Plan.objects.get(pk=above.plan_id), key=goal.key, way=way)
        except Exception as error:  # told below, in the test's own thread
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=[goal]) for goal in goals[1:4]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert sorted(order(above)) == list("ABCDEF")
    positions = above.plan.goals.values_list("position", flat=True)
    assert len(set(positions)) == 7


@pytest.mark.parametrize(
    ("role", "state", "refusal"),
    [
        (Role.STAFF, State.DRAFT, PermissionDenied),
        (Role.EDITOR, State.READY, PlanReady),
        (Role.CONTROLLER, State.DECIDED, PlanDecided),
    ],
)
def test_who_may_when(role: Role, state: State, refusal: type[Exception], above: Goal, plan: Plan) -> None:
    person = member(plan.unit, role)
    [goal] = own(above, "A")
    if state == State.DECIDED:
        decided(plan)
    Plan.objects.filter(pk=plan.pk, state=State.DRAFT).update(state=state)
    for refused in (
        lambda: add_goal(
            by=person, plan=plan, key=uuid.uuid4(), parent=above.key, words=WORDS, save=a_save()
        ),
        lambda: write_goal(by=person, plan=plan, key=goal.key, words=WORDS, save=a_save(1)),
        lambda: step_goal(by=person, plan=plan, key=goal.key, way=Way.UP),
        lambda: move_goal(by=person, plan=plan, key=goal.key, parent=None),
    ):
        with pytest.raises(refusal):
            refused()
