"""A unit's plan for a year, and its frozen versions."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from vp.images.models import Image
from vp.org.access import Permission, area, municipalities
from vp.org.models import Kind, Unit, User
from vp.org.swedish import swedish_order

if TYPE_CHECKING:
    from vp.org.access import Actor


class State(models.TextChoices):
    DRAFT = "draft", "Utkast"
    READY = "ready", "Klarmarkerad"
    DECIDED = "decided", "Fastställd"


UNLOCKED = "unlocked"


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: Actor) -> PlanQuerySet:
        """Decided plans are public records in the municipality; drafts are read from one's own part of it.

        A plan that is being revised is both: `shown_state` is the state of what the actor reads.
        """
        drafts = area(actor, Permission.READ_DRAFT).condition("unit")
        public = (Q(state=State.DECIDED) | ~Q(revision_reason="")) & municipalities(actor).condition("unit")
        shown = Case(When(drafts, then=F("state")), default=Value(State.DECIDED.value))
        return self.filter(public | drafts).annotate(shown_state=shown)  # type: ignore[no-redef]

    def rows_visible_to(self, actor: Actor) -> PlanQuerySet:
        """The plans whose rows one may read.

        A decided plan's rows are what its version says, unless it is revised or has been unlocked: then
        they are for those who may read drafts.
        """
        frozen = Q(state=State.DECIDED, unlocked_until=None)
        return self.visible_to(actor).filter(frozen | area(actor, Permission.READ_DRAFT).condition("unit"))

    def of_year(self, year: int) -> PlanQuerySet:
        return self.filter(year=year)

    def lapsed(self, now: datetime.datetime) -> PlanQuerySet:
        """Decided plans that were unlocked until a time that has passed: they wait to be locked again."""
        return self.filter(state=State.DECIDED, unlocked_until__lte=now)

    def in_tree(self) -> PlanQuerySet:
        """Newest year first, then by place in the organisation."""
        return self.order_by("-year", F("unit__path__len"), swedish_order("unit__name"), "pk")


class Plan(models.Model):
    """One unit's plan for one year; everything it shows stands in rows of its own (goals.models).

    `unlocked_until` opens a decided plan for corrections until that time; the database's triggers read it.
    They are shown once the plan is locked again, in a version of their own.
    `revision_reason` and `revised_at` are set from the moment a decided plan is opened to be revised until
    it is decided again; meanwhile its rows are a draft, and its newest version is in force.
    """

    shown_state: str
    """The state of what somebody reads, on plans of `PlanQuerySet.visible_to`."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name="enhet")
    year = models.PositiveSmallIntegerField("år")
    state = models.CharField("status", max_length=8, choices=State, default=State.DRAFT)
    registry_number = models.CharField("diarienummer", max_length=200, blank=True)
    unlocked_until = models.DateTimeField("upplåst till", null=True, blank=True)
    unlock_reason = models.TextField("skäl till upplåsning", blank=True)
    revision_reason = models.TextField("skäl till revidering", blank=True)
    revised_at = models.DateTimeField("revideras sedan", null=True, blank=True)
    images = models.ManyToManyField(Image, blank=True, related_name="plans", verbose_name="bilder")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("skapad", auto_now_add=True)
    changed_at = models.DateTimeField("ändrad", auto_now=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan"
        verbose_name_plural = "planer"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="plan_once",
                violation_error_message="Enheten har redan en plan för det året.",
            ),
            models.CheckConstraint(name="plan_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="plan_year", condition=Q(year__gte=1990, year__lte=2200)),
            models.CheckConstraint(
                name="plan_unlocked_with_reason", condition=Q(unlocked_until=None) | ~Q(unlock_reason="")
            ),
            models.CheckConstraint(
                name="plan_revised_with_reason",
                condition=Q(revised_at=None, revision_reason="")
                | (Q(revised_at__isnull=False) & ~Q(revision_reason="")),
            ),
            models.CheckConstraint(
                name="plan_decided_or_revised", condition=~Q(state=State.DECIDED) | Q(revised_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"

    @property
    def is_in_force(self) -> bool:
        """Whether it has been decided, though it may be a draft again."""
        return self.state == State.DECIDED or bool(self.revision_reason)

    @property
    def is_locked(self) -> bool:
        """Whether its rows refuse changes now, as the database's triggers see it."""
        is_open = self.unlocked_until is not None and self.unlocked_until > timezone.now()
        return self.state == State.DECIDED and not is_open

    @property
    def stage(self) -> str:
        """Its state, or `unlocked` from when it was unlocked until it is locked or revised."""
        return UNLOCKED if self.state == State.DECIDED and self.unlocked_until else self.state

    @property
    def shown_label(self) -> str:
        return State(self.shown_state).label

    @property
    def own_levels(self) -> tuple[str, ...]:
        """The levels of goals that this plan's unit sets itself; everything above is inherited."""
        return OWN_LEVELS[Kind(self.unit.kind)]


OWN_LEVELS = {
    Kind.COUNCIL: ("direction", "area"),
    Kind.COMMITTEE: ("committee",),
    Kind.DEPARTMENT: ("unit",),
    Kind.UNIT: ("unit",),
}


class PlanVersion(models.Model):
    """A decided plan, frozen as a document. Rows are only ever added; the database refuses the rest."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name="plan")
    number = models.PositiveSmallIntegerField("version")
    document = models.JSONField("dokument")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    decided_on = models.DateField("fastställd den")
    decided_by = models.CharField("fastställd av", max_length=200, blank=True)
    registry_number = models.CharField("diarienummer", max_length=200, blank=True)
    reason = models.TextField("skäl", blank=True)
    frozen_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fryst av"
    )
    frozen_at = models.DateTimeField("fryst", auto_now_add=True)

    class Meta:
        verbose_name = "fastställd version"
        verbose_name_plural = "fastställda versioner"
        ordering: ClassVar = ["plan", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="planversion_once"),
            models.CheckConstraint(name="planversion_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="planversion_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, version {self.number}"
