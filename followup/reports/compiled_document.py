"""A committee's compiled report as a document: `CompiledDocument` and its JSON form `sammanstallning/1`.

What a finished report shows, prints and exports passes through these frozen dataclasses. Their JSON form is
docs/compiled.schema.json: fields by their names, the empty ones left out, numbers as strings in plain decimal
notation. Only the parts that are in hold anything. This module knows neither Django nor the database.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from followup.document import ChapterDocument, EconomyDocument, OutcomeDocument, PeriodDocument

FORMAT = "sammanstallning/1"
NO_OUTCOME = OutcomeDocument()


@dataclass(frozen=True)
class CoverDocument:
    """The cover, as of a Tjänsteutlåtande. `proposal` is sanitised HTML."""

    title: str
    registry_number: str = ""
    handled_by: str = ""
    addressed_to: str = ""
    dated_on: datetime.date | None = None
    proposal: str = ""


@dataclass(frozen=True)
class UnitDocument:
    """A unit behind the report, and which of its versions: what it says is that version's.

    `key` is its follow-up's.
    `within` are the names of the units between. `is_reported`: it has said that it is done. One that is still
    open has no version.
    """

    name: str
    key: uuid.UUID | None = None
    within: tuple[str, ...] = ()
    status: str = ""
    is_reported: bool = False
    version: int | None = None
    sha256: str = ""


@dataclass(frozen=True)
class JudgedDocument:
    """How a unit judges a goal of its own; `why` is the beginning of its analysis as plain text."""

    unit: str
    title: str
    number: str = ""
    attainment: str = ""
    why: str = ""


@dataclass(frozen=True)
class DeviationDocument:
    """An activity that didn't go as planned."""

    unit: str
    title: str
    start: datetime.date | None = None
    end: datetime.date | None = None
    responsible: str = ""
    status: str = ""
    deviation: str = ""
    carry_over: bool = False


@dataclass(frozen=True)
class ValueDocument:
    """One due unit's outcome of an indicator; empty where it hasn't reported."""

    unit: str
    outcome: OutcomeDocument = NO_OUTCOME
    target: str = ""
    attainment: str = ""


@dataclass(frozen=True)
class WholeDocument:
    """An indicator for all units together: `reported` of `due` have answered, `counted` are in the value.

    `due` is 0 where the indicator is measured by the committee alone. `coverage` says it in words.
    """

    name: str
    indicator: uuid.UUID | None = None
    measured_in: str = ""
    decimals: int | None = None
    by_gender: bool = False
    target: str = ""
    council_target: str = ""
    period: PeriodDocument | None = None
    outcome: OutcomeDocument = NO_OUTCOME
    attainment: str = ""
    reason: str = ""
    reported: int = 0
    due: int = 0
    counted: int = 0
    coverage: str = ""
    missing: tuple[str, ...] = ()
    values: tuple[ValueDocument, ...] = ()


@dataclass(frozen=True)
class ExtractDocument:
    """A text of a unit, whole. `body` is sanitised HTML."""

    unit: str
    heading: str
    body: str


@dataclass(frozen=True)
class CompiledGoal:
    """A goal of the committee's or above it, with what its units say of it.

    `own`: the committee has set it, and judges it. `units` of the report's units have it in their plans.
    `activities` counts those that stand at the goal, also the ones that go as planned.
    """

    level: str
    title: str
    key: uuid.UUID | None = None
    number: str = ""
    own: bool = False
    attainment: str = ""
    analysis: str = ""
    units: int = 0
    judgements: tuple[JudgedDocument, ...] = ()
    indicators: tuple[WholeDocument, ...] = ()
    activities: int = 0
    deviations: tuple[DeviationDocument, ...] = ()
    extracts: tuple[ExtractDocument, ...] = ()
    goals: tuple[CompiledGoal, ...] = ()


@dataclass(frozen=True)
class MoneyDocument:
    """A sum: of `cost`, `income` or `net`, or one unit's net. A column without a number has none of some."""

    name: str
    budget: Decimal | None = None
    outcome: Decimal | None = None
    forecast: Decimal | None = None


@dataclass(frozen=True)
class EconomyWhole:
    """The units' economy: `counted` of `due` units are in the sums, those that miss a number are `missing`.

    `own` are the committee's own rows, and `between` the nets of levels between; neither is in the sums.
    """

    own: tuple[EconomyDocument, ...] = ()
    sums: tuple[MoneyDocument, ...] = ()
    units: tuple[MoneyDocument, ...] = ()
    between: tuple[MoneyDocument, ...] = ()
    counted: int = 0
    due: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompiledDocument:
    """A compiled report. `parts` are the kinds that are in, in order; `version` that of a finished one."""

    year: int
    code: str
    name: str
    period: PeriodDocument
    unit: str
    cover: CoverDocument
    within: tuple[str, ...] = ()
    version: int | None = None
    finished_on: datetime.date | None = None
    reason: str = ""
    parts: tuple[str, ...] = ()
    units: tuple[UnitDocument, ...] = ()
    summary: str = ""
    texts: tuple[ChapterDocument, ...] = ()
    goals: tuple[CompiledGoal, ...] = ()
    economy: EconomyWhole = EconomyWhole()
    extracts: tuple[ExtractDocument, ...] = ()

    @property
    def at_year_end(self) -> bool:
        return self.period.end.month == 12

    def walk_goals(self) -> Iterator[CompiledGoal]:
        """Every goal, parents before children."""
        waiting = list(reversed(self.goals))
        while waiting:
            goal = waiting.pop()
            yield goal
            waiting.extend(reversed(goal.goals))

    def finished(self, version: int, on: datetime.date, reason: str = "") -> CompiledDocument:
        """The same as that version."""
        return replace(self, version=version, finished_on=on, reason=reason)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form as plain values."""
        from followup.reports.compiled_json import plain_of

        return {"format": FORMAT, **plain_of(self)}

    def to_json(self) -> str:
        """The JSON form as readable text; the same document always gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def sha256(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()
