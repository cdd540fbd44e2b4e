"""Many at once in one plan and the one above it: each is answered or refused, nobody waits in a ring."""

from __future__ import annotations

import hashlib
import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db.models import Model

from goals.actions.activities import ActivityWords, add_activity, write_activity
from goals.actions.goals import GoalWords, add_goal, write_goal
from goals.actions.indicators import write_target
from goals.actions.links import adopt_goal
from goals.actions.moves import mark_ready, revise_plan
from goals.actions.order import Way, step_goal
from goals.actions.removing import remove_row
from goals.actions.restoring import restore
from goals.actions.row_places import move_activity
from goals.actions.texts import Spot, Words, add_text, write_text
from goals.document_reader import read_value
from goals.models import Activity, Goal, GoalIndicator, Level, Place, Plan, Text
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    GoalFactory,
    GoalIndicatorFactory,
    MembershipFactory,
    PlanFactory,
    TextFactory,
    UnitFactory,
    decided,
    member,
)
from tests.meeting import Meeting
from vp.org.models import Role, User
from vp.refusals import Gone, Refused
from vp.saving import Save

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROUNDS = 80


@dataclass
class Crowd:
    """A unit's plan that follows goals of its committee's; what came of each kind of work is counted."""

    plan: Plan
    above: Plan
    person: User
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    done: Counter[str] = field(default_factory=Counter)

    def any_of(self, model: type[Model], **which: Any) -> Any:
        rows = list(model._default_manager.filter(**{"plan": self.plan, **which}).order_by("pk"))
        return self.chance.choice(rows) if rows else None

    def worker(self, work: Callable[[Crowd], object]) -> Callable[[Meeting], None]:
        """Does it round after round; being refused in words is an answer, anything else is raised."""

        def rounds(meeting: Meeting) -> None:
            for _ in range(ROUNDS):
                meeting.begin()
                try:
                    work(self)
                except Refused:
                    self.done[f"{work.__name__}: refused"] += 1
                else:
                    self.done[work.__name__] += 1

        return rounds


@pytest.fixture
def crowd() -> Crowd:
    committee = CommitteeFactory()
    above, plan = PlanFactory(unit=committee), PlanFactory(unit=UnitFactory(parent=committee))
    for _ in range(4):
        source = GoalFactory(plan=above, level=Level.COMMITTEE)
        TextFactory(goal=source)
        shown = GoalFactory(plan=plan, level=Level.COMMITTEE, source=source)
        own = GoalFactory(parent=shown)
        TextFactory(goal=own)
        TextFactory(plan=plan)
        ActivityFactory(goal=own)
        GoalIndicatorFactory(goal=own)
    for _ in range(ROUNDS // 2):
        GoalFactory(plan=plan, level=Level.COMMITTEE, inherited=True)
    person = member(committee, Role.CONTROLLER)
    MembershipFactory(user=person, unit=plan.unit, role=Role.MANAGER)
    return Crowd(plan, above, person)


def write_words(crowd: Crowd) -> None:
    """One row, from the version that it has now."""
    words = f"Ord {uuid.uuid4()}"
    model = crowd.chance.choice([Text, Goal, Activity, GoalIndicator])
    row = crowd.any_of(model, **({"inherited": False} if model is Goal else {}))
    if row is None:
        return
    given: dict[str, Any] = {
        "by": crowd.person,
        "plan": crowd.plan,
        "key": row.key,
        "save": Save(uuid.uuid4(), row.version),
    }
    if model is Text:
        write_text(words=Words(f"<p>{words}</p>"), **given)
    elif model is Goal:
        write_goal(words=GoalWords(words), **given)
    elif model is Activity:
        write_activity(words=ActivityWords(words), **given)
    else:
        write_target(target=words, **given)


def write_other_words(crowd: Crowd) -> None:
    write_words(crowd)


def remove_and_bring_back(crowd: Crowd) -> None:
    subject, model = crowd.chance.choice(
        [("goals.text", Text), ("goals.goal", Goal), ("goals.activity", Activity)]
    )
    row = crowd.any_of(model, **({"inherited": False} if model is Goal else {}))
    if row is None:
        return
    change = remove_row(by=crowd.person, plan=crowd.plan, subject=subject, key=row.key)
    restore(by=crowd.person, plan=crowd.plan, change=change)


def move_things(crowd: Crowd) -> None:
    way = crowd.chance.choice(list(Way))
    if crowd.chance.random() < 0.5:
        key = crowd.any_of(Goal, inherited=False).key
        step_goal(by=crowd.person, plan=crowd.plan, key=key, way=way)
    else:
        move_activity(by=crowd.person, plan=crowd.plan, key=crowd.any_of(Activity).key, way=way)


def make_things(crowd: Crowd) -> None:
    given: dict[str, Any] = {
        "by": crowd.person,
        "plan": crowd.plan,
        "key": uuid.uuid4(),
        "save": Save(uuid.uuid4(), 0),
    }
    kind = crowd.chance.choice(["goal", "text", "activity"])
    if kind == "goal":
        parent = crowd.any_of(Goal, inherited=True)
        add_goal(parent=parent.key if parent else None, words=GoalWords("Ett nytt mål"), **given)
    elif kind == "text":
        add_text(spot=Spot(Place.CLOSING), words=Words("<p>Nytt.</p>", "Ny rubrik"), **given)
    else:
        goal = crowd.any_of(Goal).key
        add_activity(goal=goal, words=ActivityWords("En ny aktivitet"), **given)


def decide_and_revise(crowd: Crowd) -> None:
    plan = Plan.objects.select_related("unit").get(pk=crowd.plan.pk)
    if plan.state == "draft":
        mark_ready(by=crowd.person, plan=plan)
    elif plan.state == "ready":
        decided(plan)
    else:
        revise_plan(by=crowd.person, plan=plan, reason="Något saknas.")


def remove_above_and_bring_back(crowd: Crowd) -> None:
    """Goals that the plan follows: its rows are released, and follow again."""
    goal = crowd.any_of(Goal, plan=crowd.above)
    change = remove_row(by=crowd.person, plan=crowd.above, subject="goals.goal", key=goal.key)
    restore(by=crowd.person, plan=crowd.above, change=change)


def make_known_above(crowd: Crowd) -> None:
    """A goal from above that isn't linked becomes one of the committee's own."""
    goal = crowd.any_of(Goal, inherited=True, source=None)
    if goal is None:
        raise Gone("Alla mål är kopplade.")
    adopt_goal(by=crowd.person, goal=goal)


WORKS: list[Callable[[Crowd], None]] = [
    write_words,
    write_other_words,
    remove_and_bring_back,
    move_things,
    make_things,
    decide_and_revise,
    remove_above_and_bring_back,
    make_known_above,
]


def test_nobody_waits_in_a_ring(crowd: Crowd) -> None:
    Meeting(*(crowd.worker(work) for work in WORKS)).hold()
    assert sum(crowd.done.values()) == ROUNDS * len(WORKS)
    assert {work.__name__ for work in WORKS} <= set(crowd.done), "each has also been let through"
    assert crowd.done["write_words: refused"] > 0
    versions = list(crowd.plan.versions.order_by("number"))
    assert [version.number for version in versions] == list(range(1, ROUNDS // 3 + 2))
    for version in versions:
        document = read_value(version.document)
        assert version.sha256 == hashlib.sha256(document.to_json().encode()).hexdigest()
