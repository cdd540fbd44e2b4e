"""Which of a year's activities go on in the next plan: whoever follows the year up tells, by a registry."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from vp.org.models import Unit


@dataclass(frozen=True)
class GoingOn:
    """Keys of activities: `marked` to stand in the next plan whatever their days; those that are `over`."""

    marked: frozenset[uuid.UUID] = frozenset()
    over: frozenset[uuid.UUID] = frozenset()


NOTHING_TOLD = GoingOn()
Teller = Callable[[Unit, int], GoingOn]
"""What is known of the activities in a unit's plan for a year."""
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    _TELLERS.append(teller)


def going_on(unit: Unit, year: int) -> GoingOn:
    told = [teller(unit, year) for teller in _TELLERS]
    marked = frozenset().union(*(each.marked for each in told))
    return GoingOn(marked, frozenset().union(*(each.over for each in told)) - marked)
