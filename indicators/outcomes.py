"""Outcomes as the rules see them: plain values, apart from rows and database.

A figure is one number of an outcome: a value that was written, or a numerator and a denominator and the
value that follows from them. A share's value is a percentage: 157 of 200 is 78.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from indicators.kinds import Aggregation, Direction
from indicators.numbers import with_unit

PARTS = ("numerator", "denominator")
NUMBERS = (
    "total",
    *PARTS,
    "women",
    *(f"women_{part}" for part in PARTS),
    "men",
    *(f"men_{part}" for part in PARTS),
)
"""The names of an outcome's numbers, as its row and its form have them; the forecast stands beside."""
OUTCOME = (*NUMBERS, "forecast", "words", "not_measured_because")
"""The columns of a row that make its outcome, in the order of `outcome_of`."""

_LONGEST = -6
_COMPUTED_DECIMALS = 1


class Figure(NamedTuple):
    """One number of an outcome. A tuple, as outcomes are: a table of values has a thousand of them."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def __bool__(self) -> bool:
        """Whether there is a number at all; 0 is one."""
        return self.value is not None

    @property
    def is_computed(self) -> bool:
        return self.numerator is not None


class Outcome(NamedTuple):
    """Numbers, words, or why nothing was measured; all empty where nothing has been logged."""

    total: Figure = Figure()
    women: Figure = Figure()
    men: Figure = Figure()
    forecast: Figure = Figure()
    words: str = ""
    not_measured_because: str = ""

    @property
    def is_reported(self) -> bool:
        """Whether the unit has answered: with a value, or with why there is none."""
        return bool(self.total or self.words or self.not_measured_because)


NO_OUTCOME = Outcome()


@dataclass(frozen=True)
class Measure:
    """What the rules need to know of an indicator; see `indicators.models.Indicator` for the words."""

    direction: Direction = Direction.NONE
    aggregation: Aggregation = Aggregation.NONE
    accumulates: bool = False
    is_share: bool = False
    by_gender: bool = False
    measured_in: str = ""
    decimals: int | None = None

    @property
    def in_parts(self) -> bool:
        """Whether values are given as numerator and denominator: shares, and what is weighted by one."""
        return self.is_share or self.aggregation == Aggregation.WEIGHTED

    @property
    def is_level(self) -> bool:
        """Whether it says how much of something there is of each: a share, a quotient, a mean."""
        return self.in_parts or self.aggregation == Aggregation.MEAN

    @property
    def is_amount(self) -> bool:
        """Whether it counts something, so that women and men make the total, and units the committee."""
        return not self.in_parts and self.aggregation == Aggregation.SUM

    @property
    def grows(self) -> bool:
        """Whether its value adds up month by month, as a count or a cost does and a share so far doesn't."""
        return self.accumulates and not self.is_level

    @property
    def unit(self) -> str:
        return "%" if self.is_share else self.measured_in

    def figure(
        self, value: Decimal | None, numerator: Decimal | None = None, denominator: Decimal | None = None
    ) -> Figure:
        """A figure with its value: the one given, or the one that its parts make."""
        if numerator is None or not denominator:
            return Figure(value)
        times = 100 if self.is_share else 1
        return Figure(times * numerator / denominator, numerator, denominator)

    def shown(self, figure: Figure) -> Decimal | None:
        """The value as it is shown, and therefore judged: with the indicator's decimals, else as written.

        What was computed gets one decimal where the indicator says nothing.
        """
        if figure.value is None:
            return None
        places = self.decimals
        if places is None and (figure.is_computed or _is_long(figure.value)):
            places = _COMPUTED_DECIMALS
        if places is None:
            return figure.value
        return figure.value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

    def words(self, figure: Figure) -> str:
        """`78,5 %`, `1 200 kr`; empty where there is no number."""
        value = self.shown(figure)
        return "" if value is None else with_unit(value, self.unit, self.decimals)


def outcome_of(measure: Measure, *row: Any) -> Outcome:
    """The outcome of a row's columns, those of OUTCOME."""
    total, women, men = measure.figure(*row[:3]), measure.figure(*row[3:6]), measure.figure(*row[6:9])
    return Outcome(total, women, men, Figure(row[9]), *row[10:])


def _is_long(value: Decimal) -> bool:
    """Whether it has more decimals than a value that is kept can have: it was computed somewhere."""
    if value.as_tuple().exponent >= _LONGEST:  # type: ignore[operator]  # a value is a number
        return False
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent < _LONGEST
