"""What is measured: indicators, their targets, and the periods that values belong to."""

from __future__ import annotations

import datetime
import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from vp.org.models import Unit
from vp.org.swedish import swedish_order


class Direction(models.TextChoices):
    HIGHER = "higher", "högre är bättre"
    LOWER = "lower", "lägre är bättre"
    WITHIN = "within", "inom ett spann"
    NONE = "none", "ingen riktning"


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def usable_in(self, unit: Unit) -> IndicatorQuerySet:
        """The library of a unit: its own indicators and those of the units above."""
        return self.filter(owner_id__in=unit.path)

    def by_name(self) -> IndicatorQuerySet:
        return self.order_by(swedish_order("name"), "pk")


class Indicator(models.Model):
    """A measure. Its owner defines it; units below use it with targets of their own.

    `periodicity` is how often it is measured, in the municipality's own words (Tertial, År, Halvår …).
    `accumulates`: a value covers the year so far (T1 ⊂ T2 ⊂ VB), otherwise its own period.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="indicators", verbose_name="ägs av")
    name = models.TextField("namn")
    description = models.TextField("beskrivning", blank=True)
    periodicity = models.TextField("periodicitet", blank=True)
    by_gender = models.BooleanField("könsuppdelad", default=False)
    direction = models.CharField("riktning", max_length=6, choices=Direction, default=Direction.NONE)
    accumulates = models.BooleanField("ackumuleras under året", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikatorer"
        indexes: ClassVar = [GinIndex(SearchVector("name", config="swedish"), name="indicator_words")]
        constraints: ClassVar = [
            models.CheckConstraint(name="indicator_name_filled", condition=~Q(name="")),
            models.CheckConstraint(
                name="indicator_direction_known", condition=Q(direction__in=Direction.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TargetQuerySet(models.QuerySet["Target"]):
    def of_year(self, year: int) -> TargetQuerySet:
        """A year's targets, each indicator's and unit's in the order in which they came to hold."""
        since = F("since").asc(nulls_first=True)
        return self.filter(year=year).order_by("indicator_id", "unit_id", since, "pk")


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


class Period(models.Model):
    """A stretch of a year that values belong to: T1, T2, VB, a quarter, a month."""

    code = models.CharField("kod", max_length=12)
    name = models.CharField("namn", max_length=60)
    year = models.PositiveSmallIntegerField("år")
    starts_on = models.DateField("från och med")
    ends_on = models.DateField("till och med")

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
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"

    def covers(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.ends_on
