"""What stands at goals, copied to goals of other plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F

from goals.models import Activity, Goal, Place, Text


def copy_words(pairs: Sequence[tuple[Goal, Goal]]) -> None:
    """Copy each source's texts, with those under them, and its activities, to the goal beside it.

    The activities come before the goal's own. The copies keep their lasting keys, because they are the
    same texts and activities to the reader. In as many queries whatever the number of goals.
    """
    if not pairs:
        return
    targets: dict[int, list[Goal]] = defaultdict(list)
    for source, target in pairs:
        targets[source.pk].append(target)
    _copy_texts(targets)
    _copy_activities(targets)


def _copy_texts(targets: dict[int, list[Goal]]) -> None:
    copies: dict[tuple[int, int], Text] = {}
    nested: list[tuple[int, int, int]] = []
    for text in Text.objects.filter(goal__in=targets).order_by("position", "pk"):
        for target in targets[text.goal_id or 0]:
            copies[target.pk, text.pk] = Text(
                key=text.key,
                plan_id=target.plan_id,
                place=Place.GOAL,
                goal=target,
                heading_id=text.heading_id,
                title=text.title,
                body=text.body,
                position=text.position,
            )
            if text.parent_id:
                nested.append((target.pk, text.pk, text.parent_id))
    Text.objects.bulk_create(copies.values())
    for target_id, text_id, parent_id in nested:
        copies[target_id, text_id].parent = copies[target_id, parent_id]
    Text.objects.bulk_update([copies[target_id, text_id] for target_id, text_id, _ in nested], ["parent"])


def _copy_activities(targets: dict[int, list[Goal]]) -> None:
    above: dict[int, list[Activity]] = defaultdict(list)
    for each in Activity.objects.filter(goal__in=targets).order_by("position", "pk"):
        above[each.goal_id].append(each)
    if not above:
        return
    most = max(len(found) for found in above.values())
    own = Activity.objects.filter(goal__in=[goal for found in targets.values() for goal in found])
    own.update(position=F("position") + most)
    Activity.objects.bulk_create(
        Activity(
            key=each.key,
            plan_id=target.plan_id,
            goal=target,
            title=each.title,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            responsible=each.responsible,
            position=position,
        )
        for source, found in above.items()
        for target in targets[source]
        for position, each in enumerate(found)
    )
