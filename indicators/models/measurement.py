"""How it went: one unit's outcome of one indicator for one period."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from indicators.models.indicator import Indicator
from indicators.models.period import Period
from indicators.outcomes import NUMBERS, OUTCOME, Outcome, outcome_of
from vp.org.access import Actor, Permission, area
from vp.org.models import Unit, User

_NO_NUMBER = Q(**{f"{name}__isnull": True for name in NUMBERS})


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def of_period(self, period: Period) -> MeasurementQuerySet:
        return self.filter(period=period)

    def of_year(self, year: int) -> MeasurementQuerySet:
        return self.filter(period__year=year)

    def of_periods(self, periods: Iterable[tuple[int, int]]) -> MeasurementQuerySet:
        """The values of some indicators, each for its own period: pairs of ids (indicator, period)."""
        by_period: dict[int, list[int]] = {}
        for indicator, period in periods:
            by_period.setdefault(period, []).append(indicator)
        wanted = Q(pk__in=[])
        for period, indicators in by_period.items():
            wanted |= Q(period=period, indicator__in=indicators)
        return self.filter(wanted)

    def at_or_below(self, unit: Unit) -> MeasurementQuerySet:
        return self.filter(unit__path__contains=[unit.pk])

    def below(self, unit: Unit) -> MeasurementQuerySet:
        """The values of the units below, without the unit's own."""
        return self.at_or_below(unit).exclude(unit=unit)

    def measured(self) -> MeasurementQuerySet:
        """Those with a value, in numbers or in words; women and men alone are a value only begun."""
        return self.filter(Q(total__isnull=False) | Q(numerator__isnull=False) | ~Q(words=""))

    def not_measured(self) -> MeasurementQuerySet:
        """Those that the unit has said could not be measured."""
        return self.exclude(not_measured_because="")

    def reported(self) -> MeasurementQuerySet:
        """Those that are answered: with a value, or with why there is none."""
        return self.measured() | self.not_measured()

    def visible_to(self, actor: Actor) -> MeasurementQuerySet:
        """The values that one may read while a round is open; what is closed, its round makes public."""
        return self.filter(area(actor, Permission.READ_DRAFT).condition("unit"))

    def in_full(self) -> MeasurementQuerySet:
        """With what `outcome` and a table's row read, in the same query."""
        return self.select_related("indicator", "unit", "period")


def _number(name: str) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(name, max_digits=20, decimal_places=6, null=True, blank=True)


def _parts(name: str, prefix: str) -> models.CheckConstraint:
    numerator, denominator = f"{prefix}numerator", f"{prefix}denominator"
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{numerator}__isnull": True, f"{denominator}__isnull": True})
        | Q(
            **{
                f"{numerator}__isnull": False,
                f"{denominator}__isnull": False,
                f"{denominator}__gt": 0,
            }
        ),
        violation_error_message="Täljare och nämnare hör ihop, och nämnaren är större än noll.",
    )


class Measurement(models.Model):
    """One unit's outcome of one indicator for one period: numbers, words, or why it wasn't measured.

    Each of total, women and men is a value, or a numerator and a denominator from which it is computed,
    never both. All may be empty: then only a comment, a forecast or women and men have been logged so far.
    `forecast` is what is expected for the whole year. `written` is how the total was written, where that
    says more than the number ("ca 80"). `saves` holds the ids of the latest saves, the newest last.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="measurements", verbose_name="indikator"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="measurements", verbose_name="enhet")
    period = models.ForeignKey(Period, models.PROTECT, related_name="measurements", verbose_name="period")
    total = _number("utfall")
    numerator = _number("täljare")
    denominator = _number("nämnare")
    women = _number("utfall kvinnor")
    women_numerator = _number("täljare kvinnor")
    women_denominator = _number("nämnare kvinnor")
    men = _number("utfall män")
    men_numerator = _number("täljare män")
    men_denominator = _number("nämnare män")
    forecast = _number("prognos helår")
    written = models.TextField("utfall, som det skrevs", blank=True)
    words = models.TextField("utfall i ord", blank=True)
    not_measured_because = models.TextField("ej mätt, därför att", blank=True)
    comment = models.TextField("kommentar", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    saves = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    changed_at = models.DateTimeField("ändrad", auto_now=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ändrad av"
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = "utfall"
        verbose_name_plural = "utfall"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "period"],
                name="measurement_once",
                violation_error_message="Enheten har redan ett utfall för perioden.",
            ),
            _parts("measurement_parts", ""),
            _parts("measurement_parts_women", "women_"),
            _parts("measurement_parts_men", "men_"),
            models.CheckConstraint(
                name="measurement_value_or_parts",
                condition=(Q(total=None) | Q(numerator=None))
                & (Q(women=None) | Q(women_numerator=None))
                & (Q(men=None) | Q(men_numerator=None)),
                violation_error_message="Ange värdet, eller täljare och nämnare, inte båda.",
            ),
            models.CheckConstraint(
                name="measurement_one_answer",
                condition=Q(words="", not_measured_because="")
                | (_NO_NUMBER & (Q(words="") | Q(not_measured_because=""))),
                violation_error_message="Ange ett tal, ord eller varför det inte är mätt: ett av dem.",
            ),
            models.CheckConstraint(
                name="measurement_reason_filled",
                condition=Q(not_measured_because="") | Q(not_measured_because__regex=r"\S"),
                violation_error_message="Skriv varför det inte är mätt.",
            ),
            models.CheckConstraint(
                name="measurement_written_of_total", condition=Q(written="") | Q(total__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.unit}, {self.period}"

    @property
    def outcome(self) -> Outcome:
        """What the rules read of it; asks for the indicator, see `in_full`."""
        return outcome_of(self.indicator.measure, *(getattr(self, name) for name in OUTCOME))
