"""How the demo's year has gone so far: the values of the rounds that are over, and the round that is open.

Values lie near their targets, each by its own chance, the same every time the demo is made. They belong to
no round: T1 and T2 were followed up before the municipality had the system, and their values were taken
along. The next round is open, so that there is something to log and to judge.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal

from followup.actions.rounds import RoundWords, open_round
from goals.models import GoalIndicator, State
from indicators.aims import Aim
from indicators.calendar import periods_of_year
from indicators.models import Indicator, Measurement, Period
from indicators.periods import due_in, stretches_of
from indicators.targets import aims_for
from vp.org.access import OPERATOR
from vp.org.models import Kind, Unit

ROUNDS = ("T1", "T2", "VB")
WEEKS = datetime.timedelta(weeks=3)
"""So long a round has been open, and so long it is open after its months are over."""
ANSWERED = 0.9
"""Of the values that were due, so many were given."""


def follow_up(*, today: datetime.date) -> None:
    """The year's values until today, and the first round whose months aren't over, open in each committee."""
    stretches = {each.code: each for each in stretches_of(today.year) if each.code in ROUNDS}
    over = [code for code in ROUNDS if stretches[code].ends_on < today]
    _log(today.year, over)
    coming = next(code for code in ROUNDS if code not in over)
    ends_on = stretches[coming].ends_on
    words = RoundWords(opens_on=min(ends_on, today) - WEEKS, due_on=ends_on + WEEKS)
    for committee in Unit.objects.filter(kind=Kind.COMMITTEE, plans__year=today.year).order_by("pk"):
        open_round(by=OPERATOR, owner=committee, year=today.year, code=coming, words=words)


def _log(year: int, over: list[str]) -> None:
    periods = periods_of_year(year)
    rows = GoalIndicator.objects.filter(plan__year=year, plan__state=State.DECIDED)
    pairs = {
        (row.indicator_id, row.plan.unit_id): row for row in rows.select_related("indicator", "plan__unit")
    }
    aims = {
        unit: aims_for([indicator for indicator, at in pairs if at == unit.pk], unit, year)
        for unit in {row.plan.unit for row in pairs.values()}
    }
    made: dict[tuple[int, int, int], Measurement] = {}
    for (indicator, _), row in sorted(pairs.items(), key=lambda pair: str(pair[1].key)):
        unit = row.plan.unit
        aim = aims[unit].get(indicator, Aim())
        for value in _values(row.indicator, unit, aim, [_due(row.indicator, code, periods) for code in over]):
            made[indicator, unit.pk, value.period_id] = value
    Measurement.objects.bulk_create(made.values())


def _due(indicator: Indicator, code: str, periods: dict[str, Period]) -> Period | None:
    """The period that the indicator was to be given for in the round, if any."""
    stretch = due_in(periods[code].stretch, indicator.periodicity).stretch
    return periods.get(stretch.code) if stretch else None


def _values(indicator: Indicator, unit: Unit, aim: Aim, due: list[Period | None]) -> Iterator[Measurement]:
    chance = random.Random(f"{unit.slug} {indicator.name}")  # noqa: S311  the same numbers every time
    for period in due:
        if period is None or aim.number is None or chance.random() > ANSWERED:
            continue
        share = Decimal(period.ends_on.month) / 12 if indicator.accumulates else Decimal(1)
        value = aim.number * share * Decimal(str(round(chance.gauss(0.98, 0.06), 3)))
        step = Decimal("0.1") if indicator.is_share else _as_fine_as(aim.number)
        yield Measurement(
            indicator=indicator, unit=unit, period=period, **_parts(indicator, value, step, chance)
        )


def _as_fine_as(number: Decimal) -> Decimal:
    """The last decimal of a target as it was written: values have as many. 1 where it has none."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else Decimal(1)


def _parts(indicator: Indicator, value: Decimal, step: Decimal, chance: random.Random) -> dict[str, Decimal]:
    """The total in whole steps; women and men on either side of it."""
    top = Decimal(100) if indicator.is_share else None
    total = (min(value, top) if top else value).quantize(step)
    if not indicator.by_gender or indicator.aggregation == "sum":
        return {"total": total}
    apart = (total * Decimal(str(round(chance.uniform(0.0, 0.04), 3)))).quantize(step)
    women = min(total + apart, top) if top else total + apart
    return {"total": total, "women": women, "men": total - (women - total)}
