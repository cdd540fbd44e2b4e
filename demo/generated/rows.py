"""The rows of several plans of one year, gathered and then written in sets.

What `goals.importing.save` keeps for one plan is kept here: every row has a lasting key, goals from above
are rows that follow them and have no words, texts under a fixed heading are tied to it. That parent and
child stand in the same plan and in the order of levels, the database holds.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from itertools import groupby

from demo.generated.course import is_unwritten
from demo.generated.scope import Scope
from goals.models import Activity, Goal, GoalIndicator, Heading, Level, Place, Plan, Text
from indicators.models import Target
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Unit

BATCH = 1000


class PlanRows:
    def __init__(self, scope: Scope, year: int) -> None:
        self.scope = scope
        self.year = year
        self.headings = {
            (heading.place, heading.level, heading.name): heading for heading in Heading.objects.of_year(year)
        }
        self.plans: list[Plan] = []
        self.goals: list[Goal] = []
        self.texts: list[Text] = []
        self.activities: list[Activity] = []
        self.indicators: list[GoalIndicator] = []
        self.targets: list[Target] = []
        self._shown: dict[tuple[uuid.UUID, uuid.UUID], Goal] = {}
        self._places: Counter[tuple[type, uuid.UUID]] = Counter()

    def plan(self, unit: Unit, registry_number: str) -> Plan:
        key = self.scope.key("plan", unit.key, self.year)
        plan = Plan(key=key, unit=unit, year=self.year, registry_number=registry_number)
        self.plans.append(plan)
        return plan

    def goal(self, plan: Plan, parent: Goal | None, level: Level, title: str, number: str = "") -> Goal:
        """A goal that the plan's unit sets itself."""
        key = self.scope.key("goal", plan.unit.key, title)
        return self._add_goal(Goal(plan=plan, key=key, level=level, title=title, number=number), parent)

    def show(self, plan: Plan, above: Goal) -> Goal:
        """The plan's row for a goal above, with rows for what that stands under; once per plan."""
        source = above.source or above
        if there := self._shown.get((plan.key, source.key)):
            return there
        parent = self.show(plan, source.parent) if source.parent else None
        row = Goal(
            plan=plan,
            key=self.scope.key("shown", plan.unit.key, source.key),
            level=source.level,
            inherited=True,
            source=source,
            keeps_own_words=False,
        )
        self._shown[plan.key, source.key] = row
        return self._add_goal(row, parent)

    def text(
        self, plan: Plan, title: str, body: str, *, place: Place, goal: Goal | None = None,
        parent: Text | None = None,
    ) -> Text:  # fmt: skip
        key = self.scope.key("text", plan.unit.key, goal.key if goal else place.value, title)
        row = Text(
            key=key,
            plan=plan,
            place=place,
            goal=goal,
            parent=parent,
            heading=self.headings.get((place, goal.level if goal else None, title)),
            title=title,
            body="" if is_unwritten(self.scope, plan, key) else body,
            position=self._next(Text, plan),
        )
        self.texts.append(row)
        return row

    def activity(
        self, goal: Goal, title: str, starts_on: datetime.date, ends_on: datetime.date, responsible: str
    ) -> None:
        plan = goal.plan
        self.activities.append(
            Activity(
                key=self.scope.key("activity", plan.unit.key, goal.key, title),
                plan=plan,
                goal=goal,
                title=title,
                starts_on=starts_on,
                ends_on=ends_on,
                responsible=responsible,
                position=self._next(Activity, plan),
            )
        )

    def indicator(self, goal: Goal, target: Target) -> None:
        """A row of the goal's table, with the year's target of the plan's unit."""
        plan = goal.plan
        self.targets.append(target)
        self.indicators.append(
            GoalIndicator(
                key=self.scope.key("row", plan.unit.key, target.indicator.key),
                plan=plan,
                goal=goal,
                indicator=target.indicator,
                position=self._next(GoalIndicator, plan),
            )
        )

    def write(self) -> None:
        """Everything, what other rows point at first; called inside a transaction."""
        Plan.objects.bulk_create(self.plans, batch_size=BATCH)
        for _level, goals in groupby(sorted(self.goals, key=_level_of), key=_level_of):
            Goal.objects.bulk_create(goals, batch_size=BATCH)
        Text.objects.bulk_create((row for row in self.texts if row.parent is None), batch_size=BATCH)
        Text.objects.bulk_create((row for row in self.texts if row.parent is not None), batch_size=BATCH)
        Activity.objects.bulk_create(self.activities, batch_size=BATCH)
        GoalIndicator.objects.bulk_create(self.indicators, batch_size=BATCH)
        Target.objects.bulk_create(self.targets, batch_size=BATCH)
        Change.objects.bulk_create(map(_started, self.plans), batch_size=BATCH)

    def _add_goal(self, goal: Goal, parent: Goal | None) -> Goal:
        goal.parent = parent
        goal.parent_level = parent.level if parent else None
        goal.position = self._next(Goal, goal.plan)
        self.goals.append(goal)
        return goal

    def _next(self, kind: type, plan: Plan) -> int:
        self._places[kind, plan.key] += 1
        return self._places[kind, plan.key]


def _level_of(goal: Goal) -> int:
    return goal.level


def _started(plan: Plan) -> Change:
    return Change(
        by_name=OPERATOR.name,
        unit=plan.unit,
        subject="goals.plan",
        key=plan.key,
        plan_key=plan.key,
        action="started",
        after={},
    )
