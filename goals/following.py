"""Rows in other plans that show a goal: what becomes of them when the goal goes, and when it comes back."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from goals.copying import copy_words
from goals.holding import hold_plans
from goals.models import Activity, Goal, State, Text

_LINK = ["number", "title", "keeps_own_words", "source"]


def release_followers(goals: QuerySet[Goal]) -> None:
    """Unlink the rows that show these goals. A draft that followed one keeps its words as its own.

    A decided plan's words stand in its version, so that only the link of its row is let go. In as many
    queries whatever the number of rows.
    """
    if not _hold_plans(Goal.objects.filter(source__in=goals)):
        return
    rows = list(Goal.objects.filter(source__in=goals).select_related("source", "plan"))
    pairs = [(row.source, row) for row in rows if row.source and not row.keeps_own_words]
    copy_words([(source, row) for source, row in pairs if row.plan.state != State.DECIDED])
    for source, row in pairs:
        row.number, row.title, row.keeps_own_words = source.number, source.title, True
    for row in rows:
        row.source = None
    Goal.objects.bulk_update(rows, _LINK)


def follow_again(links: Sequence[Mapping[str, Any]]) -> None:
    """Link rows to the goals that they were released from, as a snapshot tells (goals.snapshots).

    A row that showed the goal's words does so again if it has just those, untouched since it was released.
    What has been linked elsewhere or decided since is left alone.
    """
    released = {link["row"]: link for link in links}
    free = Goal.objects.filter(pk__in=released, source=None, inherited=True)
    if not released or not _hold_plans(free):
        return
    rows = list(free.exclude(plan__state=State.DECIDED))
    sources = Goal.objects.in_bulk([link["goal"] for link in links])
    pairs = [(sources[released[row.pk]["goal"]], row) for row in rows if released[row.pk]["goal"] in sources]
    followed = [(source, row) for source, row in pairs if not released[row.pk]["own_words"]]
    untouched = _untouched(followed)
    changed = {row.pk for _, row in followed} - {row.pk for _, row in untouched}
    for source, row in pairs:
        if row.pk not in changed:
            row.source = source
    for _, row in untouched:
        row.number, row.title, row.keeps_own_words = "", "", False
    Goal.objects.bulk_update([row for _, row in pairs if row.pk not in changed], _LINK)


def _untouched(pairs: Iterable[tuple[Goal, Goal]]) -> list[tuple[Goal, Goal]]:
    """Those whose rows have just their source's words; the copies of its texts and activities go."""
    pairs = [(one, other) for one, other in pairs if (one.number, one.title) == (other.number, other.title)]
    ids = [goal.pk for pair in pairs for goal in pair]
    texts: dict[int, dict[uuid.UUID, tuple[Any, ...]]] = defaultdict(dict)
    for goal, key, *words in Text.objects.filter(goal__in=ids).values_list("goal", "key", "title", "body"):
        texts[goal][key] = tuple(words)
    activities: dict[int, dict[uuid.UUID, tuple[Any, ...]]] = defaultdict(dict)
    columns = ("goal", "key", "title", "starts_on", "ends_on", "responsible")
    for goal, key, *words in Activity.objects.filter(goal__in=ids).values_list(*columns):
        activities[goal][key] = tuple(words)
    same = [
        (source, row)
        for source, row in pairs
        if texts[source.pk] == texts[row.pk] and activities[source.pk].items() <= activities[row.pk].items()
    ]
    rows = [row.pk for _, row in same]
    copied = {key for source, _ in same for key in activities[source.pk]}
    _delete(Text.objects.filter(goal__in=rows))
    _delete(Activity.objects.filter(goal__in=rows, key__in=copied))
    return same


def _delete(rows: QuerySet[Any]) -> None:
    """In one statement: nothing else hangs on them."""
    rows._raw_delete(rows.db)


def _hold_plans(rows: QuerySet[Goal]) -> bool:
    """Keep the plans that the rows stand in from being decided meanwhile; False where there are no rows."""
    ids = list(rows.order_by().values_list("plan", flat=True).distinct())
    hold_plans(ids)
    return bool(ids)
