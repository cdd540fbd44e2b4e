"""A save and a decision at the same moment, on real connections: in the frozen version, or refused.

Two threads are let go together, a thousand times. Whichever came too late last time gets a head start the
next, so that both go on meeting where it is decided who comes first, however fast the machine is.
"""

from __future__ import annotations

import datetime
import hashlib
import random
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, product

import pytest

from goals.actions.activities import ActivityWords, add_activity, write_activity
from goals.actions.goals import GoalWords, add_goal, write_goal
from goals.actions.indicators import write_target
from goals.actions.moves import decide_plan
from goals.actions.removing import remove_row
from goals.actions.texts import Spot, Words, add_text, write_text
from goals.loading import load_plan
from goals.models import Activity, Goal, GoalIndicator, Level, Place, Plan, PlanVersion, State, Text
from goals.refusals import PlanDecided
from tests.factories import CommitteeFactory, IndicatorFactory, UnitFactory, member
from tests.meeting import Meeting
from vp.history.models import Change
from vp.org.models import Role, User
from vp.saving import Save

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RACES = 1000
YEARS = range(1991, 2191)
STEP = 0.0004
"""Seconds that a head start grows or shrinks by; less than what a save takes."""


Write = Callable[[User, "Rows"], object]


@dataclass(frozen=True)
class Rows:
    """A plan that is ready to be decided, with one row of each kind; `number` stands in its words."""

    number: int
    plan: Plan
    goal: Goal
    text: Text
    activity: Activity
    indicator: GoalIndicator


def new() -> Save:
    return Save(uuid.uuid4(), 0)


def first() -> Save:
    return Save(uuid.uuid4(), 1)


def write_one_text(by: User, rows: Rows) -> object:
    words = Words(f"<p>Skrivet ord {rows.number}.</p>")
    return write_text(by=by, plan=rows.plan, key=rows.text.key, words=words, save=first())


def add_one_text(by: User, rows: Rows) -> object:
    words = Words("<p>Ny text.</p>", f"Skrivet ord {rows.number}.")
    return add_text(
        by=by, plan=rows.plan, key=uuid.uuid4(), spot=Spot(Place.OPENING), words=words, save=new()
    )


def write_one_goal(by: User, rows: Rows) -> object:
    words = GoalWords(f"Skrivet ord {rows.number}.")
    return write_goal(by=by, plan=rows.plan, key=rows.goal.key, words=words, save=first())


def add_one_goal(by: User, rows: Rows) -> object:
    words = GoalWords(f"Skrivet ord {rows.number}.")
    return add_goal(by=by, plan=rows.plan, key=uuid.uuid4(), parent=None, words=words, save=new())


def write_one_activity(by: User, rows: Rows) -> object:
    words = ActivityWords(f"Skrivet ord {rows.number}.")
    return write_activity(by=by, plan=rows.plan, key=rows.activity.key, words=words, save=first())


def add_one_activity(by: User, rows: Rows) -> object:
    words = ActivityWords(f"Skrivet ord {rows.number}.")
    return add_activity(by=by, plan=rows.plan, goal=rows.goal.key, key=uuid.uuid4(), words=words, save=new())


def write_one_target(by: User, rows: Rows) -> object:
    target = f"Skrivet ord {rows.number}."
    return write_target(by=by, plan=rows.plan, key=rows.indicator.key, target=target, save=first())


def remove_one_text(by: User, rows: Rows) -> object:
    return remove_row(by=by, plan=rows.plan, subject="goals.text", key=rows.text.key)


def remove_one_goal(by: User, rows: Rows) -> object:
    return remove_row(by=by, plan=rows.plan, subject="goals.goal", key=rows.goal.key)


WRITES: list[Write] = [
    write_one_text,
    add_one_text,
    write_one_goal,
    add_one_goal,
    write_one_activity,
    add_one_activity,
    write_one_target,
    remove_one_text,
    remove_one_goal,
]
GONE_WITH = {remove_one_text: "Skriven text {}.", remove_one_goal: "Skrivet mål {}."}
"""The words that are no longer there after a removal."""


@pytest.fixture
def plans() -> list[Rows]:
    """So many plans, made in a handful of statements."""
    committee = CommitteeFactory()
    units = [UnitFactory(parent=committee) for _ in range(RACES // len(YEARS))]
    indicator = IndicatorFactory()
    plans = Plan.objects.bulk_create(
        Plan(unit=unit, year=year, state=State.READY) for unit in units for year in YEARS
    )
    goals = Goal.objects.bulk_create(
        Goal(plan=plan, level=Level.UNIT, title=f"Skrivet mål {n}.") for n, plan in enumerate(plans)
    )
    texts = Text.objects.bulk_create(
        Text(plan=plan, place=Place.OPENING, title=f"Skriven text {n}.") for n, plan in enumerate(plans)
    )
    activities = Activity.objects.bulk_create(
        Activity(plan=goal.plan, goal=goal, title="Öppet hus") for goal in goals
    )
    indicators = GoalIndicator.objects.bulk_create(
        GoalIndicator(plan=goal.plan, goal=goal, indicator=indicator) for goal in goals
    )
    each = zip(plans, goals, texts, activities, indicators, strict=True)
    return [Rows(n, *rows) for n, rows in enumerate(each)]


def decide(by: User, plan: Plan) -> PlanVersion:
    return decide_plan(
        by=by, plan=plan, decided_on=datetime.date(plan.year - 1, 12, 15), decided_by="Nämnden"
    )


def test_a_thousand_saves_are_each_in_the_version_or_refused(plans: list[Rows]) -> None:
    council = plans[0].plan.unit.parent
    writer, decider = member(council, Role.CONTROLLER), member(council, Role.CONTROLLER)
    races = list(zip(plans, cycle(WRITES)))
    late: dict[object, float] = defaultdict(float)  # how long after the decision a kind of save begins
    kept: dict[int, bool] = {}
    chance = random.Random(1)

    def save(meeting: Meeting) -> None:
        for rows, write in races:
            meeting.begin()
            time.sleep(max(late[write], 0))
            try:
                write(writer, rows)
            except PlanDecided:
                kept[rows.number] = False
            else:
                kept[rows.number] = True
            late[write] += chance.uniform(0.5, 1.5) * (STEP if kept[rows.number] else -STEP)

    def decide_all(meeting: Meeting) -> None:
        for rows, write in races:
            meeting.begin()
            time.sleep(max(-late[write], 0))
            decide(decider, rows.plan)

    Meeting(save, decide_all).hold()
    assert len(kept) == RACES
    assert {(write, kept[rows.number]) for rows, write in races} == set(product(WRITES, (True, False)))
    for rows, write in races:
        assert_in_the_version_or_nowhere(rows, write, kept[rows.number])
    assert saves_in_the_history() == Counter(rows.plan.key for rows, _ in races if kept[rows.number])


def assert_in_the_version_or_nowhere(rows: Rows, write: Write, was_kept: bool) -> None:
    plan = Plan.objects.select_related("unit").get(pk=rows.plan.pk)
    version = plan.versions.get()
    document = load_plan(plan)
    assert version.document == document.to_dict(), "the rows are what was frozen"
    assert version.sha256 == hashlib.sha256(document.to_json().encode()).hexdigest()
    if write in GONE_WITH:
        assert (GONE_WITH[write].format(rows.number) in document.to_json()) is not was_kept
    else:
        assert (f"Skrivet ord {rows.number}." in document.to_json()) is was_kept


def saves_in_the_history() -> Counter[uuid.UUID]:
    return Counter(Change.objects.exclude(subject="goals.plan").values_list("plan_key", flat=True))
