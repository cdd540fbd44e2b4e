"""Shapes of lines: furniture, headings, labels, headers, contents lists, joins."""

from __future__ import annotations

import pytest

from goals.importing.columns import header_at
from goals.importing.contents import contents_lines
from goals.importing.furniture import without_furniture
from goals.importing.joining import Joiner
from goals.importing.labels import label_at, split_number
from goals.importing.lines import Line
from goals.importing.shapes import Measure, is_capitals, item_of
from goals.importing.vocabulary import vocabulary

V = vocabulary()


def lines(text: str, page: int = 0) -> list[Line]:
    return [Line(number, part.strip(), page) for number, part in enumerate(text.split("\n"), start=1)]


def kept(text: str) -> str:
    return "\n".join(line.text for line in without_furniture(lines(text), V).lines)


SENTENCE = "Vi arbetar tillsammans med föreningarna i området för att fler ska hitta hit och\n"


@pytest.mark.parametrize(
    "header",
    [
        "\n\nTjänsteutlåtande\nSid 10 (22)\n\nstart.granvik\n\n",
        "Sid 3 (9)\n",
        "Sida 3 av 9\n",
        "\n3 (9)\n\n",
        "\nwww.granvik.se\nSid 3\n",
    ],
)
def test_a_page_header_in_a_sentence_is_taken_out_and_the_sentence_closed(header: str) -> None:
    text = f"{SENTENCE}{header}stanna kvar hela dagen.\n\nNästa stycke börjar här."

    assert kept(text) == f"{SENTENCE}stanna kvar hela dagen.\n\nNästa stycke börjar här."


def test_a_header_that_comes_back_with_the_page_number_is_furniture() -> None:
    page = "Granviks förskolor\nSid {} (9)\n"
    text = "".join(f"{SENTENCE}stanna kvar.\n\n{page.format(n)}\n" for n in range(1, 5))

    assert "Granviks förskolor" not in kept(text)


def test_rows_labels_and_headings_beside_a_page_number_stay() -> None:
    text = "Uppföljning\nSid 3 (9)\nEnhetsmål: Vi ses\nSid 4 (9)\n\n82 År\n"

    assert kept(text).split("\n") == ["Uppföljning", "Enhetsmål: Vi ses", "", "82 År", ""]


def test_a_short_line_that_is_part_of_the_text_stays_beside_a_page_number() -> None:
    text = f"{SENTENCE}\nSid 3 (9)\n\nBiblioteket.\n\n{SENTENCE}stanna."

    assert "Biblioteket." in kept(text)


def test_numbers_alone_count_pages_only_in_a_row() -> None:
    text = "\n\n".join(f"{SENTENCE * 12}\n{n}" for n in range(2, 6))
    assert not any(part.isdigit() for part in kept(text).split("\n"))
    assert "82" in kept("Index\n\n82\n\nÅr")


@pytest.mark.parametrize(
    ("text", "level", "number", "rest"),
    [
        ("Nämndmål: Alla lär sig", "committee", "", "Alla lär sig"),
        ("KF:s inriktningsmål: 1. En trygg stad", "direction", "1.", "En trygg stad"),
        ("KF´s mål för verksamhetsområdet: 1.3 Stöd i tid", "area", "1.3", "Stöd i tid"),
        ("Socialnämndens mål 2.1: Stöd i tid", "committee", "2.1", "Stöd i tid"),
        ("KF:s inriktningsmål 2023–2026: 1. En trygg stad", "direction", "1.", "En trygg stad"),
        ("ENHETENS MÅL: Vi ses", "unit", "", "Vi ses"),
        ("Förskolans mål: 75 procent fler böcker", "unit", "", "75 procent fler böcker"),
    ],
)
def test_labels(text: str, level: str, number: str, rest: str) -> None:
    label = label_at(lines(text), 0, V)

    assert label is not None
    assert (label.level, label.number, label.rest) == (level, number, rest)


def test_a_label_cut_by_the_lines_end_is_put_together() -> None:
    label = label_at(lines("KF:s mål för\nverksamhetsområdet: 1.3 Stöd i tid"), 0, V)

    assert label is not None
    assert (label.level, label.consumed, label.rest) == ("area", 2, "Stöd i tid")


@pytest.mark.parametrize(
    "text",
    [
        "Nämndmålen bidrar till en bättre stad",
        "enhetsmål: skrivs med liten bokstav mitt i en mening",
        "Enhetens mål\n\nUppföljning",
        "Enhetens mål\n\nVi har tre mål. De följs upp varje månad.",
        "Målgrupp",
    ],
)
def test_no_labels(text: str) -> None:
    assert label_at(lines(text), 0, V) is None


