"""Who is in a plan right now, as its pages tell now and then."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from goals.models.plan import Plan
from vp.org.models import User

HERE = datetime.timedelta(seconds=50)
"""So long after a page last told of somebody she is still there: two of its calls may be lost."""


class PresenceQuerySet(models.QuerySet["Presence"]):
    def here(self) -> PresenceQuerySet:
        return self.filter(seen_at__gte=timezone.now() - HERE).order_by("user__name", "pk")


class Presence(models.Model):
    """Somebody is in a plan to write; `row_key` is the text or row that she has open, if any."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="present", verbose_name="plan")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="vem")
    row_key = models.UUIDField("öppen text eller rad", null=True, blank=True)
    seen_at = models.DateTimeField("senast här", default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} i {self.plan}"
