"""What a sheet's rows say: headings found, names matched, and everything that is left out told."""

from __future__ import annotations

import pytest

from followup.sheets.book import Cell, Row, Sheet
from followup.sheets.choices import Choices, said
from followup.sheets.columns import layout_of
from followup.sheets.hearing import HIDDEN, IS_SUM, NO_UNIT, Hearing, hear
from followup.sheets.matching import Named, Names
from followup.sheets.meanings import SKIP
from followup.sheets.vocabulary import Vocabulary

UNITS = Names(
    [
        Named("g", "Förskolan Granen", ("Granens daghem",), "Norra"),
        Named("t", "Förskolan Tallen", (), "Norra"),
        Named("b1", "Björken", (), "Norra"),
        Named("b2", "Björken", (), "Södra"),
    ]
)
INDICATORS = Names(
    [
        Named("sjukfrånvaro", "Sjukfrånvaro"),
        Named("andel nöjda barn", "Andel nöjda barn", ("Nöjda barn",)),
        Named("miljömål 2030", "Miljömål 2030"),
    ]
)


def sheet_of(*rows: list[str], hidden: int = 0) -> Sheet:
    return Sheet(
        "",
        tuple(
            Row(at, tuple(Cell(text) for text in row), at == hidden) for at, row in enumerate(rows, 1) if row
        ),
    )


def heard(sheet: Sheet, choices: Choices | None = None, **remembered: dict[str, str]) -> Hearing:
    choices = choices or Choices()
    words = vocabulary(**remembered)
    layout = layout_of(sheet, words, header=choices.header, chosen=choices.columns)
    return hear(sheet, layout, words, choices)


def vocabulary(**remembered: dict[str, str]) -> Vocabulary:
    return Vocabulary(
        units=UNITS,
        indicators=INDICATORS,
        remembered_units=remembered.get("units", {}),
        remembered_columns=remembered.get("columns", {}),
        periods=frozenset({"t1", "tertial 1", "januari april"}),
        year=2027,
    )


def said_in(hearing: Hearing) -> dict[tuple[str, str, str], str]:
    return {
        (value.unit, value.indicator, name): cell.text
        for value in hearing.values
        for name, cell in value.cells.items()
    }


def remarks(hearing: Hearing) -> list[tuple[int, str, bool]]:
    return [(each.row, each.words, each.is_error) for each in hearing.remarks]


def test_units_down_and_indicators_across_below_titles() -> None:
    found = heard(
        sheet_of(
            ["Personalsystemet AB"],
            ["Uttag 2027-05-03", "", "", "sida 1"],
            [],
            ["Förvaltning", "Enhet", "Sjukfrånvaro, %", "Sjukfrånvaro (kvinnor)", "NÖJDA BARN T1 2027", "Id"],
            ["Barn", "granen FÖRSKOLAN", "5,1 %", "5,4", "80", "771"],
            ["Barn", "Granens daghem", "", "", "", "772"],
            ["Barn", "Förskolan Tallen", "", "-", "", "773"],
            ["Summa", "Totalt", "5,3", "", "", ""],
            ["Förvaltning", "Enhet", "Sjukfrånvaro, %", "Sjukfrånvaro (kvinnor)", "NÖJDA BARN T1 2027", "Id"],
            ["", "", "4", "", "", ""],
            ["Källa: Personalsystemet"],
        )
    )
    assert said_in(found) == {
        ("g", "sjukfrånvaro", "total"): "5,1 %",
        ("g", "sjukfrånvaro", "women"): "5,4",
        ("g", "andel nöjda barn", "total"): "80",
        ("t", "sjukfrånvaro", "women"): "-",
    }
    assert remarks(found) == [(8, IS_SUM, False), (10, NO_UNIT, True)]
    assert not found.units


def test_headings_in_two_rows() -> None:
    found = heard(
        sheet_of(
            ["Enhet", "Sjukfrånvaro", "", "", "Nöjda barn"],
            ["", "Totalt", "Kvinnor", "Män", ""],
            ["Förskolan Tallen", "5", "6", "4", "80"],
        )
    )
    names = {name: text for (_unit, indicator, name), text in said_in(found).items() if indicator[0] == "s"}
    assert names == {"total": "5", "women": "6", "men": "4"}
    assert ("t", "andel nöjda barn", "total") in said_in(found)


