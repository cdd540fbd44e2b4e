"""Slow guessing: attempts to log in or to have a password reset are counted, and too many must wait.

An attempt is taken before the password is tried, one at a time per subject, so that many at once can't
get past the count. What succeeds is given back. Subjects are e-mails and client addresses, hashed.
"""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from vp.org.models import Attempt

_KEEP = datetime.timedelta(days=1)
_PURGED_AT_A_TIME = 100


@dataclass(frozen=True)
class Limit:
    """At most `count` attempts by one subject in a stretch of time."""

    purpose: str
    count: int
    within: datetime.timedelta


@dataclass(frozen=True)
class Door:
    """What is guarded: the limits for one e-mail and for one client address."""

    per_email: Limit
    per_address: Limit


_QUARTER = datetime.timedelta(minutes=15)
_HOUR = datetime.timedelta(hours=1)
LOGIN = Door(Limit("login", 10, _QUARTER), Limit("login_from", 50, _QUARTER))
RESET = Door(Limit("reset", 5, _HOUR), Limit("reset_from", 30, _HOUR))


@dataclass(frozen=True)
class Taken:
    """The answer: the attempts that were written down, or how long to wait."""

    attempts: tuple[int, ...] = ()
    wait: datetime.timedelta | None = None

    @property
    def minutes(self) -> int:
        """Whole minutes to wait, at least one."""
        return max(1, -(-int((self.wait or _HOUR).total_seconds()) // 60))


def take(door: Door, *, email: str, address: str) -> Taken:
    """Write the attempt down, unless there have been too many: then say how long to wait."""
    return _take([(door.per_email, _hashed(email.strip().lower())), (door.per_address, _hashed(address))])


def take_one(limit: Limit, subject: str) -> Taken:
    """The same where there is one limit, as for what a program reads."""
    return _take([(limit, _hashed(subject))])


def _take(asked: Sequence[tuple[Limit, str]]) -> Taken:
    now = timezone.now()
    with transaction.atomic():
        _one_at_a_time([f"{limit.purpose}:{subject}" for limit, subject in asked])
        waits = [wait for limit, subject in asked if (wait := _wait(limit, subject, now))]
        if waits:
            return Taken(wait=max(waits))
        rows = [Attempt.objects.create(purpose=limit.purpose, subject=subject) for limit, subject in asked]
    _purge(now)
    return Taken(attempts=tuple(row.pk for row in rows))


def give_back(door: Door, taken: Taken, *, email: str) -> None:
    """It was the right person: her e-mail starts from nothing, and the address has one attempt less."""
    Attempt.objects.filter(pk__in=taken.attempts).delete()
    Attempt.objects.filter(purpose=door.per_email.purpose, subject=_hashed(email.strip().lower())).delete()


def client_address(request: HttpRequest) -> str:
    """The client's address as the outermost of our own proxies saw it (TRUSTED_HOPS; none: the socket's).

    IPv6 is cut to its /64, since one customer has that many addresses.
    """
    hops: int = settings.TRUSTED_HOPS
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    raw = seen[-hops] if 0 < hops <= len(seen) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(raw)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _wait(limit: Limit, subject: str, now: datetime.datetime) -> datetime.timedelta | None:
    """How long until the oldest of the last `count` attempts leaves the stretch; None if there are fewer."""
    counted = Attempt.objects.filter(purpose=limit.purpose, subject=subject, at__gt=now - limit.within)
    oldest = counted.order_by("-at").values_list("at", flat=True)[limit.count - 1 : limit.count].first()
    return oldest + limit.within - now if oldest else None


def _one_at_a_time(subjects: list[str]) -> None:
    with connection.cursor() as cursor:
        for subject in sorted(subjects):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])


def _purge(now: datetime.datetime) -> None:
    """Let go of old rows, some at each attempt; rows that another one is letting go of are left to it."""
    first = Attempt.objects.order_by("pk").values_list("pk", "at")[:_PURGED_AT_A_TIME]
    old = [pk for pk, at in first if at < now - _KEEP]
    if old:
        with transaction.atomic():
            free = Attempt.objects.filter(pk__in=old).select_for_update(skip_locked=True)
            Attempt.objects.filter(pk__in=[row.pk for row in free]).delete()


def _hashed(subject: str) -> str:
    return salted_hmac("vp.org.throttle", subject, algorithm="sha256").hexdigest()
