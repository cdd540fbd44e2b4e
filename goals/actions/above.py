"""Which goals of the plans above a plan shows."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from goals.actions.removing import delete_rows
from goals.actions.writing import begin_structure
from goals.goal_places import GoalPlaces, name_of
from goals.goals_above import GoalAbove, goals_above
from goals.importing.near import near
from goals.models import Activity, Goal, GoalIndicator, Plan
from goals.snapshots import snapshot_of
from vp.history.models import Change
from vp.history.record import record
from vp.org.access import Actor
from vp.org.models import User
from vp.refusals import Gone, Refused


class StillUsedError(Refused):
    """A goal from above can't be hidden: something of the unit's own stands under it."""


@dataclass(frozen=True)
class Chosen:
    """How many goals are shown that weren't, and the changes that hid the others."""

    shown: int
    hidden: Sequence[Change]


@transaction.atomic
def choose_goals_above(
    *, by: Actor, plan: Plan, show: Collection[uuid.UUID] = (), hide: Collection[uuid.UUID] = ()
) -> Chosen:
    """Show and hide goals of the plans above, by the keys that they have there.

    A goal that is shown brings those along that it stands under, and follows its own plan from then on; a
    row that stood there unlinked with nearly the same words is linked to it instead. A hidden row's own
    words are kept in the history. Raises StillUsedError where goals, indicators or activities of the unit
    stand under one that is hidden.
    """
    plan = begin_structure(by=by, plan=plan)
    above = goals_above(by, plan.unit, plan.year)
    places = GoalPlaces(plan)
    shown = {row.source_id: row for row in places.goals if row.source_id}
    wanted = _with_those_over(above, show)
    left = [shown[each.id] for each in above if each.key in hide and each.id in shown and each not in wanted]
    _refuse_in_use(places, left)
    ids = {row.pk for row in left}
    hidden = [_hide(by, plan, row) for row in left if row.parent_id not in ids]
    new = _show(places, [each for each in wanted if each.id not in shown], shown)
    _tell(by, plan, new)
    return Chosen(len(new), hidden)


def _with_those_over(above: Sequence[GoalAbove], keys: Collection[uuid.UUID]) -> list[GoalAbove]:
    """The goals with these keys and all that they stand under, parents first."""
    by_id = {each.id: each for each in above}
    wanted: set[int | None] = set()
    for each in above:
        over = each if each.key in keys else None
        while over is not None and over.id not in wanted:
            wanted.add(over.id)
            over = by_id[over.parent] if over.parent else None
    return [each for each in above if each.id in wanted]


def _refuse_in_use(places: GoalPlaces, hidden: Sequence[Goal]) -> None:
    for row in hidden:
        left = [child for child in places.under(row) if child not in hidden]
        if left:
            raise StillUsedError(
                f"{name_of(row)} måste visas så länge {name_of(left[0])} står under det. "
                "Flytta eller ta bort det först."
            )
    ids = [row.pk for row in hidden]
    activities, indicators = (
        model._default_manager.filter(goal__in=ids).order_by().values_list("goal")
        for model in (Activity, GoalIndicator)
    )
    used = list(activities.union(indicators, all=True)[:1]) if ids else []
    for [goal] in used:
        name = next(name_of(row) for row in hidden if row.pk == goal)
        raise StillUsedError(
            f"{name} måste visas så länge enheten har indikatorer eller aktiviteter där. Ta bort dem först."
        )


def _hide(by: Actor, plan: Plan, row: Goal) -> Change:
    snapshot = snapshot_of(row)
    delete_rows(snapshot)
    return record(
        by=by,
        unit=plan.unit,
        subject="goals.goal",
        key=row.key,
        plan_key=plan.key,
        action="removed",
        before=snapshot,
    )


def _show(
    places: GoalPlaces, wanted: Sequence[GoalAbove], shown: dict[int, Goal]
) -> list[tuple[Goal, GoalAbove]]:
    """A row for each of the goals, under the row of its parent: a new one, or one that is there unlinked."""
    if not wanted:
        return []
    _hold(wanted)
    loose = [row for row in places.goals if row.inherited and row.source_id is None]
    made: list[Goal] = []
    linked: list[Goal] = []
    for each in wanted:
        alike = next((row for row in loose if row.level == each.level and near(row.title, each.title)), None)
        if alike is not None:
            loose.remove(alike)
            linked.append(alike)
        row = alike or Goal(plan=places.plan, inherited=True, level=each.level, keeps_own_words=False)
        row.source_id, shown[each.id] = each.id, row
        if alike is None:
            made.append(row)
    Goal.objects.bulk_create(made)  # at the top, until all have their ids
    for each in wanted:
        if shown[each.id] in made and each.parent:
            shown[each.id].parent = shown[each.parent]
            shown[each.id].parent_level = shown[each.parent].level
    changed = dict.fromkeys([*made, *linked, *places.join(made)])
    Goal.objects.bulk_update(changed, ["parent", "parent_level", "position", "source"])
    return [(shown[each.id], each) for each in wanted]


def _hold(wanted: Sequence[GoalAbove]) -> None:
    """Keep the goals above from being removed until the rows that show them are there."""
    ids = [each.id for each in wanted]
    held = list(Goal.objects.raw("SELECT id FROM goals_goal WHERE id = ANY(%s) FOR KEY SHARE", [ids]))
    if len(held) < len(ids):
        raise Gone("Ett av målen finns inte längre i planen ovanför. Ladda om sidan och välj igen.")


def _tell(by: Actor, plan: Plan, rows: Sequence[tuple[Goal, GoalAbove]]) -> None:
    Change.objects.bulk_create(
        Change(
            by=by if isinstance(by, User) else None,
            by_name=by.name,
            unit=plan.unit,
            subject="goals.goal",
            key=row.key,
            plan_key=plan.key,
            action="added",
            after={"number": above.number, "title": above.title},
        )
        for row, above in rows
    )
