"""Which of the organisation's actions a unit's page offers to whoever reads it."""

from __future__ import annotations

from typing import Any

from django import template

from vp.org.access import Permission, area
from vp.org.models import Unit, User

register = template.Library()


@register.inclusion_tag("org/arrange.html", takes_context=True)
def arrange(context: dict[str, Any], unit: Unit) -> dict[str, Any]:
    """Links to the forms that the actions would accept her for; nothing for everybody else."""
    user = context.get("user")
    reached = area(user, Permission.MANAGE_UNITS) if isinstance(user, User) else None
    return {
        "unit": unit,
        "changes": reached is not None and reached.covers(unit),
        "adds": reached is not None and reached.covers_below(unit) and unit.closed_on is None,
    }
