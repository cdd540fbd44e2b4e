"""An indicator's page: a unit's values over the years against the target, and the units below compared."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from followup.charts.chart import Chart
from followup.pages.indicator_charts import answer, beside_each_other, compared, over_time, words_of
from followup.pages.indicator_reading import Course, Gathered, Shown, read_course
from indicators.judgements import Judgement
from indicators.kinds import Aggregation, Direction
from indicators.models import Indicator
from vp.org.access import Permission, can, memberships
from vp.org.models import Unit, User

MOST_CHOICES = 12


@dataclass(frozen=True)
class Latest:
    """The latest period that the unit has answered for. `coverage`: of how many units the value is made."""

    period: str
    answer: str
    target: str
    judgement: Judgement
    coverage: str
    is_open: bool


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class IndicatorPage:
    """`above` are the units over the shown one that use the same indicator, the top one first.

    `comparison` None: nothing stands below, or nothing of it may be read. `counts_closed_only`: values of
    rounds that are open aren't in what is made of several units.
    """

    indicator: Indicator
    unit: Unit
    above: Sequence[Unit]
    facts: Sequence[tuple[str, str]]
    latest: Latest | None
    chart: Chart | None
    comparison: Chart | None
    comparison_is_open: bool
    periods: Sequence[Choice]
    counts_closed_only: bool
    may_set_up: bool


def own_unit(person: User, indicator: Indicator) -> Unit:
    """Where the page begins: the first of the person's units that has the indicator, else its owner."""
    units = [membership.unit for membership in memberships(person)]
    return next((unit for unit in units if indicator.owner_id in unit.path), indicator.owner)


def indicator_page(
    person: User, indicator: Indicator, unit: Unit, today: datetime.date, period: str = ""
) -> IndicatorPage:
    """`period` is the one that units are compared in, as `2027-T1`; else the latest that has values."""
    course = read_course(person, indicator, unit, today)
    choices = [each for each in reversed(course.periods) if compared(course, each)][:MOST_CHOICES]
    with_values = [
        each for each in choices if any(shown.outcome.total for _, shown in compared(course, each))
    ]
    chosen = next(
        (each for each in choices if _key(each) == period), next(iter([*with_values, *choices]), None)
    )
    above = [course.units[pk] for pk in unit.path[:-1] if pk in course.units]
    start = indicator.owner_id
    return IndicatorPage(
        indicator=indicator,
        unit=unit,
        above=[each for each in above if start in each.path],
        facts=_facts(indicator),
        latest=_latest(course),
        chart=over_time(course) if _has_anything(course) else None,
        comparison=beside_each_other(course, chosen, _addresses(indicator)) if chosen else None,
        comparison_is_open=bool(chosen and chosen.is_open),
        periods=[Choice(_key(each), words_of(each.stretch), each is chosen) for each in choices],
        counts_closed_only=bool(course.children) and not course.reads_all_below,
        may_set_up=can(person, Permission.SET_UP, indicator.owner),
    )


def _key(period: Gathered) -> str:
    return f"{period.stretch.year}-{period.stretch.code}"


def _has_anything(course: Course) -> bool:
    return any(
        course.shown(period, course.unit).outcome.is_reported or course.target(period, course.unit)
        for period in course.periods
    )


def _latest(course: Course) -> Latest | None:
    for period in reversed(course.periods):
        shown = course.shown(period, course.unit)
        whole = shown.whole
        if shown.outcome.is_reported or (whole is not None and whole.coverage.reported):
            return Latest(
                period=words_of(period.stretch),
                answer=answer(course.indicator.measure, shown),
                target=course.target(period, course.unit),
                judgement=course.judgement(period, course.unit, shown.outcome),
                coverage=_coverage(course, shown),
                is_open=period.is_open,
            )
    return None


def _coverage(course: Course, shown: Shown) -> str:
    """How many units stand behind the value, or behind what they make beside the unit's own."""
    if shown.whole is None or not shown.whole.coverage.due:
        return ""
    said = shown.whole.coverage.words
    made = course.indicator.measure.words(shown.whole.outcome.total)
    return f"Enheterna under har tillsammans {made}. {said}" if shown.is_own and made else said


def _addresses(indicator: Indicator) -> Callable[[Unit], str]:
    """Where the same page is for another unit."""
    address = reverse("followup:indicator", args=[indicator.key])
    return lambda unit: f"{address}?enhet={unit.slug}"


def _facts(indicator: Indicator) -> list[tuple[str, str]]:
    """How it is measured, in the words of its settings; what isn't said is left out."""
    direction = Direction(indicator.direction)
    covers = "Värdet gäller året hittills" if indicator.accumulates else "Värdet gäller perioden"
    rows = [
        ("Ägs av", indicator.owner.name),
        ("Mäts", indicator.periodicity),
        ("Mäts i", indicator.measure.unit),
        ("Riktning", direction.label.capitalize() if direction is not Direction.NONE else ""),
        ("Enheterna", Aggregation(indicator.aggregation).label.capitalize()),
        ("Under året", covers),
        ("Könsuppdelad", "Ja" if indicator.by_gender else ""),
    ]
    return [(name, words) for name, words in rows if words]
