from __future__ import annotations

from django.contrib import admin

from vp.org.read_only import ReadOnly
from vp.printing.models import KeptPart, RenderJob, RenderPart


@admin.register(RenderJob)
class RenderJobAdmin(ReadOnly):
    list_display = ("file_name", "state", "unit", "requested_by", "attempts", "created_at", "finished_at")
    list_filter = ("state", "kind")
    list_select_related = ("unit", "requested_by")
    search_fields = ("file_name", "unit__name", "requested_by__name", "error", "=key")
    exclude = ("file",)
    date_hierarchy = "created_at"
    ordering = ("-created_at",)


@admin.register(RenderPart)
class RenderPartAdmin(ReadOnly):
    list_display = ("title", "job", "position", "state", "attempts", "pages")
    list_filter = ("state", "kind")
    list_select_related = ("job",)
    search_fields = ("title", "error", "=job__key")
    ordering = ("-job_id", "position")


@admin.register(KeptPart)
class KeptPartAdmin(ReadOnly):
    list_display = ("content_hash", "pages", "created_at", "used_at")
    search_fields = ("=content_hash",)
    exclude = ("file",)
    date_hierarchy = "used_at"
    ordering = ("-used_at",)
