"""A stretch of a year that values belong to."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from indicators.periods import Stretch


class PeriodQuerySet(models.QuerySet["Period"]):
    def of_year(self, year: int) -> PeriodQuerySet:
        return self.filter(year=year)

    def ended_on(self, day: datetime.date) -> PeriodQuerySet:
        """The periods that are over on a day, its last day counted; the latest first."""
        return self.filter(ends_on__lte=day).order_by("-ends_on", "-starts_on")


class Period(models.Model):
    """A stretch of a year that values belong to: T1, T2, VB, a quarter, a month. Never across a new year."""

    code = models.CharField("kod", max_length=12)
    name = models.CharField("namn", max_length=60)
    year = models.PositiveSmallIntegerField("år")
    starts_on = models.DateField("från och med")
    ends_on = models.DateField("till och med")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "period"
        verbose_name_plural = "perioder"
        ordering: ClassVar = ["year", "ends_on", "starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="period_once",
                violation_error_message="Perioden finns redan för det året.",
            ),
            models.CheckConstraint(
                name="period_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutdatum ligger före startdatum.",
            ),
            models.CheckConstraint(
                name="period_within_year",
                condition=Q(starts_on__year=F("year"), ends_on__year=F("year")),
                violation_error_message="En period ligger inom sitt år.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"

    def covers(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def stretch(self) -> Stretch:
        """What the rules of periods need to know of it."""
        return Stretch(self.code, self.name, self.year, self.starts_on.month, self.ends_on.month)
