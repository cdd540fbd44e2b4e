"""Where goals may stand in a plan, and in which order they stand there."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from goals.models import Goal, Level, Plan
from vp.refusals import Gone, Refused


class GoalPlaces:
    """All goals of a plan, read in one query, each under its parent in order.

    The plan is held by the caller, so that nobody moves a goal meanwhile.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.goals = list(plan.goals.select_related("source").order_by("position", "pk"))
        by_id = {goal.pk: goal for goal in self.goals}
        self._under: dict[int | None, list[Goal]] = defaultdict(list)
        for goal in self.goals:
            goal.parent = by_id.get(goal.parent_id or 0)
            self._under[goal.parent_id].append(goal)

    def find(self, key: uuid.UUID | None) -> Goal | None:
        return next((goal for goal in self.goals if goal.key == key), None)

    def own(self, key: uuid.UUID) -> Goal:
        """The plan's own goal with the key. Gone where there is none, Refused where it is another plan's."""
        return own_goal(self.find(key))

    def parent(self, key: uuid.UUID | None) -> Goal | None:
        """The goal that another is to stand under; None is the top. Gone where it isn't there any longer."""
        found = self.find(key)
        if key is not None and found is None:
            raise Gone("Målet som det skulle stå under finns inte längre: någon har tagit bort det.")
        return found

    def under(self, parent: Goal | None) -> Sequence[Goal]:
        return self._under[parent.pk if parent else None]

    def next_position(self) -> int:
        return self.goals[-1].position + 1 if self.goals else 0

    def put(self, goal: Goal, parent: Goal | None, at: int) -> list[Goal]:
        """Let the goal stand under the parent, as number `at` from 0; returns those that have changed.

        The plan's positions are dealt out anew in the order in which its goals are read. Gaps stay where
        they are: something that has been removed may come back to one.
        """
        self._under[goal.parent_id].remove(goal)
        self.under(parent).insert(at, goal)  # type: ignore[attr-defined]
        goal.parent = parent
        goal.parent_level = parent.level if parent else None
        return list(dict.fromkeys([goal, *self._dealt()]))

    def join(self, made: Iterable[Goal]) -> list[Goal]:
        """Let new goals stand last under their parents; returns those that have changed, new or not."""
        for goal in made:
            self.goals.append(goal)
            self._under[goal.parent_id].append(goal)
        return self._dealt()

    def _dealt(self) -> list[Goal]:
        """The goals that got another position when the plan's were dealt out in the order of reading."""
        free = sorted(each.position for each in self.goals)
        positions = free if len(set(free)) == len(free) else range(len(free))
        changed = []
        for each, position in zip(self._read(None), positions, strict=True):
            if each.position != position:
                each.position = position
                changed.append(each)
        return changed

    def _read(self, parent: Goal | None) -> Iterator[Goal]:
        for goal in self.under(parent):
            yield goal
            yield from self._read(goal)


def own_goal(goal: Goal | None) -> Goal:
    """The goal, which the plan's own unit sets. Gone where there is none, Refused where it is from above."""
    if goal is None:
        raise Gone("Målet finns inte längre: någon har tagit bort det.")
    if goal.inherited:
        raise Refused("Målet hör till en plan ovanför och ändras där.")
    return goal


def level_under(own_levels: Iterable[str], parent: Level | None) -> Level | None:
    """The level of a new goal of the unit's own under one of a level, or at the top; None for none."""
    levels = sorted(Level.of(word) for word in own_levels)
    return next((level for level in levels if parent is None or level > parent), None)


def name_of(goal: Goal | None) -> str:
    """What the goal is called on the page; it may show the words of one above."""
    if goal is None:
        return ""
    words = goal.source if goal.source and not goal.keeps_own_words else goal
    return f"{words.number} {words.title}".strip()
