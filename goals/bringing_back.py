"""Rows made again from a snapshot, with their keys and ids, so that they hang together as they did.

Columns that the models have got since are as the models make them; those that they have lost are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet, Value

from goals.following import follow_again
from goals.models import Goal, GoalIndicator, Heading, Plan, Text
from goals.snapshots import KINDS, SUBJECTS, Row, Snapshot
from indicators.models import Indicator
from vp.refusals import Refused
from vp.saving import mark_saved

Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class BroughtBack:
    """A row that stands in the plan again; `moved` where what it was nested under isn't there any longer."""

    row: Row
    moved: bool


def bring_back(plan: Plan, snapshot: Snapshot) -> BroughtBack:
    """Make a snapshot's rows again, each as a new version, where they stood or as near as there is a place.

    Rows in other plans that showed one of its goals, and haven't been changed since, follow it again.
    Raises Refused where any of the rows is in the plan already, and where something that they can't be
    without has gone. The caller holds the plan.
    """
    rows = {subject: _made(plan, model, snapshot) for subject, model in KINDS.items()}
    _refuse_twice(plan, rows)
    branch = rows[snapshot["subject"]]
    moved = _place(plan, snapshot, branch)
    _check_what_they_name(rows)
    for subject, made in rows.items():
        for row in made:
            mark_saved(row)
        KINDS[subject]._default_manager.bulk_create(made)
    follow_again(snapshot["followers"])
    return BroughtBack(branch[0], moved)


def _made(plan: Plan, model: type[Row], snapshot: Snapshot) -> list[Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    made = [
        model(**{name: fields[name].to_python(value) for name, value in columns.items() if name in fields})
        for columns in snapshot["rows"].get(SUBJECTS[model], ())
    ]
    for row in made:
        row.plan = plan
    return made


def _refuse_twice(plan: Plan, rows: Rows) -> None:
    """A row that stands in the plan isn't made a second time; asked in one query."""
    there: list[QuerySet[Any, Any]] = [
        KINDS[subject]._default_manager.filter(plan=plan, key__in=[row.key for row in made])
        for subject, made in rows.items()
        if made
    ]
    first, *more = (found.order_by().values_list("key") for found in there)
    if first.union(*more, all=True).exists():
        raise Refused("Det som togs bort finns i planen igen. Ladda om sidan för att se det.")


def _place(plan: Plan, snapshot: Snapshot, branch: Sequence[Row]) -> bool:
    """Put the first of the branch under the nearest that is left; whether that is another place."""
    first = branch[0]
    goal = plan.goals.filter(key=snapshot["goal"]).first() if snapshot["goal"] else None
    if snapshot["goal"] and (goal is None or (isinstance(first, Text) and goal.inherited)):
        raise Refused("Målet som det stod vid finns inte längre. Ta tillbaka målet först.")
    if not isinstance(first, Goal):
        for row in branch:
            row.goal = goal  # type: ignore[union-attr]  # only a text may stand at none
    if not isinstance(first, Goal | Text):
        return False
    wanted: list[str] = snapshot["above"]
    there: Iterable[Any] = type(first)._default_manager.filter(plan=plan, key__in=wanted) if wanted else []
    left = {str(row.key): row for row in there if _holds(row, first)}
    nearest = next((key for key in wanted if key in left), None)
    first.parent = left[nearest] if nearest else None
    if isinstance(first, Goal):
        first.parent_level = first.parent.level if first.parent else None
    return bool(wanted) and nearest != wanted[0]


def _holds(above: Row, row: Goal | Text) -> bool:
    """Whether the row may be nested there."""
    if isinstance(row, Goal):
        return isinstance(above, Goal) and above.level < row.level
    return isinstance(above, Text) and (above.place, above.goal_id) == (row.place, row.goal_id)


def _check_what_they_name(rows: Rows) -> None:
    """Headings that are gone are let go; an indicator or a goal above that is gone can't be done without."""
    headings = {row.heading_id for row in rows["goals.text"] if isinstance(row, Text)} - {None}
    indicators = {row.indicator_id for row in rows["goals.indicator"] if isinstance(row, GoalIndicator)}
    sources = {row.source_id for row in rows["goals.goal"] if isinstance(row, Goal)} - {None}
    named: list[tuple[type[Model], set[Any]]] = [
        (Heading, headings),
        (Indicator, indicators),
        (Goal, sources),
    ]
    asked = [
        model._default_manager.filter(pk__in=ids).order_by().values_list(Value(model.__name__), "pk")
        for model, ids in named
        if ids
    ]
    there = set(asked[0].union(*asked[1:], all=True)) if asked else set()
    for row in rows["goals.text"]:
        if isinstance(row, Text) and ("Heading", row.heading_id) not in there:
            row.heading = None
    if any(("Indicator", pk) not in there for pk in indicators):
        raise Refused("En av indikatorerna finns inte längre i biblioteket, så det går inte att ta tillbaka.")
    if any(("Goal", pk) not in there for pk in sources):
        raise Refused("Målet ovanför som visades här finns inte längre, så det går inte att ta tillbaka.")
