"""One unit's follow-up in a round, its frozen versions, and the reminders of it."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from followup.lifecycle import stage_of
from followup.models.round import Round
from indicators.models import Period
from vp.org.access import Permission, area, municipalities
from vp.org.models import Unit, User
from vp.org.swedish import swedish_order

if TYPE_CHECKING:
    from vp.org.access import Actor


class State(models.TextChoices):
    NOT_STARTED = "not_started", "Ej påbörjad"
    IN_PROGRESS = "in_progress", "Pågår"
    READY = "ready", "Klarmarkerad"
    APPROVED = "approved", "Godkänd"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, actor: Actor) -> FollowUpQuerySet:
        """What is closed is public in the municipality; the rest is read from one's own part of it."""
        drafts = area(actor, Permission.READ_DRAFT).condition("unit")
        public = Q(round__closed_at__isnull=False) & municipalities(actor).condition("unit")
        return self.filter(public | drafts)

    def of_year(self, year: int) -> FollowUpQuerySet:
        return self.filter(round__year=year)

    def keeping(self, unit: Unit, period: Period) -> FollowUpQuerySet:
        """The follow-up that a value of the period belongs to, if any.

        It is the unit's in the first round whose months hold the period: a value of the first quarter
        belongs to T1, not to T2 or VB. The database's trigger on values has the same rule.
        """
        held = self.filter(
            unit=unit,
            round__period__starts_on__lte=period.starts_on,
            round__period__ends_on__gte=period.ends_on,
        )
        return held.order_by("round__period__ends_on", "-round__period__starts_on", "round")[:1]

    def lapsed(self, now: datetime.datetime) -> FollowUpQuerySet:
        """Those that were reopened until a time that has passed: they wait to be closed again."""
        return self.filter(reopened_until__lte=now)

    def in_tree(self) -> FollowUpQuerySet:
        return self.order_by(F("unit__path__len"), swedish_order("unit__name"), "pk")


class FollowUp(models.Model):
    """One unit in one round. What it says stands in rows of its own (followup.models.rows).

    A returned follow-up is in progress again; the reason stands in the history. `reopened_until` opens the
    rows of a closed one until that time, for a reason; the database's triggers read it. What was corrected
    is shown once it is closed again, in a version of its own.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="follow_ups", verbose_name="omgång")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="follow_ups", verbose_name="enhet")
    state = models.CharField("status", max_length=11, choices=State, default=State.NOT_STARTED)
    reopened_until = models.DateTimeField("öppnad igen till", null=True, blank=True)
    reopen_reason = models.TextField("skäl till att öppna igen", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljning"
        verbose_name_plural = "uppföljningar"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit"], name="followup_once"),
            models.CheckConstraint(name="followup_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="followup_reopened_with_reason", condition=Q(reopened_until=None) | ~Q(reopen_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.round}"

    @property
    def stage(self) -> str:
        """Its state while the round is open, else `closed`, or `reopened` until it is closed again."""
        return stage_of(
            self.state, is_closed=self.round.is_closed, is_reopened=self.reopened_until is not None
        )

    @property
    def is_reopened(self) -> bool:
        """Whether its rows are open now though the round is closed."""
        return self.reopened_until is not None and self.reopened_until > timezone.now()

    @property
    def is_frozen(self) -> bool:
        """Whether its rows refuse changes now, as the database's triggers see it."""
        return self.round.is_closed and not self.is_reopened


class FollowUpVersion(models.Model):
    """A follow-up as it was when its round closed, or when it was closed again. Rows are only ever added."""

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="versions", verbose_name="uppföljning"
    )
    number = models.PositiveSmallIntegerField("version")
    document = models.JSONField("dokument")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    reason = models.TextField("skäl", blank=True)
    frozen_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fryst av"
    )
    frozen_at = models.DateTimeField("fryst", auto_now_add=True)

    class Meta:
        verbose_name = "stängd version"
        verbose_name_plural = "stängda versioner"
        ordering: ClassVar = ["follow_up", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follow_up", "number"], name="followupversion_once"),
            models.CheckConstraint(
                name="followupversion_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="followupversion_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up}, version {self.number}"


class Reminder(models.Model):
    """That a unit was reminded; `sent_by` is empty where the scheduler did it. Rows are only ever added."""

    class Kind(models.TextChoices):
        ASKED = "asked", "På begäran"
        BEFORE = "before", "Före sista dagen"
        AFTER = "after", "Efter sista dagen"

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="reminders", verbose_name="uppföljning"
    )
    kind = models.CharField("slag", max_length=6, choices=Kind)
    sent_at = models.DateTimeField("skickad", auto_now_add=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="skickad av"
    )

    class Meta:
        verbose_name = "påminnelse"
        verbose_name_plural = "påminnelser"
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="reminder_kind_known", condition=Q(kind__in=["asked", "before", "after"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up}: {self.get_kind_display()}"
