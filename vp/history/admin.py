from __future__ import annotations

from django.contrib import admin

from vp.history.models import Change
from vp.org.read_only import ReadOnly


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    list_display = ("at", "by_name", "action", "subject", "unit", "reason")
    list_filter = ("subject", "action")
    list_select_related = ("unit",)
    search_fields = ("by_name", "unit__name", "reason", "=key", "=plan_key")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
