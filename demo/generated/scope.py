"""How large the municipality is to be, what has happened there by a day, and the chance behind it all."""

from __future__ import annotations

import datetime
import random
import uuid
from dataclasses import dataclass
from functools import cached_property

from indicators.periods import Stretch, stretches_of

ROUNDS = ("T1", "T2", "VB")
_KEYS = uuid.uuid5(uuid.NAMESPACE_DNS, "make-municipality.example")


@dataclass(frozen=True)
class Scope:
    """`units` are shared by the committees. With one year there is this year's plan; with two also the next
    one's draft; every further one is a year of the past."""

    name: str
    committees: int
    units: int
    years: int
    today: datetime.date

    @cached_property
    def plan_years(self) -> range:
        first = self.today.year - max(0, self.years - 2)
        return range(first, first + self.years)

    def is_decided(self, year: int) -> bool:
        return year <= self.today.year

    @cached_property
    def rounds(self) -> list[Stretch]:
        """The rounds whose months are over; the newest is still open."""
        return [
            stretch
            for year in self.plan_years
            for stretch in stretches_of(year)
            if stretch.code in ROUNDS and stretch.ends_on < self.today
        ]

    def units_of(self, committee: int) -> int:
        """How many units the committee with that number has."""
        return self.units // self.committees + (committee < self.units % self.committees)

    @property
    def steps(self) -> int:
        """How much there is to do, as progress counts it: a plan or a follow-up of a unit is one."""
        return self.units * (self.years + len(self.rounds))

    def chance(self, *path: object) -> random.Random:
        """Chance that is the same for the same path in the same municipality."""
        return random.Random("/".join(map(str, (self.name, *path))))  # noqa: S311  for show, not for secrets

    def key(self, *path: object) -> uuid.UUID:
        """A lasting key, likewise."""
        return uuid.uuid5(_KEYS, "/".join(map(str, (self.name, *path))))
