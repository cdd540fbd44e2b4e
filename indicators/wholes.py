"""The values of a tree of units, read in a fixed number of queries and added up at each level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.aggregation import Part, Whole, combine
from indicators.models import Indicator, Measurement, MeasurementQuerySet
from vp.org.models import Unit
from vp.org.models.unit import UnitQuerySet


@dataclass(frozen=True)
class Due:
    """That a unit is to report an indicator's value for a period: ids."""

    indicator: int
    unit: int
    period: int


@dataclass(frozen=True)
class Tree:
    """What was reported on one indicator in a part of the organisation.

    `own` are the due units' measurements by unit; a unit that hasn't reported is missing in it.
    """

    indicator: Indicator
    due: frozenset[int]
    own: Mapping[int, Measurement]
    paths: Mapping[int, tuple[int, ...]]

    def below(self, unit: int) -> Whole:
        """What the units below a unit make; see `_lowest` for which of them count."""
        parts = [self._part(one) for one in self._lowest() if unit in self.paths[one][:-1]]
        return combine(self.indicator.measure, parts)

    def by_unit(self) -> dict[int, Whole]:
        """The same for every unit that has due units below it, each read once."""
        parts: dict[int, list[Part]] = {}
        for one in self._lowest():
            part = self._part(one)
            for above in self.paths[one][:-1]:
                parts.setdefault(above, []).append(part)
        return {unit: combine(self.indicator.measure, below) for unit, below in parts.items()}

    def _lowest(self) -> list[int]:
        """The due units without due units below them: a level between, whose units report the same, has its
        own value beside theirs and isn't counted twice."""
        known = [unit for unit in self.due if unit in self.paths]
        above = {pk for unit in known for pk in self.paths[unit][:-1]}
        return sorted(unit for unit in known if unit not in above)

    def _part(self, unit: int) -> Part:
        row = self.own.get(unit)
        return Part(unit, row.outcome, row.changed_at) if row else Part(unit)


def read_trees(
    *, due: Iterable[Due], units: UnitQuerySet | None = None, measurements: MeasurementQuerySet | None = None
) -> dict[int, Tree]:
    """What was reported of what is due, by indicator; three queries for any number of units.

    `units` and `measurements` are what the reader may see: a unit that isn't among the first is in no
    count, and a value that isn't among the second counts as not reported.
    """
    wanted = list(due)
    indicators = Indicator.objects.in_bulk({one.indicator for one in wanted})
    known = (Unit.objects.all() if units is None else units).filter(pk__in={one.unit for one in wanted})
    paths = {pk: tuple(path) for pk, path in known.values_list("pk", "path")}
    seen = Measurement.objects.all() if measurements is None else measurements
    rows = seen.of_periods({(one.indicator, one.period) for one in wanted}).filter(unit__in=list(paths))
    held = {(row.indicator_id, row.unit_id, row.period_id): row for row in rows}
    by_indicator: dict[int, list[Due]] = {pk: [] for pk in indicators}
    for one in wanted:
        by_indicator[one.indicator].append(one)
    return {pk: _tree(indicators[pk], own, held, paths) for pk, own in by_indicator.items()}


def _tree(
    indicator: Indicator,
    due: Iterable[Due],
    held: Mapping[tuple[int, int, int], Measurement],
    paths: Mapping[int, tuple[int, ...]],
) -> Tree:
    own = {}
    units = set()
    for one in due:
        units.add(one.unit)
        row = held.get((one.indicator, one.unit, one.period))
        if row is not None and one.unit in paths:
            row.indicator = indicator
            own[one.unit] = row
    return Tree(indicator, frozenset(units & paths.keys()), own, paths)
