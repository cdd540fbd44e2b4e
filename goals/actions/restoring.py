"""What the history tells of is put back: what was removed, and what stood in a row before it was changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from goals.actions.activities import ActivityWords, write_activity
from goals.actions.goals import GoalWords, write_goal
from goals.actions.indicators import IndicatorWords, write_own_indicator, write_target
from goals.actions.texts import Words, write_text
from goals.actions.writing import begin_structure
from goals.bringing_back import bring_back
from goals.models import Plan
from goals.snapshots import KINDS
from vp.history.models import Change
from vp.history.record import put_back, record
from vp.org.access import Actor
from vp.refusals import Gone, Refused
from vp.saving import Save

Written = Mapping[str, Any]
Writer = Callable[[Actor, Plan, uuid.UUID, Written, Save], int]


@dataclass(frozen=True)
class Restored:
    """The row that stands there again, and whether it had to be put in another place than it stood in."""

    subject: str
    key: uuid.UUID
    moved: bool = False


@transaction.atomic
def restore(*, by: Actor, plan: Plan, change: Change) -> Restored:
    """Put back what a change of the plan took away: removed rows, or the words that stood there before.

    Words are put back as a new save, over what stands there now, which the history keeps. Raises Gone where
    the row whose words they are has been removed, Refused where a removed row is there already, where what
    it can't be without has gone, and for changes that take nothing away.
    """
    plan = begin_structure(by=by, plan=plan)
    if change.plan_key != plan.key or change.subject not in KINDS:
        raise Refused("Det här kan inte tas tillbaka.")
    if change.action == "removed":
        return _bring_back(by, plan, change)
    if change.action == "changed":
        return _write_again(by, plan, change)
    raise Refused("Det här kan inte tas tillbaka.")


def _bring_back(by: Actor, plan: Plan, change: Change) -> Restored:
    brought = bring_back(plan, change.before or {})
    record(
        by=by,
        unit=plan.unit,
        subject=change.subject,
        key=change.key,
        plan_key=plan.key,
        action="restored",
        after=change.before,
    )
    return Restored(change.subject, change.key, brought.moved)


def _write_again(by: Actor, plan: Plan, change: Change) -> Restored:
    rows = KINDS[change.subject]._default_manager.filter(plan=plan, key=change.key)
    version = rows.values_list("version", flat=True).first()
    if version is None:
        raise Gone("Raden finns inte längre. Ta tillbaka den först.")
    with put_back():
        WRITERS[change.subject](by, plan, change.key, change.before or {}, Save(uuid.uuid4(), version))
    return Restored(change.subject, change.key)


def _goal(by: Actor, plan: Plan, key: uuid.UUID, written: Written, save: Save) -> int:
    return write_goal(by=by, plan=plan, key=key, words=GoalWords(**written), save=save)


def _text(by: Actor, plan: Plan, key: uuid.UUID, written: Written, save: Save) -> int:
    return write_text(by=by, plan=plan, key=key, words=Words(**written), save=save)


def _activity(by: Actor, plan: Plan, key: uuid.UUID, written: Written, save: Save) -> int:
    words = ActivityWords(
        title=written["title"],
        starts_on=_day(written["start"]),
        ends_on=_day(written["end"]),
        responsible=written["responsible"],
    )
    return write_activity(by=by, plan=plan, key=key, words=words, save=save)


def _indicator(by: Actor, plan: Plan, key: uuid.UUID, written: Written, save: Save) -> int:
    version = write_target(by=by, plan=plan, key=key, target=written["target"], save=save)
    if "name" not in written:
        return version
    words = IndicatorWords(**{field.name: written[field.name] for field in fields(IndicatorWords)})
    return write_own_indicator(by=by, plan=plan, key=key, words=words, save=Save(uuid.uuid4(), version))


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


WRITERS: Mapping[str, Writer] = {
    "goals.goal": _goal,
    "goals.text": _text,
    "goals.activity": _activity,
    "goals.indicator": _indicator,
}
