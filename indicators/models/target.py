"""The value aimed at, and how it was changed during the year."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from indicators.models.indicator import Indicator
from vp.org.models import Unit


class TargetQuerySet(models.QuerySet["Target"]):
    def of_year(self, year: int) -> TargetQuerySet:
        """A year's targets, each indicator's and unit's in the order in which they came to hold."""
        since = F("since").asc(nulls_first=True)
        return self.filter(year=year).order_by("indicator_id", "unit_id", since, "pk")

    def holding_on(self, day: datetime.date) -> TargetQuerySet:
        """The one target per indicator and unit that holds on a day of its year; withdrawn ones too."""
        newest = F("since").desc(nulls_last=True)
        begun = self.filter(year=day.year).filter(Q(since=None) | Q(since__lte=day))
        return begun.order_by("indicator_id", "unit_id", newest, "-pk").distinct("indicator_id", "unit_id")


class Target(models.Model):
    """The value aimed at by a unit for a year, as it was written, and as a number where it is one.

    The year's first target has no `since`; a change during the year is a new row with its date and
    reason, and the old row stays. Words are empty where a target came or was withdrawn during the year.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="indikator")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="targets", verbose_name="enhet")
    year = models.PositiveSmallIntegerField("år")
    words = models.TextField("årsmål, som det skrevs", blank=True)
    value = models.DecimalField("värde", max_digits=20, decimal_places=6, null=True, blank=True)
    since = models.DateField("gäller från", null=True, blank=True)
    reason = models.TextField("skäl", blank=True)
    made_at = models.DateTimeField("satt", auto_now_add=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "årsmål"
        verbose_name_plural = "årsmål"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "year", "since"],
                name="target_once",
                nulls_distinct=False,
                violation_error_message="Det finns redan ett årsmål från den dagen.",
            ),
            models.CheckConstraint(name="target_year", condition=Q(year__gte=1990, year__lte=2200)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}: {self.words}"
