"""Rows → PlanDocument, in a handful of queries however large the plan."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from django.db.models import Q

from goals.document import (
    ActivityDocument,
    Decision,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    TargetChange,
    TextDocument,
)
from goals.models import Activity, Goal, GoalIndicator, Level, Place, Plan, State, Text
from indicators.models import Target
from vp.org.past import unit_on

Row = TypeVar("Row", Activity, GoalIndicator)


def load_plan(plan: Plan) -> PlanDocument:
    """The plan as its rows stand now; rows that follow a goal above show that goal's words.

    `version` and `decision` are those of the newest decided version, if there is one.
    """
    return _Loader(plan).document()


class _Loader:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        goals = list(plan.goals.select_related("source").order_by("position", "pk"))
        self.goals = _by_parent(goals)
        followed = {goal.source_id for goal in goals if goal.source_id and not goal.keeps_own_words}
        here = Q(plan=plan) | Q(goal_id__in=followed)
        self.texts = list(Text.objects.filter(here).order_by("position", "pk"))
        self.activities = _by_goal(Activity.objects.filter(here).order_by("position", "pk"))
        rows = list(plan.indicators.select_related("indicator").order_by("position", "pk"))
        self.indicators = _by_goal(rows)
        self.targets = _targets(plan, rows)
        self.children: dict[int, list[Text]] = defaultdict(list)
        self.texts_at: dict[int, list[Text]] = defaultdict(list)
        for text in self.texts:
            if text.parent_id:
                self.children[text.parent_id].append(text)
            elif text.goal_id:
                self.texts_at[text.goal_id].append(text)

    def document(self) -> PlanDocument:
        then = unit_on(self.plan.unit, datetime.date(self.plan.year, 12, 31))
        newest = self.plan.versions.defer("document").order_by("number").last()
        decided = newest if self.plan.state == State.DECIDED else None
        return PlanDocument(
            year=self.plan.year,
            unit=then.name,
            within=then.above,
            registry_number=self.plan.registry_number,
            status=self.plan.state,
            version=newest.number if newest else None,
            decision=Decision(decided.decided_on, decided.decided_by, decided.reason) if decided else None,
            opening=self._chapters(Place.OPENING),
            goals=self._goals(None),
            closing=self._chapters(Place.CLOSING),
        )

    def _chapters(self, place: Place) -> tuple[TextDocument, ...]:
        return self._texts([text for text in self.texts if text.place == place and text.parent_id is None])

    def _texts(self, texts: Iterable[Text]) -> tuple[TextDocument, ...]:
        return tuple(
            TextDocument(text.title, text.body, text.key, self._texts(self.children[text.pk]))
            for text in texts
        )

    def _goals(self, parent: int | None) -> tuple[GoalDocument, ...]:
        return tuple(self._goal(goal) for goal in self.goals[parent])

    def _goal(self, goal: Goal) -> GoalDocument:
        follows = goal.source if not goal.keeps_own_words else None
        words = follows or goal
        activities = self.activities[follows.pk] if follows else []
        return GoalDocument(
            level=Level(goal.level).word,
            title=words.title,
            number=words.number,
            texts=self._texts(self.texts_at[words.pk]) if words.pk else (),
            indicators=tuple(self._indicator(row) for row in self.indicators[goal.pk]),
            activities=tuple(_activity(row) for row in [*activities, *self.activities[goal.pk]]),
            goals=self._goals(goal.pk),
            inherited=goal.inherited,
            key=goal.key,
        )

    def _indicator(self, row: GoalIndicator) -> IndicatorDocument:
        indicator = row.indicator
        unit = self.plan.unit
        own = self.targets[indicator.pk, unit.pk]
        above = self.targets[indicator.pk, unit.path[0]] if unit.parent_id else []
        printed, periodicity, by_gender = (
            row.printed_council_target,
            row.printed_periodicity,
            row.printed_by_gender,
        )
        return IndicatorDocument(
            name=row.printed_name or indicator.name,
            periodicity=indicator.periodicity if periodicity is None else periodicity,
            target=own[-1].words if own else "",
            council_target=printed if printed is not None else above[-1].words if above else "",
            by_gender=indicator.by_gender if by_gender is None else by_gender,
            target_history=target_history(own),
            key=row.key,
        )


def target_history(targets: Sequence[Target]) -> tuple[TargetChange, ...]:
    """The targets that were replaced during the year, each with the date and reason of its successor."""
    return tuple(
        TargetChange(old.words, new.since, new.reason) for old, new in pairwise(targets) if new.since
    )


def _by_parent(goals: Iterable[Goal]) -> dict[int | None, list[Goal]]:
    found: dict[int | None, list[Goal]] = defaultdict(list)
    for goal in goals:
        found[goal.parent_id].append(goal)
    return found


def _by_goal(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.goal_id].append(row)
    return found


def _targets(plan: Plan, rows: Sequence[GoalIndicator]) -> dict[tuple[int, int], list[Target]]:
    """The year's targets of the unit and of the council, in the order in which they held."""
    found: dict[tuple[int, int], list[Target]] = defaultdict(list)
    wanted = Target.objects.filter(
        indicator_id__in={row.indicator_id for row in rows}, unit_id__in={plan.unit_id, plan.unit.path[0]}
    )
    for target in wanted.of_year(plan.year):
        found[target.indicator_id, target.unit_id].append(target)
    return found


def _activity(row: Activity) -> ActivityDocument:
    return ActivityDocument(row.title, row.starts_on, row.ends_on, row.responsible, row.key)
