"""The organisation: a tree of units that keeps its past."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from vp.org.swedish import swedish_order

if TYPE_CHECKING:
    from vp.org.access import Actor
    from vp.org.past import UnitThen


class Kind(models.TextChoices):
    """What a unit is; a unit's parent is never of a kind below its own (the database sees to that)."""

    COUNCIL = "council", "Kommunfullmäktige"
    COMMITTEE = "committee", "Nämnd"
    DEPARTMENT = "department", "Avdelning"
    UNIT = "unit", "Enhet"


class UnitQuerySet(models.QuerySet["Unit"]):
    def at_or_below(self, unit: Unit) -> UnitQuerySet:
        return self.filter(path__contains=[unit.pk])

    def above(self, unit: Unit) -> UnitQuerySet:
        """The units above, the top one first."""
        return self.filter(pk__in=unit.path).exclude(pk=unit.pk).order_by("path__len")

    def open_on(self, day: datetime.date) -> UnitQuerySet:
        return self.filter(opened_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gte=day))

    def by_name(self) -> UnitQuerySet:
        return self.order_by(swedish_order("name"), "pk")

    def visible_to(self, actor: Actor) -> UnitQuerySet:
        """The organisation is public to everybody logged in in the municipality."""
        from vp.org.access import municipalities  # which itself reads the tree

        return self.filter(municipalities(actor).condition())

    def at_address(self, slug: str) -> Unit | None:
        """The unit with that address now, or the last one that had it: an old address leads on."""
        return (
            self.filter(slug=slug).first()
            or self.filter(past__slug=slug).order_by("-past__until", "-past__pk").first()
        )


class Unit(models.Model):
    """A part of the municipality, from the council at the top to a single preschool.

    `path` holds the ids from the top down to the unit itself; a trigger keeps it, so that rights and
    pages reach a whole branch in one condition. Nobody writes it from here.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("namn", max_length=200)
    slug = models.SlugField("adressnamn", max_length=80, unique=True)
    kind = models.CharField("slag", max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="hör till"
    )
    path = ArrayField(models.BigIntegerField(), default=list, editable=False)
    opened_on = models.DateField("öppnad", default=datetime.date(2000, 1, 1))
    closed_on = models.DateField("stängd", null=True, blank=True, help_text="Sista dagen som enheten fanns.")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        indexes: ClassVar = [GinIndex(fields=["path"], name="unit_path")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unit_top_is_council",
                condition=Q(parent=None, kind=Kind.COUNCIL)
                | (Q(parent__isnull=False) & ~Q(kind=Kind.COUNCIL)),
                violation_error_message="Bara kommunfullmäktige står överst.",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="unit_name_once",
                condition=Q(closed_on=None),
                nulls_distinct=False,
                violation_error_message="Det finns redan en enhet med det namnet här.",
            ),
            models.CheckConstraint(name="unit_name_filled", condition=~Q(name="")),
            models.CheckConstraint(
                name="unit_closed_after_opened",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="En enhet kan inte stängas innan den öppnats.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_on(self, day: datetime.date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)

    def as_of(self, day: datetime.date) -> UnitThen:
        """Its name, address and the units above as they were on a day; at most three queries."""
        from vp.org.past import unit_on

        return unit_on(self, day)


class FormerUnitQuerySet(models.QuerySet["FormerUnit"]):
    def holding_on(self, day: datetime.date) -> FormerUnitQuerySet:
        """The past that held on a day: for each unit its first row that ends on or after the day."""
        return self.filter(until__gte=day).order_by("unit_id", "until", "pk").distinct("unit_id")


class FormerUnit(models.Model):
    """What a unit was called and where it stood, until it was renamed or moved; its old address leads on."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="past", verbose_name="enhet")
    name = models.CharField("namn", max_length=200)
    slug = models.SlugField("adressnamn", max_length=80)
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hörde till"
    )
    until = models.DateField("till och med")

    objects = FormerUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "tidigare enhet"
        verbose_name_plural = "enheternas historik"
        ordering: ClassVar = ["until", "pk"]
        indexes: ClassVar = [models.Index(fields=["slug"], name="former_unit_slug")]

    def __str__(self) -> str:
        return f"{self.name} (till {self.until})"
