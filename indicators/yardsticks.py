"""A target held against a figure: met, nearly met or missed, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.aims import Aim
from indicators.judgements import Attainment, Judgement
from indicators.kinds import Direction
from indicators.numbers import with_unit
from indicators.outcomes import Figure, Measure


@dataclass(frozen=True)
class Yardstick:
    """A number to reach, a number not to pass, or a span to lie within.

    `aim` has a number, or a span where `direction` is WITHIN. `threshold` is the part of the target from
    which it is met in part. `name` is what it is called in a reason, in the neuter.
    """

    measure: Measure
    aim: Aim
    direction: Direction
    threshold: Decimal
    name: str = "årsmålet"

    def part(self, part: Decimal, name: str) -> Yardstick:
        """A part of a target that is a number, as of the months so far; rounded as it is shown."""
        number = self.measure.shown(Figure((self.aim.number or Decimal(0)) * part))
        words = self.measure.words(Figure(number))
        return replace(self, aim=replace(self.aim, words=words, number=number), name=name)

    @property
    def words(self) -> str:
        return f"{self.name} {self.aim.words}"

    def is_met_by(self, figure: Figure) -> bool:
        return self._meets(self._value(figure))

    def is_nearly_met_by(self, figure: Figure) -> bool:
        return self._nearly_meets(self._value(figure))

    def judge(self, figure: Figure, said: str = "Utfallet") -> Judgement:
        """The judgement of a figure that has a value; `said` is what the reason calls it."""
        value = self._value(figure)
        words = f"{said} {self.measure.words(figure)}"
        if self._meets(value):
            return Judgement(Attainment.FULLY, f"{words} {self._met(value)} {self.words}.")
        missed = f"{words} {self._missed(value)} {self.words}"
        if self._nearly_meets(value):
            return Judgement(Attainment.PARTLY, f"{missed} men {self._distance(value, near=True)}.")
        if not self._goal(value):
            return Judgement(Attainment.NOT, f"{missed}.")
        return Judgement(Attainment.NOT, f"{missed} och {self._distance(value, near=False)}.")

    def _value(self, figure: Figure) -> Decimal:
        """As it is shown, and therefore judged."""
        return self.measure.shown(figure) or Decimal(0)

    def _meets(self, value: Decimal) -> bool:
        if self.aim.span is not None:
            return self.aim.span.low <= value <= self.aim.span.high
        goal = self._goal(value)
        if value == goal:
            return not self.aim.is_strict
        return value > goal if self.direction is Direction.HIGHER else value < goal

    def _nearly_meets(self, value: Decimal) -> bool:
        goal = self._goal(value)
        return bool(goal) and abs(value - goal) <= (1 - self.threshold) * abs(goal)

    def _goal(self, value: Decimal) -> Decimal:
        """What the value should have reached: the number, or the nearer end of the span."""
        if self.aim.span is not None:
            return self.aim.span.low if value < self.aim.span.low else self.aim.span.high
        return self.aim.number or Decimal(0)

    def _met(self, value: Decimal) -> str:
        if self.aim.span is not None:
            return "ligger inom"
        if value == self.aim.number:
            return "är lika med"
        return "är över" if value > self._goal(value) else "är under"

    def _missed(self, value: Decimal) -> str:
        goal = self._goal(value)
        if value == goal:
            return "når inte förbi"
        return "är under" if value < goal else "är över"

    def _distance(self, value: Decimal, *, near: bool) -> str:
        """`minst 80 % av det`, or for what lies above, and for spans, `högst 20 % från det`."""
        if self.aim.span is None and 0 < self._goal(value) >= value:
            return f"{'minst' if near else 'mindre än'} {with_unit(100 * self.threshold, '%')} av det"
        return f"{'högst' if near else 'mer än'} {with_unit(100 * (1 - self.threshold), '%')} från det"
