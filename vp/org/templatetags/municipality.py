"""The municipality's name, for the head and foot of every page."""

from __future__ import annotations

from typing import Any

from django import template

from vp.org.access import memberships
from vp.org.models import Unit, User

register = template.Library()


@register.simple_tag(takes_context=True)
def municipality_name(context: dict[str, Any]) -> str:
    """The names of the municipalities where the one logged in has a role; empty for everybody else.

    One query for each request, however often the name stands on the page.
    """
    user = context.get("user")
    if not isinstance(user, User):
        return ""
    kept: str | None = getattr(user, "_municipality_name", None)
    if kept is None:
        tops = {membership.unit.path[0] for membership in memberships(user)}
        names = Unit.objects.filter(pk__in=tops).by_name().values_list("name", flat=True)
        kept = " · ".join(names) if tops else ""
        user._municipality_name = kept  # type: ignore[attr-defined]
    return kept
