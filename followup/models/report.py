"""The compiled report of a committee or department in a round: its cover, its parts, and what it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from followup.models.follow_up import FollowUp
from followup.models.round import Round
from followup.models.rows import WrittenRow
from vp.org.access import Permission, area, municipalities
from vp.org.models import Unit, User

if TYPE_CHECKING:
    from vp.org.access import Actor


class PartKind(models.TextChoices):
    """What a compiled report can hold, in the order that it has until somebody chooses another."""

    OWN_TEXTS = "own_texts", "Egna texter"
    OWN_GOALS = "own_goals", "Egna bedömningar av mål"
    JUDGEMENTS = "judgements", "Enheternas bedömningar av mål"
    INDICATORS = "indicators", "Indikatorer för helheten"
    DEVIATIONS = "deviations", "Aktiviteter som avviker"
    EXTRACTS = "extracts", "Utdrag ur enheternas texter"
    ECONOMY = "economy", "Ekonomi"
    APPENDICES = "appendices", "Enheternas rapporter som bilagor"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """What has been finished once is public in the municipality; before, for who reads drafts below."""
        finished = Q(pk__in=ReportVersion.objects.values("report")) & municipalities(actor).condition("unit")
        drafts = area(actor, Permission.READ_DRAFT)
        if drafts.everything:
            return self.all()
        return self.filter(finished | Q(unit__path__overlap=sorted(drafts.branches)))

    def latest_of(self, unit: Unit) -> ReportQuerySet:
        """A unit's reports, that of the newest months first: what the next one is made after."""
        return self.filter(unit=unit).order_by("-round__period__ends_on", "-round__period__starts_on", "-pk")


class Report(WrittenRow):
    """A unit's compiled report in a round. The words of its cover are one row, saved as somebody writes.

    `arrangement` is the version of what is chosen: parts, their order, and what is quoted. `finished_at`
    says that it is done: then nothing of it changes, by triggers, and everybody reads its newest version.
    `proposal` and `summary` are sanitised HTML; an empty `title` means the usual one.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports", verbose_name="omgång")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="enhet")
    title = models.CharField("rubrik", max_length=200, blank=True)
    registry_number = models.CharField("diarienummer", max_length=100, blank=True)
    handled_by = models.CharField("handläggare", max_length=200, blank=True)
    addressed_to = models.CharField("till", max_length=200, blank=True)
    dated_on = models.DateField("datum", null=True, blank=True)
    proposal = models.TextField("förslag till beslut", blank=True)
    summary = models.TextField("sammanfattning", blank=True)
    arrangement = models.PositiveIntegerField(default=1, editable=False)
    finished_at = models.DateTimeField("färdigställd", null=True, blank=True)
    finished_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="färdigställd av"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "sammanställd rapport"
        verbose_name_plural = "sammanställda rapporter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit"], name="report_once"),
            models.CheckConstraint(
                name="report_finished_by_somebody",
                condition=Q(finished_by=None) | Q(finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.round}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class ReportPart(models.Model):
    """A part of a report: where it stands among the others, and whether it is in."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="parts", verbose_name="rapport")
    kind = models.CharField("del", max_length=10, choices=PartKind)
    position = models.PositiveSmallIntegerField("ordning")
    is_included = models.BooleanField("är med", default=True)

    class Meta:
        verbose_name = "del av rapport"
        verbose_name_plural = "delar av rapporter"
        ordering: ClassVar = ["report", "position"]
        constraints: ClassVar = [
            models.CheckConstraint(name="reportpart_kind_known", condition=Q(kind__in=PartKind.values)),
            models.UniqueConstraint(fields=["report", "kind"], name="reportpart_once"),
            models.UniqueConstraint(
                fields=["report", "position"],
                name="reportpart_in_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_kind_display()}"


class Extract(models.Model):
    """A text that a report quotes from a unit: the analysis of a goal, or what stands under a heading."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="extracts", verbose_name="rapport")
    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, related_name="extracts", verbose_name="uppföljning"
    )
    goal_key = models.UUIDField("mål", null=True, blank=True)
    heading = models.CharField("rubrik", max_length=200, blank=True)

    class Meta:
        verbose_name = "utdrag"
        verbose_name_plural = "utdrag"
        ordering: ClassVar = ["report", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="extract_of_one_text",
                condition=Q(goal_key=None) & ~Q(heading="") | Q(goal_key__isnull=False, heading=""),
            ),
            models.UniqueConstraint(
                fields=["report", "follow_up", "goal_key", "heading"],
                name="extract_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up.unit}: {self.heading or self.goal_key}"


class ReportVersion(models.Model):
    """A compiled report as it was when it was finished. Rows are only ever added."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions", verbose_name="rapport")
    number = models.PositiveSmallIntegerField("version")
    document = models.JSONField("dokument")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    reason = models.TextField("skäl", blank=True)
    frozen_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fryst av"
    )
    frozen_at = models.DateTimeField("fryst", auto_now_add=True)

    class Meta:
        verbose_name = "färdigställd version"
        verbose_name_plural = "färdigställda versioner"
        ordering: ClassVar = ["report", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="reportversion_once"),
            models.CheckConstraint(name="reportversion_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="reportversion_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.report}, version {self.number}"
