"""The rows of a goal's tables: indicators and activities."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from goals.models.goal import Goal
from goals.models.plan import Plan
from indicators.models import Indicator


class GoalIndicator(models.Model):
    """An indicator in a goal's table. The unit's target and the council's come from `Target`.

    The `printed_` values are kept where an import printed something else than the indicator or the
    council's target says; empty or NULL where they say the same.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators", verbose_name="plan")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="indicators", verbose_name="mål")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="rows", verbose_name="indikator")
    printed_name = models.TextField("namn i denna plan", blank=True)
    printed_periodicity = models.TextField(  # noqa: DJ001  empty is a word of its own here
        "periodicitet i denna plan", null=True, blank=True
    )
    printed_by_gender = models.BooleanField("könsuppdelad i denna plan", null=True, blank=True)
    printed_council_target = models.TextField(  # noqa: DJ001  as above
        "KF:s årsmål i denna plan", null=True, blank=True
    )
    position = models.PositiveIntegerField("ordning", default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    saves = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = "indikator vid mål"
        verbose_name_plural = "indikatorer vid mål"
        ordering: ClassVar = ["plan", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="goalindicator_key_once"),
        ]

    def __str__(self) -> str:
        return self.printed_name or str(self.indicator)


class Activity(models.Model):
    """A piece of work under a goal. Its dates may lie outside the plan's year."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="activities", verbose_name="plan")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="activities", verbose_name="mål")
    title = models.TextField("aktivitet")
    starts_on = models.DateField("startdatum", null=True, blank=True)
    ends_on = models.DateField("slutdatum", null=True, blank=True)
    responsible = models.TextField("ansvarig", blank=True)
    position = models.PositiveIntegerField("ordning", default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    saves = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering: ClassVar = ["plan", "position", "pk"]
        indexes: ClassVar = [GinIndex(SearchVector("title", config="swedish"), name="activity_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="activity_key_once"),
            models.CheckConstraint(name="activity_title_filled", condition=~Q(title="")),
            models.CheckConstraint(
                name="activity_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutdatum ligger före startdatum.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
