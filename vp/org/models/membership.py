"""Who has which role where, and between which dates."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Case, F, Q, When

from vp.org.models.unit import Unit
from vp.org.models.user import User
from vp.org.swedish import swedish_order

if TYPE_CHECKING:
    from vp.org.access import Actor


class Role(models.TextChoices):
    """From the least to the most trusted; what each may do stands in vp.org.access."""

    READER = "reader", "Läsare"
    STAFF = "staff", "Medarbetare"
    EDITOR = "editor", "Redaktör"
    MANAGER = "manager", "Chef"
    CONTROLLER = "controller", "Controller"
    ADMINISTRATOR = "administrator", "Administratör"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def holding_on(self, day: datetime.date) -> MembershipQuerySet:
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def not_ended_on(self, day: datetime.date) -> MembershipQuerySet:
        """Those that hold, and those to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def managed_by(self, actor: Actor) -> MembershipQuerySet:
        """Those in the units where the actor manages people."""
        from vp.org.access import Permission, area  # which itself reads memberships

        return self.filter(area(actor, Permission.MANAGE_PEOPLE).condition("unit"))

    def matching(self, words: str) -> MembershipQuerySet:
        """Those whose person's name or e-mail holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
        return found

    def in_tree(self) -> MembershipQuerySet:
        """By unit as the tree has them, the most trusted first, then by name."""
        trusted = Case(*(When(role=role, then=-rank) for rank, role in enumerate(Role)))
        return self.order_by("unit__path", trusted, swedish_order("user__name"), "starts_on", "pk")


class Membership(models.Model):
    """A role in a unit. A deputy has a membership of her own, with dates and the one she stands in for."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="person")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="enhet")
    role = models.CharField("roll", max_length=14, choices=Role)
    starts_on = models.DateField("från och med")
    ends_on = models.DateField("till och med", null=True, blank=True)
    deputy_for = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name="vikarie för"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "roll i enhet"
        verbose_name_plural = "roller i enheter"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "unit", "role", "starts_on"],
                name="membership_once",
                violation_error_message="Personen har redan den rollen från den dagen.",
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutdatum ligger före startdatum.",
            ),
            models.CheckConstraint(
                name="membership_not_own_deputy",
                condition=Q(deputy_for=None) | ~Q(deputy_for=F("user")),
                violation_error_message="Man kan inte vara vikarie för sig själv.",
            ),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.unit}"
