"""The indicator rows of follow-ups: what is due and was given, what it is held against, and how it does."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from followup.due import DueHere, Exceptions, due_here, exceptions_of
from followup.models import FollowUp, Round
from followup.outlines import NOTHING, Outline, OutlineIndicator, outlines_of
from goals.models import Plan
from indicators.aggregation import Whole
from indicators.aims import Aim, aim_of
from indicators.attainment import judge
from indicators.judgements import Judgement, Judgements
from indicators.models import Indicator, Measurement, Target
from indicators.outcomes import NO_OUTCOME, Outcome
from indicators.periods import Stretch, covered, previous, same_last_year

NOT_DUE = Judgements(Judgement(None, "Följs inte upp i den här omgången."))


@dataclass(frozen=True)
class ValueRow:
    """An indicator at a goal, in one unit's follow-up.

    `targets` are the newest of the year: the unit's own first, then those of the units above that have one,
    the council's last. `measurement` is the value for the period that is due; `trend` those of this and the
    last year in the same sort of period, oldest first, this one included. `below` is what units below make.
    """

    key: uuid.UUID
    goal: uuid.UUID
    indicator: Indicator
    name: str
    due: DueHere
    unit: int
    council: int
    targets: tuple[Target, ...] = ()
    measurement: Measurement | None = None
    previous: Measurement | None = None
    last_year: Measurement | None = None
    trend: tuple[Measurement, ...] = ()
    below: Whole | None = None
    judgements: Judgements = NOT_DUE

    @property
    def is_asked(self) -> bool:
        """Whether somebody is to type a value."""
        return self.due.is_due and not self.due.is_made_below

    @property
    def outcome(self) -> Outcome:
        """The unit's own value; where it has none, what the units below make."""
        own = self.measurement.outcome if self.measurement else NO_OUTCOME
        if not own.is_reported and self.below is not None:
            return self.below.outcome
        return own

    @property
    def is_reported(self) -> bool:
        return self.measurement is not None and self.measurement.outcome.is_reported

    @property
    def target(self) -> str:
        """The unit's own target, as it was written."""
        return next((each.words for each in self.targets if each.unit_id == self.unit), "")

    @property
    def council_target(self) -> str:
        return next((each.words for each in self.targets if each.unit_id == self.council), "")

    @property
    def aim(self) -> Aim:
        """What is aimed at: the unit's target, else the nearest above."""
        return aim_of(self.targets[0].words) if self.targets else Aim()


@dataclass(frozen=True)
class Values:
    """What is read of several follow-ups of one round, by the follow-ups' ids."""

    plans: Mapping[int, Plan]
    outlines: Mapping[int, Outline]
    rows: Mapping[int, tuple[ValueRow, ...]]


def read_values(follow_ups: Sequence[FollowUp]) -> Values:
    """The indicator rows of follow-ups of one round, in seven queries, or eight where plans are drafts.

    The follow-ups come with their `round.period` and `unit`. What units below make is added by
    `followup.below`.
    """
    round_ = follow_ups[0].round
    units = {row.unit_id for row in follow_ups}
    plans = {plan.unit_id: plan for plan in Plan.objects.filter(unit__in=units, year=round_.year)}
    by_plan = outlines_of(list(plans.values()))
    outlines = {
        row.pk: by_plan[plans[row.unit_id].pk] if row.unit_id in plans else NOTHING for row in follow_ups
    }
    indicators = {each.indicator.pk for outline in outlines.values() for each in outline.indicators}
    reader = _Reader(
        round_,
        exceptions_of([round_.pk]),
        _targets(indicators, follow_ups, round_.year),
        _measurements(indicators, units, round_.year),
    )
    return Values(
        {row.pk: plans[row.unit_id] for row in follow_ups if row.unit_id in plans},
        outlines,
        {row.pk: reader.rows(row, outlines[row.pk]) for row in follow_ups},
    )


_Targets = Mapping[int, Mapping[int, Target]]
"""By indicator and unit, the newest of the year."""
_Measured = Mapping[tuple[int, int], Sequence[Measurement]]
"""By unit and indicator, in the order of their periods."""


def _targets(indicators: Iterable[int], follow_ups: Iterable[FollowUp], year: int) -> _Targets:
    paths = {pk for row in follow_ups for pk in row.unit.path}
    found: dict[int, dict[int, Target]] = defaultdict(dict)
    for target in Target.objects.of_year(year).filter(indicator__in=set(indicators), unit__in=paths):
        found[target.indicator_id][target.unit_id] = target
    return found


def _measurements(indicators: Iterable[int], units: Iterable[int], year: int) -> _Measured:
    rows = Measurement.objects.filter(
        indicator__in=set(indicators), unit__in=set(units), period__year__in=(year - 1, year)
    )
    found: dict[tuple[int, int], list[Measurement]] = defaultdict(list)
    for row in rows.select_related("period").order_by("period__ends_on", "-period__starts_on", "pk"):
        found[row.unit_id, row.indicator_id].append(row)
    return found


@dataclass(frozen=True)
class _Reader:
    round: Round
    exceptions: Exceptions
    targets: _Targets
    measured: _Measured

    def rows(self, follow_up: FollowUp, outline: Outline) -> tuple[ValueRow, ...]:
        return tuple(self._row(follow_up, each) for each in outline.indicators)

    def _row(self, follow_up: FollowUp, each: OutlineIndicator) -> ValueRow:
        indicator, unit = each.indicator, follow_up.unit
        due = due_here(
            self.round.period.stretch,
            indicator.periodicity,
            self.exceptions.get(self.round.pk, {}).get(indicator.pk),
        )
        measured = self.measured.get((unit.pk, indicator.pk), ())
        for value in measured:
            value.indicator, value.unit = indicator, unit
        by_unit = self.targets.get(indicator.pk, {})
        row = ValueRow(
            key=each.key,
            goal=each.goal,
            indicator=indicator,
            name=each.name,
            due=due,
            unit=unit.pk,
            council=unit.path[0],
            targets=tuple(by_unit[pk] for pk in reversed(unit.path) if pk in by_unit),
        )
        return judged(self.round, _with_values(row, measured)) if due.stretch else row


def _with_values(row: ValueRow, measured: Sequence[Measurement]) -> ValueRow:
    stretch = row.due.stretch
    assert stretch is not None  # noqa: S101  asked by the caller; narrows the type
    by_period = {(value.period.year, value.period.code): value for value in measured}

    def of(period: Stretch | None) -> Measurement | None:
        return by_period.get((period.year, period.code)) if period else None

    return replace(
        row,
        measurement=of(stretch),
        previous=of(previous(stretch, row.indicator.periodicity)),
        last_year=of(same_last_year(stretch)),
        trend=tuple(
            value
            for value in measured
            if _sort(value.period.code) == _sort(stretch.code) and value.period.ends_on <= stretch.ends_on
        ),
    )


def _sort(code: str) -> str:
    """Periods that stand beside each other: tertials, halves, quarters, months; any other is its own."""
    return "T" if code in {"T1", "T2", "VB"} else code[:1] if code[1:].isdigit() else code


def judged(round_: Round, row: ValueRow) -> ValueRow:
    """The row with its judgement by the rules; again after what units below make is known."""
    if row.due.stretch is None or not row.due.is_due:
        return row
    indicator = row.indicator
    months = covered(row.due.stretch, accumulates=indicator.accumulates, periodicity=indicator.periodicity)
    return replace(row, judgements=judge(indicator.measure, row.aim, row.outcome, months, round_.threshold))
