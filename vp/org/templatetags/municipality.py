"""What the head and foot of every page say: the municipality's name, and what its menu holds."""

from __future__ import annotations

from typing import Any

from django import template

from vp.org.access import Permission, area, memberships
from vp.org.models import User
from vp.org.swedish import swedish_key

register = template.Library()


@register.simple_tag(takes_context=True)
def municipality_name(context: dict[str, Any]) -> str:
    """The names of the municipalities where the one logged in has a role; empty for everybody else."""
    user = context.get("user")
    if not isinstance(user, User):
        return ""
    names = {membership.municipality for membership in memberships(user)}  # type: ignore[attr-defined]
    return " · ".join(sorted(names, key=swedish_key))


@register.simple_tag(takes_context=True)
def manages_people(context: dict[str, Any]) -> bool:
    """Whether the one logged in gives roles somewhere, for the menu."""
    user = context.get("user")
    return isinstance(user, User) and bool(area(user, Permission.MANAGE_PEOPLE))
