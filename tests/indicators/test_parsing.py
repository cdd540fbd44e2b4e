"""What people type where a value or a target is asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.numbers import with_unit, written
from indicators.parsing import Bound, Kind, Span, read

numbers = st.decimals(min_value=-(10**11), max_value=10**11, places=3) | st.integers(-(10**11), 10**11).map(
    Decimal
)


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [
        ("12,5", "12.5", ""),
        ("12.5", "12.5", ""),
        ("12,5 %", "12.5", "%"),
        ("12,5%", "12.5", "%"),
        ("1 200", "1200", ""),
        ("1\u00a0200", "1200", ""),
        ("1\u202f200,5", "1200.5", ""),
        ("1\u2009200\u2009000", "1200000", ""),
        ("0,125", "0.125", ""),
        ("0.125", "0.125", ""),
        ("1.200.000", "1200000", ""),
        ("1.200,50", "1200.5", ""),
        ("1,200.50", "1200.5", ""),
        ("-3", "-3", ""),
        ("−3", "-3", ""),
        ("– 3", "-3", ""),
        ("+3", "3", ""),
        ("-0", "0", ""),
        ("12 500 kr", "12500", "kr"),
        ("0,5 procentenheter", "0.5", "procentenheter"),
        ("3 st.", "3", "st."),
        ("12 min", "12", "min"),
        ("75 % av brukarna", "75", "% av brukarna"),
    ],
)
def test_numbers_are_read_without_a_question(typed: str, number: str, unit: str) -> None:
    reading = read(typed)
    assert (reading.kind, reading.number, reading.unit) == (Kind.NUMBER, Decimal(number), unit)
    assert (reading.question, reading.problem) == ("", "")


@pytest.mark.parametrize(
    ("typed", "number", "question"),
    [
        ("1.200", "1200", "Vi läser 1\u202f200. Menar du 1,2, skriv det så."),
        ("1,200", "1.2", "Vi läser 1,2. Menar du 1\u202f200, skriv det så."),
        ("-12.345", "-12345", "Vi läser 12\u202f345. Menar du 12,345, skriv det så."),
        ("ca 80", "80", "Vi räknar med 80. Skriv gärna i kommentaren varför värdet är ungefärligt."),
        ("drygt 80 %", "80", "Vi räknar med 80. Skriv gärna i kommentaren varför värdet är ungefärligt."),
        ("0,785398163", "0.785398", "Vi avrundar till 0,785398."),
        (
            "80 kanske",
            "80",
            "Vi läser talet 80 och bortser från ”kanske”. Skriv det i kommentaren i stället.",
        ),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(typed: str, number: str, question: str) -> None:
    reading = read(typed)
    assert (reading.kind, reading.number, reading.question) == (Kind.NUMBER, Decimal(number), question)


@pytest.mark.parametrize(
    ("typed", "measured_in", "asks"),
    [
        ("2 tkr", "kr", True),
        ("3 procentenheter", "%", True),
        ("500 kronor", "kr", False),
        ("0,4 ton", "ton CO2 per år", False),
        ("1,5 kg CO2 per kg livsmedel", "kg CO2 per kg livsmedel", False),
        ("12", "kr", False),
        ("2 tkr", "", False),
    ],
)
def test_another_unit_than_the_indicators_is_asked_about(typed: str, measured_in: str, asks: bool) -> None:
    reading = read(typed, measured_in)
    assert reading.kind is Kind.NUMBER
    assert ("Räkna om talet" in reading.question) is asks


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("80-90", 80, 90),
        ("80–90 %", 80, 90),
        ("80 – 90 %", 80, 90),
        ("80 % - 90 %", 80, 90),
        ("mellan 80 och 90", 80, 90),
        ("Mellan 80 % och 90 %", 80, 90),
        ("från 80 till 90", 80, 90),
        ("90-80", 80, 90),
        ("-5–5", -5, 5),
        ("−5 till −3", -5, -3),
        ("1 200–1 300 kr", 1200, 1300),
    ],
)
def test_spans(typed: str, low: int, high: int) -> None:
    reading = read(typed)
    assert (reading.kind, reading.span) == (Kind.SPAN, Span(Decimal(low), Decimal(high)))
    assert bool(reading.question) is (typed == "90-80")


@pytest.mark.parametrize(
    ("typed", "bound", "number"),
    [
        ("minst 85 %", Bound.AT_LEAST, 85),
        ("≥ 85", Bound.AT_LEAST, 85),
        ("högst 12 dagar", Bound.AT_MOST, 12),
        ("inte över 12", Bound.AT_MOST, 12),
        ("max 3 %", Bound.AT_MOST, 3),
        ("över 80", Bound.ABOVE, 80),
        ("<5", Bound.BELOW, 5),
        ("under 5 dagar", Bound.BELOW, 5),
    ],
)
def test_limits(typed: str, bound: Bound, number: int) -> None:
    reading = read(typed)
    assert (reading.kind, reading.bound, reading.number) == (Kind.BOUND, bound, Decimal(number))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("ej mätt", ""),
        ("Inte mätt", ""),
        ("mäts ej", ""),
        ("uppgift saknas", ""),
        ("-", ""),
        ("..", ""),
        ("Ej mätt: enkäten görs i höst", "enkäten görs i höst"),
        ("ej mätt, enkäten görs i höst", "enkäten görs i höst"),
        ("ej mätt (enkäten görs i höst)", "enkäten görs i höst"),
    ],
)
def test_not_measured(typed: str, reason: str) -> None:
    reading = read(typed)
    assert (reading.kind, reading.reason) == (Kind.NOT_MEASURED, reason)


@pytest.mark.parametrize(
    "typed", ["öka", "Tas fram av nämnd", "ökat med 5", "underlag 5", "ej mättad marknad"]
)
def test_words(typed: str) -> None:
    assert read(typed).kind is Kind.WORDS


@pytest.mark.parametrize(
    "typed",
    [
        "1 20",
        "12 34",
        "2025-03",
        "2025-03-31",
        "4,5 av 5",
        "12/40",
        "½",
        "+",
        "1e5",
        "1234567890123",
        "85 % senast 2027",
    ],
)
def test_what_is_not_understood_says_what_to_do(typed: str) -> None:
    reading = read(typed)
    assert reading.kind is Kind.UNCLEAR
    assert reading.problem == f"Vi förstår inte ”{typed}”. Skriv ett tal, till exempel 12,5 eller 1 200."


def test_nothing() -> None:
    assert read(" \u00a0").kind is Kind.EMPTY


@settings(max_examples=100, deadline=None)
@given(numbers, st.sampled_from(["", "%", "kr", "dagar"]))
def test_what_we_write_is_what_we_read(number: Decimal, unit: str) -> None:
    assert read(with_unit(number, unit)).number == number
    assert read(written(number, 4)).number == number


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40) | st.text("0123456789 .,-–−%<kr+ till och", max_size=20))
def test_it_never_raises_and_always_says_what_it_is(typed: str) -> None:
    reading = read(typed)
    assert (reading.number is not None) is (reading.kind in {Kind.NUMBER, Kind.BOUND})
    assert bool(reading.problem) is (reading.kind is Kind.UNCLEAR)


@settings(max_examples=100, deadline=None)
@given(numbers, st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]), st.text(" \t\n\u00a0", max_size=3))
def test_whichever_the_space_is_the_number_is_the_same(number: Decimal, space: str, around: str) -> None:
    typed = written(number).replace("\u202f", space)
    assert read(f"{around}{typed}{around}").number == read(written(number)).number


@settings(max_examples=50, deadline=None)
@given(numbers, numbers)
def test_a_span_we_write_is_the_span_we_read(one: Decimal, other: Decimal) -> None:
    span = Span(min(one, other), max(one, other))
    assert read(str(span)).span == span
