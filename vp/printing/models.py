"""RenderJob: the truth of printing. A Celery message only wakes a worker."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from vp.org.models import Unit, User

if TYPE_CHECKING:
    from vp.org.access import Actor


class State(models.TextChoices):
    QUEUED = "queued", "I kö"
    RUNNING = "running", "Skapas"
    DONE = "done", "Klar"
    FAILED = "failed", "Misslyckades"


class RenderJobQuerySet(models.QuerySet["RenderJob"]):
    def visible_to(self, actor: Actor) -> RenderJobQuerySet:
        """One's own orders: what they show was decided when they were made."""
        return self.filter(requested_by=actor) if isinstance(actor, User) else self

    def waiting(self, now: datetime.datetime) -> RenderJobQuerySet:
        """What a worker may take: queued, or running with a lease that has run out."""
        return self.filter(Q(state=State.QUEUED) | Q(state=State.RUNNING, leased_until__lt=now))


class RenderJob(models.Model):
    """One order for a PDF: what, who has it, how far it has come, and the file.

    `kind` names the builder (vp.printing.builders) that turns `subject` into HTML. A worker holds the
    job until `leased_until` and moves that forward while it lives; afterwards anybody may take it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("slag", max_length=20)
    subject = models.JSONField("vad")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name="enhet")
    requested_by = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="beställd av"
    )
    state = models.CharField("läge", max_length=8, choices=State, default=State.QUEUED)
    worker = models.CharField("arbetare", max_length=100, blank=True)
    leased_until = models.DateTimeField("lånad till", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    done = models.PositiveSmallIntegerField("klart, delar", default=0)
    total = models.PositiveSmallIntegerField("delar", default=1)
    stage = models.CharField("vad som pågår", max_length=80, blank=True)
    error = models.TextField("fel", blank=True)
    content_hash = models.CharField("innehållets kontrollsumma", max_length=64, blank=True)
    file_name = models.CharField("filens namn", max_length=200)
    file = models.FileField("fil", upload_to="pdf/%Y/%m/", max_length=200, blank=True)
    created_at = models.DateTimeField("beställd", auto_now_add=True)
    finished_at = models.DateTimeField("färdig", null=True, blank=True)

    objects = RenderJobQuerySet.as_manager()

    class Meta:
        verbose_name = "utskrift"
        verbose_name_plural = "utskrifter"
        indexes: ClassVar = [
            models.Index(fields=["state", "leased_until"], name="renderjob_waiting"),
            models.Index(fields=["requested_by", "-created_at"], name="renderjob_mine"),
            models.Index(fields=["content_hash"], name="renderjob_content"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="renderjob_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="renderjob_done_has_file", condition=~Q(state=State.DONE) | ~Q(file="")
            ),
            models.CheckConstraint(
                name="renderjob_running_is_leased",
                condition=~Q(state=State.RUNNING) | Q(leased_until__isnull=False),
            ),
            models.CheckConstraint(name="renderjob_progress", condition=Q(done__lte=F("total"))),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"
