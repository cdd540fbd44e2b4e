"""Who may do what, and nowhere else.

A role gives permissions, and each permission reaches some of the tree, seen from the unit of the
membership: the unit itself, what stands above it, what stands below. Everything else asks here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from vp.org.models import Membership, Role, Unit, User


class Permission(StrEnum):
    READ_DRAFT = "read_draft"
    LOG_VALUES = "log_values"
    WRITE = "write"
    MARK_READY = "mark_ready"
    DECIDE = "decide"
    SET_UP = "set_up"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_UNITS = "manage_units"


class Reach(Enum):
    OWN = "own"
    ABOVE = "above"
    BELOW = "below"
    ALL = "all"


class Operator:
    """Whoever runs commands on the server: may everything, and is named in the history as the system."""

    name = "Systemet"
    is_authenticated = True


OPERATOR = Operator()
Actor = User | Operator

_NEAR = frozenset({Reach.OWN, Reach.ABOVE})
_WIDE = frozenset({Reach.OWN, Reach.ABOVE, Reach.BELOW})
_OWN = frozenset({Reach.OWN})
_OWN_AND_BELOW = frozenset({Reach.OWN, Reach.BELOW})
_BELOW = frozenset({Reach.BELOW})
_ALL = frozenset({Reach.ALL})

ROLES: Mapping[Role, Mapping[Permission, frozenset[Reach]]] = {
    Role.READER: {Permission.READ_DRAFT: _NEAR},
    Role.STAFF: {Permission.READ_DRAFT: _NEAR, Permission.LOG_VALUES: _OWN},
    Role.EDITOR: {Permission.READ_DRAFT: _NEAR, Permission.LOG_VALUES: _OWN, Permission.WRITE: _OWN},
    Role.MANAGER: {
        Permission.READ_DRAFT: _WIDE,
        Permission.LOG_VALUES: _OWN,
        Permission.WRITE: _OWN,
        Permission.MARK_READY: _OWN,
        Permission.MANAGE_PEOPLE: _OWN,
    },
    Role.CONTROLLER: {
        Permission.READ_DRAFT: _WIDE,
        Permission.LOG_VALUES: _OWN_AND_BELOW,
        Permission.WRITE: _OWN_AND_BELOW,
        Permission.MARK_READY: _OWN,
        Permission.DECIDE: _OWN_AND_BELOW,
        Permission.SET_UP: _OWN_AND_BELOW,
        Permission.MANAGE_PEOPLE: _OWN_AND_BELOW,
        Permission.MANAGE_UNITS: _BELOW,
    },
    Role.ADMINISTRATOR: {
        Permission.READ_DRAFT: _ALL,
        Permission.MANAGE_PEOPLE: _ALL,
        Permission.MANAGE_UNITS: _ALL,
    },
}

_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True)
class Area:
    """The part of the tree that a permission reaches for one person."""

    exact: frozenset[int] = frozenset()
    branches: frozenset[int] = frozenset()
    everything: bool = False

    def covers(self, unit: Unit) -> bool:
        if self.everything or unit.pk in self.exact:
            return True
        return any(top in self.branches for top in unit.path[:-1])

    def condition(self, unit: str = "") -> Q:
        """The same as a condition on a QuerySet; `unit` is the lookup that leads to the unit, if any."""
        if self.everything:
            return Q()
        prefix = f"{unit}__" if unit else ""
        inside = Q(**{f"{prefix}pk__in": self.exact})
        if self.branches:
            below = Q(**{f"{prefix}path__overlap": sorted(self.branches)})
            inside |= below & ~Q(**{f"{prefix}pk__in": self.branches - self.exact})
        return inside


def memberships(user: User) -> list[Membership]:
    """The roles a person has today, read once per request (kept on the user's object)."""
    kept: list[Membership] | None = getattr(user, "_memberships_today", None)
    if kept is None:
        today = datetime.date.today()  # noqa: DTZ011 (dates of roles are local days)
        kept = list(user.memberships.holding_on(today).select_related("unit").order_by("pk"))
        user._memberships_today = kept  # type: ignore[attr-defined]
    return kept


def area(actor: Actor, permission: Permission) -> Area:
    """Where the actor has the permission."""
    if isinstance(actor, Operator):
        return Area(everything=True)
    if not actor.is_authenticated or not actor.is_active:
        return Area()
    exact: set[int] = set()
    branches: set[int] = set()
    for membership in memberships(actor):
        reach = ROLES[Role(membership.role)].get(permission, frozenset())
        if Reach.ALL in reach:
            return Area(everything=True)
        if Reach.OWN in reach:
            exact.add(membership.unit_id)
        if Reach.ABOVE in reach:
            exact.update(membership.unit.path[:-1])
        if Reach.BELOW in reach:
            branches.add(membership.unit_id)
    return Area(frozenset(exact), frozenset(branches))


def municipalities(actor: Actor) -> Area:
    """The whole trees that the actor belongs to: what is public to everybody logged in reaches there."""
    if isinstance(actor, Operator):
        return Area(everything=True)
    if not actor.is_authenticated or not actor.is_active:
        return Area()
    tops = frozenset(membership.unit.path[0] for membership in memberships(actor))
    return Area(exact=tops, branches=tops)


def can(actor: Actor, permission: Permission, unit: Unit) -> bool:
    return area(actor, permission).covers(unit)


def require(actor: Actor, permission: Permission, unit: Unit, refusal: str) -> None:
    """Raise PermissionDenied with the refusal in words unless the actor may."""
    if not can(actor, permission, unit):
        raise PermissionDenied(refusal)


def may_give(actor: Actor, role: Role, unit: Unit) -> bool:
    """Roles are given where one manages people, and never above one's own highest role that reaches there."""
    if isinstance(actor, Operator):
        return True
    ranks = [
        _RANK[Role(membership.role)]
        for membership in memberships(actor)
        if Permission.MANAGE_PEOPLE in ROLES[Role(membership.role)]
        and (membership.unit_id in unit.path or membership.role == Role.ADMINISTRATOR)
    ]
    return can(actor, Permission.MANAGE_PEOPLE, unit) and bool(ranks) and _RANK[role] <= max(ranks)
