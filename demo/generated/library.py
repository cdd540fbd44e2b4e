"""The indicators that the council and the committees own, and the targets that plans set for them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from demo.generated.scope import Scope
from demo.generated.vocabulary import IndicatorWords
from indicators.measures import as_number
from indicators.models import Aggregation, Direction, Indicator, Target
from indicators.numbers import with_unit
from vp.org.models import Unit

_AGGREGATION = {
    "share": Aggregation.WEIGHTED,
    "mean": Aggregation.MEAN,
    "count": Aggregation.SUM,
    "money": Aggregation.SUM,
    "words": Aggregation.NONE,
}
_AIMS_IN_WORDS = ("ska öka", "ska förbättras", "minst lika bra som förra året")


@dataclass(frozen=True)
class Measured:
    """An indicator of a library, with its words in the vocabulary."""

    indicator: Indicator
    words: IndicatorWords


def make_library(scope: Scope, owner: Unit, rows: Iterable[IndicatorWords]) -> list[Measured]:
    made = [
        Measured(
            Indicator(
                key=scope.key("indicator", owner.key, words.name),
                owner=owner,
                name=words.name,
                periodicity=words.periodicity,
                by_gender=words.by_gender,
                direction=_direction(words),
                accumulates=words.kind in {"count", "money"},
                aggregation=_AGGREGATION[words.kind],
                is_share=words.kind == "share",
                measured_in=words.measured_in,
            ),
            words,
        )
        for words in rows
    ]
    Indicator.objects.bulk_create(each.indicator for each in made)
    return made


def _direction(words: IndicatorWords) -> Direction:
    if words.kind == "words":
        return Direction.NONE
    return Direction.LOWER if words.lower else Direction.HIGHER


def target_of(measured: Measured, unit: Unit, year: int, chance: random.Random) -> Target:
    """The year's first target: somewhat better than what is usual, or in words."""
    words = aim_in_words(measured, chance)
    return Target(indicator=measured.indicator, unit=unit, year=year, words=words, value=as_number(words))


def aim_in_words(measured: Measured, chance: random.Random) -> str:
    words = measured.words
    if words.kind == "words":
        return chance.choice(_AIMS_IN_WORDS)
    better = chance.uniform(0.8, 1) if words.lower else chance.uniform(1, 1.12)
    aimed = words.around * better
    if words.kind == "share":
        aimed = min(99, aimed)
    places = 1 if aimed < 10 and words.kind != "count" else 0
    return with_unit(Decimal(f"{aimed:.{places}f}"), measured.indicator.measure.unit)
