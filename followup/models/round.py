"""A round of follow-up: T1, T2, VB or one of a municipality's own, for a part of the organisation."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from followup.lifecycle import RoundStage, round_stage
from indicators.models import Indicator, Period
from vp.org.access import Permission, area, municipalities
from vp.org.models import Unit, User

if TYPE_CHECKING:
    from vp.org.access import Actor


class RoundQuerySet(models.QuerySet["Round"]):
    def of_year(self, year: int) -> RoundQuerySet:
        return self.filter(year=year)

    def still_open(self) -> RoundQuerySet:
        """Those that aren't closed, also before their opening day."""
        return self.filter(closed_at=None)

    def covering(self, unit: Unit) -> RoundQuerySet:
        """Those whose owner is the unit or stands above it, the nearest first."""
        return self.filter(owner__in=unit.path).order_by(F("owner__path__len").desc(), "pk")

    def visible_to(self, actor: Actor) -> RoundQuerySet:
        """When one reports is public in the municipality, as its organisation is."""
        return self.filter(municipalities(actor).condition("owner"))

    def run_by(self, actor: Actor) -> RoundQuerySet:
        """Those that the actor may change and close."""
        return self.filter(area(actor, Permission.DECIDE).condition("owner"))

    def in_order(self) -> RoundQuerySet:
        """The newest year first, then as the year goes."""
        return self.order_by("-year", "period__ends_on", "period__starts_on", "pk")


class Round(models.Model):
    """One round: its owner and every unit at or below it with a plan of the year report there.

    `period` is the months that it covers. `comment_from` is the deviation, in per cent of the budget, past
    which an economy row needs a comment. `partly_from` is the per cent of a target from which it is met in
    part. Once `closed_at` is set nothing of it changes any more: the database's triggers see to that.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name="öppnad av")
    year = models.PositiveSmallIntegerField("år")
    code = models.CharField("kod", max_length=12)
    name = models.CharField("namn", max_length=60)
    period = models.ForeignKey(Period, models.PROTECT, related_name="rounds", verbose_name="period")
    opens_on = models.DateField("öppnar")
    due_on = models.DateField("ska vara klar")
    comment_from = models.DecimalField(
        "kommentar från avvikelse", max_digits=5, decimal_places=2, default=Decimal(2)
    )
    partly_from = models.PositiveSmallIntegerField("delvis från", default=80)
    closed_at = models.DateTimeField("stängd", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="stängd av"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljningsomgång"
        verbose_name_plural = "uppföljningsomgångar"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "year", "code"],
                name="round_once",
                violation_error_message="Omgången finns redan för det året.",
            ),
            models.CheckConstraint(name="round_named", condition=~Q(code="") & ~Q(name="")),
            models.CheckConstraint(
                name="round_days_in_order",
                condition=Q(due_on__gte=F("opens_on")),
                violation_error_message="Sista dagen ligger före den första.",
            ),
            models.CheckConstraint(name="round_comment_from", condition=Q(comment_from__gte=0)),
            models.CheckConstraint(
                name="round_partly_from", condition=Q(partly_from__gte=1, partly_from__lte=100)
            ),
            models.CheckConstraint(
                name="round_closed_by_somebody", condition=Q(closed_by=None) | Q(closed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def threshold(self) -> Decimal:
        """`partly_from` as the rules of attainment read it: 0 to 1."""
        return Decimal(self.partly_from) / 100

    def stage_on(self, today: datetime.date) -> RoundStage:
        return round_stage(self.opens_on, self.due_on, is_closed=self.is_closed, today=today)


class RoundIndicator(models.Model):
    """That an indicator is due in a round, or isn't, against what its periodicity says."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="indicators", verbose_name="omgång")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="indikator")
    is_due = models.BooleanField("ska rapporteras")

    class Meta:
        verbose_name = "indikator i omgång"
        verbose_name_plural = "indikatorer i omgångar"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "indicator"], name="roundindicator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.indicator}"
