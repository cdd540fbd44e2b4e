"""Who may refuse a value: an app above this one, that knows which periods are open for whom.

Indicators know no rounds. The app that has them registers a guard when it starts. Guards are asked inside
the transaction of every write, after the right and before the row: a guard that holds its round FOR SHARE
there is what makes a save either part of a closed round or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indicators.models import Indicator, Period
from vp.org.access import Actor
from vp.org.models import Unit

Guard = Callable[[Actor, Indicator, Unit, Period], None]
"""Raises a `Refused`, as a rule `Closed`, where the actor may not log a value now; else does nothing."""

GuardOfMany = Callable[[Actor, Sequence[tuple[Indicator, Unit, Period]]], None]
"""The same for values that are logged together, in as many statements however many they are."""

_GUARDS: list[Guard] = []
_OF_MANY: dict[Guard, GuardOfMany] = {}


def register(guard: Guard, of_many: GuardOfMany | None = None) -> None:
    """Ask this guard too; once, however often it is registered. `of_many` is asked in its place of many."""
    if guard not in _GUARDS:
        _GUARDS.append(guard)
    if of_many is not None:
        _OF_MANY[guard] = of_many


def ask(actor: Actor, indicator: Indicator, unit: Unit, period: Period) -> None:
    """Let every guard refuse."""
    for guard in _GUARDS:
        guard(actor, indicator, unit, period)


def ask_of_many(actor: Actor, values: Sequence[tuple[Indicator, Unit, Period]]) -> None:
    """Let every guard refuse any of the values."""
    for guard in _GUARDS:
        if guard in _OF_MANY:
            _OF_MANY[guard](actor, values)
        else:
            for value in values:
                guard(actor, *value)
