"""What a round says about a value that is to be logged; asked by indicators.actions.log_value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from followup.actions.writing import hold_keeping, hold_many, start, start_many
from followup.gate import shut_for
from followup.models import FollowUp
from indicators import guards
from indicators.models import Indicator, Period
from vp.org.access import Actor
from vp.org.models import Unit


def ask_the_round(actor: Actor, indicator: Indicator, unit: Unit, period: Period) -> None:
    """Refuse in words where the follow-up that the value belongs to isn't open; hold it until the end.

    A value of months that the unit reports in no round is nobody's to refuse. The first value starts the
    unit's follow-up.
    """
    held = hold_keeping(unit, period)
    if held is None:
        return
    shut = shut_for(actor, held, timezone.localdate())
    if shut is not None:
        raise shut
    start(actor, held)


def ask_the_rounds(actor: Actor, values: Sequence[tuple[Indicator, Unit, Period]]) -> None:
    """The same of values that are logged together, in as many statements however many they are."""
    units = {unit.pk: unit for _indicator, unit, _period in values}
    periods = {period.pk: period for _indicator, _unit, period in values}
    wanted = {(unit.pk, period.pk) for _indicator, unit, period in values}
    found = FollowUp.objects.filter(unit__in=units, round__year__in={p.year for p in periods.values()})
    by_unit: dict[int, list[FollowUp]] = defaultdict(list)
    for row in found.select_related("round__period"):
        row.unit = units[row.unit_id]
        by_unit[row.unit_id].append(row)
    keeping = [keeper(by_unit[unit], periods[period]) for unit, period in wanted]
    held = hold_many({row.pk: row for row in keeping if row is not None}.values())
    today = timezone.localdate()
    for row in held:
        shut = shut_for(actor, row, today)
        if shut is not None:
            raise shut
    start_many(actor, held)


def keeper(follow_ups: Iterable[FollowUp], period: Period) -> FollowUp | None:
    """Of a unit's follow-ups the one that a period's value belongs to, by the rule of `keeping`."""
    holding = [
        row
        for row in follow_ups
        if row.round.period.starts_on <= period.starts_on and row.round.period.ends_on >= period.ends_on
    ]
    return min(
        holding,
        key=lambda row: (row.round.period.ends_on, -row.round.period.starts_on.toordinal(), row.round_id),
        default=None,
    )


def listen() -> None:
    guards.register(ask_the_round, ask_the_rounds)
