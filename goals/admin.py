"""Planning data for operators: everything to find and read, nothing to change."""

from __future__ import annotations

from django.contrib import admin

from goals.models import (
    Activity,
    Goal,
    GoalIndicator,
    Heading,
    IncomingPlan,
    LevelLabel,
    Plan,
    PlanVersion,
    Presence,
    Text,
)
from vp.org.read_only import ReadOnly, ReadOnlyRows


class VersionsOfPlan(ReadOnlyRows):
    model = PlanVersion
    fields = ("number", "decided_on", "decided_by", "registry_number", "reason", "frozen_at", "sha256")


@admin.register(Plan)
class PlanAdmin(ReadOnly):
    list_display = ("unit", "year", "state", "registry_number", "unlocked_until", "changed_at")
    list_filter = ("state", "year", ("unlocked_until", admin.EmptyFieldListFilter))
    list_select_related = ("unit",)
    search_fields = ("unit__name", "registry_number", "=key")
    exclude = ("images",)
    inlines = (VersionsOfPlan,)
    ordering = ("-year", "unit__name")


@admin.register(PlanVersion)
class PlanVersionAdmin(ReadOnly):
    list_display = ("plan", "number", "decided_on", "decided_by", "registry_number", "frozen_at")
    list_filter = ("plan__year",)
    list_select_related = ("plan__unit",)
    search_fields = ("plan__unit__name", "registry_number", "=sha256")
    date_hierarchy = "decided_on"
    ordering = ("-frozen_at",)


@admin.register(Goal)
class GoalAdmin(ReadOnly):
    list_display = ("__str__", "plan", "level", "inherited", "keeps_own_words")
    list_filter = ("level", "inherited", "keeps_own_words", "plan__year")
    list_select_related = ("plan__unit",)
    search_fields = ("title", "=number", "plan__unit__name", "=key")


@admin.register(Text)
class TextAdmin(ReadOnly):
    list_display = ("__str__", "plan", "place", "goal", "heading")
    list_filter = ("place", "plan__year", "heading")
    list_select_related = ("plan__unit", "goal", "heading")
    search_fields = ("title", "body", "plan__unit__name", "=key")


@admin.register(GoalIndicator)
class GoalIndicatorAdmin(ReadOnly):
    list_display = ("__str__", "plan", "goal")
    list_filter = ("plan__year",)
    list_select_related = ("plan__unit", "goal", "indicator")
    search_fields = ("indicator__name", "printed_name", "plan__unit__name", "=key")


@admin.register(Activity)
class ActivityAdmin(ReadOnly):
    list_display = ("title", "plan", "starts_on", "ends_on", "responsible")
    list_filter = ("plan__year",)
    list_select_related = ("plan__unit",)
    search_fields = ("title", "responsible", "plan__unit__name", "=key")
    date_hierarchy = "starts_on"


@admin.register(Heading)
class HeadingAdmin(ReadOnly):
    list_display = ("name", "place", "level", "required", "position", "from_year", "until_year")
    list_filter = ("place", "level", "required")
    search_fields = ("name", "guidance")


@admin.register(LevelLabel)
class LevelLabelAdmin(ReadOnly):
    list_display = ("name", "level", "from_year")
    list_filter = ("level",)


@admin.register(IncomingPlan)
class IncomingPlanAdmin(ReadOnly):
    list_display = ("file_name", "uploaded_by", "uploaded_at", "unit", "year")
    list_select_related = ("uploaded_by", "unit")
    search_fields = ("file_name", "uploaded_by__name", "uploaded_by__email")
    date_hierarchy = "uploaded_at"


@admin.register(Presence)
class PresenceAdmin(ReadOnly):
    list_display = ("plan", "user", "seen_at")
    list_select_related = ("plan__unit", "user")
    search_fields = ("plan__unit__name", "user__name")
    ordering = ("-seen_at",)
