"""What stands in narrow columns, read from a row's end."""

from __future__ import annotations

import datetime

import pytest

from goals.importing.values import (
    belongs_to_name,
    looks_like_date,
    periodicity_at_end,
    person_at_end,
    read_day,
    spelled,
    value_at_end,
)
from goals.importing.vocabulary import vocabulary

V = vocabulary()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Nöjda brukare 88 %", "88 %"),
        ("Nöjda brukare 88%", "88%"),
        ("Frånvaro 6,9 %", "6,9 %"),
        ("Utsläpp 1,5 kg CO2 per kg livsmedel", "1,5 kg CO2 per kg livsmedel"),
        ("Kostnad per plats 12 500 kr", "12 500 kr"),
        ("Betyg på maten 4 av 5", "4 av 5"),
        ("Index 75 83", "83"),
        ("Frånvaro Tas fram av nämnd", "Tas fram av nämnd"),
        ("Frånvaro tas fram av nämnden", "tas fram av nämnden"),
        ("Frånvaro Tas fram av nämnd/styrel se", "Tas fram av nämnd/styrel se"),
        ("Antal besök Öka", "Öka"),
        ("Väntetid högst", ""),
        ("Andel som vill öka", ""),
        ("Bara ett namn", ""),
        ("", ""),
    ],
)
def test_the_value_at_a_rows_end(text: str, value: str) -> None:
    words = text.split()

    count = value_at_end(words, V)

    assert " ".join(words[len(words) - count :]) == value


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Frånvaro dag 1-7", True),
        ("Mål i Agenda 2030", True),
        ("Elever i årskurs 9", True),
        ("Andel som får minst 75 %", True),
        ("Medarbetarindex 75", False),
        ("Nöjda brukare 88 %", False),
    ],
)
def test_a_number_can_belong_to_the_name(text: str, is_name: bool) -> None:
    words = text.split()

    assert belongs_to_name(words, value_at_end(words, V), V) is is_name


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("75 % Tertial", 1),
        ("75 % Varje år", 2),
        ("75 % T1, T2 och VB", 4),
        ("varje år", 0),
        ("efter tre år", 0),
        ("75 %", 0),
    ],
)
def test_the_periodicity_at_a_rows_end(text: str, count: int) -> None:
    assert periodicity_at_end(text.split(), V) == count


def test_a_post_is_known_and_a_name_stands_after_a_value() -> None:
    assert person_at_end("Ny skylt Biträdande enhetschef".split(), V) == 2
    assert person_at_end("Nöjda 85 % Anna Ek".split(), V) == 2
    assert person_at_end("Ny skylt vid entrén".split(), V) == 0


def test_a_word_cut_by_its_column_is_put_together() -> None:
    assert spelled("Tas fram av nämnd/styrel se".split(), V) == "Tas fram av nämnd/styrelse"
    assert spelled("75 %".split(), V) == "75 %"


def test_days() -> None:
    assert read_day("2026-03-01") is not None
    assert read_day("2026-03-01").date == datetime.date(2026, 3, 1)  # type: ignore[union-attr]
    assert read_day("2026-02-30").date is None  # type: ignore[union-attr]
    assert read_day("mars") is None
    assert looks_like_date("2026-03")
    assert not looks_like_date("12")
