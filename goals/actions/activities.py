"""Activities are written: the first save of a new one, and every save after it."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from goals.actions.row_places import new_place
from goals.actions.writing import begin_structure, begin_words
from goals.models import Activity, Plan
from vp.history.record import record, record_words
from vp.org.access import Actor
from vp.refusals import Gone
from vp.saving import Save, check_version, kept_already, mark_saved

GONE = "Aktiviteten finns inte längre: någon har tagit bort den. Dina ord är kvar här."


@dataclass(frozen=True)
class ActivityWords:
    """What the row's editor holds. The days may lie outside the plan's year."""

    title: str
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    responsible: str = ""


@transaction.atomic
def add_activity(
    *, by: Actor, plan: Plan, goal: uuid.UUID, key: uuid.UUID, words: ActivityWords, save: Save
) -> int:
    """The first save of an activity, last at the goal, with the key that the browser was given.

    Returns its version. The same save again is answered as it was; another one from the editor that made
    the row (its answer was lost, and more has been written) is a save of what it made. Raises Conflict
    where somebody else has written in the row since, Gone where the goal has been removed.
    """
    plan = begin_structure(by=by, plan=plan)
    at = new_place(plan, Activity, goal, key)
    if at.is_made:
        return _save(by, plan, plan.activities.get(key=key), words, Save(save.id, 1))
    row = Activity(plan=plan, goal=at.goal, key=key, position=at.position, saves=[save.id])
    _put(row, words)
    row.save()
    record(
        by=by,
        unit=plan.unit,
        subject="goals.activity",
        key=key,
        plan_key=plan.key,
        action="added",
        after=told(row),
    )
    return row.version


@transaction.atomic
def write_activity(*, by: Actor, plan: Plan, key: uuid.UUID, words: ActivityWords, save: Save) -> int:
    """Save an activity as its row's editor has it; returns its new version.

    Raises Conflict where somebody else has saved since, Gone where the row has been removed, PlanDecided
    and PlanReady where the plan is closed.
    """
    plan = begin_words(by=by, plan=plan)
    row = plan.activities.select_for_update(of=("self",)).filter(key=key).first()
    if row is None:
        raise Gone(GONE)
    return _save(by, plan, row, words, save)


def told(row: Activity) -> dict[str, str]:
    """The row's fields as the history keeps them."""
    return {
        "title": row.title,
        "start": row.starts_on.isoformat() if row.starts_on else "",
        "end": row.ends_on.isoformat() if row.ends_on else "",
        "responsible": row.responsible,
    }


def _save(by: Actor, plan: Plan, row: Activity, words: ActivityWords, save: Save) -> int:
    made = kept_already(row, save)
    if made is not None:
        return made
    before = told(row)
    _put(now := Activity(), words)
    if told(now) == before:  # nothing is lost, whoever wrote it
        return row.version
    check_version(row, save)
    _put(row, words)
    mark_saved(row, save)
    row.save(update_fields=["title", "starts_on", "ends_on", "responsible", "version", "saves"])
    record_words(
        by=by,
        unit=plan.unit,
        subject="goals.activity",
        key=row.key,
        plan_key=plan.key,
        before=before,
        after=told(row),
    )
    return row.version


def _put(row: Activity, words: ActivityWords) -> None:
    row.title, row.responsible = words.title, words.responsible
    row.starts_on, row.ends_on = words.starts_on, words.ends_on
