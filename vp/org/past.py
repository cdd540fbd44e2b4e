"""The organisation as it was: what a unit was called on a day, and where it stood."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from vp.org.models import FormerUnit, Unit


@dataclass(frozen=True)
class UnitThen:
    """A unit on a day. `above` holds the names of the units over it, the top one first."""

    name: str
    slug: str
    above: tuple[str, ...]


def unit_on(unit: Unit, day: datetime.date) -> UnitThen:
    """The unit as it was on the day; a day before its first change gives what it was from the start."""
    past = {row.unit_id: row for row in FormerUnit.objects.holding_on(day)}
    units = _on_the_way_up(unit, past)

    def then(pk: int) -> tuple[str, str, int | None]:
        row = past.get(pk) or units[pk]
        return row.name, row.slug, row.parent_id

    name, slug, parent = then(unit.pk)
    above: dict[int, str] = {}
    while parent is not None and parent not in above:  # back-dated moves could contradict each other
        here = parent
        above[here], _, parent = then(here)
    return UnitThen(name, slug, tuple(reversed(above.values())))


def _on_the_way_up(unit: Unit, past: dict[int, FormerUnit]) -> dict[int, Unit]:
    """Every unit that can stand over this one, now or by a row of the past."""
    units = {each.pk: each for each in _loaded(unit)}
    wanted = set(unit.path) | {row.parent_id for row in past.values() if row.parent_id is not None}
    units |= Unit.objects.in_bulk(wanted - set(units)) if wanted - set(units) else {}
    missing = {pk for found in units.values() for pk in found.path} - set(units)
    return units | (Unit.objects.in_bulk(missing) if missing else {})


def _loaded(unit: Unit) -> Iterator[Unit]:
    """The unit and those above it, as far as they were selected with it."""
    here: Unit | None = unit
    while here is not None:
        yield here
        here = here.parent if Unit.parent.is_cached(here) else None
