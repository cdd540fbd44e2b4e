"""Values that could be slips are asked about, and others aren't."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.kinds import Aggregation
from indicators.outcomes import Figure, Measure, Outcome
from indicators.periods import WHOLE_YEAR, Months
from indicators.plausibility import Case, questions_about

COUNT = Measure(aggregation=Aggregation.SUM)
SO_FAR = Measure(aggregation=Aggregation.SUM, accumulates=True)
SHARE = Measure(is_share=True, aggregation=Aggregation.WEIGHTED)
MEAN = Measure(aggregation=Aggregation.MEAN)
T1, T2 = Months(1, 4), Months(1, 8)
BETWEEN = "Utfallet {} ligger inte mellan kvinnor {} och män {}. Stämmer det?"
OUT_OF_RANGE = "Prognosen 110\u00a0% ligger inte mellan 0 och 100 procent. Stämmer det?"
TURNED = "Täljaren 5 är större än nämnaren 4. Står de på rätt plats?"
FORECAST = "Prognosen för helåret, {}, är {} än utfallet hittills, {}. Stämmer det?"
LEAP = "{} är mycket mer än förra perioden ({}){}. Har ett decimaltecken halkat?"


def values(total: str = "", women: str = "", men: str = "", forecast: str = "") -> Outcome:
    return Outcome(*(Figure(Decimal(number) if number else None) for number in (total, women, men, forecast)))


def asked(case: Case) -> list[tuple[str, str]]:
    return [(question.field, question.words) for question in questions_about(case)]


def fields(case: Case) -> list[str]:
    return [question.field for question in questions_about(case)]


@pytest.mark.parametrize(
    ("measure", "outcome", "words"),
    [
        (COUNT, values("10", "4", "5"), "Kvinnor 4 och män 5 blir 9, inte 10. Stämmer det?"),
        (COUNT, values("9", "4", "5"), None),
        (COUNT, values("9.1", "4.6", "4.6"), None),
        (SHARE, values("80", "70", "75"), BETWEEN.format("80\u00a0%", "70\u00a0%", "75\u00a0%")),
        (SHARE, values("72", "70", "75"), None),
        (SHARE, values("70", "70", "75"), None),
        (MEAN, values("145", "70", "75"), BETWEEN.format(145, 70, 75)),
        (Measure(), values("145", "70", "75"), None),
        (Measure(), values("72", "70", "75"), None),
        (Measure(), values("80", "70", "75"), BETWEEN.format(80, 70, 75)),
        (MEAN, values("80", "70", "75"), BETWEEN.format(80, 70, 75)),
        (COUNT, values("9", "4"), None),
        (COUNT, values("", "4", "5"), None),
    ],
)
def test_women_and_men(measure: Measure, outcome: Outcome, words: str | None) -> None:
    assert asked(Case(measure, outcome)) == ([("total", words)] if words else [])


def test_parts_of_women_and_men_make_the_totals() -> None:
    total, women = SHARE.figure(None, Decimal(7), Decimal(9)), SHARE.figure(None, Decimal(3), Decimal(4))
    men = SHARE.figure(None, Decimal(4), Decimal(6))
    found = asked(Case(SHARE, Outcome(total, women, men)))
    assert ("denominator", "Kvinnors och mäns nämnare blir 10, inte 9. Stämmer det?") in found
    assert "numerator" not in dict(found)


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        (values("101"), [("total", "101\u00a0% är mer än hela. Stämmer det?")]),
        (values("50", women="-1"), [("women", "Andelen −1\u00a0% är mindre än noll. Stämmer det?")]),
        (values("50", forecast="110"), [("forecast", OUT_OF_RANGE)]),
        (values("100"), []),
        (values("0"), []),
        (Outcome(men=SHARE.figure(None, Decimal(5), Decimal(4))), [("men_numerator", TURNED)]),
    ],
)
def test_shares(outcome: Outcome, found: list[tuple[str, str]]) -> None:
    assert asked(Case(SHARE, outcome)) == found


def test_what_is_no_share_can_be_more_than_a_hundred() -> None:
    assert asked(Case(COUNT, values("250"))) == []


@pytest.mark.parametrize(
    ("measure", "before", "now", "is_asked"),
    [
        (COUNT, "42", "420", True),
        (COUNT, "42", "4.2", True),
        (COUNT, "42", "84", False),
        (COUNT, "1", "9", False),
        (COUNT, "0", "900", False),
        (MEAN, "4.2", "42", True),
        (MEAN, "-4.2", "-42", True),
        (SHARE, "8.5", "85", True),
    ],
)
def test_ten_times_last_time(measure: Measure, before: str, now: str, is_asked: bool) -> None:
    assert fields(Case(measure, values(now), values(before))) == (["total"] if is_asked else [])


def test_a_leap_is_told_with_what_it_is_compared_with() -> None:
    assert asked(Case(MEAN, values("420"), values("42"))) == [("total", LEAP.format(420, 42, ""))]


def test_what_grows_is_compared_month_for_month() -> None:
    whole_year_before = Case(SO_FAR, values("40"), values("120"), T1, WHOLE_YEAR)
    assert asked(whole_year_before) == []
    slipped = replace(whole_year_before, outcome=values("4000"))
    assert asked(slipped) == [("total", LEAP.format("4\u202f000", 120, " räknat per månad"))]


def test_a_fraction_where_a_percentage_is_usual() -> None:
    words = "Vi läser 0,85\u00a0%. Menar du 85\u00a0%, skriv om talet."
    assert asked(Case(SHARE, values("0.85"), values("82"))) == [("total", words)]
    assert asked(Case(SHARE, values("0.85"), target=Decimal(90))) == [("total", words)]
    assert asked(Case(SHARE, values("0.85"), target=Decimal(1))) == []


def test_a_changed_sign() -> None:
    assert asked(Case(MEAN, values("3"), values("-2"))) == [
        ("total", "Förra perioden var värdet −2, nu 3. Stämmer tecknet?")
    ]


def test_what_is_counted_from_january_doesnt_shrink() -> None:
    case = Case(SO_FAR, values("30"), values("40"), T2, T1, same_year=True)
    assert asked(case) == [
        ("total", "Värdet räknas från januari, men 30 är mindre än förra periodens 40. Stämmer det?")
    ]
    assert asked(replace(case, same_year=False, months_before=WHOLE_YEAR)) == []


@pytest.mark.parametrize(
    ("measure", "outcome", "words"),
    [
        (SO_FAR, values("120", forecast="90"), FORECAST.format(90, "lägre", 120)),
        (SO_FAR, values("-120", forecast="-90"), FORECAST.format("−90", "högre", "−120")),
        (SO_FAR, values("120", forecast="120"), None),
        (COUNT, values("120", forecast="90"), None),
    ],
)
def test_forecasts(measure: Measure, outcome: Outcome, words: str | None) -> None:
    assert asked(Case(measure, outcome)) == ([("forecast", words)] if words else [])


def test_nothing_is_asked_of_words_or_of_what_was_not_measured() -> None:
    for outcome in (Outcome(words="Ökar"), Outcome(not_measured_because="Enkäten görs i höst."), Outcome()):
        assert asked(Case(SO_FAR, outcome, values("4"), same_year=True)) == []


numbers = st.none() | st.decimals(min_value=-1000, max_value=1000, places=2)
outcomes = st.builds(
    lambda *four: Outcome(*(Figure(number) for number in four)), numbers, numbers, numbers, numbers
)
measures = st.builds(
    Measure, aggregation=st.sampled_from(Aggregation), accumulates=st.booleans(), is_share=st.booleans()
)


@settings(max_examples=100, deadline=None)
@given(measures, outcomes, outcomes, numbers)
def test_every_question_ends_as_one_and_has_a_field(
    measure: Measure, outcome: Outcome, before: Outcome, target: Decimal | None
) -> None:
    for question in questions_about(Case(measure, outcome, before, T2, T1, same_year=True, target=target)):
        assert question.words[-1] in "?."
        assert question.field in {"total", "women", "men", "forecast"}
