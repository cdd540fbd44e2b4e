"""Several units' outcomes as one: as the indicator says, and nothing invented."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.aggregation import Part, Whole, combine
from indicators.kinds import Aggregation
from indicators.outcomes import NO_OUTCOME, Figure, Measure, Outcome

SHARE = Measure(is_share=True, aggregation=Aggregation.WEIGHTED)
SUM = Measure(aggregation=Aggregation.SUM)
MEAN = Measure(aggregation=Aggregation.MEAN)
NOT_MEASURED = Outcome(not_measured_because="Enkäten görs i höst.")


def value(number: int, **others: int) -> Outcome:
    return Outcome(Figure(Decimal(number)), **{name: Figure(Decimal(n)) for name, n in others.items()})


def share(numerator: int, denominator: int) -> Outcome:
    return Outcome(SHARE.figure(None, Decimal(numerator), Decimal(denominator)))


def parts(*outcomes: Outcome) -> list[Part]:
    return [Part(unit, outcome) for unit, outcome in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("measure", "outcomes", "total"),
    [
        (SUM, [value(3), value(4)], "7"),
        (MEAN, [value(3), value(4)], "3.5"),
        (SHARE, [share(1, 2), share(30, 30)], "96.875"),
        (replace(SHARE, aggregation=Aggregation.SUM), [share(1, 2), share(30, 30)], "96.875"),
        (replace(SHARE, aggregation=Aggregation.MEAN), [share(1, 2), share(30, 30)], "75"),
        (Measure(aggregation=Aggregation.WEIGHTED), [share(100, 2), share(300, 30)], "12.5"),
        (Measure(aggregation=Aggregation.NONE), [value(3), value(4)], None),
        (SUM, [value(3), NOT_MEASURED, Outcome(words="Ökar")], "3"),
        (SUM, [NOT_MEASURED], None),
        (SUM, [], None),
    ],
)
def test_the_value(measure: Measure, outcomes: list[Outcome], total: str | None) -> None:
    found = combine(measure, parts(*outcomes)).outcome.total.value
    assert found == (Decimal(total) if total else None)


def test_who_has_reported() -> None:
    whole = combine(SHARE, parts(share(1, 2), NO_OUTCOME, NOT_MEASURED, value(80), Outcome(words="Ökar")))
    coverage = whole.coverage
    assert (coverage.due, coverage.missing) == ((0, 1, 2, 3, 4), (1,))
    assert (coverage.without_value, coverage.without_parts) == ((2, 4), (3,))
    assert (coverage.reported, coverage.counted, coverage.is_complete, coverage.is_enough) == (
        4,
        1,
        False,
        True,
    )
    assert coverage.words == (
        "4 av 5 enheter har rapporterat. 2 kunde inte mäta eller svarade i ord."
        " 1 saknar täljare och nämnare och är inte med i värdet."
    )


def test_too_few_make_no_value() -> None:
    whole = combine(SUM, parts(value(3), NO_OUTCOME, NO_OUTCOME))
    assert whole.outcome == NO_OUTCOME
    assert whole.of_reported.total.value == 3
    assert whole.coverage.words == "1 av 3 enheter har rapporterat. Det är för få för ett gemensamt värde."
    half = combine(SUM, parts(value(3), NO_OUTCOME))
    assert (half.outcome.total.value, half.coverage.is_complete) == (3, False)
    assert combine(SUM, []).outcome == NO_OUTCOME


def test_where_nobody_could_measure_the_whole_is_not_measured() -> None:
    nobody = combine(SUM, parts(NOT_MEASURED, NOT_MEASURED, NO_OUTCOME)).outcome
    assert nobody == Outcome(not_measured_because="Ingen av enheterna kunde mäta.")
    assert combine(SUM, parts(NOT_MEASURED, Outcome(words="Ökar"))).outcome == NO_OUTCOME
    assert combine(SUM, parts(NOT_MEASURED, value(3))).outcome == value(3)


def test_women_men_and_forecast_need_everybody_behind_the_total() -> None:
    both = combine(SUM, parts(value(3, women=1, men=2, forecast=9), value(4, women=4, men=0, forecast=12)))
    assert both.outcome == value(7, women=5, men=2, forecast=21)
    one = combine(SUM, parts(value(3, women=1, men=2, forecast=9), value(4)))
    assert one.outcome == value(7)


def test_shares_of_women_are_weighted_by_women() -> None:
    unit = Outcome(
        total=SHARE.figure(None, Decimal(30), Decimal(40)), women=SHARE.figure(None, Decimal(9), Decimal(10))
    )
    other = Outcome(
        total=SHARE.figure(None, Decimal(5), Decimal(10)), women=SHARE.figure(None, Decimal(0), Decimal(5))
    )
    found = combine(SHARE, parts(unit, other)).outcome
    assert (found.total.value, found.women.value, found.women.denominator) == (70, 60, 15)
    only_percent = other._replace(women=Figure(Decimal(0)))
    assert not combine(SHARE, parts(unit, only_percent)).outcome.women


def test_the_latest() -> None:
    morning = datetime.datetime(2027, 5, 3, 8, tzinfo=datetime.UTC)
    latest = Measure(aggregation=Aggregation.LATEST)
    reported = [
        Part(1, value(3), morning + datetime.timedelta(hours=1)),
        Part(2, value(4), morning),
        Part(3, value(5)),
        Part(4),
    ]
    assert combine(latest, reported).outcome.total.value == 3


amounts = st.integers(-(10**8), 10**8).map(lambda number: Outcome(Figure(Decimal(number) / 100)))
ratios = st.tuples(st.integers(-50, 1000), st.integers(1, 1000)).map(lambda pair: share(*pair))
any_measure = st.sampled_from(list(Aggregation)).map(lambda how: Measure(aggregation=how))
any_outcome = st.one_of(
    amounts, ratios, st.just(NO_OUTCOME), st.just(NOT_MEASURED), st.just(Outcome(words="Ökar"))
)
some = st.lists(any_outcome, max_size=8).map(lambda outcomes: parts(*outcomes))


@settings(max_examples=100, deadline=None)
@given(any_measure, some, st.randoms())
def test_the_order_of_units_doesnt_matter(measure: Measure, units: list[Part], random: Random) -> None:
    shuffled = list(units)
    random.shuffle(shuffled)
    assert combine(measure, shuffled) == combine(measure, units)


@settings(max_examples=100, deadline=None)
@given(any_measure, some)
def test_a_unit_that_hasnt_reported_changes_only_the_coverage(measure: Measure, units: list[Part]) -> None:
    before, after = combine(measure, units), combine(measure, [*units, Part(99)])
    assert after.of_reported == before.of_reported
    assert after.coverage == replace(
        before.coverage, due=(*before.coverage.due, 99), missing=(*before.coverage.missing, 99)
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(amounts, ratios), min_size=1, max_size=8))
def test_a_mean_lies_among_its_values(outcomes: list[Outcome]) -> None:
    numbers = [outcome.total.value for outcome in outcomes if outcome.total.value is not None]
    mean = combine(MEAN, parts(*outcomes)).outcome.total.value
    assert mean is not None
    assert min(numbers) <= mean <= max(numbers)


def as_part(unit: int, whole: Whole) -> Part:
    """A level between as a part of the level above."""
    return Part(unit, whole.of_reported)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(amounts, min_size=1, max_size=4), min_size=1, max_size=4))
def test_sums_of_departments_make_the_committees(departments: list[list[Outcome]]) -> None:
    direct = combine(SUM, parts(*(outcome for units in departments for outcome in units)))
    by_level = combine(SUM, [as_part(n, combine(SUM, parts(*units))) for n, units in enumerate(departments)])
    assert by_level.outcome == direct.outcome


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(ratios, min_size=1, max_size=4), min_size=1, max_size=4))
def test_shares_of_departments_make_the_committees(departments: list[list[Outcome]]) -> None:
    direct = combine(SHARE, parts(*(outcome for units in departments for outcome in units)))
    by_level = combine(
        SHARE, [as_part(n, combine(SHARE, parts(*units))) for n, units in enumerate(departments)]
    )
    assert by_level.outcome == direct.outcome
    numbers = [
        outcome.total.value for units in departments for outcome in units if outcome.total.value is not None
    ]
    slack = Decimal("1e-20")
    assert direct.outcome.total.value is not None
    assert min(numbers) - slack <= direct.outcome.total.value <= max(numbers) + slack
