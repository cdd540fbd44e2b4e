"""What apps above this one show on the start page: each registers a panel when it starts."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils.safestring import SafeString

from vp.org.models import User

Panel = Callable[[User, datetime.date], SafeString]
"""What one person should see on a day, as HTML; empty where there is nothing to say."""
_PANELS: list[Panel] = []


def register(panel: Panel) -> None:
    _PANELS.append(panel)


def panels_for(person: User, today: datetime.date) -> list[SafeString]:
    """Those that have something to say, in the order of their apps."""
    return [shown for panel in _PANELS if (shown := panel(person, today))]
