"""A decided plan stays as it was decided, whatever action is tried on it.

Each attempt is made at a decided plan, and at the same plan as a draft, where it does change something: so
a refusal is for the decision, and not for a slip in the attempt. A new action without a row fails here.
The same by page and in the admin: pages/test_nothing_changes.py; by SQL: test_nothing_changes_by_sql.py.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone

from goals import actions
from goals.actions.above import choose_goals_above
from goals.actions.activities import ActivityWords, add_activity, write_activity
from goals.actions.goals import GoalWords, add_goal, write_goal
from goals.actions.incoming import save_incoming, take_in
from goals.actions.indicators import (
    IndicatorWords,
    add_indicator,
    add_own_indicator,
    write_own_indicator,
    write_target,
)
from goals.actions.links import adopt_goal, adopt_goals
from goals.actions.moves import decide_plan, lock_plan, mark_ready, return_plan, revise_plan, unlock_plan
from goals.actions.order import Way, move_goal, step_goal
from goals.actions.pictures import add_picture
from goals.actions.presence import tell_presence
from goals.actions.registry_number import write_registry_number
from goals.actions.removing import remove_row
from goals.actions.restoring import restore
from goals.actions.row_places import move_activity, move_indicator
from goals.actions.starting import start_plan
from goals.actions.targets import change_target
from goals.actions.texts import Spot, Words, add_text, write_text
from goals.actions.writing import begin_structure, begin_words
from goals.document_reader import read_value
from goals.loading import load_plan
from goals.models import Place
from tests.goals.whole_plan import WholePlan, whole_plan
from tests.images.pictures import encoded
from vp.refusals import Refused
from vp.saving import Save

pytestmark = pytest.mark.django_db
Attempt = Callable[[WholePlan], object]
FROZEN = "plan_is_decided"


def first() -> Save:
    return Save(uuid.uuid4(), 1)


def new() -> Save:
    return Save(uuid.uuid4(), 0)


def key() -> uuid.UUID:
    return uuid.uuid4()


WRITES: dict[str, Attempt] = {
    "above.choose_goals_above": lambda it: choose_goals_above(
        by=it.person, plan=it.plan, hide=[it.unused.key]
    ),
    "activities.add_activity": lambda it: add_activity(
        by=it.person, plan=it.plan, goal=it.goals[0].key, key=key(), words=ActivityWords("Ny"), save=new()
    ),
    "activities.write_activity": lambda it: write_activity(
        by=it.person, plan=it.plan, key=it.activities[0].key, words=ActivityWords("Annan"), save=first()
    ),
    "goals.add_goal": lambda it: add_goal(
        by=it.person, plan=it.plan, key=key(), parent=None, words=GoalWords("Nytt"), save=new()
    ),
    "goals.write_goal": lambda it: write_goal(
        by=it.person, plan=it.plan, key=it.goals[0].key, words=GoalWords("Annat"), save=first()
    ),
    "incoming.save_incoming": lambda it: save_incoming(
        by=it.person,
        incoming=take_in(by=it.person, data=load_plan(it.plan).to_json().encode(), file_name="plan.json"),
        unit=it.plan.unit,
        year=it.plan.year,
        replace=True,
    ),
    "indicators.add_indicator": lambda it: add_indicator(
        by=it.person, plan=it.plan, goal=it.goals[1].key, key=key(), indicator=it.rows[1].indicator.key
    ),
    "indicators.add_own_indicator": lambda it: add_own_indicator(
        by=it.person, plan=it.plan, goal=it.goals[1].key, key=key(), words=IndicatorWords("Vår egen")
    ),
    "indicators.write_own_indicator": lambda it: write_own_indicator(
        by=it.person, plan=it.plan, key=it.rows[0].key, words=IndicatorWords("Annat namn"), save=first()
    ),
    "indicators.write_target": lambda it: write_target(
        by=it.person, plan=it.plan, key=it.rows[0].key, target="99 %", save=first()
    ),
    "links.adopt_goal": lambda it: adopt_goal(by=it.person, goal=it.unlinked),
    "links.adopt_goals": lambda it: adopt_goals(by=it.person, goals=[it.unlinked]),
    "order.move_goal": lambda it: move_goal(by=it.person, plan=it.plan, key=it.goals[0].key, parent=None),
    "order.step_goal": lambda it: step_goal(by=it.person, plan=it.plan, key=it.goals[0].key, way=Way.DOWN),
    "pictures.add_picture": lambda it: add_picture(by=it.person, plan=it.plan, data=encoded("PNG")),
    "registry_number.write_registry_number": lambda it: write_registry_number(
        by=it.person, plan=it.plan, number="KS 2", former="KS 1"
    ),
    "removing.remove_row": lambda it: remove_row(
        by=it.person, plan=it.plan, subject="goals.text", key=it.text.key
    ),
    "restoring.restore": lambda it: restore(by=it.person, plan=it.plan, change=it.removal),
    "row_places.move_activity": lambda it: move_activity(
        by=it.person, plan=it.plan, key=it.activities[0].key, way=Way.DOWN
    ),
    "row_places.move_indicator": lambda it: move_indicator(
        by=it.person, plan=it.plan, key=it.rows[0].key, way=Way.DOWN
    ),
    "texts.add_text": lambda it: add_text(
        by=it.person,
        plan=it.plan,
        key=key(),
        spot=Spot(Place.OPENING),
        words=Words("<p>Ny.</p>", "Ny rubrik"),
        save=new(),
    ),
    "texts.write_text": lambda it: write_text(
        by=it.person, plan=it.plan, key=it.text.key, words=Words("<p>Annat.</p>"), save=first()
    ),
    "moves.mark_ready": lambda it: mark_ready(by=it.person, plan=it.plan),
}
"""Actions that change a draft, and are refused when it has been decided."""

ALWAYS_REFUSED: dict[str, Attempt] = {
    "moves.return_plan": lambda it: return_plan(by=it.person, plan=it.plan, reason="Ett fel."),
    "moves.decide_plan": lambda it: decide_plan(
        by=it.person, plan=it.plan, decided_on=datetime.date(2026, 12, 15), decided_by="Nämnden"
    ),
    "moves.lock_plan": lambda it: lock_plan(by=it.person, plan=it.plan),
    "presence.tell_presence": lambda it: tell_presence(by=it.person, plan=it.plan, row=None),
    "starting.start_plan": lambda it: start_plan(by=it.person, unit=it.plan.unit, year=it.plan.year),
    "writing.begin_structure": lambda it: begin_structure(by=it.person, plan=it.plan),
    "writing.begin_words": lambda it: begin_words(by=it.person, plan=it.plan),
}
"""Those that would change nothing in a draft either, but are refused all the same."""

OPENS: dict[str, Attempt] = {
    "moves.revise_plan": lambda it: revise_plan(by=it.person, plan=it.plan, reason="Ny budget."),
    "moves.unlock_plan": lambda it: unlock_plan(
        by=it.person,
        plan=it.plan,
        until=timezone.now() + datetime.timedelta(hours=1),
        reason="Rätta ett fel.",
    ),
}
"""Those that open a decided plan, with a reason: its rows and its version are what they were."""

ADDS_A_TARGET: dict[str, Attempt] = {
    "targets.change_target": lambda it: change_target(
        by=it.person,
        plan=it.plan,
        row=it.rows[0],
        words="99 %",
        since=datetime.date(it.plan.year, 5, 1),
        reason="Nytt beslut.",
    ),
}
"""The one change that a decided plan takes: one more target, with its day and reason; the old one stays."""

OF_NO_PLAN = {"incoming.correct", "incoming.discard", "incoming.take_in"}
"""Of uploads that aren't plans yet."""


