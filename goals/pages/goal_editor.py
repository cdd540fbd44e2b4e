"""A goal's title opened where it stands, and its head as the page shows it again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from goals.document import GoalDocument
from goals.goal_places import GoalPlaces, name_of
from goals.models import Goal, Level, Plan
from goals.pages.anchors import goal_anchor
from goals.pages.markup import goal_head
from goals.pages.pen import Pen
from goals.pages.pen_goals import Spot, written_head
from goals.pages.words import words_of


@dataclass(frozen=True)
class GoalEditor:
    """What the editor of a title needs."""

    key: uuid.UUID
    label: str
    number: str
    title: str
    version: int
    address: str
    read: str


@dataclass(frozen=True)
class Parent:
    """A goal that another may stand under, as a choice in a list."""

    key: str
    name: str
    label: str
    depth: int
    chosen: bool


def goal_editor(plan: Plan, goal: Goal, heading: int) -> GoalEditor:
    where = [plan.year, plan.unit.slug, goal.key]
    return GoalEditor(
        key=goal.key,
        label=words_of(plan.year, asks=False).label(Level(goal.level).word),
        number=goal.number,
        title=goal.title,
        version=goal.version,
        address=reverse("goals:goal", args=where),
        read=f"{reverse('goals:goal_read', args=where)}?niva={heading}",
    )


def head_again(plan: Plan, goal: Goal, beside: int, heading: int) -> SafeString:
    """The goal's head with its tools, as the page shows it."""
    words = words_of(plan.year, asks=False)
    level = Level(goal.level).word
    address = reverse("goals:plan", args=[plan.year, plan.unit.slug])
    pen = Pen(address, plan.own_levels, words, frozenset())
    title = f"{goal.number} {goal.title}".strip()
    head = goal_head(goal_anchor(goal.key), heading, title, label=words.label(level), origin="")
    document = GoalDocument(level=level, title=goal.title, number=goal.number, key=goal.key)
    return written_head(pen, document, head, Spot(goal.parent.key if goal.parent else None, beside, heading))


def parents_for(places: GoalPlaces, goal: Goal) -> list[Parent]:
    """Everything that the goal may stand under, as it is read; the top comes first."""
    words = words_of(places.plan.year, asks=False)
    found = [Parent("", "Överst i planen", "", 0, goal.parent is None)]

    def walk(parent: Goal | None, depth: int) -> None:
        for each in places.under(parent):
            if each.level < goal.level:
                label = words.label(Level(each.level).word)
                chosen = each.pk == goal.parent_id
                found.append(Parent(str(each.key), name_of(each), label, depth, chosen))
            walk(each, depth + 1)

    walk(None, 0)
    return found
