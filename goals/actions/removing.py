"""Rows of a plan are removed: goals with everything under them, texts with those under them, table rows."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from goals.actions.writing import begin_structure
from goals.following import release_followers
from goals.goal_places import own_goal
from goals.models import Goal, Plan, Text
from goals.snapshots import KINDS, Row, Snapshot, snapshot_of
from vp.history.models import Change
from vp.history.record import record
from vp.org.access import Actor
from vp.refusals import Gone, Refused

GONE = {
    "goals.goal": "Målet finns inte längre: någon har redan tagit bort det.",
    "goals.text": "Texten finns inte längre: någon har redan tagit bort den.",
    "goals.indicator": "Indikatorn finns inte längre här: någon har redan tagit bort den.",
    "goals.activity": "Aktiviteten finns inte längre: någon har redan tagit bort den.",
}

_TOLD_WITH = {
    "goals.goal": ["source"],
    "goals.text": ["goal"],
    "goals.indicator": ["goal", "indicator"],
    "goals.activity": ["goal"],
}
"""What a row's name and place are read from."""


class StandsUnderError(Refused):
    """There is more than the row itself: whoever removes it is asked first. Carries what would go."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__("Det finns mer under det som skulle tas bort.")
        self.snapshot = snapshot


@transaction.atomic
def remove_row(*, by: Actor, plan: Plan, subject: str, key: uuid.UUID, with_all_under: bool = True) -> Change:
    """Remove a row of the plan with everything under it; returns the change, whose `before` is a snapshot.

    `subject` is the history's (goals.snapshots.KINDS). Rows in other plans that showed a removed goal keep
    its words. Raises Gone where somebody has removed it already, Refused for a goal from above and its
    texts, and StandsUnderError where something stands under it and `with_all_under` is false.
    """
    plan = begin_structure(by=by, plan=plan)
    row = removable(plan, subject, key)
    snapshot = snapshot_of(row)
    if sum(len(rows) for rows in snapshot["rows"].values()) > 1 and not with_all_under:
        raise StandsUnderError(snapshot)
    delete_rows(snapshot)
    return record(
        by=by,
        unit=plan.unit,
        subject=subject,
        key=key,
        plan_key=plan.key,
        action="removed",
        before=snapshot,
    )


def removable(plan: Plan, subject: str, key: uuid.UUID) -> Row:
    """The plan's own row. Gone where it isn't there, Refused where it belongs to a plan above."""
    rows: QuerySet[Any] = KINDS[subject]._default_manager.filter(plan=plan, key=key)
    row: Row | None = rows.select_related(*_TOLD_WITH[subject]).first()
    if row is None:
        raise Gone(GONE[subject])
    if isinstance(row, Goal):
        return own_goal(row)
    if isinstance(row, Text) and row.goal and row.goal.inherited:
        raise Refused("Texten står vid ett mål från en plan ovanför och kan inte tas bort här.")
    return row


def delete_rows(snapshot: Snapshot) -> None:
    """Delete what the snapshot holds, in one statement: the foreign keys between the rows are deferred."""
    ids = {subject: [row["id"] for row in rows] for subject, rows in snapshot["rows"].items()}
    if snapshot["followers"]:
        release_followers(Goal.objects.filter(pk__in=ids["goals.goal"]))
    tables = [KINDS[subject]._meta.db_table for subject in ids]
    parts = [f"gone_{table} AS (DELETE FROM {table} WHERE id = ANY(%s))" for table in tables]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT 1", list(ids.values()))
