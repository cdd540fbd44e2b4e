"""Several units' outcomes as one, the way the indicator says; pure.

- **Sum** adds up, **weighted** adds numerators and denominators and computes the value anew; so does the sum
  of a share, because percentages are never added. **Mean** gives each unit the same weight. **Latest** is
  the outcome of whoever reported last. **None** has no common value, only how many have reported.
- Nothing is invented. A unit that hasn't reported, that couldn't measure or that answered in words is in
  the count of units and not in the value. Where fewer than ENOUGH of the due have reported, there is no
  value at all; where some are missing, the value is of those who have, and says so.
- Women's, men's and forecast figures become one where every unit behind the total has them, else not. A
  share's forecast has no parts, and is never weighted.
- A level is added up from its units or from the levels between with the same result, for sums and for
  weighted values. A mean of means would not be: it is always taken over the units themselves.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from indicators.kinds import Aggregation
from indicators.outcomes import NO_OUTCOME, Figure, Measure, Outcome

NOBODY = "Ingen av enheterna kunde mäta."
_EXACT = 60
"""Digits in which values that are themselves computed, with 28, can be added without loss."""
ENOUGH = Decimal("0.5")
"""The part of the due units that must have reported before their values are shown as one."""


@dataclass(frozen=True)
class Part:
    """One due unit. `at` is when it reported, for the latest; `outcome` is empty where it hasn't."""

    unit: int
    outcome: Outcome = NO_OUTCOME
    at: datetime.datetime | None = None


@dataclass(frozen=True)
class Coverage:
    """Which units stand behind a value, by id and in the order of the ids.

    `missing` have not reported. `without_value` have, that they couldn't measure or in words.
    `without_parts` gave a share without numerator and denominator, so that it can't be weighted.
    """

    due: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    without_value: tuple[int, ...] = ()
    without_parts: tuple[int, ...] = ()

    @property
    def reported(self) -> int:
        return len(self.due) - len(self.missing)

    @property
    def counted(self) -> int:
        """How many units the value is made of."""
        return self.reported - len(self.without_value) - len(self.without_parts)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def is_enough(self) -> bool:
        return bool(self.due) and self.reported >= ENOUGH * len(self.due)

    @property
    def words(self) -> str:
        """`4 av 6 enheter har rapporterat. 1 kunde inte mäta eller svarade i ord.`"""
        said = [f"{self.reported} av {len(self.due)} {_units(len(self.due))} har rapporterat."]
        if not self.is_enough:
            said.append("Det är för få för ett gemensamt värde.")
        if self.without_value:
            said.append(f"{len(self.without_value)} kunde inte mäta eller svarade i ord.")
        if self.without_parts:
            said.append(f"{len(self.without_parts)} saknar täljare och nämnare och är inte med i värdet.")
        return " ".join(said)


def _units(count: int) -> str:
    return "enhet" if count == 1 else "enheter"


@dataclass(frozen=True)
class Whole:
    """What several units make. `of_reported` is what those who have reported make, however few they are;
    show `outcome`, which is empty where they are too few."""

    coverage: Coverage
    of_reported: Outcome = NO_OUTCOME

    @property
    def outcome(self) -> Outcome:
        return self.of_reported if self.coverage.is_enough else NO_OUTCOME


def combine(measure: Measure, parts: Iterable[Part]) -> Whole:
    """The parts as one, in whichever order they come. Each unit once."""
    due = sorted(parts, key=lambda part: part.unit)
    counted = [part for part in due if _is_counted(measure, part)]
    within = {part.unit for part in counted}
    answered = [part for part in due if part.outcome.is_reported]
    uncounted = [part for part in answered if part.unit not in within]
    coverage = Coverage(
        due=tuple(part.unit for part in due),
        missing=tuple(part.unit for part in due if not part.outcome.is_reported),
        without_value=tuple(part.unit for part in uncounted if not part.outcome.total),
        without_parts=tuple(part.unit for part in uncounted if part.outcome.total),
    )
    if answered and all(part.outcome.not_measured_because for part in answered):
        return Whole(coverage, Outcome(not_measured_because=NOBODY))
    return Whole(coverage, _combined(measure, counted))


def _is_counted(measure: Measure, part: Part) -> bool:
    total = part.outcome.total
    return total.is_computed if _is_weighted(measure) else bool(total)


def _is_weighted(measure: Measure) -> bool:
    is_summed_share = measure.is_share and measure.aggregation == Aggregation.SUM
    return measure.aggregation == Aggregation.WEIGHTED or is_summed_share


def _combined(measure: Measure, counted: Sequence[Part]) -> Outcome:
    if not counted or measure.aggregation == Aggregation.NONE:
        return NO_OUTCOME
    outcomes = [part.outcome for part in counted]
    if measure.aggregation == Aggregation.LATEST:
        return max(counted, key=_reported_at).outcome
    if _is_weighted(measure):
        make: Callable[[Measure, Sequence[Figure]], Figure] = _weighted
    else:
        make = _sum if measure.aggregation == Aggregation.SUM else _mean
    return Outcome(
        total=make(measure, [outcome.total for outcome in outcomes]),
        women=make(measure, [outcome.women for outcome in outcomes]),
        men=make(measure, [outcome.men for outcome in outcomes]),
        forecast=make(measure, [outcome.forecast for outcome in outcomes]),
    )


def _reported_at(part: Part) -> tuple[bool, float, int]:
    """Those with a time come after those without; at the same moment the last id decides."""
    return part.at is not None, part.at.timestamp() if part.at else 0.0, part.unit


def _values(figures: Sequence[Figure]) -> list[Decimal] | None:
    """Their values, where all have one."""
    values = [figure.value for figure in figures if figure.value is not None]
    return values if len(values) == len(figures) else None


def _sum(_measure: Measure, figures: Sequence[Figure]) -> Figure:
    values = _values(figures)
    return Figure(sum(values, Decimal(0))) if values else Figure()


def _mean(_measure: Measure, figures: Sequence[Figure]) -> Figure:
    values = _values(figures)
    if not values:
        return Figure()
    with localcontext(prec=_EXACT):
        mean = sum(values, Decimal(0)) / len(values)
    return Figure(+mean)  # rounded once, so that it lies among its values in whichever order they came


def _weighted(measure: Measure, figures: Sequence[Figure]) -> Figure:
    numerators = [figure.numerator for figure in figures if figure.numerator is not None]
    denominators = [figure.denominator for figure in figures if figure.denominator is not None]
    if len(numerators) < len(figures) or len(denominators) < len(figures):
        return Figure()
    return measure.figure(None, sum(numerators, Decimal(0)), sum(denominators, Decimal(0)))
