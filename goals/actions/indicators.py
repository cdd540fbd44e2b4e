"""Indicator rows are written: an indicator is added to a goal, with its target, and own ones are named.

A target belongs to the unit, the year and the indicator, not to a row: where the indicator stands at several
goals of the plan, a new target is a new version of each of those rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from goals.actions.row_places import NewPlace, new_place
from goals.actions.writing import begin_structure, begin_words
from goals.indicator_rows import RowToWrite, library_for, row_to_write, rows_of_indicator
from goals.models import GoalIndicator, Plan
from indicators.measures import as_number
from indicators.models import Direction, Indicator, Target
from vp.history.record import record, record_words
from vp.org.access import Actor
from vp.refusals import Gone, Refused
from vp.saving import Save, check_version, kept_already, mark_saved

GONE = "Indikatorn står inte kvar i planen: någon har tagit bort den. Dina ord är kvar här."


@dataclass(frozen=True)
class IndicatorWords:
    """How an indicator is defined. `periodicity` in the municipality's own words."""

    name: str
    periodicity: str = ""
    by_gender: bool = False
    direction: str = Direction.NONE.value


@transaction.atomic
def add_indicator(
    *, by: Actor, plan: Plan, goal: uuid.UUID, key: uuid.UUID, indicator: uuid.UUID
) -> GoalIndicator:
    """Put an indicator from the unit's library last at a goal. The same key again gives the same row.

    Raises Gone where the goal has been removed, Refused where the library doesn't have the indicator or it
    stands at the goal already.
    """
    plan = begin_structure(by=by, plan=plan)
    at = new_place(plan, GoalIndicator, goal, key)
    if at.is_made:
        return plan.indicators.get(key=key)
    chosen = library_for(plan, at.goal).filter(key=indicator).first()
    if chosen is None:
        raise Refused("Indikatorn finns inte i biblioteket. Välj en i listan.")
    if chosen.is_there:  # type: ignore[attr-defined]
        raise Refused(f"{chosen.name} står redan vid målet.")
    return _add_row(by, plan, at, key, chosen)


@transaction.atomic
def add_own_indicator(
    *, by: Actor, plan: Plan, goal: uuid.UUID, key: uuid.UUID, words: IndicatorWords
) -> GoalIndicator:
    """Make an indicator of the plan's unit and put it last at a goal. The same key again gives the same row.

    Whether something alike is there already is asked before (goals.indicator_rows.alike).
    """
    plan = begin_structure(by=by, plan=plan)
    at = new_place(plan, GoalIndicator, goal, key)
    if at.is_made:
        return plan.indicators.get(key=key)
    return _add_row(by, plan, at, key, Indicator.objects.create(owner=plan.unit, **asdict(words)))


@transaction.atomic
def write_target(*, by: Actor, plan: Plan, key: uuid.UUID, target: str, save: Save) -> int:
    """Save the unit's target for a row's indicator, as it was written; returns the row's new version.

    Raises Conflict where the target or the row has been changed since, Gone where the row has been removed,
    and Refused where the target is in force: then it is changed by goals.actions.targets.
    """
    plan = begin_words(by=by, plan=plan)
    rows = list(rows_of_indicator(plan, key).select_for_update(of=("self",)))
    row = _the_row(plan, rows, key)
    made = kept_already(row.row, save)
    if made is not None:
        return made
    if row.target == target:
        return row.row.version
    if row.target_is_held:
        raise Refused("Årsmålet är fastställt. Det ändras med datum och skäl, under Ändra årsmål.")
    check_version(row.row, save)
    before = row.told()
    _put_target(plan, row, target)
    for each in rows:
        mark_saved(each, save if each.key == key else None)
    GoalIndicator.objects.bulk_update(rows, ["version", "saves"])
    after = {**before, "target": target}
    record_words(
        by=by,
        unit=plan.unit,
        subject="goals.indicator",
        key=key,
        plan_key=plan.key,
        before=before,
        after=after,
    )
    return row.row.version


@transaction.atomic
def write_own_indicator(*, by: Actor, plan: Plan, key: uuid.UUID, words: IndicatorWords, save: Save) -> int:
    """Save how an indicator of the unit's own is defined; returns the row's new version.

    Raises Refused where the indicator isn't the unit's own, or other units use it too.
    """
    plan = begin_words(by=by, plan=plan)
    rows = list(rows_of_indicator(plan, key).select_for_update(of=("self", "indicator"), no_key=True))
    row = _the_row(plan, rows, key)
    made = kept_already(row.row, save)
    if made is not None:
        return made
    if not row.is_own:
        raise Refused(f"Indikatorn är gemensam. {row.row.indicator.owner} bestämmer vad den heter.")
    before = row.told()
    after = {**before, **asdict(words)}
    if before == after:
        return row.row.version
    check_version(row.row, save)
    _define(row.row.indicator, words)
    for each in rows:
        each.printed_name, each.printed_periodicity, each.printed_by_gender = "", None, None
        mark_saved(each, save if each.key == key else None)
    printed = ["printed_name", "printed_periodicity", "printed_by_gender"]
    GoalIndicator.objects.bulk_update(rows, [*printed, "version", "saves"])
    record_words(
        by=by,
        unit=plan.unit,
        subject="goals.indicator",
        key=key,
        plan_key=plan.key,
        before=before,
        after=after,
    )
    return row.row.version


def _add_row(by: Actor, plan: Plan, at: NewPlace, key: uuid.UUID, indicator: Indicator) -> GoalIndicator:
    row = GoalIndicator.objects.create(
        plan=plan, goal=at.goal, key=key, indicator=indicator, position=at.position
    )
    record(
        by=by,
        unit=plan.unit,
        subject="goals.indicator",
        key=key,
        plan_key=plan.key,
        action="added",
        after={"name": indicator.name, "indicator": str(indicator.key)},
    )
    return row


def _the_row(plan: Plan, rows: Sequence[GoalIndicator], key: uuid.UUID) -> RowToWrite:
    for row in rows:
        if row.key == key:
            return row_to_write(plan, row)
    raise Gone(GONE)


def _put_target(plan: Plan, row: RowToWrite, words: str) -> None:
    value = as_number(words)
    if row.target_id is not None:
        Target.objects.filter(pk=row.target_id).update(words=words, value=value)
        return
    Target.objects.create(
        indicator_id=row.row.indicator_id, unit=plan.unit, year=plan.year, words=words, value=value
    )


def _define(indicator: Indicator, words: IndicatorWords) -> None:
    indicator.name, indicator.periodicity = words.name, words.periodicity
    indicator.by_gender, indicator.direction = words.by_gender, words.direction
    indicator.version += 1
    indicator.save(update_fields=["name", "periodicity", "by_gender", "direction", "version"])
