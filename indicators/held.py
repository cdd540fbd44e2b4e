"""A unit's values of several indicators and periods, read in one query.

A table shows a handful of each indicator's values as rows and the others only as points of a trend, so rows
are made of the columns when they are asked for, and share their periods.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from indicators.models import Indicator, Measurement, Period
from indicators.outcomes import Figure
from indicators.periods import Stretch
from vp.org.models import Unit

_LEFT = {"key", "saves", "changed_at"}
"""Read when somebody asks: only whoever saves does."""
_COLUMNS = tuple(field.attname for field in Measurement._meta.concrete_fields if field.attname not in _LEFT)
_NAMES = frozenset(_COLUMNS)
_FIGURE = tuple(_COLUMNS.index(name) for name in ("total", "numerator", "denominator"))


class Held:
    """The values that there are, by indicator and period. One query."""

    def __init__(self, unit: Unit, indicators: Iterable[int], stretches: Iterable[Stretch]) -> None:
        rows = Measurement.objects.filter(_in_any(stretches), unit=unit, indicator__in=set(indicators))
        indicator = _COLUMNS.index("indicator_id")
        columns = rows.values_list("period__year", "period__code", *_COLUMNS)
        self._unit = unit
        self._rows = {(row[2 + indicator], row[0], row[1]): row[2:] for row in columns}
        self._periods: dict[int, Period] = {}

    def measurement(self, indicator: Indicator, when: Stretch | None) -> Measurement | None:
        row = self._rows.get((indicator.pk, when.year, when.code)) if when else None
        if row is None or when is None:
            return None
        made = Measurement.from_db(DEFAULT_DB_ALIAS, _NAMES, row)
        period = self._period(made.period_id, when)
        made._state.fields_cache.update(indicator=indicator, unit=self._unit, period=period)  # as joins do
        return made

    def total(self, indicator: Indicator, when: Stretch) -> Figure | None:
        """The number of a period, if there is one."""
        row = self._rows.get((indicator.pk, when.year, when.code))
        figure = indicator.measure.figure(*(row[at] for at in _FIGURE)) if row else None
        return figure or None

    def _period(self, pk: int, when: Stretch) -> Period:
        if pk not in self._periods:
            days = {"starts_on": when.starts_on, "ends_on": when.ends_on}
            self._periods[pk] = Period(pk=pk, code=when.code, name=when.name, year=when.year, **days)
        return self._periods[pk]


def _in_any(stretches: Iterable[Stretch]) -> Q:
    by_year: dict[int, set[str]] = {}
    for stretch in stretches:
        by_year.setdefault(stretch.year, set()).add(stretch.code)
    wanted = Q(pk__in=[])
    for year, codes in by_year.items():
        wanted |= Q(period__year=year, period__code__in=codes)
    return wanted
