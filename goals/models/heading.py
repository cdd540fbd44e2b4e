"""What a municipality's plans are built of: its headings with guidance, and its words for the levels."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Place(models.TextChoices):
    OPENING = "opening", "Före målen"
    GOAL = "goal", "Vid ett mål"
    CLOSING = "closing", "Efter målen"


class HeadingQuerySet(models.QuerySet["Heading"]):
    def of_year(self, year: int) -> HeadingQuerySet:
        return (
            self.filter(from_year__lte=year)
            .filter(Q(until_year=None) | Q(until_year__gte=year))
            .order_by("place", "level", "position", "pk")
        )


class Heading(models.Model):
    """A heading that plans have from a year on, at a place or at goals of a level, with its guidance."""

    place = models.CharField("plats", max_length=8, choices=Place)
    level = models.PositiveSmallIntegerField("nivå", null=True, blank=True)
    name = models.CharField("rubrik", max_length=200)
    guidance = models.TextField("anvisningar", blank=True)
    required = models.BooleanField("ska fyllas i", default=False)
    position = models.PositiveIntegerField("ordning", default=0)
    from_year = models.PositiveSmallIntegerField("från år", default=1990)
    until_year = models.PositiveSmallIntegerField("till och med år", null=True, blank=True)

    objects = HeadingQuerySet.as_manager()

    class Meta:
        verbose_name = "rubrik"
        verbose_name_plural = "rubriker"
        ordering: ClassVar = ["place", "level", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "level", "name", "from_year"],
                name="heading_once",
                nulls_distinct=False,
                violation_error_message="Rubriken finns redan där.",
            ),
            models.CheckConstraint(
                name="heading_level_at_goals",
                condition=Q(place=Place.GOAL, level__isnull=False, level__in=[1, 2, 3, 4])
                | Q(place__in=[Place.OPENING, Place.CLOSING], level=None),
                violation_error_message="Bara rubriker vid mål har en nivå.",
            ),
            models.CheckConstraint(
                name="heading_years_in_order",
                condition=Q(until_year=None) | Q(until_year__gte=F("from_year")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LevelLabel(models.Model):
    """What the municipality calls goals of a level, from a year on: Nämndmål, Enhetens mål …"""

    level = models.PositiveSmallIntegerField("nivå")
    name = models.CharField("benämning", max_length=100)
    from_year = models.PositiveSmallIntegerField("från år", default=1990)

    class Meta:
        verbose_name = "målnivåns namn"
        verbose_name_plural = "målnivåernas namn"
        ordering: ClassVar = ["level", "from_year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "from_year"], name="levellabel_once"),
            models.CheckConstraint(name="levellabel_level_known", condition=Q(level__in=[1, 2, 3, 4])),
        ]

    def __str__(self) -> str:
        return self.name
