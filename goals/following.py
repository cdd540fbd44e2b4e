"""Rows in other plans that show a goal: what becomes of them when the goal goes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import F, QuerySet

from goals.models import Activity, Goal, Place, State, Text


def release_followers(goals: QuerySet[Goal]) -> None:
    """Unlink the rows that show these goals. A draft that followed one keeps its words as its own.

    A decided plan's words stand in its version, so that only the link of its row is let go.
    """
    for row in Goal.objects.filter(source__in=goals).select_related("source", "plan"):
        source = row.source
        if source is None:
            continue
        if not row.keeps_own_words:
            row.number, row.title, row.keeps_own_words = source.number, source.title, True
            if row.plan.state != State.DECIDED:
                _copy_texts(source, row)
                _copy_activities(source, row)
        row.source = None
        row.save(update_fields=["number", "title", "keeps_own_words", "source"])


def _copy_texts(source: Goal, row: Goal) -> None:
    copies: dict[int | None, Text | None] = {None: None}
    for text in _parents_first(source.texts.order_by("position", "pk")):
        copies[text.pk] = Text.objects.create(
            key=text.key,
            plan=row.plan,
            place=Place.GOAL,
            goal=row,
            parent=copies[text.parent_id],
            heading=text.heading,
            title=text.title,
            body=text.body,
            position=text.position,
        )


def _parents_first(texts: Iterable[Text]) -> list[Text]:
    found: list[Text] = []
    placed: set[int | None] = {None}
    waiting = list(texts)
    while waiting:
        ready = [text for text in waiting if text.parent_id in placed]
        found += ready
        placed |= {text.pk for text in ready}
        waiting = [text for text in waiting if text.pk not in placed]
    return found


def _copy_activities(source: Goal, row: Goal) -> None:
    above = list(source.activities.order_by("position", "pk"))
    row.activities.update(position=F("position") + len(above))
    Activity.objects.bulk_create(
        Activity(
            key=uuid.uuid4(),
            plan=row.plan,
            goal=row,
            title=each.title,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            responsible=each.responsible,
            position=position,
        )
        for position, each in enumerate(above)
    )
