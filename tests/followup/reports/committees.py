"""A committee with a plan and units that report under its goal: what a compiled report is made of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from followup.actions.rounds import close_round
from followup.models import FollowUp, Round, State
from goals.models import Goal, Level, Plan
from indicators.models import Indicator
from tests.factories import (
    YEAR,
    ActivityFactory,
    ActivityStatusFactory,
    CommitteeFactory,
    CouncilFactory,
    EconomyRowFactory,
    FollowUpTextFactory,
    GoalAssessmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanFactory,
    RoundHeadingFactory,
    TargetFactory,
    UnitFactory,
    decided,
    member,
)
from tests.followup.rounds import a_round
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit, User


@dataclass
class Reporting:
    """A committee whose units report under its goal, in a round that is open."""

    committee: Unit
    plan: Plan
    goal: Goal
    indicator: Indicator
    round: Round
    units: list[Unit] = field(default_factory=list)

    @cached_property
    def controller(self) -> User:
        return member(self.committee, Role.CONTROLLER)

    @property
    def own(self) -> FollowUp:
        return FollowUp.objects.get(round=self.round, unit=self.committee)

    def follow_up(self, at: int) -> FollowUp:
        return FollowUp.objects.select_related("unit", "round").get(round=self.round, unit=self.units[at])

    def close(self) -> None:
        self.round = close_round(by=OPERATOR, round_=self.round, although_missing=True)


def a_committee(units: int = 3, *, name: str = "Socialnämnden") -> Reporting:
    """With a goal of its own and an indicator there; each unit has a goal under it, and reports."""
    committee = CommitteeFactory(parent=CouncilFactory(), name=name)
    plan = PlanFactory(unit=committee)
    goal = GoalFactory(plan=plan, level=Level.COMMITTEE, number="1.1", title="Invånarna är trygga")
    indicator = IndicatorFactory(
        name="Andel trygga", direction="higher", aggregation="mean", is_share=False, decimals=1
    )
    GoalIndicatorFactory(goal=goal, indicator=indicator)
    TargetFactory(indicator=indicator, unit=committee, words="80")
    decided(plan)
    found = Reporting(committee, plan, goal, indicator, a_round(committee))
    RoundHeadingFactory(round=found.round, name="Sammanfattande analys")
    GoalAssessmentFactory(
        follow_up=found.own, goal_key=goal.key, attainment="partly", analysis="<p>På god väg.</p>"
    )
    for _ in range(units):
        add_unit(found)
    return found


def add_unit(
    found: Reporting, *, name: str = "", attainment: str = "fully", reports: bool = True
) -> FollowUp:
    """One more unit with a goal, an activity that is late, a value, economy and a text."""
    at = len(found.units)
    unit = UnitFactory(parent=found.committee, name=name or f"Enhet {at:02}")
    found.units.append(unit)
    plan = PlanFactory(unit=unit)
    shown = GoalFactory(plan=plan, source=found.goal, level=Level.COMMITTEE)
    goal = GoalFactory(parent=shown, level=Level.UNIT, title=f"Alla känner sig trygga hos {unit.name}")
    GoalIndicatorFactory(goal=goal, indicator=found.indicator)
    activity = ActivityFactory(goal=goal, title="Trygghetsvandring", ends_on=datetime.date(YEAR, 3, 1))
    decided(plan)
    follow_up = FollowUp.objects.get(round=found.round, unit=unit)
    if not reports:
        return follow_up
    FollowUp.objects.filter(pk=follow_up.pk).update(state=State.READY)
    follow_up.refresh_from_db()
    GoalAssessmentFactory(
        follow_up=follow_up,
        goal_key=goal.key,
        attainment=attainment,
        analysis=f"<p>Det går bra hos {unit.name}.</p>",
    )
    ActivityStatusFactory(
        follow_up=follow_up, activity_key=activity.key, status="delayed", deviation="Vandringen ställdes in."
    )
    MeasurementFactory(
        indicator=found.indicator, unit=unit, period=found.round.period, total=Decimal(70 + at * 10)
    )
    EconomyRowFactory(
        follow_up=follow_up, kind="cost", name="Personal", budget=-1000, outcome=-300, forecast=-1050
    )
    heading = found.round.headings.get()
    FollowUpTextFactory(follow_up=follow_up, heading=heading, body=f"<p>Året i {unit.name}.</p>")
    return follow_up
