"""A unit's logging table: for each indicator due what stands there, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import cached_property

from indicators.aims import Aim, aim_of
from indicators.attainment import PARTLY_FROM, judge
from indicators.held import Earlier, Held, Point
from indicators.judgements import Judgements
from indicators.models import Indicator, Measurement
from indicators.outcomes import NO_OUTCOME, Measure, Outcome
from indicators.periods import Months, Stretch, covered, previous, same_last_year
from indicators.plausibility import Case, questions_about
from indicators.questions import Question
from indicators.targets import Aimed, Targets, newest_targets
from vp.org.models import Unit

TREND = 7
"""How many periods a trend shows at most, the present one counted."""


@dataclass(frozen=True)
class LogRow:
    """One indicator that is due for one period.

    `before`: the period before of those that the indicator has values for; `last_year`: the same period then.
    `trend`: the latest periods, this one last; a period without a number is left out.
    `targets`: the unit's own first, then those above, see `indicators.targets.newest_targets`.
    """

    indicator: Indicator
    stretch: Stretch
    measurement: Measurement | None = None
    before: Earlier | None = None
    last_year: Earlier | None = None
    trend: tuple[Point, ...] = ()
    targets: tuple[Aimed, ...] = ()

    @cached_property
    def measure(self) -> Measure:
        return self.indicator.measure

    @cached_property
    def aim(self) -> Aim:
        """What the unit aims at: its own target, else the nearest above."""
        return aim_of(self.targets[0].words) if self.targets else Aim()

    @cached_property
    def outcome(self) -> Outcome:
        return self.measurement.outcome if self.measurement else NO_OUTCOME

    @cached_property
    def months(self) -> Months:
        return self._months(self.stretch)

    def judge(self, threshold: Decimal = PARTLY_FROM) -> Judgements:
        return judge(self.measure, self.aim, self.outcome, self.months, threshold)

    def questions(self) -> tuple[Question, ...]:
        """What should be asked about the values that stand there."""
        stretch = self.before.stretch if self.before else self.stretch
        case = Case(
            measure=self.measure,
            outcome=self.outcome,
            before=self.before.outcome if self.before else None,
            months=self.months,
            months_before=self._months(stretch),
            same_year=stretch.year == self.stretch.year,
            target=self.aim.number,
        )
        return questions_about(case)

    def _months(self, stretch: Stretch) -> Months:
        return covered(
            stretch, accumulates=self.indicator.accumulates, periodicity=self.indicator.periodicity
        )


class Beside(NamedTuple):
    """The periods whose values a row shows: the latest, this one last; the one before; the same last year."""

    latest: tuple[Stretch, ...]
    before: Stretch | None
    last_year: Stretch


def read_log_rows(
    unit: Unit, due: Iterable[tuple[Indicator, Stretch]], year: int, targets: Targets | None = None
) -> list[LogRow]:
    """The rows in the order of what is due in a year. Two queries, for any number of rows; one where the
    `targets` are known."""
    wanted = list(due)
    ids = {indicator.pk for indicator, _stretch in wanted}
    if targets is None:
        targets = newest_targets(ids, unit, year)
    kinds = {(stretch, indicator.periodicity) for indicator, stretch in wanted}
    beside = {kind: _beside(*kind) for kind in kinds}
    stretches = {when for each in beside.values() for when in (*each.latest, each.last_year)}
    held = Held(unit, ids, stretches)
    return [
        _row(indicator, stretch, beside[stretch, indicator.periodicity], held, targets.get(indicator.pk, ()))
        for indicator, stretch in wanted
    ]


def _beside(stretch: Stretch, periodicity: str) -> Beside:
    latest = tuple(reversed([*_back(stretch, periodicity)]))
    return Beside(latest, previous(stretch, periodicity), same_last_year(stretch))


def _row(
    indicator: Indicator, stretch: Stretch, beside: Beside, held: Held, targets: tuple[Aimed, ...]
) -> LogRow:
    return LogRow(
        indicator=indicator,
        stretch=stretch,
        measurement=held.measurement(indicator, stretch),
        before=held.earlier(indicator, beside.before),
        last_year=held.earlier(indicator, beside.last_year),
        trend=tuple(held.totals(indicator, beside.latest)),
        targets=targets,
    )


def _back(stretch: Stretch, periodicity: str) -> Iterator[Stretch]:
    """The period and those before it, the latest first."""
    when: Stretch | None = stretch
    for _step in range(TREND):
        if when is None:
            return
        yield when
        when = previous(when, periodicity)
