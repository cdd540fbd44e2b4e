"""Keys by which programs read for a person: kept as hashes, for a year at most."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from vp.org.models.user import User

if TYPE_CHECKING:
    from vp.org.access import Actor

LONGEST = datetime.timedelta(days=366)


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def holding_on(self, day: datetime.date) -> AccessTokenQuerySet:
        """Those that open something, as far as they themselves say; their person may have been kept out."""
        return self.filter(revoked_at=None, expires_on__gte=day)

    def managed_by(self, actor: Actor) -> AccessTokenQuerySet:
        """One's own, and those of people in the units where one manages people."""
        from vp.org.models.membership import Membership

        people = Membership.objects.managed_by(actor).values("user")
        return self.filter(Q(user__in=people) | Q(user=getattr(actor, "pk", None)))


class AccessToken(models.Model):
    """A key that a program shows to read what its person may read then. The key itself is never kept."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name="person")
    name = models.CharField("namn", max_length=100)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_on = models.DateField("skapad", default=timezone.localdate, editable=False)
    expires_on = models.DateField("gäller till och med")
    last_used_at = models.DateTimeField("senast använd", null=True, blank=True)
    revoked_at = models.DateTimeField("avslutad", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avslutad av"
    )

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "åtkomstnyckel"
        verbose_name_plural = "åtkomstnycklar"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="accesstoken_named", condition=~Q(name="")),
            models.CheckConstraint(name="accesstoken_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="accesstoken_a_year_at_most",
                condition=Q(expires_on__gte=F("created_on")) & Q(expires_on__lte=F("created_on") + LONGEST),
            ),
            models.CheckConstraint(
                name="accesstoken_revoked_by_somebody",
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"
