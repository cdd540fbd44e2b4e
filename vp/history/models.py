"""Who changed what and when, before and after: append-only, and the database refuses anything else."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from vp.org import events
from vp.org.access import Actor, Permission, area
from vp.org.models import Unit, User


class ChangeQuerySet(models.QuerySet["Change"]):
    def of(self, subject: str, key: uuid.UUID) -> ChangeQuerySet:
        """The changes of one row, the newest first."""
        return self.filter(subject=subject, key=key).order_by("-at", "-pk")

    def of_plan(self, key: uuid.UUID) -> ChangeQuerySet:
        """The changes of a plan and of everything that stands or stood in it."""
        return self.filter(plan_key=key)

    def visible_to(self, actor: Actor) -> ChangeQuerySet:
        """What happened in the units whose drafts one may read; about people, where one manages people."""
        of_people = Q(subject__in=[events.PERSON, events.ROLE])
        people = area(actor, Permission.MANAGE_PEOPLE).condition("unit")
        drafts = area(actor, Permission.READ_DRAFT).condition("unit")
        return self.filter((of_people & people) | (~of_people & drafts))


class Change(models.Model):
    """One change of one row. `key` is the row's lasting key, `plan_key` that of the plan it stands in.

    Words that somebody writes are one change until a pause of ten minutes: `at` is when she began, `until`
    when she last saved. Until then the database lets `after` and `until` move on, and nothing else, ever.
    """

    at = models.DateTimeField("när", auto_now_add=True)
    until = models.DateTimeField("till", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vem")
    by_name = models.CharField("namn då", max_length=150)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="enhet")
    subject = models.CharField("vad", max_length=40)
    key = models.UUIDField("nyckel")
    plan_key = models.UUIDField("plan", null=True, blank=True)
    action = models.CharField("händelse", max_length=40)
    before = models.JSONField("före", null=True, blank=True)
    after = models.JSONField("efter", null=True, blank=True)
    reason = models.TextField("skäl", blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "ändring"
        verbose_name_plural = "ändringar"
        indexes: ClassVar = [
            models.Index(fields=["subject", "key", "-at"], name="change_of_row"),
            models.Index(fields=["plan_key", "-at"], name="change_of_plan"),
            models.Index(fields=["unit", "-at"], name="change_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}: {self.action} {self.subject}"
