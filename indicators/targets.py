"""What a unit aims at, and what those above it do, for several indicators at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection

from indicators.aims import Aim, aim_of
from vp.org.models import Unit

_TARGETS = """
    SELECT indicator_id, unit_id, words FROM indicators_target
    WHERE year = %s AND indicator_id = ANY(%s) AND unit_id = ANY(%s)
    ORDER BY indicator_id, unit_id, since NULLS FIRST, id
"""
"""`Target.objects.of_year`, as SQL: of sixty indicators the ORM takes ten times as long to ask as to read."""


class Aimed(NamedTuple):
    """The newest target of a unit, by its id; a withdrawn one has no words."""

    unit: int
    words: str


Targets = Mapping[int, tuple[Aimed, ...]]
"""By indicator's id; the unit's own first and the council's last."""


def newest_targets(indicators: Iterable[int], unit: Unit, year: int) -> Targets:
    """A year's newest target of the unit and of each unit above that has one, by indicator's id; the unit's
    own first and the council's last. One query."""
    depth = {pk: at for at, pk in enumerate(unit.path)}
    found: dict[int, dict[int, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TARGETS, [year, list(indicators), unit.path])
        for indicator, owner, words in cursor.fetchall():
            found.setdefault(indicator, {})[owner] = words
    return {
        indicator: tuple(
            Aimed(pk, by_unit[pk]) for pk in sorted(by_unit, key=depth.__getitem__, reverse=True)
        )
        for indicator, by_unit in found.items()
    }


def aims_for(indicators: Iterable[int], unit: Unit, year: int) -> dict[int, Aim]:
    """What a unit aims at by indicator's id, in one query: its own newest target, else the nearest above.

    An indicator without any target is missing; a withdrawn target is an empty aim.
    """
    found = newest_targets(indicators, unit, year)
    return {indicator: aim_of(targets[0].words) for indicator, targets in found.items()}
