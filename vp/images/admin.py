from __future__ import annotations

from django.contrib import admin

from vp.images.models import Image
from vp.org.read_only import ReadOnly


@admin.register(Image)
class ImageAdmin(ReadOnly):
    list_display = ("sha256", "media_type", "width", "height", "size", "added_at")
    list_filter = ("media_type",)
    search_fields = ("sha256",)
    fields = ("sha256", "media_type", "width", "height", "size", "added_at")
    ordering = ("-added_at",)
