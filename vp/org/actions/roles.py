"""Roles are given and ended, and deputies stand in for somebody between two dates."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from vp.org import events
from vp.org.access import Actor, Permission, can, forget, may_give
from vp.org.actions.refusal import in_words
from vp.org.actions.turns import take_turn
from vp.org.models import Membership, Role, Unit, User


@transaction.atomic
def give_role(
    *,
    by: Actor,
    user: User,
    unit: Unit,
    role: Role,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Membership:
    """Give a person a role in a unit from a day on (today), for good or until a last day."""
    if unit.closed_on is not None and unit.closed_on < timezone.localdate():
        raise ValidationError(f"{unit.name} är stängd, så där kan ingen få en ny roll.")
    return _give(
        by,
        Membership(
            user=user, unit=unit, role=role, starts_on=starts_on or timezone.localdate(), ends_on=ends_on
        ),
    )


@transaction.atomic
def appoint_deputy(
    *, by: Actor, membership: Membership, user: User, starts_on: datetime.date, ends_on: datetime.date
) -> Membership:
    """Let somebody hold another's role too, between two days. What she does is done in her own name."""
    if membership.ends_on is not None and ends_on > membership.ends_on:
        raise ValidationError(
            f"{membership.user.name} har rollen till och med {membership.ends_on:%Y-%m-%d}. "
            "Vikariatet kan inte vara längre."
        )
    return _give(
        by,
        Membership(
            user=user,
            unit=membership.unit,
            role=membership.role,
            starts_on=starts_on,
            ends_on=ends_on,
            deputy_for=membership.user,
        ),
    )


@transaction.atomic
def end_role(
    *, by: Actor, membership: Membership, last_day: datetime.date | None = None
) -> Membership | None:
    """Let a role, and its deputies, end after a last day (yesterday by default, so that it is gone now).

    One that never came to hold is taken away, and None returned.
    """
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("unit", "user")
        .get(pk=membership.pk)
    )
    _require(by, membership, "avsluta")
    last_day = last_day or timezone.localdate() - datetime.timedelta(days=1)
    if holds_last_administrator(membership):
        raise ValidationError("Kommunen måste ha minst en administratör. Utse en annan först.")
    for deputy in Membership.objects.filter(
        unit=membership.unit, role=membership.role, deputy_for=membership.user
    ).select_related("unit", "user"):
        if deputy.ends_on is None or deputy.ends_on > last_day:
            _end(by, deputy, last_day)
    return _end(by, membership, last_day)


def holds_last_administrator(membership: Membership) -> bool:
    """Whether nobody would administrate the municipality today without this membership."""
    if membership.role != Role.ADMINISTRATOR:
        return False
    take_turn("administrators")  # two who end each other's role at once would leave none
    others = (
        Membership.objects.holding_on(timezone.localdate())
        .filter(role=Role.ADMINISTRATOR, ends_on=None, user__is_active=True)
        .filter(unit__path__0=membership.unit.path[0])
        .exclude(user=membership.user)
    )
    return not others.exists()


def _give(by: Actor, membership: Membership) -> Membership:
    _require(by, membership, "ge")
    overlapping = Membership.objects.filter(
        user=membership.user,
        unit=membership.unit,
        role=membership.role,
        deputy_for=membership.deputy_for,
        starts_on__lte=membership.ends_on or datetime.date.max,
    ).exclude(ends_on__lt=membership.starts_on)
    if overlapping.exists():
        raise ValidationError(f"{membership.user.name} har redan den rollen då.")
    membership.full_clean(validate_unique=False)
    with in_words(), transaction.atomic():
        membership.save()
    _tell(by, membership, "given", after=_shown(membership))
    return membership


def _end(by: Actor, membership: Membership, last_day: datetime.date) -> Membership | None:
    before = _shown(membership)
    if last_day < membership.starts_on:
        membership.delete()
        _tell(by, membership, "withdrawn", before=before)
        return None
    membership.ends_on = last_day
    membership.save(update_fields=["ends_on"])
    _tell(by, membership, "ended", before=before, after=_shown(membership))
    return membership


def _require(by: Actor, membership: Membership, what: str) -> None:
    if may_give(by, Role(membership.role), membership.unit):
        return
    role = Role(membership.role).label.lower()
    if can(by, Permission.MANAGE_PEOPLE, membership.unit):
        raise PermissionDenied(f"Du får inte {what} rollen {role}, som är högre än din egen.")
    raise PermissionDenied(f"Du får inte {what} roller i {membership.unit.name}.")


def _shown(membership: Membership) -> dict[str, Any]:
    """The role as the history keeps it."""
    return {
        "name": membership.user.name,
        "role": membership.role,
        "starts_on": membership.starts_on.isoformat(),
        "ends_on": membership.ends_on.isoformat() if membership.ends_on else None,
        "deputy_for": membership.deputy_for.name if membership.deputy_for else None,
    }


def _tell(by: Actor, membership: Membership, action: str, *, before: Any = None, after: Any = None) -> None:
    forget(membership.user)
    events.tell(
        by=by,
        unit=membership.unit,
        subject=events.ROLE,
        key=membership.user.key,
        action=action,
        before=before,
        after=after,
    )
