"""A row of the logging table as it was typed, and what it comes to."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.aims import Aim, aim_of
from indicators.entries import Given, understand
from indicators.kinds import Aggregation
from indicators.outcomes import Figure, Measure, Outcome

PLAIN = Measure()
SHARE = Measure(is_share=True)
KRONOR = Measure(aggregation=Aggregation.SUM, measured_in="kr")
NUMBER, WORDS = aim_of("85 %"), aim_of("öka")


def test_numbers() -> None:
    entry = understand(
        Given(total="1 200", women="700", men="500", forecast="3 600", comment=" Bra. "), KRONOR, NUMBER
    )
    assert entry.outcome(KRONOR) == Outcome(*(Figure(Decimal(n)) for n in (1200, 700, 500, 3600)))
    assert (entry.comment, entry.written, entry.problems, entry.questions) == ("Bra.", "", {}, [])


def test_a_share_is_computed() -> None:
    given_ = Given(numerator="157", denominator="200", women_numerator="90", women_denominator="100")
    outcome = understand(given_, SHARE, NUMBER).outcome(SHARE)
    assert (outcome.total.value, outcome.women.value, outcome.men.value) == (Decimal("78.5"), 90, None)


def test_how_it_was_written_is_kept_where_that_says_more() -> None:
    entry = understand(Given(total="ca 80"), PLAIN, NUMBER)
    assert (entry.numbers["total"], entry.written) == (80, "ca 80")
    assert [question.field for question in entry.questions] == ["total"]
    assert understand(Given(total="80 %"), SHARE, NUMBER).written == ""


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        (Given(total="ej mätt: enkäten görs i höst"), "enkäten görs i höst"),
        (Given(not_measured=True, not_measured_because=" Enkäten görs i höst. "), "Enkäten görs i höst."),
        (Given(not_measured_because="Enkäten görs i höst."), "Enkäten görs i höst."),
        (
            Given(total="-", not_measured_because="Enkäten görs i höst.", forecast="80"),
            "Enkäten görs i höst.",
        ),
    ],
)
def test_not_measured(given_: Given, reason: str) -> None:
    entry = understand(given_, PLAIN, NUMBER)
    assert (entry.not_measured_because, entry.problems) == (reason, {})


@pytest.mark.parametrize(("aim", "words"), [(WORDS, "Ökar"), (Aim(), "Ökar"), (WORDS, "80–90")])
def test_words_where_the_target_is_in_words(aim: Aim, words: str) -> None:
    entry = understand(Given(total=words), PLAIN, aim)
    assert (entry.words, entry.numbers["total"], entry.problems) == (words, None, {})


A_NUMBER = "Skriv ett tal, till exempel 12,5. Gick det inte att mäta, skriv ej mätt och varför."
UNCLEAR = "Vi förstår inte ”1 20”. Skriv ett tal, till exempel 12,5 eller 1 200."
WHY = {"not_measured_because": "Skriv varför det inte är mätt."}
ZERO = "Nämnaren måste vara större än noll. Fanns det inget att mäta, skriv ej mätt och varför."
COMPUTED = "Värdet räknas ut av täljaren och nämnaren. Lämna det tomt."
NO_PARTS = "Indikatorn har ingen täljare och nämnare. Skriv värdet i stället."
EMPTY_TOTAL = "Töm utfallet, eller ta bort ej mätt."
EMPTY_FIELD = "Töm fältet, eller ta bort ej mätt."


@pytest.mark.parametrize(
    ("row", "measure", "problems"),
    [
        (Given(total="öka"), PLAIN, {"total": A_NUMBER}),
        (Given(total="80-90"), PLAIN, {"total": "Skriv ett tal, inte ett spann."}),
        (Given(total="<5"), PLAIN, {"total": "Skriv talet som ni mätte upp, inte en gräns."}),
        (Given(total="1 20"), PLAIN, {"total": UNCLEAR}),
        (Given(forecast="öka", women="x"), PLAIN, {"forecast": A_NUMBER, "women": A_NUMBER}),
        (Given(total="ej mätt"), PLAIN, WHY),
        (Given(not_measured=True), PLAIN, WHY),
        (
            Given(total="3", not_measured_because="Ny."),
            PLAIN,
            {"total": EMPTY_TOTAL},
        ),
        (
            Given(women="3", not_measured_because="Ny."),
            PLAIN,
            {"women": EMPTY_FIELD},
        ),
        (Given(numerator="3"), SHARE, {"denominator": "Skriv nämnaren också, eller töm täljaren."}),
        (Given(men_denominator="3"), SHARE, {"men_numerator": "Skriv täljaren också, eller töm nämnaren."}),
        (Given(numerator="0", denominator="0"), SHARE, {"denominator": ZERO}),
        (Given(total="50", numerator="1", denominator="2"), SHARE, {"total": COMPUTED}),
        (Given(numerator="1", denominator="2"), PLAIN, {"numerator": NO_PARTS}),
    ],
)
def test_what_cannot_be_saved_says_what_to_do(row: Given, measure: Measure, problems: dict[str, str]) -> None:
    assert understand(row, measure, NUMBER).problems == problems


def test_words_stand_alone() -> None:
    problems = understand(Given(total="Ökar", women="3"), PLAIN, WORDS).problems
    assert problems == {"women": "Utfallet är skrivet i ord. Töm fältet, eller skriv utfallet som ett tal."}


def test_what_no_database_keeps_is_left_out() -> None:
    entry = understand(Given(total="Ökar\0", comment="\0 Bra\0. "), PLAIN, WORDS)
    assert (entry.words, entry.comment) == ("Ökar", "Bra.")
    assert understand(Given(total="\0", not_measured_because="\0"), PLAIN, WORDS).outcome(PLAIN) == Outcome()


def test_nothing_typed_is_nothing() -> None:
    entry = understand(Given(), PLAIN, NUMBER)
    assert entry.outcome(PLAIN) == Outcome()
    assert entry.problems == {}


texts = st.sampled_from(["", "3", "12,5 %", "ca 80", "80-90", "öka", "ej mätt", "-", "1 20", "0"]) | st.text(
    max_size=5
)
rows = st.builds(
    Given,
    **{field.name: st.booleans() if field.name == "not_measured" else texts for field in fields(Given)},
)
measures = st.builds(Measure, is_share=st.booleans(), aggregation=st.sampled_from(Aggregation))


@settings(max_examples=200, deadline=None)
@given(rows, measures, st.sampled_from([NUMBER, WORDS, Aim()]))
def test_what_has_no_problem_is_what_the_database_takes(row: Given, measure: Measure, aim: Aim) -> None:
    entry = understand(row, measure, aim)
    if entry.problems:
        return
    numbers = entry.numbers
    answers = [any(number is not None for name, number in numbers.items() if name != "forecast")]
    answers += [bool(entry.words), bool(entry.not_measured_because.strip())]
    assert sum(answers) <= 1
    for prefix, value in (("", "total"), ("women_", "women"), ("men_", "men")):
        above, below = numbers[f"{prefix}numerator"], numbers[f"{prefix}denominator"]
        assert (above is None) is (below is None)
        assert below is None or (below > 0 and numbers[value] is None)
    assert not entry.written or numbers["total"] is not None
