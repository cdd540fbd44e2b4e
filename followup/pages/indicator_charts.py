"""An indicator's values as charts: a unit's over the years, and the units below it beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from followup.charts.bars import bar_chart
from followup.charts.chart import Bar, Chart, Label, Mark, Point, Series
from followup.charts.lines import line_chart
from followup.pages.indicator_reading import Course, Gathered, Shown
from indicators.aims import Aim
from indicators.kinds import Direction
from indicators.outcomes import Figure, Measure, Outcome
from indicators.periods import MONTHS, Stretch
from vp.org.models import Unit
from vp.org.swedish import swedish_key

_LONGEST = 60
"""A reason or an answer in words is cut there in a table."""


def over_time(course: Course) -> Chart:
    """The unit's values period by period, women's and men's where there are any, and its target."""
    measure = course.indicator.measure
    outcomes = [course.shown(period, course.unit).outcome for period in course.periods]
    labels = [label_of(period.stretch) for period in course.periods]
    series = [Series("Totalt" if measure.by_gender else "Utfall", _points(measure, outcomes, _total))]
    for name, pick in (("Kvinnor", _women), ("Män", _men)):
        points = _points(measure, outcomes, pick)
        if measure.by_gender and any(point.value is not None for point in points):
            series.append(Series(name, points))
    expected = _expected(course, outcomes)
    if expected:
        series.append(expected)
    return line_chart(
        f"{course.indicator.name}, {course.unit.name}",
        labels=labels,
        series=series,
        targets=[mark_of(course.aim(period, course.unit)) for period in course.periods],
        unit=measure.unit,
        is_broken=measure.accumulates,
    )


def beside_each_other(course: Course, period: Gathered, address: Callable[[Unit], str]) -> Chart:
    """The units right below in a period, the best first; those without a number last."""
    measure = course.indicator.measure
    units = compared(course, period)
    bars = []
    for unit, shown in units:
        attainment = course.judgement(period, unit, shown.outcome).attainment
        bars.append(
            Bar(
                unit.name,
                Point(measure.shown(shown.outcome.total), answer(measure, shown) + _of_how_many(shown)),
                mark_of(course.aim(period, unit)),
                attainment.label if attainment else "",
                address(unit),
            )
        )
    return bar_chart(f"Enheterna i {words_of(period.stretch)}", bars=bars, unit=measure.unit)


def compared(course: Course, period: Gathered) -> list[tuple[Unit, Shown]]:
    """The units right below that are due or have answered, in the order of the bars."""
    found = []
    for unit in course.children:
        shown = course.shown(period, unit)
        if unit.pk in period.due or unit.pk in period.values or shown.whole is not None:
            found.append((unit, shown))
    is_lower = course.indicator.direction == Direction.LOWER

    def order(each: tuple[Unit, Shown]) -> tuple[bool, Decimal, str]:
        value = each[1].outcome.total.value
        return value is None, (value or Decimal(0)) * (1 if is_lower else -1), swedish_key(each[0].name)

    return sorted(found, key=order)


def label_of(stretch: Stretch) -> Label:
    """Months by their names, other periods by their codes."""
    is_month = stretch.code.startswith("M") and stretch.code[1:].isdigit()
    name = MONTHS[stretch.first_month - 1][:3] if is_month else stretch.code
    return Label(name, str(stretch.year))


def words_of(stretch: Stretch) -> str:
    return label_of(stretch).words


def answer(measure: Measure, shown: Shown) -> str:
    """What was answered, in as few words as a table has room for."""
    outcome = shown.outcome
    if outcome.total:
        return measure.words(outcome.total)
    if outcome.not_measured_because:
        return _cut(f"Ej mätt: {outcome.not_measured_because}")
    if shown.whole is not None and shown.whole.coverage.due and not outcome.words:
        return f"{shown.whole.coverage.reported} av {len(shown.whole.coverage.due)} har rapporterat"
    return _cut(outcome.words)


def _of_how_many(shown: Shown) -> str:
    """How many units stand behind a value that is made of several, where some are missing."""
    if shown.is_own or not shown.outcome.total or shown.whole is None or shown.whole.coverage.is_complete:
        return ""
    coverage = shown.whole.coverage
    return f" ({coverage.reported} av {len(coverage.due)})"


def mark_of(aim: Aim) -> Mark | None:
    if not aim.words:
        return None
    if aim.span is not None:
        return Mark(aim.words, aim.span.low, aim.span.high)
    return Mark(aim.words, aim.number)


def _points(
    measure: Measure, outcomes: Iterable[Outcome], pick: Callable[[Outcome], Figure]
) -> tuple[Point, ...]:
    return tuple(
        Point(measure.shown(pick(outcome)), measure.words(pick(outcome)))
        if pick(outcome)
        else Point(None, answer(measure, Shown(outcome)) if pick is _total else "")
        for outcome in outcomes
    )


def _total(outcome: Outcome) -> Figure:
    return outcome.total


def _women(outcome: Outcome) -> Figure:
    return outcome.women


def _men(outcome: Outcome) -> Figure:
    return outcome.men


def _expected(course: Course, outcomes: Sequence[Outcome]) -> Series | None:
    """The latest forecast of the latest year, at its end, unless the year's own value is there."""
    measure = course.indicator.measure
    latest = course.periods[-1].stretch.year if course.periods else 0
    forecasts = [
        outcome.forecast
        for period, outcome in zip(course.periods, outcomes, strict=True)
        if period.stretch.year == latest and outcome.forecast
    ]
    if not forecasts or course.periods[-1].stretch.last_month != 12 or outcomes[-1].total:
        return None
    point = Point(measure.shown(forecasts[-1]), measure.words(forecasts[-1]))
    return Series("Prognos helår", (*[Point()] * (len(outcomes) - 1), point), is_expected=True)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