@pytest.mark.parametrize(
    ("title", "number", "rest"),
    [
        ("1. En stad", "1.", "En stad"),
        ("1.4. En stad", "1.4.", "En stad"),
        ("3 En stad", "3", "En stad"),
        ("75 procent fler", "", "75 procent fler"),
        ("En stad", "", "En stad"),
    ],
)
def test_numbers_of_goals(title: str, number: str, rest: str) -> None:
    assert split_number(title) == (number, rest)


@pytest.mark.parametrize(
    ("text", "kind", "roles", "consumed"),
    [
        (
            "Indikator Årsmål KF:s årsmål år 2031 Periodicitet",
            "indicator",
            "name target council_target periodicity",
            1,
        ),
        (
            "Indikator Årsmål KF:s\nårsmål år\n2031\n\nPeriodicitet",
            "indicator",
            "name target council_target periodicity",
            5,
        ),
        ("Nyckeltal Målvärde Mäts", "indicator", "name target periodicity", 1),
        (
            "Nyckeltal Enhetens målvärde Nämndens målvärde Könsuppdelad",
            "indicator",
            "name target council_target by_gender",
            1,
        ),
        ("Nyckeltal Utfall 2024 Målvärde 2026", "indicator", "name value target", 1),
        ("Aktivitet Startdatum Slutdatum", "activity", "name start end", 1),
        ("Aktivitet Ansvarig Klart senast", "activity", "name responsible end", 1),
        ("Åtgärd Start Klart Ansvarig", "activity", "name start end responsible", 1),
        ("Risk Åtgärd", "prose", "prose prose", 1),
    ],
)
def test_headers(text: str, kind: str, roles: str, consumed: int) -> None:
    header = header_at(lines(text), 0, V)

    assert header is not None
    assert (header.kind, " ".join(header.roles), header.consumed) == (kind, roles, consumed)


@pytest.mark.parametrize(
    "text",
    ["Indikator", "Indikatorer och årsmål följs upp", "Insatser", "Åtgärd för barn", "Aktiviteter i parken"],
)
def test_no_headers(text: str) -> None:
    assert header_at(lines(text), 0, V) is None


@pytest.mark.parametrize(
    "text",
    [
        "Innehåll\n\nInledning ..... 3\nNämndmål: Lära ..... 4\nEkonomi ..... 9\n\nInledning\n\nHej.",
        "Innehållsförteckning\nInledning\nNämndmål: Lära\nEkonomi\nInledning\nHej.",
        "Innehåll\nInledning 3\nNämndmål: Lära sig läsa och\nskriva 4\nEkonomi 9\n\nVälkommen",
    ],
)
def test_a_contents_list_ends_where_the_text_begins(text: str) -> None:
    places = contents_lines(lines(text), V)

    inside = [lines(text)[at].text for at in places if lines(text)[at].text]
    assert inside[0].startswith("Inledning")
    assert inside[-1].startswith("Ekonomi")


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        (["Norra-", "Granvik"], "Norra-Granvik"),
        (["höst-", "eller vårtermin"], "höst- eller vårtermin"),
        (["plan-", "/byggfrågor"], "plan-/byggfrågor"),
        (["nämnd/", "styrelse"], "nämnd/styrelse"),
        (["sam\u00ad", "arbete"], "samarbete"),
        (["LSS-", "handläggare"], "LSS-handläggare"),
        (["ord -", "paus"], "ord - paus"),
    ],
)
def test_joins(parts: list[str], joined: str) -> None:
    assert Joiner(parts).join(parts) == joined


def test_a_hyphen_goes_where_the_source_writes_the_word_without_one() -> None:
    assert Joiner(["Skolan är öppen."]).join(["vi öppnar försko-", "lan"]) == "vi öppnar försko-lan"
    assert Joiner(["vår förskolan är öppen."]).join(["vi öppnar försko-", "lan"]) == "vi öppnar förskolan"


def test_items_and_capitals() -> None:
    assert item_of("- ett") is not None
    assert item_of("-80 % av dem") is not None
    assert item_of("• ett") is not None
    assert item_of("12. tolv").number == 12  # type: ignore[union-attr]
    assert item_of("1.3 mål") is None
    assert item_of("2026-01-01") is None
    assert is_capitals("GRUPP NORR")
    assert not is_capitals("Grupp Norr")
    assert not is_capitals("OK.")


def test_the_measure_comes_from_lines_that_surely_wrapped() -> None:
    wrapped = [SENTENCE.strip(), "stanna här."] * 5

    measure = Measure.of(wrapped)

    assert measure.fit == len(SENTENCE.strip()) + 1 + len("stanna")
    assert measure.ends_paragraph("Kort rad.", "Ny mening här.")
    assert not measure.ends_paragraph(SENTENCE, "Stanna")