def every_action() -> set[str]:
    """Whatever has a `by=`: that is what a write looks like."""
    found = set()
    for module in pkgutil.iter_modules(actions.__path__):
        loaded = importlib.import_module(f"goals.actions.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            by = inspect.signature(function).parameters.get("by")
            is_action = by is not None and by.kind is inspect.Parameter.KEYWORD_ONLY
            if is_action and not name.startswith("_") and function.__module__ == loaded.__name__:
                found.add(f"{module.name}.{name}")
    return found


def test_every_action_has_its_row() -> None:
    rows = [WRITES, ALWAYS_REFUSED, OPENS, ADDS_A_TARGET, OF_NO_PLAN]
    named = [name for row in rows for name in row]
    assert len(named) == len(set(named))
    assert every_action() == set(named)


@pytest.fixture
def plan() -> WholePlan:
    """Decided."""
    return whole_plan(is_decided=True)


@pytest.fixture
def draft() -> WholePlan:
    return whole_plan(is_decided=False)


def test_the_plan_is_what_was_frozen(plan: WholePlan) -> None:
    """What the other tests compare with: the rows are the version's document, byte for byte."""
    version = plan.plan.versions.get()
    document = load_plan(plan.plan).to_json()
    assert read_value(version.document).to_json() == document
    assert version.sha256 == hashlib.sha256(document.encode()).hexdigest()
    assert all(plan.kept().values())


@pytest.mark.parametrize("name", WRITES | ALWAYS_REFUSED)
def test_by_an_action(plan: WholePlan, name: str) -> None:
    before = plan.kept()
    with pytest.raises(Refused):
        (WRITES | ALWAYS_REFUSED)[name](plan)
    assert plan.kept() == before


@pytest.mark.parametrize("name", WRITES)
def test_a_draft_is_changed_by_the_same_action(draft: WholePlan, name: str) -> None:
    before = draft.kept()
    WRITES[name](draft)
    assert draft.kept() != before


@pytest.mark.parametrize("name", OPENS)
def test_opening_it_leaves_everything_as_it_was(plan: WholePlan, name: str) -> None:
    before = plan.kept()
    OPENS[name](plan)
    assert plan.kept() | {"goals_plan": []} == before | {"goals_plan": []}


@pytest.mark.parametrize("name", ADDS_A_TARGET)
def test_one_more_target_leaves_everything_else_as_it_was(plan: WholePlan, name: str) -> None:
    before, table = plan.kept(), "indicators_target"
    ADDS_A_TARGET[name](plan)
    after = plan.kept()
    assert after | {table: []} == before | {table: []}
    assert after[table][:-1] == before[table]
