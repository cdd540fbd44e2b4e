"""How far plans have come: how many of the headings that should be filled in are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from goals.models import Goal, Heading, Plan, Text


@dataclass(frozen=True)
class Progress:
    """`filled` of `required` headings have something written under them."""

    filled: int
    required: int

    @property
    def left(self) -> int:
        return self.required - self.filled


def progress_of(plans: Iterable[Plan], year: int) -> dict[int, Progress]:
    """The progress of a year's plans by their ids, in three queries however many they are.

    A heading at goals counts once for each goal that the plan's own unit sets at that level.
    """
    wanted = [plan.pk for plan in plans]
    headings = Counter(
        Heading.objects.of_year(year).filter(required=True).order_by().values_list("level", flat=True)
    )
    required = Counter(dict.fromkeys(wanted, headings[None]))
    goals = Goal.objects.filter(plan__in=wanted, inherited=False).order_by()
    for plan, level, goals_there in goals.values_list("plan", "level").annotate(n=Count("pk")):
        required[plan] += headings[level] * goals_there
    filled = Counter(plan for plan, _, _ in _filled(wanted, year))
    return {plan: Progress(min(filled[plan], required[plan]), required[plan]) for plan in wanted}


def _filled(plans: list[int], year: int) -> set[tuple[int, int | None, int | None]]:
    """Plan, goal and heading of every required heading that has words, or texts with words under it."""
    answers = Text.objects.filter(
        plan__in=plans, heading__in=Heading.objects.of_year(year).filter(required=True).order_by()
    )
    written = answers.filter(~Q(body="") | Exists(Text.objects.filter(parent=OuterRef("pk"))))
    own = written.filter(Q(goal=None) | Q(goal__inherited=False))
    return set(own.order_by().values_list("plan", "goal", "heading"))
