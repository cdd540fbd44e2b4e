"""What a compiled report is made of, as it has been read: each unit, and what joins them; pure."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from followup.document import FollowUpDocument
from indicators.outcomes import Measure


@dataclass(frozen=True)
class UnitSource:
    """A unit's follow-up. `path` are the ids of the units from the top down to it, its own last.

    `follow_up` is its id and `key` its key; `number` and `sha256` name the frozen version, where it is one.
    """

    follow_up: int
    key: uuid.UUID
    path: tuple[int, ...]
    document: FollowUpDocument
    number: int | None = None
    sha256: str = ""

    @property
    def unit(self) -> int:
        return self.path[-1]

    @property
    def name(self) -> str:
        return self.document.unit


@dataclass(frozen=True)
class IndicatorSource:
    """What the rules need to know of an indicator."""

    measure: Measure
    periodicity: str


@dataclass(frozen=True)
class Sources:
    """`own` is the committee's follow-up, if it has one; `below` those of its units, level by level.

    `shows`: by unit and the key of a goal in its plan, the key of the goal above that it shows. `answered`:
    when a unit last gave an indicator's value, by unit and the indicator's key, where that counts.
    """

    own: UnitSource | None
    below: tuple[UnitSource, ...]
    shows: Mapping[tuple[int, uuid.UUID], uuid.UUID] = field(default_factory=dict)
    indicators: Mapping[uuid.UUID, IndicatorSource] = field(default_factory=dict)
    answered: Mapping[tuple[int, uuid.UUID], datetime.datetime] = field(default_factory=dict)

    @property
    def lowest(self) -> tuple[UnitSource, ...]:
        """Those without any of the others below them."""
        above = {pk for each in self.below for pk in each.path[:-1]}
        return tuple(each for each in self.below if each.unit not in above)


@dataclass(frozen=True)
class Quoted:
    """A text that is to be quoted, of the follow-up of that id."""

    follow_up: int
    goal: uuid.UUID | None = None
    heading: str = ""
