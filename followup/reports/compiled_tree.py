"""The goals of a committee and those above it, as one tree with what each unit has under them; pure.

A goal in a unit's plan is the committee's where it shows that goal; where that can't be told, by its level
and words. What a unit has set itself stands under the nearest goal above it that isn't its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from followup.document import ActivityFollowUp, GoalFollowUp, IndicatorFollowUp
from followup.reports.compiled_sources import Sources, UnitSource

WITHOUT_GOAL = "Mål som inte hör till något mål ovanför"


@dataclass
class Node:
    """A goal and what stands under it. `own` is the committee's own, with its judgement.

    `units`: the ids of those that have the goal. `goals`, `activities` and `rows` are the units', with whose
    each is; the committee's own activities and rows are among them.
    """

    level: str
    title: str
    number: str = ""
    key: uuid.UUID | None = None
    own: GoalFollowUp | None = None
    units: set[int] = field(default_factory=set)
    goals: list[tuple[UnitSource, GoalFollowUp]] = field(default_factory=list)
    activities: list[tuple[UnitSource, ActivityFollowUp]] = field(default_factory=list)
    rows: list[tuple[UnitSource, IndicatorFollowUp]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def tree_of(sources: Sources) -> list[Node]:
    """The goals as the committee's plan has them; then those that only its units have."""
    made = _Tree(sources)
    if sources.own is not None:
        made.add_own(sources.own, sources.own.document.goals, None)
    for source in sources.below:
        made.add(source, source.document.goals, None)
    loose = made.loose
    has_loose = loose.goals or loose.activities or loose.rows
    return [*made.roots, *([loose] if has_loose else [])]


class _Tree:
    def __init__(self, sources: Sources) -> None:
        self.shows = sources.shows
        self.roots: list[Node] = []
        self.loose = Node("unit", WITHOUT_GOAL)
        self._by_key: dict[uuid.UUID, Node] = {}
        self._by_words: dict[tuple[str, str], Node] = {}

    def add_own(self, source: UnitSource, goals: Sequence[GoalFollowUp], parent: Node | None) -> None:
        """The committee's: each of its goals is a place of its own."""
        for goal in goals:
            node = self._new(goal, parent)
            if not goal.inherited:
                node.own = goal
            self._name(node, source, goal)
            self._take(node, source, goal)
            self.add_own(source, goal.goals, node)

    def add(self, source: UnitSource, goals: Sequence[GoalFollowUp], place: Node | None) -> None:
        """A unit's, under the nearest goal above that isn't its own."""
        for goal in goals:
            node = self._place(source, goal, place) if goal.inherited else place or self.loose
            if goal.inherited:
                node.units.add(source.unit)
            else:
                node.goals.append((source, goal))
                if goal.key:  # what units below set under it stands at the same goal
                    self._by_key.setdefault(goal.key, node)
            self._take(node, source, goal)
            self.add(source, goal.goals, node)

    def _place(self, source: UnitSource, goal: GoalFollowUp, parent: Node | None) -> Node:
        shown = self.shows.get((source.unit, goal.key)) if goal.key else None
        node = self._by_key.get(shown) if shown else None
        if node is None:
            node = self._by_words.get(_words(goal))
        if node is None:
            node = self._new(goal, parent)
        self._name(node, source, goal)
        return node

    def _new(self, goal: GoalFollowUp, parent: Node | None) -> Node:
        node = Node(goal.level, goal.title, goal.number, goal.key)
        (parent.children if parent else self.roots).append(node)
        return node

    def _name(self, node: Node, source: UnitSource, goal: GoalFollowUp) -> None:
        """By what the goal is found again: what it shows, or its own key, and its words."""
        shown = self.shows.get((source.unit, goal.key)) if goal.key else None
        for key in (shown, None if goal.inherited else goal.key):
            if key:
                self._by_key.setdefault(key, node)
        self._by_words.setdefault(_words(goal), node)

    def _take(self, node: Node, source: UnitSource, goal: GoalFollowUp) -> None:
        node.activities += [(source, row) for row in goal.activities]
        node.rows += [(source, row) for row in goal.indicators if row.is_due]


def _words(goal: GoalFollowUp) -> tuple[str, str]:
    return goal.level, " ".join(goal.title.casefold().split())
