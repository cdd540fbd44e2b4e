"""How it went: rounds, the units' follow-ups in them, and what people write there."""

from followup.models.follow_up import FollowUp, FollowUpQuerySet, FollowUpVersion, Reminder, State
from followup.models.headings import FollowUpHeading, RoundHeading
from followup.models.round import Round, RoundIndicator, RoundQuerySet
from followup.models.rows import (
    ActivityState,
    ActivityStatus,
    EconomyRow,
    FollowUpText,
    GoalAssessment,
    MoneyKind,
)

__all__ = [
    "ActivityState",
    "ActivityStatus",
    "EconomyRow",
    "FollowUp",
    "FollowUpHeading",
    "FollowUpQuerySet",
    "FollowUpText",
    "FollowUpVersion",
    "GoalAssessment",
    "MoneyKind",
    "Reminder",
    "Round",
    "RoundHeading",
    "RoundIndicator",
    "RoundQuerySet",
    "State",
]
