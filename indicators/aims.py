"""What a target aims at: a number, a limit or a span, read out of its words.

A target in other words (`öka`, `Tas fram av nämnd`, `85 % senast 2027`) aims at nothing that can be
compared, and is judged by a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from indicators.kinds import Direction
from indicators.parsing import Bound, Kind, Span, read

_SAID_BY_BOUND = {
    Bound.AT_LEAST: Direction.HIGHER,
    Bound.ABOVE: Direction.HIGHER,
    Bound.AT_MOST: Direction.LOWER,
    Bound.BELOW: Direction.LOWER,
}


@dataclass(frozen=True)
class Aim:
    """`words` as the target was written. A strict limit (`över 80`) isn't met by the number itself."""

    words: str = ""
    number: Decimal | None = None
    span: Span | None = None
    bound: Bound | None = None

    @property
    def is_in_words(self) -> bool:
        """Whether there is a target that only a person can judge; its outcome can be words too."""
        return bool(self.words) and self.number is None and self.span is None

    @property
    def is_strict(self) -> bool:
        return self.bound in {Bound.ABOVE, Bound.BELOW}

    @property
    def direction(self) -> Direction:
        """What the target itself says of which way is better; NONE where it says nothing."""
        if self.span is not None:
            return Direction.WITHIN
        return _SAID_BY_BOUND[self.bound] if self.bound else Direction.NONE


@lru_cache(maxsize=1024)
def aim_of(words: str) -> Aim:
    """`85 %`, `minst 85 %`, `80–90 %`, `mellan 80 och 90`; everything else is words, a dash is nothing."""
    reading = read(words)
    text = words.strip()
    if not any(sign.isalnum() for sign in text):
        return Aim()  # an empty cell, as many write it
    if reading.kind is Kind.SPAN:
        return Aim(text, span=reading.span)
    if reading.kind in {Kind.NUMBER, Kind.BOUND}:
        return Aim(text, number=reading.number, bound=reading.bound)
    return Aim(text)
