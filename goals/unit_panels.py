"""What apps above this one show on a unit's page: each registers a panel when it starts."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString

from vp.org.models import Unit, User

Panel = Callable[[User, Unit], SafeString]
"""What one person should see of a unit, as HTML; empty where there is nothing."""
_PANELS: list[Panel] = []


def register(panel: Panel) -> None:
    _PANELS.append(panel)


def panels_for(person: User, unit: Unit) -> list[SafeString]:
    """Those that have something to show, in the order of their apps."""
    return [shown for panel in _PANELS if (shown := panel(person, unit))]
