"""Many values are logged at once, as from a sheet: with the checks of one, in a few statements."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from indicators import guards
from indicators.actions import FIELDS, NOT_HERE, as_kept
from indicators.aims import Aim
from indicators.entries import Entry, Given, understand
from indicators.models import Indicator, Measurement, Period
from vp.history.models import Change
from vp.history.record import WRITTEN
from vp.org.access import Actor, Permission, area, require
from vp.org.models import Unit, User
from vp.refusals import NotUnderstood, Refused, Stale
from vp.saving import mark_saved

_AT_ONCE = 1000


@dataclass(frozen=True)
class Value:
    """What a unit's row comes to, made from a version of it; 0 where there was none. `aim` is the unit's."""

    indicator: Indicator
    unit: Unit
    period: Period
    given: Given
    aim: Aim
    version: int

    @property
    def place(self) -> tuple[int, int, int]:
        return self.indicator.pk, self.unit.pk, self.period.pk


class ValuesChanged(Stale):
    """Somebody has logged some of the values since; `rows` are those as they stand now. None is written."""

    def __init__(self, rows: Sequence[Measurement]) -> None:
        super().__init__("Någon annan har ändrat några av värdena sedan du granskade dem. Inget är sparat.")
        self.rows = tuple(rows)


@transaction.atomic
def log_values(*, by: Actor, values: Sequence[Value]) -> int:
    """The units' values are what was given; what stood there is in the history. All of them, or none.

    Returns how many changed: what says what stands there changes nothing. Raises what `log_value` raises, and
    ValuesChanged where somebody has logged since the versions that the values were made from.
    """
    _allow(by, values)
    guards.ask_of_many(by, [(value.indicator, value.unit, value.period) for value in values])
    rows = _held(values)
    written: list[Measurement] = []
    changed: list[Measurement] = []
    told: list[Change] = []
    for value in sorted(values, key=attrgetter("place")):
        row = rows[value.place]
        entry = understand(value.given, value.indicator.measure, value.aim)
        if entry.problems:
            raise NotUnderstood(entry.problems)
        before, after = as_kept(vars(row)), as_kept(entry.fields())
        if before == after:
            continue
        if row.version != value.version:
            changed.append(row)
            continue
        _fill(by, row, entry)
        written.append(row)
        told.append(_told(by, row, before, after))
    if changed:
        raise ValuesChanged(changed)
    _update(written)
    Change.objects.bulk_create(told, batch_size=_AT_ONCE)
    return len(written)


def _allow(by: Actor, values: Sequence[Value]) -> None:
    reach = area(by, Permission.LOG_VALUES)
    for value in values:
        if not reach.covers(value.unit):
            require(by, Permission.LOG_VALUES, value.unit, NOT_HERE.format(unit=value.unit))
        if value.indicator.owner_id not in value.unit.path:
            raise Refused(f"{value.unit} har inte indikatorn {value.indicator}.")


def _fill(by: Actor, row: Measurement, entry: Entry) -> None:
    for name, field in entry.fields().items():
        setattr(row, name, field)
    mark_saved(row)
    row.changed_by = by if isinstance(by, User) else None
    row.changed_at = timezone.now()


def _held(values: Sequence[Value]) -> Mapping[tuple[int, int, int], Measurement]:
    """The rows, made where they are missing and held until the transaction ends, always in one order."""
    new = [
        Measurement(indicator=value.indicator, unit=value.unit, period=value.period, version=0)
        for value in sorted(values, key=attrgetter("place"))
        if value.version == 0
    ]
    Measurement.objects.bulk_create(new, batch_size=_AT_ONCE, ignore_conflicts=True)
    wanted = {value.place: value for value in values}
    places = Q(
        indicator__in={place[0] for place in wanted},
        unit__in={place[1] for place in wanted},
        period__in={place[2] for place in wanted},
    )
    found = {}
    rows = Measurement.objects.filter(places).order_by("indicator", "unit", "period")
    for row in rows.select_for_update(of=("self",)):
        value = wanted.get((row.indicator_id, row.unit_id, row.period_id))
        if value is not None:
            row.indicator, row.unit, row.period = value.indicator, value.unit, value.period
            found[value.place] = row
    return found


_COLUMNS = (*FIELDS, "version", "saves", "changed_by_id", "changed_at")
_UPDATE = (
    f"UPDATE indicators_measurement SET {', '.join(f'{name} = new.{name}' for name in _COLUMNS)}"  # noqa: S608
    " FROM jsonb_populate_recordset(NULL::indicators_measurement, %s) new"
    " WHERE indicators_measurement.id = new.id"
)


def _update(rows: Sequence[Measurement]) -> None:
    """All rows in one statement; Django's own takes a case for each row and column, and seconds."""
    if rows:
        fields = [{name: getattr(row, name) for name in ("id", *_COLUMNS)} for row in rows]
        with connection.cursor() as cursor:
            cursor.execute(_UPDATE, [json.dumps(fields, cls=DjangoJSONEncoder)])


def _told(by: Actor, row: Measurement, before: dict[str, str], after: dict[str, str]) -> Change:
    return Change(
        by=by if isinstance(by, User) else None,
        by_name=by.name,
        unit=row.unit,
        subject="indicators.measurement",
        key=row.key,
        action=WRITTEN,
        before=before,
        after=after,
    )
