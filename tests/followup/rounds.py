"""A committee with units that report: plans with goals, indicators and activities, and an open round."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import cached_property

from followup.actions.rounds import RoundWords, close_round, open_round
from followup.models import FollowUp, Round
from goals.models import Activity, Goal, GoalIndicator, Plan
from indicators.models import Indicator
from tests.factories import (
    YEAR,
    ActivityFactory,
    CommitteeFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    PlanFactory,
    TargetFactory,
    UnitFactory,
    member,
)
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit, User
from vp.saving import Save

OPENS = datetime.date(2020, 1, 1)
DUE = datetime.date(2100, 1, 1)
ALWAYS_OPEN = RoundWords(opens_on=OPENS, due_on=DUE)


def save(version: int = 0) -> Save:
    """A save as a browser sends it."""
    return Save(uuid.uuid4(), version)


@dataclass
class Reporting:
    """One unit under a committee: a goal with an indicator and an activity, in a round that is open."""

    unit: Unit
    plan: Plan
    goal: Goal
    row: GoalIndicator
    activity: Activity
    round: Round

    @cached_property
    def staff(self) -> User:
        return member(self.unit, Role.STAFF)

    @cached_property
    def manager(self) -> User:
        return member(self.unit, Role.MANAGER)

    @cached_property
    def controller(self) -> User:
        return member(self.round.owner, Role.CONTROLLER)

    @property
    def follow_up(self) -> FollowUp:
        return (
            FollowUp.objects.select_related("round__period", "round__owner", "unit")
            .filter(round=self.round)
            .get(unit=self.unit)
        )

    @property
    def indicator(self) -> Indicator:
        return self.row.indicator

    def close(self) -> None:
        self.round = close_round(by=OPERATOR, round_=self.round, although_missing=True)


def with_plan(unit: Unit, year: int = YEAR) -> tuple[Plan, Goal, GoalIndicator, Activity]:
    """A plan with one goal of its own, an indicator with a target, and an activity."""
    plan = PlanFactory(unit=unit, year=year)
    goal = GoalFactory(plan=plan, level=4, number="1")
    row = GoalIndicatorFactory(goal=goal, indicator=IndicatorFactory(direction="higher"))
    TargetFactory(indicator=row.indicator, unit=unit, year=year)
    return plan, goal, row, ActivityFactory(goal=goal)


def a_round(owner: Unit, code: str = "T1", words: RoundWords = ALWAYS_OPEN, year: int = YEAR) -> Round:
    return open_round(by=OPERATOR, owner=owner, year=year, code=code, words=words)


def a_reporting_unit(words: RoundWords = ALWAYS_OPEN) -> Reporting:
    committee = CommitteeFactory()
    unit = UnitFactory(parent=committee)
    return Reporting(unit, *with_plan(unit), round=a_round(committee, words=words))
