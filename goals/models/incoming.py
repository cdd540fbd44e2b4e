"""A file that somebody uploaded, between the preview and the save."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from vp.org.models import Unit, User

if TYPE_CHECKING:
    from vp.org.access import Actor


class IncomingPlanQuerySet(models.QuerySet["IncomingPlan"]):
    def visible_to(self, actor: Actor) -> IncomingPlanQuerySet:
        """Only who uploaded a file sees its preview."""
        return self.filter(uploaded_by=actor) if isinstance(actor, User) else self.none()

    def stale(self, now: datetime.datetime) -> IncomingPlanQuerySet:
        return self.filter(uploaded_at__lt=now - datetime.timedelta(days=7))


class IncomingPlan(models.Model):
    """An upload that is being looked at. Nothing of it is anybody's plan until it is saved.

    `source` holds the lines that the reader found (or the document, for our own files), so that a
    correction parses again without the file; `corrections` what the user has answered.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploaded_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="uppladdad av")
    uploaded_at = models.DateTimeField("uppladdad", auto_now_add=True)
    file_name = models.CharField("fil", max_length=200)
    source = models.JSONField("rader")
    corrections = models.JSONField("rättelser", default=list, blank=True)
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="enhet"
    )
    year = models.PositiveSmallIntegerField("år", null=True, blank=True)

    objects = IncomingPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "uppladdad plan"
        verbose_name_plural = "uppladdade planer"
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
