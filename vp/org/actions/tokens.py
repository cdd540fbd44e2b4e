"""Access keys are made and ended. The key itself is shown to whoever makes it, once, and kept nowhere."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from vp.org import events
from vp.org.access import Actor, memberships
from vp.org.models import AccessToken, User
from vp.org.models.token import LONGEST

PREFIX = "vp_"
"""So that whoever finds a key, a person or a scanner of leaked ones, sees what it is."""
MOST = 20
USED_EVERY = datetime.timedelta(minutes=1)
"""How closely it is kept when a key was used."""


def hashed(secret: str) -> str:
    """What is kept of a key: it is long and random, so that one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(*, by: User, name: str, expires_on: datetime.date) -> tuple[AccessToken, str]:
    """A key of one's own, and its secret: nobody can read that again."""
    User.objects.select_for_update().get(pk=by.pk)
    today = timezone.localdate()
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": "Skriv vad nyckeln används till."})
    if not today <= expires_on <= today + LONGEST:
        raise ValidationError({"expires_on": f"Välj en dag från i dag till {last_day(today)}."})
    if not memberships(by):
        raise ValidationError("Du har ingen roll i någon enhet, så en nyckel skulle inte ge något att läsa.")
    if AccessToken.objects.filter(user=by).holding_on(today).count() >= MOST:
        raise ValidationError(f"Du har redan {MOST} nycklar som gäller. Avsluta någon av dem först.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(user=by, name=name, sha256=hashed(secret), expires_on=expires_on)
    _tell(by, token, "token_made", after=_shown(token))
    return token, secret


@transaction.atomic
def revoke_token(*, by: Actor, token: AccessToken) -> AccessToken:
    """Let a key open nothing from now on; its person may, and whoever manages people where she is."""
    if not AccessToken.objects.managed_by(by).filter(pk=token.pk).exists():
        raise PermissionDenied(
            "Nyckeln avslutas av den som har den, eller av den som sköter personens roller."
        )
    token = AccessToken.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if token.revoked_at is not None:
        return token
    before = _shown(token)
    token.revoked_at = timezone.now()
    token.revoked_by = by if isinstance(by, User) else None
    token.save(update_fields=["revoked_at", "revoked_by"])
    _tell(by, token, "token_revoked", before=before)
    return token


def note_use(*, by: User, token: AccessToken) -> None:
    """Keep that the key was used, minute by minute; no history: it is a time that its person sees."""
    now = timezone.now()
    used_lately = token.last_used_at is not None and token.last_used_at >= now - USED_EVERY
    if not used_lately and token.user_id == by.pk:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)


def last_day(today: datetime.date) -> datetime.date:
    """The last day that a key made today may hold."""
    return today + LONGEST


def _tell(by: Actor, token: AccessToken, action: str, *, before: Any = None, after: Any = None) -> None:
    """In each municipality where its person has a role, as other things about people are told."""
    for unit in {held.unit.path[0]: held.unit for held in memberships(token.user)}.values():
        events.tell(
            by=by,
            unit=unit,
            subject=events.PERSON,
            key=token.user.key,
            action=action,
            before=before,
            after=after,
        )


def _shown(token: AccessToken) -> dict[str, Any]:
    """The key as the history keeps it: neither the secret nor its hash."""
    return {"name": token.user.name, "token": token.name, "expires_on": token.expires_on.isoformat()}
