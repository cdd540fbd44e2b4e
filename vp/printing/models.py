"""RenderJob and its parts: the truth of printing. A Celery message only wakes a worker."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from vp.org.models import Unit, User

if TYPE_CHECKING:
    from vp.org.access import Actor


class State(models.TextChoices):
    QUEUED = "queued", "I kö"
    RUNNING = "running", "Skapas"
    PARTS = "parts", "Delarna skapas"
    DONE = "done", "Klar"
    FAILED = "failed", "Misslyckades"
    CANCELLED = "cancelled", "Avbruten"


UNFINISHED = (State.QUEUED, State.RUNNING, State.PARTS)
OF_PARTS = (State.QUEUED, State.RUNNING, State.DONE, State.FAILED)


def _may_be_taken(now: datetime.datetime) -> Q:
    """Queued, or running with a lease that has run out."""
    return Q(state=State.QUEUED) | Q(state=State.RUNNING, leased_until__lt=now)


class RenderJobQuerySet(models.QuerySet["RenderJob"]):
    def visible_to(self, actor: Actor) -> RenderJobQuerySet:
        """One's own orders: what they show was decided when they were made."""
        return self.filter(requested_by=actor) if isinstance(actor, User) else self

    def waiting(self, now: datetime.datetime) -> RenderJobQuerySet:
        """What a worker may take, or has a part that one may take, or parts that are to be joined."""
        parts = RenderPart.objects.filter(job=OuterRef("pk"))
        has_work = Q(Exists(parts.waiting(now))) | ~Q(Exists(parts.unfinished()))
        return self.filter(_may_be_taken(now) | (Q(state=State.PARTS) & has_work))

    def unfinished(self) -> RenderJobQuerySet:
        return self.filter(state__in=UNFINISHED)


class RenderJob(models.Model):
    """One order for a file: what, who has it, how far it has come, and the file.

    `kind` names the builder (vp.printing.builders) that turns `subject` into HTML. A worker holds the
    job until `leased_until` and moves that forward while it lives; afterwards anybody may take it.

    A compiled file's job is taken to plan its parts, stands in PARTS without a lease while they are printed,
    and is taken again to join them. `planned`: its parts stand there; `plans`: how often they were planned.
    `served_at`: when somebody last took something of it; who has waited longest since then comes first.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("slag", max_length=20)
    subject = models.JSONField("vad")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name="enhet")
    requested_by = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="beställd av"
    )
    state = models.CharField("läge", max_length=10, choices=State, default=State.QUEUED)
    planned = models.BooleanField("delarna är bestämda", default=False)
    plans = models.PositiveSmallIntegerField("gånger som delarna bestämts", default=0)
    noun = models.CharField("vad en del kallas", max_length=40, blank=True)
    served_at = models.DateTimeField("senast påbörjad", default=timezone.now)
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
            models.Index(fields=["served_at"], condition=Q(state__in=UNFINISHED), name="renderjob_turn"),
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
            models.CheckConstraint(
                name="renderjob_parts_are_planned", condition=~Q(state=State.PARTS) | Q(planned=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class KeptPart(models.Model):
    """A printed part, without page numbers, under the hash of what decides its content."""

    content_hash = models.CharField("innehållets kontrollsumma", max_length=64, unique=True)
    pages = models.PositiveIntegerField("sidor")
    file = models.FileField("fil", upload_to="pdf/delar/", max_length=200)
    created_at = models.DateTimeField("skapad", auto_now_add=True)
    used_at = models.DateTimeField("senast använd", default=timezone.now)

    class Meta:
        verbose_name = "sparad del"
        verbose_name_plural = "sparade delar"
        indexes: ClassVar = [models.Index(fields=["used_at"], name="keptpart_used")]
        constraints: ClassVar = [
            models.CheckConstraint(name="keptpart_has_pages", condition=Q(pages__gt=0)),
            models.CheckConstraint(name="keptpart_has_file", condition=~Q(file="")),
        ]

    def __str__(self) -> str:
        return f"{self.content_hash[:12]} ({self.pages} sidor)"


class RenderPartQuerySet(models.QuerySet["RenderPart"]):
    def waiting(self, now: datetime.datetime) -> RenderPartQuerySet:
        """What a worker may take."""
        return self.filter(_may_be_taken(now))

    def unfinished(self) -> RenderPartQuerySet:
        return self.filter(state__in=(State.QUEUED, State.RUNNING))

    def broken(self) -> RenderPartQuerySet:
        return self.filter(state=State.FAILED)


class RenderPart(models.Model):
    """One piece of a compiled file, leased and tried like a job of its own.

    `kind`, `subject`, `title`, `fingerprint` and `file_name` are those of vp.printing.builders.Part.
    `kept` is what was printed; gone when it was forgotten or its file is lost, and then it is printed anew.
    """

    job = models.ForeignKey(RenderJob, models.CASCADE, related_name="parts", verbose_name="utskrift")
    position = models.PositiveSmallIntegerField("plats")
    kind = models.CharField("slag", max_length=20)
    subject = models.JSONField("vad")
    title = models.CharField("rubrik", max_length=300)
    fingerprint = models.CharField("fingeravtryck", max_length=200)
    file_name = models.CharField("filens namn", max_length=200, blank=True)
    state = models.CharField("läge", max_length=10, choices=State, default=State.QUEUED)
    worker = models.CharField("arbetare", max_length=100, blank=True)
    leased_until = models.DateTimeField("lånad till", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    pages = models.PositiveIntegerField("sidor", default=0)
    kept = models.ForeignKey(
        KeptPart, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="sparad del"
    )
    error = models.TextField("fel", blank=True)

    objects = RenderPartQuerySet.as_manager()

    class Meta:
        verbose_name = "del av utskrift"
        verbose_name_plural = "delar av utskrifter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "position"], name="renderpart_position_once"),
            models.CheckConstraint(name="renderpart_state_known", condition=Q(state__in=OF_PARTS)),
            models.CheckConstraint(
                name="renderpart_running_is_leased",
                condition=~Q(state=State.RUNNING) | Q(leased_until__isnull=False),
            ),
            models.CheckConstraint(
                name="renderpart_done_has_pages", condition=~Q(state=State.DONE) | Q(pages__gt=0)
            ),
            models.CheckConstraint(
                name="renderpart_failed_says_why", condition=~Q(state=State.FAILED) | ~Q(error="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"
