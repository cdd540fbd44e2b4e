"""Inherited goals of an imported plan are linked to the goals of the plans above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from goals.document import ActivityDocument, GoalDocument, TextDocument
from goals.importing.near import most_alike
from goals.loading import load_plan
from goals.models import Goal, Level, Plan
from vp.org.models import Unit


class GoalsAbove:
    """The goals that the plans above set themselves this year, with the words they print."""

    def __init__(self, unit: Unit, year: int) -> None:
        above = Plan.objects.filter(unit_id__in=unit.path[:-1], year=year).select_related("unit")
        self.rows: dict[int, Goal] = {}
        self.words: dict[int, GoalDocument] = {}
        self.at_level: dict[int, list[Goal]] = defaultdict(list)
        for plan in above:
            own = {row.key: row for row in plan.goals.filter(inherited=False)}
            for goal in load_plan(plan).walk_goals():
                if row := own.get(goal.key):  # type: ignore[arg-type]
                    self.rows[row.pk] = row
                    self.words[row.pk] = goal
                    self.at_level[row.level].append(row)

    def match(self, goal: GoalDocument) -> Goal | None:
        """The goal above with the same number and a near-equal title, or without numbers the title alone."""
        rows = self.at_level[Level.of(goal.level)]
        named = [(self.words[row.pk].number, self.words[row.pk].title) for row in rows]
        at = most_alike(goal.number, goal.title, named)
        return rows[at] if at is not None else None

    def says_the_same(self, row: Goal, goal: GoalDocument) -> bool:
        """Whether the printed goal can follow the row above without a word of it changing."""
        words = self.words[row.pk]
        return (
            (goal.number, goal.title) == (words.number, words.title)
            and _texts_alike(goal.texts, words.texts)
            and self.follows_activities(row, goal.activities)
        )

    def follows_activities(self, row: Goal, printed: Sequence[ActivityDocument]) -> bool:
        """The printed list begins with the activities above; what comes after them is the plan's own."""
        above = self.words[row.pk].activities
        return len(printed) >= len(above) and all(
            _alike(one, other) for one, other in zip(printed, above, strict=False)
        )

    def own_activities(self, row: Goal, printed: Sequence[ActivityDocument]) -> Sequence[ActivityDocument]:
        return printed[len(self.words[row.pk].activities) :]


def _texts_alike(printed: Iterable[TextDocument], above: Iterable[TextDocument]) -> bool:
    ones, others = list(printed), list(above)
    return len(ones) == len(others) and all(
        _alike(replace(one, texts=()), replace(other, texts=())) and _texts_alike(one.texts, other.texts)
        for one, other in zip(ones, others, strict=True)
    )


def _alike(one: TextDocument | ActivityDocument, other: TextDocument | ActivityDocument) -> bool:
    """Equal, and where the printed row has a key, it is the same row's."""
    return replace(other, key=one.key) == one and one.key in (None, other.key)
