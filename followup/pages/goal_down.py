"""A goal's page: who works with it from the council down to the units, and how they judge it in a round."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from followup.models import Round
from followup.pages.goal_down_reading import GoalTree, Node, read_goals
from followup.pages.goal_down_tree import tree_html
from followup.pages.status import ROUND_WORDS
from goals.models import Level
from goals.pages.words import Words, words_of
from indicators.judgements import Attainment
from vp.org.models import Unit, User

SCALE = tuple(Attainment)


@dataclass(frozen=True)
class LevelLine:
    """The goals of a level: in how many units, and how many are judged how; `judged` of `asked`.

    `counts` follow `SCALE`.
    """

    label: str
    goals: int
    units: int
    judged: int
    asked: int
    counts: Sequence[int]


@dataclass(frozen=True)
class GoalDownPage:
    """`goal` is the one that it begins with; None where it is all the goals of the unit's plan.

    `rounds` are the year's, `round` the chosen one. `tree` is empty where nothing stands under;
    `lacks_follow_ups`: some of it has no follow-up in the round that the reader may read.
    """

    year: int
    unit: Unit
    goal: Node | None
    label: str
    rounds: Sequence[Round]
    round: Round | None
    round_words: str
    lines: Sequence[LevelLine]
    units: int
    tree: SafeString
    lacks_follow_ups: bool
    scale: Sequence[str] = tuple(each.label for each in SCALE)


def goal_down_page(
    person: User,
    unit: Unit,
    year: int,
    roots: Sequence[int],
    today: datetime.date,
    *,
    code: str = "",
    is_one: bool,
) -> GoalDownPage:
    """`roots` are ids of goals of the unit's plan; `is_one`: a single goal was asked for."""
    tree = read_goals(person, roots, year, today, code)
    words = words_of(year, asks=False)
    goal = tree.roots[0] if is_one and tree.roots else None
    under = [node for node in tree.nodes() if node is not goal]
    chosen = tree.rounds.get(tree.code)
    return GoalDownPage(
        year=year,
        unit=unit,
        goal=goal,
        label=words.label(goal.level.word) if goal else "",
        rounds=list(tree.rounds.values()),
        round=chosen,
        round_words=ROUND_WORDS[chosen.stage_on(today)] if chosen else "",
        lines=_lines(tree, words),
        units=len({node.unit for node in under if node.unit != unit.pk}),
        tree=tree_html(goal.children if goal else tree.roots, year, tree.code, words.label, own=unit.slug),
        lacks_follow_ups=any(node.follow_up is None for node in under),
    )


def _lines(tree: GoalTree, words: Words) -> list[LevelLine]:
    """One for each level that has a goal, the top one first."""
    lines = []
    for level in Level:
        nodes = [node for node in tree.nodes() if node.level == level]
        if nodes:
            asked = [node for node in nodes if node.follow_up is not None and not node.is_corrected]
            counts = Counter(node.attainment for node in asked)
            lines.append(
                LevelLine(
                    label=words.label(level.word),
                    goals=len(nodes),
                    units=len({node.unit for node in nodes}),
                    judged=len(asked) - counts[None],
                    asked=len(asked),
                    counts=[counts[each] for each in SCALE],
                )
            )
    return lines
