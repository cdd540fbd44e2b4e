"""A measure, and what the rules need to know of it."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from indicators.kinds import Aggregation, Direction
from indicators.outcomes import Measure
from vp.org.models import Unit
from vp.org.swedish import swedish_order


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
    `is_share`: values are given as numerator and denominator, and the percentage is computed.
    `measured_in` is what a value is counted in (kr, dagar, kg CO2 per kg); a share's is always %.
    `decimals`: how many a value is shown and judged with; NULL: as many as were written.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="indicators", verbose_name="ägs av")
    name = models.TextField("namn")
    description = models.TextField("beskrivning", blank=True)
    periodicity = models.TextField("periodicitet", blank=True)
    by_gender = models.BooleanField("könsuppdelad", default=False)
    direction = models.CharField("riktning", max_length=6, choices=Direction, default=Direction.NONE)
    accumulates = models.BooleanField("ackumuleras under året", default=False)
    aggregation = models.CharField(
        "läggs ihop som", max_length=8, choices=Aggregation, default=Aggregation.NONE
    )
    is_share = models.BooleanField("andel av något", default=False)
    measured_in = models.CharField("mäts i", max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField("decimaler", null=True, blank=True)
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
            models.CheckConstraint(
                name="indicator_aggregation_known", condition=Q(aggregation__in=Aggregation.values)
            ),
            models.CheckConstraint(
                name="indicator_decimals_stored",
                condition=Q(decimals=None) | Q(decimals__lte=6),
                violation_error_message="Ett värde har högst sex decimaler.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def measure(self) -> Measure:
        """What the rules of values, attainment and aggregation need to know of it."""
        return _measure(
            self.direction,
            self.aggregation,
            self.accumulates,
            self.is_share,
            self.by_gender,
            self.measured_in,
            self.decimals,
        )


@lru_cache(maxsize=1024)
def _measure(direction: str, aggregation: str, *rest: Any) -> Measure:
    """Kept, because a page asks for the same few of them hundreds of times."""
    return Measure(Direction(direction), Aggregation(aggregation), *rest)
