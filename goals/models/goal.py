"""Goals of every level, as they stand in one plan."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from goals.models.plan import Plan


class Level(models.IntegerChoices):
    """The four levels, the top one first; the document's words for them are their names in lower case."""

    DIRECTION = 1, "Inriktningsmål"
    AREA = 2, "Mål för verksamhetsområdet"
    COMMITTEE = 3, "Nämndmål"
    UNIT = 4, "Enhetsmål"

    @property
    def word(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Level:
        return cls[word.upper()]


class Goal(models.Model):
    """A goal in a plan: one of its own level, or a row for a goal above that it shows.

    A row with a `source` shows that goal's number, title, texts and activities, live until the plan is
    decided, and has none of them itself; unless it keeps its own words, as after an import that printed
    something else. `parent_level` repeats the parent's level so that the database can hold the order of
    levels: (plan, parent, parent_level) is a foreign key to (plan, id, level).
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals", verbose_name="plan")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="hör till"
    )
    parent_level = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    level = models.PositiveSmallIntegerField("nivå", choices=Level)
    number = models.CharField("nummer", max_length=40, blank=True)
    title = models.TextField("rubrik", blank=True)
    inherited = models.BooleanField("hör till en plan ovanför", default=False)
    source = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="shown_as", verbose_name="visar målet"
    )
    keeps_own_words = models.BooleanField("har egna ord", default=True)
    position = models.PositiveIntegerField("ordning", default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    saves = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering: ClassVar = ["plan", "position", "pk"]
        indexes: ClassVar = [GinIndex(SearchVector("title", config="swedish"), name="goal_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="goal_key_once"),
            models.UniqueConstraint(fields=["plan", "id"], name="goal_in_plan"),
            models.UniqueConstraint(fields=["plan", "id", "level"], name="goal_at_level"),
            models.CheckConstraint(name="goal_level_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="goal_below_parent",
                condition=Q(parent=None, parent_level=None)
                | Q(parent__isnull=False, parent_level__isnull=False, parent_level__lt=F("level")),
                violation_error_message="Ett mål kan bara stå under ett mål på en högre nivå.",
            ),
            models.CheckConstraint(
                name="goal_source_is_inherited",
                condition=Q(source=None, keeps_own_words=True) | Q(source__isnull=False, inherited=True),
            ),
            models.CheckConstraint(
                name="goal_title_filled",
                condition=Q(keeps_own_words=False, title="", number="")
                | (Q(keeps_own_words=True) & ~Q(title="")),
                violation_error_message="Målet behöver en rubrik.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip() or f"→ {self.source_id}"
