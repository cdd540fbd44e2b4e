"""The headings that follow-ups have: the municipality's, and those of one round."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from followup.models.round import Round


class FollowUpHeadingQuerySet(models.QuerySet["FollowUpHeading"]):
    def of_year(self, year: int) -> FollowUpHeadingQuerySet:
        return (
            self.filter(from_year__lte=year)
            .filter(Q(until_year=None) | Q(until_year__gte=year))
            .order_by("position", "pk")
        )


class FollowUpHeading(models.Model):
    """A heading that follow-ups have from a year on, with its guidance; each round gets a copy."""

    name = models.CharField("rubrik", max_length=200)
    guidance = models.TextField("anvisningar", blank=True)
    required = models.BooleanField("ska fyllas i", default=False)
    position = models.PositiveIntegerField("ordning", default=0)
    from_year = models.PositiveSmallIntegerField("från år", default=1990)
    until_year = models.PositiveSmallIntegerField("till och med år", null=True, blank=True)

    objects = FollowUpHeadingQuerySet.as_manager()

    class Meta:
        verbose_name = "rubrik i uppföljningar"
        verbose_name_plural = "rubriker i uppföljningar"
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "from_year"], name="followupheading_once"),
            models.CheckConstraint(name="followupheading_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="followupheading_years_in_order",
                condition=Q(until_year=None) | Q(until_year__gte=F("from_year")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundHeading(models.Model):
    """A heading of one round's follow-ups."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="headings", verbose_name="omgång")
    name = models.CharField("rubrik", max_length=200)
    guidance = models.TextField("anvisningar", blank=True)
    required = models.BooleanField("ska fyllas i", default=False)
    position = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "rubrik i omgång"
        verbose_name_plural = "rubriker i omgångar"
        ordering: ClassVar = ["round", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "name"],
                name="roundheading_once",
                violation_error_message="Rubriken finns redan i omgången.",
            ),
            models.CheckConstraint(name="roundheading_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
