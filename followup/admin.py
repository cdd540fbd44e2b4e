"""Follow-ups for operators: everything to find and read, nothing to change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin

from followup.models import (
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpHeading,
    FollowUpText,
    FollowUpVersion,
    GoalAssessment,
    IncomingSheet,
    Reminder,
    Report,
    ReportPart,
    ReportVersion,
    Round,
    RoundHeading,
    RoundIndicator,
    SheetWord,
)
from vp.org.read_only import ReadOnly, ReadOnlyRows


class HeadingsOfRound(ReadOnlyRows):
    model = RoundHeading
    fields = ("name", "guidance", "required", "position")


class IndicatorsOfRound(ReadOnlyRows):
    model = RoundIndicator
    fields = ("indicator", "is_due")


@admin.register(Round)
class RoundAdmin(ReadOnly):
    list_display = ("__str__", "owner", "code", "period", "opens_on", "due_on", "closed_at")
    list_filter = ("year", "code", ("closed_at", admin.EmptyFieldListFilter))
    list_select_related = ("owner", "period")
    search_fields = ("name", "code", "owner__name", "=key")
    inlines = (HeadingsOfRound, IndicatorsOfRound)
    ordering = ("-year", "-due_on")


class VersionsOfFollowUp(ReadOnlyRows):
    model = FollowUpVersion
    fields = ("number", "reason", "frozen_at", "frozen_by", "sha256")


class RemindersOfFollowUp(ReadOnlyRows):
    model = Reminder
    fields = ("kind", "sent_at", "sent_by")


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnly):
    list_display = ("unit", "round", "state", "reopened_until")
    list_filter = ("state", "round__year", "round__code", ("reopened_until", admin.EmptyFieldListFilter))
    list_select_related = ("unit", "round")
    search_fields = ("unit__name", "round__name", "=key")
    inlines = (VersionsOfFollowUp, RemindersOfFollowUp)
    ordering = ("-round__year", "unit__name")


@admin.register(FollowUpVersion)
class FollowUpVersionAdmin(ReadOnly):
    list_display = ("follow_up", "number", "reason", "frozen_at", "frozen_by")
    list_filter = ("follow_up__round__year",)
    list_select_related = ("follow_up__unit", "follow_up__round", "frozen_by")
    search_fields = ("follow_up__unit__name", "=sha256")
    ordering = ("-frozen_at",)


class OfFollowUp(ReadOnly):
    """Rows that stand in a follow-up."""

    list_filter = ("follow_up__round__year", "follow_up__round__code")
    list_select_related: ClassVar[Any] = ("follow_up__unit", "follow_up__round")
    ordering = ("-pk",)


@admin.register(GoalAssessment)
class GoalAssessmentAdmin(OfFollowUp):
    list_display = ("follow_up", "goal_key", "attainment")
    search_fields = ("analysis", "follow_up__unit__name", "=goal_key", "=key")


@admin.register(ActivityStatus)
class ActivityStatusAdmin(OfFollowUp):
    list_display = ("follow_up", "activity_key", "status", "carry_over")
    search_fields = ("deviation", "follow_up__unit__name", "=activity_key", "=key")


@admin.register(EconomyRow)
class EconomyRowAdmin(OfFollowUp):
    list_display = ("name", "follow_up", "kind", "budget", "outcome", "forecast")
    search_fields = ("name", "comment", "follow_up__unit__name", "=key")


@admin.register(FollowUpText)
class FollowUpTextAdmin(OfFollowUp):
    list_display = ("heading", "follow_up")
    list_select_related: ClassVar[Any] = ("heading__round", "follow_up__unit", "follow_up__round")
    search_fields = ("heading__name", "body", "follow_up__unit__name", "=key")


@admin.register(FollowUpHeading)
class FollowUpHeadingAdmin(ReadOnly):
    list_display = ("name", "required", "position", "from_year", "until_year")
    list_filter = ("required",)
    search_fields = ("name", "guidance")


@admin.register(Reminder)
class ReminderAdmin(ReadOnly):
    list_display = ("follow_up", "kind", "sent_at", "sent_by")
    list_filter = ("kind",)
    list_select_related = ("follow_up__unit", "follow_up__round", "sent_by")
    search_fields = ("follow_up__unit__name",)
    date_hierarchy = "sent_at"


@admin.register(IncomingSheet)
class IncomingSheetAdmin(ReadOnly):
    list_display = ("file_name", "round", "uploaded_by", "uploaded_at")
    list_select_related = ("round", "uploaded_by")
    search_fields = ("file_name", "uploaded_by__name")
    exclude = ("book",)


@admin.register(SheetWord)
class SheetWordAdmin(ReadOnly):
    list_display = ("said", "kind", "means", "owner", "changed_by")
    list_filter = ("kind",)
    list_select_related = ("owner", "changed_by")
    search_fields = ("said", "owner__name")


class PartsOfReport(ReadOnlyRows):
    model = ReportPart
    fields = ("position", "kind", "is_included")


class VersionsOfReport(ReadOnlyRows):
    model = ReportVersion
    fields = ("number", "reason", "frozen_at", "frozen_by", "sha256")


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ("unit", "round", "title", "finished_at")
    list_filter = ("round__year", "round__code", ("finished_at", admin.EmptyFieldListFilter))
    list_select_related = ("unit", "round")
    search_fields = ("unit__name", "registry_number", "=key")
    inlines = (PartsOfReport, VersionsOfReport)
    ordering = ("-round__year", "unit__name")
