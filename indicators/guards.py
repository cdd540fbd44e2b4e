"""Who may refuse a value: an app above this one, that knows which periods are open for whom.

Indicators know no rounds. The app that has them registers a guard when it starts. Guards are asked inside
the transaction of every write, after the right and before the row: a guard that holds its round FOR SHARE
there is what makes a save either part of a closed round or refused.
"""

from __future__ import annotations

from collections.abc import Callable

from indicators.models import Indicator, Period
from vp.org.access import Actor
from vp.org.models import Unit

Guard = Callable[[Actor, Indicator, Unit, Period], None]
"""Raises a `Refused`, as a rule `Closed`, where the actor may not log a value now; else does nothing."""

_GUARDS: list[Guard] = []


def register(guard: Guard) -> None:
    """Ask this guard too; once, however often it is registered."""
    if guard not in _GUARDS:
        _GUARDS.append(guard)


def ask(actor: Actor, indicator: Indicator, unit: Unit, period: Period) -> None:
    """Let every guard refuse."""
    for guard in _GUARDS:
        guard(actor, indicator, unit, period)
