"""A spreadsheet of values between the upload and the save, and what its words have been taken to mean."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from followup.models.round import Round
from vp.org.models import Unit, User

if TYPE_CHECKING:
    from vp.org.access import Actor


class IncomingSheetQuerySet(models.QuerySet["IncomingSheet"]):
    def visible_to(self, actor: Actor) -> IncomingSheetQuerySet:
        """Only who uploaded a file sees its preview."""
        return self.filter(uploaded_by=actor) if isinstance(actor, User) else self.none()

    def stale(self, now: datetime.datetime) -> IncomingSheetQuerySet:
        return self.filter(uploaded_at__lt=now - datetime.timedelta(days=7))


class IncomingSheet(models.Model):
    """An upload that is being looked at. None of its values is anybody's until it is saved.

    `book` is what the reader found (followup.sheets.book); `choices` what the user has answered
    (followup.sheets.choices). `version` counts the answers, so that a preview of older ones isn't saved.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="sheets", verbose_name="omgång")
    uploaded_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="uppladdad av")
    uploaded_at = models.DateTimeField("uppladdad", auto_now_add=True)
    file_name = models.CharField("fil", max_length=200)
    book = models.JSONField("blad")
    choices = models.JSONField("val", default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IncomingSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "uppladdat kalkylblad"
        verbose_name_plural = "uppladdade kalkylblad"
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class SheetWord(models.Model):
    """What a column's heading or a unit's name in a file was taken to mean, for the next file.

    It belongs to whoever owns the round. `said` is folded as names are compared; `means` is a choice's value,
    see followup.sheets.choices. What it names may since be gone: then it means nothing.
    """

    class Kind(models.TextChoices):
        COLUMN = "column", "Kolumn"
        UNIT = "unit", "Enhet"

    owner = models.ForeignKey(Unit, models.CASCADE, related_name="sheet_words", verbose_name="gäller för")
    kind = models.CharField("slag", max_length=6, choices=Kind)
    said = models.CharField("står i filen", max_length=200)
    means = models.TextField("betyder")
    changed_at = models.DateTimeField("ändrad", auto_now=True)
    changed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="ändrad av"
    )

    class Meta:
        verbose_name = "ord i kalkylblad"
        verbose_name_plural = "ord i kalkylblad"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "kind", "said"], name="sheetword_once"),
            models.CheckConstraint(name="sheetword_kind_known", condition=Q(kind__in=["column", "unit"])),
            models.CheckConstraint(name="sheetword_filled", condition=~Q(said="") & ~Q(means="")),
        ]

    def __str__(self) -> str:
        return self.said