def test_one_row_for_each_value() -> None:
    found = heard(
        sheet_of(
            ["Enhet", "Hör till", "Indikator", "Period", "År", "Värde", "Kvinnor", "Kommentar", "Mäts i"],
            ["Björken", "Södra", "Sjukfrånvaro", "T1", "2027", "5", "6", "Vinter", "%"],
            ["Björken", "", "Sjukfrånvaro", "T1", "2027", "5", "", "", ""],
            ["Björken", "Norra", "sjukfrånvaron", "Tertial 1 2027", "", "7", "", "", ""],
            ["Björken", "Norra", "Sjukfrånvaro", "T3", "2026", "9", "", "", ""],
            ["Björken", "Norra", "Sjukfrånvaro", "januari–april", "2027", "9", "", "", ""],
        ),
        Choices(indicators={said("sjukfrånvaron"): "-"}),
    )
    assert said_in(found) == {
        ("b2", "sjukfrånvaro", "total"): "5",
        ("b2", "sjukfrånvaro", "women"): "6",
        ("b2", "sjukfrånvaro", "comment"): "Vinter",
        ("b1", "sjukfrånvaro", "total"): "9",
    }
    assert [(row, words[:30]) for row, words, _error in remarks(found)] == [
        (4, "Indikatorn läses inte in, som "),
        (5, "Raden gäller T3 2026 och hör i"),
    ]
    assert list(found.units) == ["björken"]
    assert {each.key for each in found.units["björken"].proposal.named} >= {"b1", "b2"}


def test_what_stands_twice_is_read_once_or_not_at_all() -> None:
    head = ["Enhet", "Sjukfrånvaro"]
    same = heard(sheet_of(head, ["Förskolan Tallen", "5"], ["förskolan tallen", "5"]))
    assert said_in(same) == {("t", "sjukfrånvaro", "total"): "5"}
    assert not same.remarks
    differing = heard(sheet_of(head, ["Förskolan Tallen", "5"], ["förskolan tallen", "6"]))
    assert not differing.values
    assert remarks(differing)[0][0] == 3
    assert "rad 2" in remarks(differing)[0][1]


def test_hidden_rows_are_left_out_and_told() -> None:
    found = heard(sheet_of(["Enhet", "Sjukfrånvaro"], ["Förskolan Tallen", "5"], hidden=2))
    assert not found.values
    assert remarks(found) == [(2, HIDDEN, False)]


def test_what_was_answered_before_is_known() -> None:
    sheet = sheet_of(["Var", "Frånvaro"], ["F. Grn", "5"], ["Okänd", "6"])
    layout = layout_of(sheet, vocabulary())
    assert layout.at("unit") is None
    columns = {"var": "unit", "frånvaro": "i:sjukfrånvaro:total"}
    found = heard(sheet, columns=columns, units={said("F. Grn"): "g", said("Okänd"): SKIP})
    assert said_in(found) == {("g", "sjukfrånvaro", "total"): "5"}
    gone = heard(sheet, columns=columns, units={said("F. Grn"): "closed since"})
    assert set(gone.units) == {said("F. Grn"), said("Okänd")}


@pytest.mark.parametrize(
    ("words", "likely", "first"),
    [
        ("Fsk Granen", "g", "g"),
        ("Förskolan Granenn", "g", "g"),
        ("Granen", None, "g"),
        ("Tallens förskola", "t", "t"),
        ("Rektorsområde 7", None, None),
        ("Björkan", None, "b1"),
        ("För skolan Tall", "t", "t"),
    ],
)
def test_the_most_like_is_proposed_first(words: str, likely: str | None, first: str | None) -> None:
    proposal = UNITS.proposed(words)
    assert (proposal.likely.key if proposal.likely else None) == likely
    assert (proposal.named[0].key if proposal.named else None) == first


def test_a_heading_that_is_nearly_right_is_asked_about() -> None:
    layout = layout_of(
        sheet_of(["Enhet", "Sjukfrånvarro kvinnor", "Telefon"], ["Björken", "5", "08"]), vocabulary()
    )
    unit, near, other = layout.columns
    assert (unit.means, unit.is_certain) == ("unit", True)
    assert (near.means, near.is_certain) == ("i:sjukfrånvaro:women", False)
    assert (other.means, other.is_certain) == (SKIP, True)


def test_columns_of_another_time_are_left_and_two_of_the_same_are_asked_about() -> None:
    head = [
        "Enhet",
        "Sjukfrånvaro T1 2026",
        "Sjukfrånvaro T1 2027",
        "Nöjda barn T2",
        "Nöjda barn",
        "Andel nöjda barn",
        "Miljömål 2030",
    ]
    columns = layout_of(sheet_of(head, ["Björken", "1", "2", "3", "4", "5"]), vocabulary()).columns
    assert [(each.means, each.is_certain) for each in columns[1:]] == [
        (SKIP, True),
        ("i:sjukfrånvaro:total", True),
        (SKIP, True),
        ("i:andel nöjda barn:total", False),
        ("i:andel nöjda barn:total", False),
        ("i:miljömål 2030:total", True),
    ]
