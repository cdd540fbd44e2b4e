"""The rows of a year's periods: made when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.models import Period
from indicators.periods import Stretch, stretches_of


def periods_of_year(year: int) -> dict[str, Period]:
    """All periods of a year by code, T1 to M12; missing ones are made. One query, or three.

    Two who ask at the same moment get the same rows: the database has each code once per year. A row that
    is there stays as it is.
    """
    return _rows(year, stretches_of(year))


def period_row(stretch: Stretch) -> Period:
    """The row of one period, as of a round with months of its own; made if it is missing."""
    return _rows(stretch.year, [stretch])[stretch.code]


def _rows(year: int, stretches: Iterable[Stretch]) -> dict[str, Period]:
    wanted = {stretch.code: stretch for stretch in stretches}
    there = _read(year, wanted)
    missing = [stretch for code, stretch in wanted.items() if code not in there]
    if not missing:
        return there
    Period.objects.bulk_create([_row(stretch) for stretch in missing], ignore_conflicts=True)
    return _read(year, wanted)


def _read(year: int, wanted: Iterable[str]) -> dict[str, Period]:
    return {period.code: period for period in Period.objects.of_year(year).filter(code__in=list(wanted))}


def _row(stretch: Stretch) -> Period:
    return Period(
        code=stretch.code,
        name=stretch.name,
        year=stretch.year,
        starts_on=stretch.starts_on,
        ends_on=stretch.ends_on,
    )
