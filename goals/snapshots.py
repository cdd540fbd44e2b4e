"""A removed row and everything under it as JSON, which the history keeps.

A snapshot is

    {"subject": "goals.goal", "key": the row's key, "name": what it is called,
     "goal": the key of the goal that a text, an indicator or an activity stands at, or null,
     "above": the keys of the goals or texts that the row is nested under, the nearest first,
     "rows": {"goals.goal": [a row's columns by name, …], "goals.text": […], …},
     "followers": [{"row": id, "goal": id, "own_words": whether it has words of its own}, …]}

Its rows are the removed one, what is nested under it, and at goals all that stands there. `followers` are
rows in other plans that are linked to a removed goal. `goals.bringing_back` makes the rows again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import JSONObject

from goals.goal_places import name_of
from goals.models import Activity, Goal, GoalIndicator, Text

Row = Goal | Text | Activity | GoalIndicator
Snapshot = dict[str, Any]

KINDS: Mapping[str, type[Row]] = {
    "goals.goal": Goal,
    "goals.text": Text,
    "goals.indicator": GoalIndicator,
    "goals.activity": Activity,
}
"""The history's subjects and their models."""
SUBJECTS = {model: subject for subject, model in KINDS.items()}
_FOLLOWER = "follower"


@dataclass(frozen=True)
class Branch:
    """Ids of a row and what is nested under it, as it is read; the keys of what it is nested under."""

    ids: Sequence[int]
    above: Sequence[str] = ()


def snapshot_of(row: Row) -> Snapshot:
    """The row with everything under it, in two queries however much that is."""
    branch = branch_of(row)
    subject = SUBJECTS[type(row)]
    rows: dict[str, list[dict[str, Any]]] = {subject: []}
    followers: list[dict[str, Any]] = []
    for kind, columns in _everything(subject, branch.ids):
        (followers if kind == _FOLLOWER else rows.setdefault(kind, [])).append(columns)
    rows[subject].sort(key=lambda columns: branch.ids.index(columns["id"]))
    at = None if isinstance(row, Goal) else row.goal
    return {
        "subject": subject,
        "key": str(row.key),
        "name": name_of(row) if isinstance(row, Goal) else str(row),
        "goal": str(at.key) if at else None,
        "above": list(branch.above),
        "rows": rows,
        "followers": followers,
    }


def branch_of(row: Row) -> Branch:
    """Activities and indicators stand alone; goals and texts may have some under them."""
    if not isinstance(row, Goal | Text):
        return Branch([row.pk])
    beside = type(row)._default_manager.filter(plan=row.plan_id).order_by("position", "pk")
    parents: dict[int, int | None] = {}
    keys: dict[int, str] = {}
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent, key in beside.values_list("pk", "parent", "key"):
        parents[pk], keys[pk] = parent, str(key)
        children[parent].append(pk)

    def under(pk: int) -> Iterator[int]:
        yield pk
        for child in children[pk]:
            yield from under(child)

    def over(pk: int | None) -> Iterator[str]:
        while pk is not None:
            yield keys[pk]
            pk = parents[pk]

    return Branch(list(under(row.pk)), list(over(row.parent_id)))


def _everything(subject: str, ids: Sequence[int]) -> Iterable[tuple[str, dict[str, Any]]]:
    """Every row's subject and columns, in one query."""
    first = _columns(subject, KINDS[subject]._default_manager.filter(pk__in=ids))
    if subject != SUBJECTS[Goal]:
        return first
    at_goals: list[QuerySet[Any]] = [
        Text.objects.filter(goal__in=ids),
        GoalIndicator.objects.filter(goal__in=ids),
        Activity.objects.filter(goal__in=ids),
    ]
    more = [_columns(SUBJECTS[rows.model], rows) for rows in at_goals]
    links = Goal.objects.filter(source__in=ids).order_by()
    followers = links.values_list(
        Value(_FOLLOWER), JSONObject(row="pk", goal="source_id", own_words="keeps_own_words")
    )
    return first.union(*more, followers, all=True)


def _columns(subject: str, rows: QuerySet[Any]) -> QuerySet[Any, tuple[str, dict[str, Any]]]:
    names = [field.attname for field in rows.model._meta.concrete_fields]
    return rows.order_by().values_list(Value(subject), JSONObject(**{name: name for name in names}))
