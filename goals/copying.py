"""What stands at a goal, copied to a goal of another plan."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from goals.models import Activity, Goal, Place, Text


def copy_words(source: Goal, target: Goal) -> None:
    """Copy the source's texts, with those under them, and its activities, which come before the target's own.

    The copies keep their lasting keys, because they are the same texts and activities to the reader.
    """
    copies: dict[int | None, Text | None] = {None: None}
    for text in _parents_first(source.texts.order_by("position", "pk")):
        copies[text.pk] = Text.objects.create(
            key=text.key,
            plan=target.plan,
            place=Place.GOAL,
            goal=target,
            parent=copies[text.parent_id],
            heading=text.heading,
            title=text.title,
            body=text.body,
            position=text.position,
        )
    above = list(source.activities.order_by("position", "pk"))
    target.activities.update(position=F("position") + len(above))
    Activity.objects.bulk_create(
        Activity(
            key=each.key,
            plan=target.plan,
            goal=target,
            title=each.title,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            responsible=each.responsible,
            position=position,
        )
        for position, each in enumerate(above)
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
