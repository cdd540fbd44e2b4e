"""The outcomes that units have logged: of most indicators, for each round whose months are over.

They are what `indicators.actions.log_value` would keep: a number, a numerator and a denominator, words, or
why nothing was measured; women and men make the total. That it is one of these the database holds.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from demo.generated.course import answered, state_of
from demo.generated.library import Measured
from demo.generated.rows import BATCH
from demo.generated.scope import Scope
from demo.generated.vocabulary import IndicatorWords, vocabulary
from goals.models import GoalIndicator
from indicators.calendar import periods_of_year
from indicators.models import Measurement, Period
from indicators.periods import Stretch, due_in
from vp.org.models import Kind

_NOT_MEASURED = 0.03


def make_values(
    scope: Scope, year: int, rows: Iterable[GoalIndicator], library: Mapping[int, Measured]
) -> None:
    """The values of the units' indicator rows in all rounds of the year that are over."""
    rounds = [stretch for stretch in scope.rounds if stretch.year == year]
    if not rounds:
        return
    periods = periods_of_year(year)
    made: dict[tuple[int, int, int], Measurement] = {}
    for row in rows:
        unit = row.plan.unit
        if unit.kind != Kind.UNIT:
            continue
        words = library[row.indicator_id].words
        for round_ in rounds:
            period = _period(round_, words.periodicity, periods)
            chance = scope.chance("value", unit.key, words.name, year, round_.code)
            if period and chance.random() < answered(state_of(scope, unit, round_)):
                key = scope.key("value", unit.key, words.name, year, period.code)
                made[row.indicator_id, unit.pk, period.pk] = Measurement(
                    key=key,
                    indicator_id=row.indicator_id,
                    unit=unit,
                    period=period,
                    **_answer(words, period, chance),
                )
    Measurement.objects.bulk_create(made.values(), batch_size=BATCH)


def _period(round_: Stretch, periodicity: str, periods: Mapping[str, Period]) -> Period | None:
    due = due_in(round_, periodicity).stretch
    return periods[due.code] if due else None


def _answer(words: IndicatorWords, period: Period, chance: random.Random) -> dict[str, Any]:
    """The fields of a measurement that hold the answer."""
    if chance.random() < _NOT_MEASURED:
        return {"not_measured_because": chance.choice(vocabulary()["follow_up"]["not_measured"])}
    if words.kind == "words":
        return {"words": chance.choice(vocabulary()["follow_up"]["words"])}
    if words.kind == "share":
        return _share(words, chance)
    return _number(words, period, chance)


def _share(words: IndicatorWords, chance: random.Random) -> dict[str, Any]:
    parts = {}
    for prefix in ("women_", "men_") if words.by_gender else ("",):
        denominator = chance.randint(12, 140)
        share = min(1.0, max(0.0, chance.gauss(words.around / 100, 0.07)))
        parts[f"{prefix}numerator"] = Decimal(round(denominator * share))
        parts[f"{prefix}denominator"] = Decimal(denominator)
    for part in ("numerator", "denominator") if words.by_gender else ():
        parts[part] = parts[f"women_{part}"] + parts[f"men_{part}"]
    return parts


def _number(words: IndicatorWords, period: Period, chance: random.Random) -> dict[str, Any]:
    months = period.ends_on.month / 12 if words.kind in {"count", "money"} else 1
    around = max(0.0, chance.gauss(words.around, words.around * 0.12)) * months
    if words.kind == "mean":
        return _mean(around, words, chance)
    total = Decimal(round(around))
    found = {"total": total}
    if words.by_gender:
        found["women"] = Decimal(round(around * chance.uniform(0.4, 0.6)))
        found["men"] = total - found["women"]
    if months < 1 and chance.random() < 0.5:
        found["forecast"] = Decimal(round(around / months))
    return found


def _mean(around: float, words: IndicatorWords, chance: random.Random) -> dict[str, Any]:
    women, men = (Decimal(f"{around * chance.uniform(0.9, 1.1):.1f}") for _ in range(2))
    if not words.by_gender:
        return {"total": women}
    return {"total": ((women + men) / 2).quantize(women), "women": women, "men": men}
