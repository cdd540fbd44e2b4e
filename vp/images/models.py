"""Pictures in texts, kept by the SHA-256 of their bytes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Image(models.Model):
    """A checked picture. Bodies point at it as /bilder/<sha256>; the same bytes are kept once."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="bytes")
    file = models.FileField(upload_to="images/", max_length=120)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "bild"
        verbose_name_plural = "bilder"
        constraints: ClassVar = [
            models.CheckConstraint(name="image_sha256_form", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="image_media_type_known",
                condition=Q(media_type__in=["image/png", "image/jpeg", "image/gif", "image/webp"]),
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
