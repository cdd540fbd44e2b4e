"""Texts: a heading and what stands under it, in a chapter of the plan or at a goal."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from goals.models.goal import Goal
from goals.models.heading import Heading, Place
from goals.models.plan import Plan


class Text(models.Model):
    """A text of a plan. `place` says where: before the goals, after them, or at `goal`.

    `title` is the heading as it is printed; `heading` is the municipality's own where it is one of
    those, with its guidance. `body` is sanitised HTML (vp.richtext). Texts may hold texts.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="texts", verbose_name="plan")
    place = models.CharField("plats", max_length=8, choices=Place.choices)
    goal = models.ForeignKey(
        Goal, models.CASCADE, null=True, blank=True, related_name="texts", verbose_name="mål"
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="hör till"
    )
    heading = models.ForeignKey(
        Heading, models.PROTECT, null=True, blank=True, related_name="texts", verbose_name="fast rubrik"
    )
    title = models.TextField("rubrik", blank=True)
    body = models.TextField("text", blank=True)
    position = models.PositiveIntegerField("ordning", default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    saves = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = "text"
        verbose_name_plural = "texter"
        ordering: ClassVar = ["plan", "position", "pk"]
        indexes: ClassVar = [GinIndex(SearchVector("title", "body", config="swedish"), name="text_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="text_key_once"),
            models.UniqueConstraint(fields=["plan", "id"], name="text_in_plan"),
            models.CheckConstraint(
                name="text_at_goal_or_chapter",
                condition=Q(place=Place.GOAL, goal__isnull=False)
                | Q(place__in=[Place.OPENING, Place.CLOSING], goal=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title or "(utan rubrik)"
