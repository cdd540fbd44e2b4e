"""Where an axis has its marks: round numbers that cover the data; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from indicators.numbers import written

MOST = 5
"""How many steps an axis has at most."""
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_DIGITS = 60
_NEAR_ZERO = Decimal("0.5")
"""Where the smallest value is less than this part of the largest, the axis begins at zero."""
_LEAST_SPAN = Decimal("0.2")
"""An axis covers at least this part of its largest value."""
_WORDS = ((Decimal(10) ** 9, "miljarder"), (Decimal(10) ** 6, "miljoner"))


def ticks(low: Decimal, high: Decimal, most: int = MOST) -> tuple[Decimal, ...]:
    """At least two marks at even steps of 1, 2, 2.5 or 5 times a power of ten, from at or under `low` to at
    or over `high`, and at most `most` + 2 of them; `low` is not more than `high`."""
    with localcontext(prec=_DIGITS):
        span = high - low
        if not span:
            span = abs(high) or Decimal(1)
        step = _step(span / most)
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if first == last:
            first, last = first - 1, last + 1
        return tuple(step * number for number in range(int(first), int(last) + 1))


def _step(least: Decimal) -> Decimal:
    """The smallest round number that isn't less."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * step for step in _STEPS if power * step >= least)


def covering(values: Sequence[Decimal], *, from_zero: bool = False) -> tuple[Decimal, ...]:
    """The marks of an axis for some values, at least one.

    It begins at zero where `from_zero` says so, as bars must, or where the values come near it; and it
    doesn't make a small difference look large.
    """
    low, high = min(values), max(values)
    if low >= 0 and (from_zero or low <= high * _NEAR_ZERO):
        low = Decimal(0)
    elif high <= 0 and (from_zero or high >= low * _NEAR_ZERO):
        high = Decimal(0)
    lacking = max(abs(low), abs(high)) * _LEAST_SPAN - (high - low)
    if lacking > 0:
        low, high = low - lacking / 2, high + lacking / 2
    return ticks(low, high)


@dataclass(frozen=True)
class Scale:
    """How the marks of an axis are written: `divisor` is what they are counted in, `word` its name."""

    divisor: Decimal = Decimal(1)
    word: str = ""

    def words(self, tick: Decimal) -> str:
        with localcontext(prec=_DIGITS):
            return written((tick / self.divisor).normalize())


def scale_of(marks: Sequence[Decimal]) -> Scale:
    """Millions and thousand millions are counted in words, so that the marks stay short."""
    largest = max(abs(mark) for mark in marks)
    return next((Scale(size, word) for size, word in _WORDS if largest >= size), Scale())
