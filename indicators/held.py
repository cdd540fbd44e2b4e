"""A unit's values of several indicators and periods, read in one query.

A table shows an indicator's present value as a row, two others as outcomes and the rest only as points of a
trend, so rows and outcomes are made of the columns when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection

from indicators.models import Indicator, Measurement, Period
from indicators.outcomes import OUTCOME, PARTS, Figure, Outcome, outcome_of
from indicators.periods import Stretch
from vp.org.models import Unit

_LEFT = {"key", "saves", "changed_at"}
"""Read when somebody asks: only whoever saves does."""
_COLUMNS = tuple(field.attname for field in Measurement._meta.concrete_fields if field.attname not in _LEFT)
_NAMES = frozenset(_COLUMNS)
_INDICATOR = _COLUMNS.index("indicator_id")
_TOTAL = itemgetter(*(_COLUMNS.index(name) for name in ("total", *PARTS)))
_OUTCOME = itemgetter(*(_COLUMNS.index(name) for name in OUTCOME))

_VALUES = f"""
    SELECT {", ".join(f"value.{name}" for name in _COLUMNS)}, period.year, period.code
    FROM indicators_measurement value JOIN indicators_period period ON period.id = value.period_id
    WHERE value.unit_id = %s AND value.indicator_id = ANY(%s)
      AND (period.year, period.code) IN (SELECT * FROM unnest(%s::int[], %s::text[]))
"""  # noqa: S608  the names are the model's own
"""As SQL, because the ORM takes four times as long to ask for sixty indicators as to read the rows."""


class Earlier(NamedTuple):
    """How it went in another period."""

    stretch: Stretch
    outcome: Outcome


class Point(NamedTuple):
    """A period's total."""

    stretch: Stretch
    figure: Figure


class Held:
    """The values that there are, by indicator and period. One query."""

    def __init__(self, unit: Unit, indicators: Iterable[int], stretches: Iterable[Stretch]) -> None:
        when = [(stretch.year, stretch.code) for stretch in stretches]
        with connection.cursor() as cursor:
            years, codes = [year for year, _ in when], [code for _, code in when]
            cursor.execute(_VALUES, [unit.pk, list(set(indicators)), years, codes])
            self._rows = {(row[_INDICATOR], row[-2], row[-1]): row for row in cursor.fetchall()}
        self._unit = unit
        self._periods: dict[int, Period] = {}

    def measurement(self, indicator: Indicator, when: Stretch) -> Measurement | None:
        row = self._row(indicator, when)
        if row is None:
            return None
        made = Measurement.from_db(DEFAULT_DB_ALIAS, _NAMES, row[: len(_COLUMNS)])
        period = self._period(made.period_id, when)
        made._state.fields_cache.update(indicator=indicator, unit=self._unit, period=period)  # as joins do
        return made

    def earlier(self, indicator: Indicator, when: Stretch | None) -> Earlier | None:
        row = self._row(indicator, when) if when else None
        return Earlier(when, outcome_of(indicator.measure, *_OUTCOME(row))) if row and when else None

    def totals(self, indicator: Indicator, latest: Iterable[Stretch]) -> Iterator[Point]:
        """The numbers of those periods that have one."""
        measure = indicator.measure
        for when in latest:
            row = self._row(indicator, when)
            figure = measure.figure(*_TOTAL(row)) if row else None
            if figure:
                yield Point(when, figure)

    def _row(self, indicator: Indicator, when: Stretch) -> tuple[Any, ...] | None:
        return self._rows.get((indicator.pk, when.year, when.code))

    def _period(self, pk: int, when: Stretch) -> Period:
        if pk not in self._periods:
            days = {"starts_on": when.starts_on, "ends_on": when.ends_on}
            self._periods[pk] = Period(pk=pk, code=when.code, name=when.name, year=when.year, **days)
        return self._periods[pk]
