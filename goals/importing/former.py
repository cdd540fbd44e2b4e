"""The rows that a plan had before it is replaced, so that what is still there keeps its lasting key."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Hashable

from goals.document import ActivityDocument, GoalDocument, IndicatorDocument, PlanDocument
from goals.importing.near import folded
from goals.models import Goal, Level, Place, Plan, Text


class FormerRows:
    """Finds a printed row among the former ones: by its key, else by its place and words; each one once.

    Rows that take the place of former ones have `next_version`, which none of those had: whoever has an
    editor open since before is told of the import, and can't save over it unknowingly.
    """

    def __init__(self, plan: Plan, document: PlanDocument) -> None:
        printed = {goal.key for goal in document.walk_goals() if goal.key}
        self._goals = {row.key: row for row in plan.goals.order_by("position")}
        self._keys: dict[Hashable, list[uuid.UUID]] = defaultdict(list)
        for goal in self._goals.values():
            if goal.key not in printed:
                for name in _goal_names(Level(goal.level).word, goal.number, goal.title):
                    self._keys[name].append(goal.key)
        texts = list(plan.texts.order_by("position"))
        activities = list(plan.activities.order_by("position"))
        rows = list(plan.indicators.select_related("indicator").order_by("position"))
        versions = [
            *(text.version for text in texts),
            *(activity.version for activity in activities),
            *(row.version for row in rows),
        ]
        self.next_version = 1 + max(versions, default=0)
        key_of = {text.pk: text.key for text in texts}
        for text in texts:
            above = key_of.get(text.parent_id) if text.parent_id else None
            self._keys["text", text.place, text.goal_id, above, folded(text.title)].append(text.key)
        for activity in activities:
            self._keys["activity", activity.goal_id, folded(activity.title)].append(activity.key)
        for row in rows:
            name_of = row.printed_name or row.indicator.name
            self._keys["indicator", row.goal_id, folded(name_of)].append(row.key)

    def goal(self, printed: GoalDocument) -> Goal | None:
        """The former goal itself, to be written over, so that links from below hold."""
        if printed.key in self._goals:
            return self._goals.pop(printed.key)
        for name in _goal_names(printed.level, printed.number, printed.title):
            while self._keys[name]:
                row = self._goals.pop(self._keys[name].pop(0), None)
                if row is not None:
                    row.key = printed.key or row.key
                    return row
        return None

    def text(self, place: Place, goal: Goal | None, parent: Text | None, heading: str) -> uuid.UUID | None:
        name = ("text", place, goal.pk if goal else None, parent.key if parent else None, folded(heading))
        return self._take(name)

    def activity(self, goal: Goal, printed: ActivityDocument) -> uuid.UUID | None:
        return self._take(("activity", goal.pk, folded(printed.title)))

    def indicator(self, goal: Goal, printed: IndicatorDocument) -> uuid.UUID | None:
        return self._take(("indicator", goal.pk, folded(printed.name)))

    def _take(self, name: Hashable) -> uuid.UUID | None:
        return self._keys[name].pop(0) if self._keys[name] else None


def _goal_names(level: str, number: str, title: str) -> list[Hashable]:
    words = folded(title)
    return [("goal", level, number.strip(" ."), words), ("goal", level, words)]
