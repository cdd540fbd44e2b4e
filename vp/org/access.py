"""Who may do what, and nowhere else.

A role gives permissions, and each permission reaches some of the tree, seen from the unit of the
membership: the unit itself, what stands above it, what stands below. Everything else asks here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

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
    """The part of the tree that a permission reaches for one person: some units, and what is below some."""

    exact: frozenset[int] = frozenset()
    branches: frozenset[int] = frozenset()
    everything: bool = False

    def __bool__(self) -> bool:
        """Whether the permission reaches anything at all."""
        return self.everything or bool(self.exact or self.branches)

    def covers(self, unit: Unit) -> bool:
        return unit.pk in self.exact or self.everything or not self.branches.isdisjoint(unit.path[:-1])

    def covers_below(self, unit: Unit) -> bool:
        """Whether it reaches what stands, or would stand, directly below the unit."""
        return self.everything or not self.branches.isdisjoint(unit.path)

    def condition(self, unit: str = "") -> Q:
        """The same as `covers` for a QuerySet; `unit` is the lookup that leads to the unit, if any."""
        if self.everything:
            return ~Q(pk__in=[])  # always true; an empty Q would vanish from `decided | …`
        prefix = f"{unit}__" if unit else ""
        whole, alone = sorted(self.branches & self.exact), sorted(self.exact - self.branches)
        inside = Q(**{f"{prefix}path__overlap": whole}) if whole else Q()
        if alone or not self.branches:
            inside |= Q(**{f"{prefix}pk__in": alone})
        for top in sorted(self.branches - self.exact):
            inside |= Q(**{f"{prefix}path__contains": [top]}) & ~Q(**{f"{prefix}pk": top})
        return inside


def memberships(user: User) -> list[Membership]:
    """The roles a person has today, each with its `municipality`'s name.

    Read once per request: they are kept on the user's object.
    """
    kept: list[Membership] | None = getattr(user, "_memberships_today", None)
    if kept is None:
        top = Unit.objects.filter(pk=OuterRef("unit__path__0")).values("name")
        held = user.memberships.holding_on(timezone.localdate()).annotate(municipality=Subquery(top))
        kept = list(held.select_related("unit").order_by("pk"))
        user._memberships_today = kept  # type: ignore[attr-defined]
    return kept


def forget(user: User) -> None:
    """Read her roles anew at the next question: called by whoever has just changed them."""
    user.__dict__.pop("_memberships_today", None)


def area(actor: Actor, permission: Permission) -> Area:
    """Where the actor has the permission."""
    if isinstance(actor, Operator):
        return Area(everything=True)
    if not actor.is_authenticated or not actor.is_active:
        return Area()
    parts = [_part(membership, permission) for membership in memberships(actor)]
    return Area(
        exact=frozenset[int]().union(*(part.exact for part in parts)),
        branches=frozenset[int]().union(*(part.branches for part in parts)),
        everything=any(part.everything for part in parts),
    )


def _part(membership: Membership, permission: Permission) -> Area:
    """Where one membership alone gives the permission."""
    reach = ROLES[Role(membership.role)].get(permission, frozenset())
    own, above = membership.unit_id, membership.unit.path[:-1]
    return Area(
        exact=frozenset([own] if Reach.OWN in reach else [])
        | frozenset(above if Reach.ABOVE in reach else []),
        branches=frozenset([own] if Reach.BELOW in reach else []),
        everything=Reach.ALL in reach,
    )


def municipalities(actor: Actor) -> Area:
    """The whole trees that the actor belongs to: what is public to everybody logged in reaches there."""
    if isinstance(actor, Operator):
        return Area(everything=True)
    if not actor.is_authenticated or not actor.is_active:
        return Area()
    if any(membership.role == Role.ADMINISTRATOR for membership in memberships(actor)):
        return Area(everything=True)
    tops = frozenset(membership.unit.path[0] for membership in memberships(actor))
    return Area(exact=tops, branches=tops)


def can(actor: Actor, permission: Permission, unit: Unit) -> bool:
    return area(actor, permission).covers(unit)


def those_who(permission: Permission, unit: Unit) -> list[str]:
    """The names of those who have the permission in the unit today, the nearest first; in one query."""
    reached = Q()
    for role, permissions in ROLES.items():
        reach = permissions.get(permission, frozenset())
        if Reach.OWN in reach:
            reached |= Q(role=role, unit=unit)
        if Reach.BELOW in reach:
            reached |= Q(role=role, unit__in=unit.path[:-1])
        if Reach.ABOVE in reach:
            reached |= Q(role=role, unit__path__contains=[unit.pk]) & ~Q(unit=unit)
        if Reach.ALL in reach:
            reached |= Q(role=role)
    held = Membership.objects.holding_on(timezone.localdate()).filter(reached, user__is_active=True)
    names = held.order_by("-unit__path__len", "pk").values_list("user__name", flat=True)
    return list(dict.fromkeys(names))


def require(actor: Actor, permission: Permission, unit: Unit, refusal: str) -> None:
    """Raise PermissionDenied with the refusal in words unless the actor may."""
    if not can(actor, permission, unit):
        raise PermissionDenied(refusal)


def may_give(actor: Actor, role: Role, unit: Unit) -> bool:
    """Roles are given and ended where one manages people, and never above one's own that reaches there."""
    return role in roles_to_give(actor, unit)


def roles_to_give(actor: Actor, unit: Unit) -> tuple[Role, ...]:
    """The roles that the actor may give or end in the unit, from the least to the most trusted."""
    if isinstance(actor, Operator):
        return tuple(Role)
    if not actor.is_authenticated or not actor.is_active:
        return ()
    own = [
        _RANK[Role(membership.role)]
        for membership in memberships(actor)
        if _part(membership, Permission.MANAGE_PEOPLE).covers(unit)
    ]
    return tuple(role for role in Role if own and _RANK[role] <= max(own))
