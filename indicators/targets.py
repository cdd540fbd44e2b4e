"""What a unit aims at, and what those above it do, for several indicators at once."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.aims import Aim, aim_of
from indicators.models import Target
from vp.org.models import Unit


def newest_targets(indicators: Iterable[int], unit: Unit, year: int) -> dict[int, tuple[Target, ...]]:
    """A year's newest target of the unit and of each unit above that has one, by indicator's id; the unit's
    own first and the council's last. A withdrawn target has no words. One query."""
    depth = {pk: at for at, pk in enumerate(unit.path)}
    found: dict[int, dict[int, Target]] = {}
    for target in Target.objects.of_year(year).filter(indicator__in=list(indicators), unit__in=unit.path):
        found.setdefault(target.indicator_id, {})[target.unit_id] = target
    return {
        indicator: tuple(by_unit[pk] for pk in sorted(by_unit, key=depth.__getitem__, reverse=True))
        for indicator, by_unit in found.items()
    }


def aims_for(indicators: Iterable[int], unit: Unit, year: int) -> dict[int, Aim]:
    """What a unit aims at by indicator's id, in one query: its own newest target, else the nearest above.

    An indicator without any target is missing; a withdrawn target is an empty aim.
    """
    found = newest_targets(indicators, unit, year)
    return {indicator: aim_of(targets[0].words) for indicator, targets in found.items()}
