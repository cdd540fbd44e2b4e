"""Whether an outcome meets its target, and why."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.aims import Aim, aim_of
from indicators.attainment import judge
from indicators.judgements import Attainment
from indicators.kinds import Aggregation, Direction
from indicators.outcomes import Figure, Measure, Outcome
from indicators.parsing import Bound, Span
from indicators.periods import WHOLE_YEAR, Months

FULLY, PARTLY, NOT = Attainment.FULLY, Attainment.PARTLY, Attainment.NOT
T1 = Months(1, 4)
PART_OF_YEAR = "Riktvärdet är 4 tolftedelar av årsmålet 120, för januari–april."
NEARLY = "är under årsmålet 120 men minst 80\u00a0% av det."
SHARE = Measure(direction=Direction.HIGHER, is_share=True)
COUNT = Measure(direction=Direction.HIGHER, aggregation=Aggregation.SUM, accumulates=True)
COST = Measure(direction=Direction.LOWER, aggregation=Aggregation.SUM, accumulates=True, measured_in="kr")


def of(total: str, forecast: str = "") -> Outcome:
    return Outcome(Figure(Decimal(total)), forecast=Figure(Decimal(forecast) if forecast else None))


@pytest.mark.parametrize(
    ("words", "aim"),
    [
        ("85 %", Aim("85 %", number=Decimal(85))),
        ("minst 85 %", Aim("minst 85 %", number=Decimal(85), bound=Bound.AT_LEAST)),
        ("80 – 90 %", Aim("80 – 90 %", span=Span(Decimal(80), Decimal(90)))),
        ("mellan 80 och 90", Aim("mellan 80 och 90", span=Span(Decimal(80), Decimal(90)))),
        ("öka", Aim("öka")),
        ("85 % senast 2029", Aim("85 % senast 2029")),
        ("", Aim()),
        ("–", Aim()),
    ],
)
def test_what_a_target_aims_at(words: str, aim: Aim) -> None:
    assert aim_of(words) == aim
    assert aim.is_in_words is (aim.words in {"öka", "85 % senast 2029"})


@pytest.mark.parametrize(
    ("direction", "target", "outcome", "attainment"),
    [
        (Direction.HIGHER, "85 %", "85", FULLY),
        (Direction.HIGHER, "85 %", "90", FULLY),
        (Direction.HIGHER, "85 %", "68", PARTLY),
        (Direction.HIGHER, "85 %", "67,9", NOT),
        (Direction.LOWER, "5", "5", FULLY),
        (Direction.LOWER, "5", "6", PARTLY),
        (Direction.LOWER, "5", "6,1", NOT),
        (Direction.LOWER, "0", "0", FULLY),
        (Direction.LOWER, "0", "1", NOT),
        (Direction.HIGHER, "-10", "-12", PARTLY),
        (Direction.HIGHER, "-10", "-12,1", NOT),
        (Direction.HIGHER, "-10", "-8", FULLY),
        (Direction.WITHIN, "80–90 %", "80", FULLY),
        (Direction.WITHIN, "80–90 %", "90", FULLY),
        (Direction.WITHIN, "80–90 %", "64", PARTLY),
        (Direction.WITHIN, "80–90 %", "108", PARTLY),
        (Direction.WITHIN, "80–90 %", "108,1", NOT),
        (Direction.NONE, "minst 85 %", "85", FULLY),
        (Direction.NONE, "över 85 %", "85", PARTLY),
        (Direction.NONE, "högst 12", "12", FULLY),
        (Direction.NONE, "under 12", "12", PARTLY),
        (Direction.NONE, "80–90", "85", FULLY),
        (Direction.HIGHER, "minst 85 %", "84", PARTLY),
    ],
)
def test_the_scale(direction: Direction, target: str, outcome: str, attainment: Attainment) -> None:
    given_ = of(outcome.replace(",", "."))
    judged = judge(Measure(direction=direction), aim_of(target), given_, WHOLE_YEAR).total
    assert (judged.attainment, judged.on_the_way) == (attainment, False)


@pytest.mark.parametrize(
    ("direction", "target", "outcome", "reason"),
    [
        (Direction.HIGHER, "85 %", "85", "Utfallet 85\u00a0% är lika med årsmålet 85 %."),
        (Direction.HIGHER, "85 %", "91.5", "Utfallet 91,5\u00a0% är över årsmålet 85 %."),
        (
            Direction.HIGHER,
            "85 %",
            "78.5",
            "Utfallet 78,5\u00a0% är under årsmålet 85 % men minst 80\u00a0% av det.",
        ),
        (
            Direction.HIGHER,
            "85 %",
            "60",
            "Utfallet 60\u00a0% är under årsmålet 85 % och mindre än 80\u00a0% av det.",
        ),
        (Direction.LOWER, "5 %", "4", "Utfallet 4\u00a0% är under årsmålet 5 %."),
        (
            Direction.LOWER,
            "5 %",
            "5.5",
            "Utfallet 5,5\u00a0% är över årsmålet 5 % men högst 20\u00a0% från det.",
        ),
        (Direction.LOWER, "0", "1", "Utfallet 1\u00a0% är över årsmålet 0."),
        (Direction.WITHIN, "80–90 %", "85", "Utfallet 85\u00a0% ligger inom årsmålet 80–90 %."),
        (
            Direction.WITHIN,
            "80–90 %",
            "20",
            "Utfallet 20\u00a0% är under årsmålet 80–90 % och mer än 20\u00a0% från det.",
        ),
        (
            Direction.HIGHER,
            "över 85 %",
            "85",
            "Utfallet 85\u00a0% når inte förbi årsmålet över 85 % men minst 80\u00a0% av det.",
        ),
    ],
)
def test_reasons(direction: Direction, target: str, outcome: str, reason: str) -> None:
    measure = Measure(direction=direction, is_share=True)
    assert judge(measure, aim_of(target), of(outcome), WHOLE_YEAR).total.reason == reason


@pytest.mark.parametrize(
    ("measure", "target", "outcome", "reason"),
    [
        (SHARE, "85 %", Outcome(), "Inget utfall har lämnats ännu."),
        (SHARE, "", of("80"), "Det finns inget årsmål att jämföra med."),
        (SHARE, "öka", of("80"), "Årsmålet är skrivet i ord, ”öka”, och bedöms av en person."),
        (SHARE, "85 %", Outcome(words="Ökar"), "Utfallet är skrivet i ord och bedöms av en person."),
        (
            Measure(),
            "85 %",
            of("80"),
            "Indikatorn säger inte om ett högre eller lägre värde är bättre. Den bedöms av en person.",
        ),
        (
            Measure(direction=Direction.WITHIN),
            "85 %",
            of("80"),
            "Årsmålet 85 % är inget spann, som 80–90. Det bedöms av en person.",
        ),
        (
            SHARE,
            "högst 85 %",
            of("80"),
            "Årsmålet högst 85 % passar inte ihop med att högre är bättre. Det bedöms av en person.",
        ),
    ],
)
def test_what_a_person_judges(measure: Measure, target: str, outcome: Outcome, reason: str) -> None:
    judged = judge(measure, aim_of(target), outcome, WHOLE_YEAR).total
    assert (judged.attainment, judged.reason) == (None, reason)


def test_not_measured() -> None:
    judged = judge(SHARE, aim_of("85 %"), Outcome(not_measured_because="Enkäten görs i höst."), T1).total
    assert (judged.attainment, judged.reason) == (Attainment.NOT_MEASURED, "Ej mätt: Enkäten görs i höst.")


@pytest.mark.parametrize(
    ("measure", "target", "outcome", "attainment", "on_the_way", "reason"),
    [
        (
            COUNT,
            "120",
            of("42"),
            FULLY,
            True,
            f"Utfallet 42 är över riktvärdet 40. {PART_OF_YEAR}",
        ),
        (
            COUNT,
            "120",
            of("35"),
            PARTLY,
            True,
            f"Utfallet 35 är under riktvärdet 40 men minst 80\u00a0% av det. {PART_OF_YEAR}",
        ),
        (COUNT, "120", of("42", "100"), PARTLY, True, f"Helårsprognosen 100 {NEARLY}"),
        (COUNT, "120", of("121", "90"), FULLY, False, "Utfallet 121 når redan årsmålet 120."),
        (COST, "120", of("150", "110"), NOT, False, "Utfallet 150\u00a0kr är redan över årsmålet 120."),
        (COST, "120", of("41", "110"), FULLY, True, "Helårsprognosen 110\u00a0kr är under årsmålet 120."),
        (SHARE, "85 %", of("90", "70"), FULLY, False, "Utfallet 90\u00a0% är över årsmålet 85 %."),
    ],
)  # fmt: skip
def test_during_the_year(
    measure: Measure, target: str, outcome: Outcome, attainment: Attainment, on_the_way: bool, reason: str
) -> None:
    judged = judge(measure, aim_of(target), outcome, T1).total
    assert (judged.attainment, judged.on_the_way, judged.reason) == (attainment, on_the_way, reason)


def test_a_mean_of_the_year_so_far_is_held_against_the_whole_target() -> None:
    mean = Measure(direction=Direction.HIGHER, aggregation=Aggregation.MEAN, accumulates=True)
    assert judge(mean, aim_of("4,5"), of("4.6"), T1).total.attainment is FULLY


def test_women_and_men_of_a_share_are_judged_likewise() -> None:
    outcome = Outcome(Figure(Decimal(80)), women=Figure(Decimal(90)), men=Figure(Decimal(60)))
    judged = judge(SHARE, aim_of("85 %"), outcome, WHOLE_YEAR)
    assert judged.women is not None
    assert judged.men is not None
    assert (judged.total.attainment, judged.women.attainment, judged.men.attainment) == (PARTLY, FULLY, NOT)
    assert judged.women.reason == "Kvinnors utfall 90\u00a0% är över årsmålet 85 %."
    assert judge(SHARE, aim_of("85 %"), of("80"), WHOLE_YEAR).women is None


def test_a_counts_target_is_for_women_and_men_together() -> None:
    outcome = Outcome(Figure(Decimal(120)), women=Figure(Decimal(70)), men=Figure(Decimal(50)))
    judged = judge(COUNT, aim_of("120"), outcome, WHOLE_YEAR)
    assert (judged.total.attainment, judged.women, judged.men) == (FULLY, None, None)


def test_a_value_is_judged_as_it_is_shown() -> None:
    nearly = SHARE.figure(None, Decimal(1699), Decimal(2000))  # 84.95
    assert judge(SHARE, aim_of("85 %"), Outcome(nearly), WHOLE_YEAR).total.attainment is FULLY
    exact = Measure(direction=Direction.HIGHER, is_share=True, decimals=2)
    assert judge(exact, aim_of("85 %"), Outcome(nearly), WHOLE_YEAR).total.attainment is PARTLY


def test_the_municipality_sets_what_nearly_is() -> None:
    strict = judge(SHARE, aim_of("85 %"), of("78.5"), WHOLE_YEAR, threshold=Decimal("0.95")).total
    assert strict.attainment is NOT
    assert strict.reason == "Utfallet 78,5\u00a0% är under årsmålet 85 % och mindre än 95\u00a0% av det."


values = st.decimals(min_value=-1000, max_value=1000, places=2)
RANK = {NOT: 0, PARTLY: 1, FULLY: 2}


@settings(max_examples=100, deadline=None)
@given(values, values, values, st.sampled_from([Direction.HIGHER, Direction.LOWER]), st.booleans())
def test_a_better_value_is_never_judged_worse(
    target: Decimal, one: Decimal, other: Decimal, direction: Direction, grows: bool
) -> None:
    aggregation = Aggregation.SUM if grows else Aggregation.MEAN
    measure = Measure(direction=direction, aggregation=aggregation, accumulates=grows)
    worse, better = sorted((one, other), reverse=direction is Direction.LOWER)
    aim = Aim(str(target), number=target)
    first = judge(measure, aim, Outcome(Figure(worse)), WHOLE_YEAR).total.attainment
    second = judge(measure, aim, Outcome(Figure(better)), WHOLE_YEAR).total.attainment
    assert first is not None
    assert second is not None
    assert RANK[first] <= RANK[second]


@settings(max_examples=100, deadline=None)
@given(
    values, values, st.sampled_from(list(Direction)), st.integers(1, 12), st.booleans(), values | st.none()
)
def test_there_is_always_a_reason(
    target: Decimal, value: Decimal, direction: Direction, last: int, grows: bool, forecast: Decimal | None
) -> None:
    measure = Measure(direction=direction, aggregation=Aggregation.SUM, accumulates=grows)
    outcome = Outcome(Figure(value), forecast=Figure(forecast))
    judged = judge(measure, Aim(str(target), number=target), outcome, Months(1, last)).total
    assert judged.reason.endswith(".")
    assert judged.on_the_way <= (grows and last < 12)
