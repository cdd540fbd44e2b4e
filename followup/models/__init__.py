"""How it went: rounds, the units' follow-ups in them, and what people write there."""

from followup.models.follow_up import FollowUp, FollowUpQuerySet, FollowUpVersion, Reminder, State
from followup.models.headings import FollowUpHeading, RoundHeading
from followup.models.report import Extract, PartKind, Report, ReportPart, ReportVersion
from followup.models.round import Round, RoundIndicator, RoundQuerySet
from followup.models.rows import (
    ActivityState,
    ActivityStatus,
    EconomyRow,
    FollowUpText,
    GoalAssessment,
    MoneyKind,
)
from followup.models.sheet import IncomingSheet, SheetWord

__all__ = [
    "ActivityState",
    "ActivityStatus",
    "EconomyRow",
    "Extract",
    "FollowUp",
    "FollowUpHeading",
    "FollowUpQuerySet",
    "FollowUpText",
    "FollowUpVersion",
    "GoalAssessment",
    "IncomingSheet",
    "MoneyKind",
    "PartKind",
    "Reminder",
    "Report",
    "ReportPart",
    "ReportVersion",
    "Round",
    "RoundHeading",
    "RoundIndicator",
    "RoundQuerySet",
    "SheetWord",
    "State",
]
