"""A round in which a unit has filled in everything, open or closed, and all that is kept of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from followup.actions.economy import EconomyGiven, write_economy
from followup.actions.judging import AssessmentWords, StatusWords, write_assessment, write_status, write_text
from followup.actions.rounds import close_round
from followup.actions.setting_up import HeadingWords, set_due, write_headings
from followup.models import (
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpText,
    FollowUpVersion,
    GoalAssessment,
    Round,
    RoundHeading,
    RoundIndicator,
)
from indicators.actions import log_value
from indicators.entries import Given
from indicators.models import Measurement
from tests.factories import EconomyRowFactory, FollowUpFactory, MembershipFactory, RoundFactory, member
from tests.followup.rounds import Reporting, a_reporting_unit, save
from vp.org.access import OPERATOR
from vp.org.models import Role, User

KEPT: tuple[type[Model], ...] = (
    Round,
    RoundHeading,
    RoundIndicator,
    FollowUp,
    FollowUpVersion,
    GoalAssessment,
    ActivityStatus,
    EconomyRow,
    FollowUpText,
    Measurement,
)
"""The tables that a round stands in."""
COST = EconomyGiven("cost", "Personal", "1 200", "390,5", "-1 250", "Fler vikarier.")


@dataclass
class WholeRound(Reporting):
    """`person` is the unit's manager and the committee's controller; `money` the key of an economy row.

    `earlier` is the unit's follow-up in a round of last year, with an economy row too.
    """

    person: User
    money: uuid.UUID
    earlier: FollowUp

    @property
    def heading(self) -> int:
        return self.round.headings.get().pk

    def kept(self) -> dict[str, list[Any]]:
        """Every row by table."""
        return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in KEPT}


def whole_round(*, is_closed: bool, state: str = "in_progress", has_money: bool = True) -> WholeRound:
    made = a_reporting_unit()
    write_headings(by=OPERATOR, round_=made.round, headings=[HeadingWords("Analys", required=True)])
    made.round = set_due(by=OPERATOR, round_=made.round, indicator=made.indicator, is_due=True)
    person, money = member(made.unit, Role.MANAGER), uuid.uuid4()
    MembershipFactory(user=person, unit=made.round.owner, role=Role.CONTROLLER)
    before = RoundFactory(owner=made.round.owner, year=made.round.year - 1)
    earlier = EconomyRowFactory(
        follow_up=FollowUpFactory(unit=made.unit, round=before), name="Lokaler"
    ).follow_up
    here: Any = {"by": OPERATOR, "follow_up": made.follow_up}
    goal, activity = made.goal.key, made.activity.key
    write_assessment(**here, goal=goal, words=AssessmentWords("partly", "<p>Bra.</p>"), save=save())
    write_status(**here, activity=activity, words=StatusWords("delayed", "Sjukdom."), save=save())
    if has_money:
        write_economy(**here, key=money, given=COST, save=save())
    write_text(**here, heading=made.round.headings.get().pk, body="<p>Bra.</p>", save=save())
    value: Any = {"indicator": made.indicator, "unit": made.unit, "period": made.round.period}
    log_value(by=OPERATOR, **value, given=Given(total="80"), save=save())
    FollowUp.objects.filter(pk=made.follow_up.pk).update(state=state)
    if is_closed:
        made.round = close_round(by=OPERATOR, round_=made.round, although_missing=True)
    return WholeRound(**vars(made), person=person, money=money, earlier=earlier)
