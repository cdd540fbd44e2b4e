"""How the demo's year has gone so far: the values of the rounds that are over, and the round that is open.

Values lie near their targets, each by its own chance, the same every time the demo is made. Rounds whose
months are over are written (demo.reporting), approved and closed some weeks after; the next one is open, so
that there is something to log and to judge.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from demo.reporting import write
from demo.words import Year
from followup.actions.rounds import RoundWords, close_round, open_round
from followup.models import FollowUp, State
from goals.models import GoalIndicator
from goals.models import State as PlanState
from goals.season import planning_year
from indicators.aims import Aim
from indicators.calendar import periods_of_year
from indicators.models import Indicator, Measurement, Period
from indicators.periods import Stretch, due_in, stretches_of
from indicators.targets import aims_for
from vp.org.access import OPERATOR
from vp.org.models import Kind, Unit

TERTIALS = ("T1", "T2")
ROUNDS = (*TERTIALS, "VB")
WEEKS = datetime.timedelta(weeks=3)
"""So long a round has been open, and so long it is open after its months are over."""
DAYS_TO_CLOSE = datetime.timedelta(days=6)
NOON = datetime.time(12)
ANSWERED = 0.9
"""Of the values that were due, so many were given."""


def follow_up(*, today: datetime.date) -> None:
    """The values and rounds of last year and this one until today, and the first round that isn't over.

    What has been written is of the tertials; a year that is over has no annual report here.
    """
    _take_along(today.year - 1, list(TERTIALS), today)
    stretches = {each.code: each for each in stretches_of(today.year) if each.code in ROUNDS}
    over = [code for code in ROUNDS if stretches[code].ends_on < today]
    _take_along(today.year, over, today)
    coming = next(code for code in ROUNDS if code not in over)
    ends_on = stretches[coming].ends_on
    words = RoundWords(opens_on=min(ends_on, today) - WEEKS, due_on=ends_on + WEEKS)
    for committee in _committees(today.year):
        open_round(by=OPERATOR, owner=committee, year=today.year, code=coming, words=words)


def _take_along(year: int, over: list[str], today: datetime.date) -> None:
    """The values of a year, and its rounds as they went; nothing of a year without plans."""
    _log(year, over)
    for committee in _committees(year):
        for stretch in (each for each in stretches_of(year) if each.code in over):
            _close(committee, stretch, today)


def _committees(year: int) -> QuerySet[Unit]:
    return Unit.objects.filter(kind=Kind.COMMITTEE, plans__year=year).order_by("pk")


def _close(committee: Unit, stretch: Stretch, today: datetime.date) -> None:
    """A round of months that are over, as it went."""
    due_on = min(stretch.ends_on + WEEKS, today)
    words = RoundWords(opens_on=stretch.ends_on - WEEKS, due_on=due_on)
    round_ = open_round(by=OPERATOR, owner=committee, year=stretch.year, code=stretch.code, words=words)
    rows = FollowUp.objects.filter(round=round_).select_related("round__period", "unit").order_by("pk")
    write(list(rows), Year(stretch.year, last=planning_year(today) > stretch.year))
    rows.update(state=State.APPROVED)
    closed_on = min(due_on + DAYS_TO_CLOSE, today)
    at = datetime.datetime.combine(closed_on, NOON, timezone.get_current_timezone())
    close_round(by=OPERATOR, round_=round_, although_missing=True, at=min(at, timezone.now()))


def _log(year: int, over: list[str]) -> None:
    periods = periods_of_year(year)
    rows = GoalIndicator.objects.filter(plan__year=year, plan__state=PlanState.DECIDED)
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
