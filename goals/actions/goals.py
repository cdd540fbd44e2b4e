"""A plan's own goals are made and named."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from goals.actions.writing import begin_structure, begin_words
from goals.goal_places import GoalPlaces, level_under, own_goal
from goals.models import Goal, Level, Plan
from vp.history.record import record, record_words
from vp.org.access import Actor
from vp.refusals import Refused
from vp.saving import Save, check_version, kept_already, mark_saved

LONGEST_TITLE = 500
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class GoalWords:
    """What a goal is called: its title, and a number if it has one."""

    title: str
    number: str = ""


@transaction.atomic
def add_goal(
    *, by: Actor, plan: Plan, key: uuid.UUID, parent: uuid.UUID | None, words: GoalWords, save: Save
) -> Goal:
    """Make a goal of the unit's own, last under the parent or at the top, with the browser's key.

    Its level is the first of the unit's own below the parent's. The same key again is a retry and answered
    with the goal that it made. Raises Gone where the parent has been removed, Refused where no goal of the
    unit's can stand under it or the title is missing.
    """
    plan = begin_structure(by=by, plan=plan)
    places = GoalPlaces(plan)
    made = places.find(key)
    if made is not None:
        return own_goal(made)
    above = places.parent(parent)
    level = level_under(plan.own_levels, Level(above.level) if above else None)
    if level is None:
        raise Refused("Under det målet kan enheten inte ha egna mål.")
    goal = Goal(plan=plan, key=key, parent=above, level=level, saves=[save.id])
    goal.parent_level = above.level if above else None
    goal.position = places.next_position()
    _put(goal, words)
    goal.save(force_insert=True)
    record(
        by=by,
        unit=plan.unit,
        subject="goals.goal",
        key=key,
        plan_key=plan.key,
        action="added",
        after=told(goal),
    )
    return goal


@transaction.atomic
def write_goal(*, by: Actor, plan: Plan, key: uuid.UUID, words: GoalWords, save: Save) -> int:
    """Save a goal's title and number; returns its new version.

    A save that was committed before is answered with the version that it made. Raises Conflict where
    somebody else has saved since, Gone where the goal has been removed, Refused without a title.
    """
    plan = begin_words(by=by, plan=plan)
    goal = own_goal(plan.goals.select_for_update(of=("self",)).filter(key=key).first())
    made = kept_already(goal, save)
    if made is not None:
        return made
    before = told(goal)
    _put(wanted := Goal(), words)
    if told(wanted) == before:  # nothing is lost, whoever wrote it
        return goal.version
    check_version(goal, save)
    _put(goal, words)
    mark_saved(goal, save)
    goal.save(update_fields=["number", "title", "version", "saves"])
    record_words(
        by=by,
        unit=plan.unit,
        subject="goals.goal",
        key=key,
        plan_key=plan.key,
        before=before,
        after=told(goal),
    )
    return goal.version


def told(goal: Goal) -> dict[str, str]:
    """The goal's fields as the history keeps them."""
    return {"number": goal.number, "title": goal.title}


def _put(goal: Goal, words: GoalWords) -> None:
    title, number = _line(words.title), _line(words.number)
    if not title:
        raise Refused("Målet behöver en rubrik.")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"Rubriken är längre än {LONGEST_TITLE} tecken.")
    if len(number) > LONGEST_NUMBER:
        raise Refused(f"Numret är längre än {LONGEST_NUMBER} tecken.")
    goal.title, goal.number = title, number


def _line(words: str) -> str:
    return " ".join(words.replace("\x00", "").split())
