"""Rows → PlanDocument, in a handful of queries however large the plan."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db.models import Manager, Q, QuerySet

from goals.document import (
    ActivityDocument,
    Decision,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    TargetChange,
    TextDocument,
)
from goals.models import Activity, Level, Place, Plan, State, Text
from indicators.models import Target
from vp.org.past import unit_on

Row = Any
"""A named tuple of the columns below."""
Targets = Mapping[tuple[int, int], Sequence[Row]]
"""By indicator and unit, those of one year in the order in which they held."""

_GOAL = (
    "pk",
    "parent_id",
    "level",
    "number",
    "title",
    "inherited",
    "keeps_own_words",
    "key",
    "source_id",
    "source__number",
    "source__title",
)
_TEXT = ("pk", "place", "goal_id", "parent_id", "title", "body", "key")
_ACTIVITY = ("goal_id", "title", "starts_on", "ends_on", "responsible", "key")
_TARGET = ("indicator_id", "unit_id", "words", "since", "reason")
_INDICATOR = (
    "goal_id",
    "key",
    "indicator_id",
    "indicator__name",
    "indicator__periodicity",
    "indicator__by_gender",
    "printed_name",
    "printed_periodicity",
    "printed_by_gender",
    "printed_council_target",
)


def load_plan(plan: Plan) -> PlanDocument:
    """The plan as its rows stand now; rows that follow a goal above show that goal's words.

    `version` and `decision` are those of the newest version while the plan is decided; a draft has none.
    """
    return _Loader(plan).document()


def load_indicator(plan: Plan, key: uuid.UUID) -> IndicatorDocument | None:
    """One indicator row as it stands now, in two queries; None where the plan has it no longer."""
    rows = _rows(plan.indicators.filter(key=key), *_INDICATOR)
    return _indicator(plan, rows[0], _targets(plan, rows)) if rows else None


class _Loader:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        goals = _rows(plan.goals, *_GOAL)
        self.goals = _by_parent(goals)
        followed = {goal.source_id for goal in goals if goal.source_id and not goal.keeps_own_words}
        here = Q(plan=plan) | Q(goal_id__in=followed)
        self.texts = _rows(Text.objects.filter(here), *_TEXT)
        self.activities = _by_goal(_rows(Activity.objects.filter(here), *_ACTIVITY))
        rows = _rows(plan.indicators, *_INDICATOR)
        self.indicators = _by_goal(rows)
        self.targets = _targets(plan, rows)
        self.children: dict[int, list[Row]] = defaultdict(list)
        self.texts_at: dict[int, list[Row]] = defaultdict(list)
        for text in self.texts:
            if text.parent_id:
                self.children[text.parent_id].append(text)
            elif text.goal_id:
                self.texts_at[text.goal_id].append(text)

    def document(self) -> PlanDocument:
        then = unit_on(self.plan.unit, datetime.date(self.plan.year, 12, 31))
        decided = None
        if self.plan.state == State.DECIDED:
            versions = self.plan.versions.order_by("-number")
            decided = versions.values_list("number", "decided_on", "decided_by", "reason", named=True).first()
        return PlanDocument(
            year=self.plan.year,
            unit=then.name,
            within=then.above,
            registry_number=self.plan.registry_number,
            status=self.plan.state,
            version=decided.number if decided else None,
            decision=Decision(decided.decided_on, decided.decided_by, decided.reason) if decided else None,
            opening=self._chapters(Place.OPENING),
            goals=self._goals(None),
            closing=self._chapters(Place.CLOSING),
        )

    def _chapters(self, place: Place) -> tuple[TextDocument, ...]:
        return self._texts([text for text in self.texts if text.place == place and text.parent_id is None])

    def _texts(self, texts: Iterable[Row]) -> tuple[TextDocument, ...]:
        return tuple(
            TextDocument(text.title, text.body, text.key, self._texts(self.children[text.pk]))
            for text in texts
        )

    def _goals(self, parent: int | None) -> tuple[GoalDocument, ...]:
        return tuple(self._goal(goal) for goal in self.goals[parent])

    def _goal(self, goal: Row) -> GoalDocument:
        if goal.keeps_own_words:
            at, number, title, activities = goal.pk, goal.number, goal.title, []
        else:
            at, number, title = goal.source_id, goal.source__number, goal.source__title
            activities = self.activities[at]
        return GoalDocument(
            level=Level(goal.level).word,
            title=title,
            number=number,
            texts=self._texts(self.texts_at[at]),
            indicators=tuple(_indicator(self.plan, row, self.targets) for row in self.indicators[goal.pk]),
            activities=tuple(_activity(row) for row in [*activities, *self.activities[goal.pk]]),
            goals=self._goals(goal.pk),
            inherited=goal.inherited,
            key=goal.key,
        )


def _indicator(plan: Plan, row: Row, targets: Targets) -> IndicatorDocument:
    unit = plan.unit
    own = targets[row.indicator_id, unit.pk]
    above = targets[row.indicator_id, unit.path[0]] if unit.parent_id else []
    printed, periodicity, by_gender = (
        row.printed_council_target,
        row.printed_periodicity,
        row.printed_by_gender,
    )
    return IndicatorDocument(
        name=row.printed_name or row.indicator__name,
        periodicity=row.indicator__periodicity if periodicity is None else periodicity,
        target=own[-1].words if own else "",
        council_target=printed if printed is not None else above[-1].words if above else "",
        by_gender=row.indicator__by_gender if by_gender is None else by_gender,
        target_history=target_history(own),
        key=row.key,
    )


def target_history(targets: Sequence[Target | Row]) -> tuple[TargetChange, ...]:
    """The targets that were replaced during the year, each with the date and reason of its successor."""
    return tuple(
        TargetChange(old.words, new.since, new.reason) for old, new in pairwise(targets) if new.since
    )


def _rows(found: QuerySet[Any] | Manager[Any], *names: str) -> list[Row]:
    """The rows in the plan's order, as named tuples: a page reads hundreds, and models cost twice as much."""
    return list(found.order_by("position", "pk").values_list(*names, named=True))


def _by_parent(goals: Iterable[Row]) -> dict[int | None, list[Row]]:
    found: dict[int | None, list[Row]] = defaultdict(list)
    for goal in goals:
        found[goal.parent_id].append(goal)
    return found


def _by_goal(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.goal_id].append(row)
    return found


def _targets(plan: Plan, rows: Sequence[Row]) -> dict[tuple[int, int], list[Row]]:
    """The year's targets of the unit and of the council, in the order in which they held."""
    found: dict[tuple[int, int], list[Row]] = defaultdict(list)
    wanted = Target.objects.filter(
        indicator_id__in={row.indicator_id for row in rows}, unit_id__in={plan.unit_id, plan.unit.path[0]}
    )
    for target in wanted.of_year(plan.year).values_list(*_TARGET, named=True):
        found[target.indicator_id, target.unit_id].append(target)
    return found


def _activity(row: Row) -> ActivityDocument:
    return ActivityDocument(row.title, row.starts_on, row.ends_on, row.responsible, row.key)
