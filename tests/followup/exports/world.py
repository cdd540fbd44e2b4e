"""A department where somebody of each role reads, and follow-ups in every direction from it."""

from __future__ import annotations

from dataclasses import dataclass

from followup.actions.rounds import close_round
from followup.models import ActivityStatus, EconomyRow, FollowUp, FollowUpText, GoalAssessment, Round
from tests.access_table import ABOVE, BELOW, BESIDE, FOREIGN, OWN
from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    DepartmentFactory,
    FollowUpHeadingFactory,
    MeasurementFactory,
    UnitFactory,
    member,
)
from tests.followup.rounds import a_round, with_plan
from vp.org.access import OPERATOR
from vp.org.models import Kind, Role, Unit, User


@dataclass(frozen=True)
class Told:
    """One unit in one round, and the words that only its follow-up says."""

    unit: Unit
    round: Round
    words: str


@dataclass(frozen=True)
class World:
    """`told` by place. All report in a round of their council; those of another municipality in theirs."""

    told: dict[str, Told]
    people: dict[Role, User]

    @property
    def round(self) -> Round:
        return self.told[OWN].round

    def close(self) -> None:
        for owner in {each.round for each in self.told.values()}:
            close_round(by=OPERATOR, round_=owner, although_missing=True)


def a_world() -> World:
    council = CouncilFactory(name="Granskogs kommun")
    other = UnitFactory(kind=Kind.COUNCIL, parent=None, name="Annans kommun")
    committee = CommitteeFactory(parent=council)
    own = DepartmentFactory(parent=committee)
    units = {
        OWN: own,
        ABOVE: committee,
        BELOW: UnitFactory(parent=own),
        BESIDE: DepartmentFactory(parent=committee),
        FOREIGN: CommitteeFactory(parent=other),
    }
    written = {
        place: (unit, f"Bara{number}", with_plan(unit)) for number, (place, unit) in enumerate(units.items())
    }
    FollowUpHeadingFactory(name="Sammanfattning")
    rounds = {council.pk: a_round(council), other.pk: a_round(other)}
    told = {}
    for place, (unit, words, (_, goal, row, activity)) in written.items():
        round_ = rounds[unit.path[0]]
        follow_up = FollowUp.objects.get(round=round_, unit=unit)
        GoalAssessment.objects.create(
            follow_up=follow_up, goal_key=goal.key, attainment="fully", analysis=f"<p>{words}A</p>"
        )
        ActivityStatus.objects.create(
            follow_up=follow_up, activity_key=activity.key, status="delayed", deviation=f"{words}B"
        )
        EconomyRow.objects.create(
            follow_up=follow_up, kind="cost", name=f"{words}C", budget=-100, forecast=-150
        )
        FollowUpText.objects.create(
            follow_up=follow_up, heading=round_.headings.get(), body=f"<p>{words}D</p>"
        )
        MeasurementFactory(
            indicator=row.indicator, unit=unit, period=round_.period, total="71.5", comment=f"{words}E"
        )
        told[place] = Told(unit, round_, words)
    return World(told, {role: member(own, role) for role in Role})
