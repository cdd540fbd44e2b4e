"""What people write in a follow-up: judgements of goals, statuses of activities, economy and texts.

Goals and activities are named by their lasting keys: those of the unit's plan in force. Each row has a
version and the ids of its latest saves (vp.saving); version 0 has been begun by a save that is not over.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from followup.models.follow_up import FollowUp
from followup.models.headings import RoundHeading
from indicators.judgements import Attainment

ATTAINMENTS = [(each.value, each.label) for each in Attainment]


class ActivityState(models.TextChoices):
    NOT_STARTED = "not_started", "Ej påbörjad"
    IN_PROGRESS = "in_progress", "Pågår"
    DONE = "done", "Avslutad"
    DELAYED = "delayed", "Försenad"
    DROPPED = "dropped", "Utgår"


class MoneyKind(models.TextChoices):
    COST = "cost", "Kostnad"
    INCOME = "income", "Intäkt"


class WrittenRow(models.Model):
    """A row that is saved as somebody writes."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    saves = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)

    class Meta:
        abstract = True


class GoalAssessment(WrittenRow):
    """How far a goal has been reached, as a person judges it, and why. `analysis` is sanitised HTML."""

    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, related_name="assessments", verbose_name="uppföljning"
    )
    goal_key = models.UUIDField("mål")
    attainment = models.CharField("måluppfyllelse", max_length=12, choices=ATTAINMENTS, blank=True)
    analysis = models.TextField("analys", blank=True)

    class Meta:
        verbose_name = "bedömning av mål"
        verbose_name_plural = "bedömningar av mål"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follow_up", "goal_key"], name="goalassessment_once"),
            models.CheckConstraint(
                name="goalassessment_attainment_known",
                condition=Q(attainment__in=["", *(each.value for each in Attainment)]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up}: {self.get_attainment_display() or 'ej bedömt'}"


class ActivityStatus(WrittenRow):
    """How an activity goes. `carry_over`: it is to stand in the next year's plan too."""

    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, related_name="statuses", verbose_name="uppföljning"
    )
    activity_key = models.UUIDField("aktivitet")
    status = models.CharField("status", max_length=11, choices=ActivityState, blank=True)
    deviation = models.TextField("avvikelse", blank=True)
    carry_over = models.BooleanField("förs över till nästa år", default=False)

    class Meta:
        verbose_name = "status för aktivitet"
        verbose_name_plural = "status för aktiviteter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follow_up", "activity_key"], name="activitystatus_once"),
            models.CheckConstraint(
                name="activitystatus_status_known", condition=Q(status__in=["", *ActivityState.values])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up}: {self.get_status_display() or 'utan status'}"


def _money(name: str) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(name, max_digits=18, decimal_places=2, null=True, blank=True)


class EconomyRow(WrittenRow):
    """A row of costs or of income. Costs are negative, so that a sum is a result.

    `budget` and `forecast` are for the whole year, `outcome` for the round's months. Amounts are in
    whatever the municipality counts in; the unit of account is that of its own budget.
    """

    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, related_name="economy", verbose_name="uppföljning"
    )
    kind = models.CharField("slag", max_length=6, choices=MoneyKind)
    name = models.CharField("rad", max_length=200)
    budget = _money("budget")
    outcome = _money("utfall")
    forecast = _money("prognos")
    comment = models.TextField("kommentar", blank=True)
    position = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "ekonomirad"
        verbose_name_plural = "ekonomirader"
        ordering: ClassVar = ["follow_up", "kind", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="economyrow_kind_known", condition=Q(kind__in=MoneyKind.values)),
            models.CheckConstraint(
                name="economyrow_named", condition=~Q(name=""), violation_error_message="Ge raden ett namn."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FollowUpText(WrittenRow):
    """What stands under one of the round's headings; sanitised HTML."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="texts", verbose_name="uppföljning")
    heading = models.ForeignKey(RoundHeading, models.PROTECT, related_name="texts", verbose_name="rubrik")
    body = models.TextField("text", blank=True)

    class Meta:
        verbose_name = "text i uppföljning"
        verbose_name_plural = "texter i uppföljningar"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follow_up", "heading"], name="followuptext_once"),
        ]

    def __str__(self) -> str:
        return str(self.heading)
