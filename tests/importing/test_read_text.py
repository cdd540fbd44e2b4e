"""Text files in the encodings and with the line ends that offices have left behind."""

from __future__ import annotations

import pytest

from goals.importing.lines import Source
from goals.importing.read_text import read_text
from goals.importing.reading import read_source

PLAN = "Enhetsmål:\nÖka trivseln – på riktigt\n\nUppföljning\n"


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_text(data).lines]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_encodings(encoding: str) -> None:
    data = PLAN.encode(encoding)
    expected = ["Enhetsmål:", "Öka trivseln – på riktigt", "", "Uppföljning", ""]
    assert texts(data) == expected
    source = read_source(data, name="plan.doc")
    assert isinstance(source, Source)
    assert [line.text for line in source.lines] == expected


def test_utf16_with_a_big_endian_mark() -> None:
    assert texts(b"\xfe\xff" + "Mål".encode("utf-16-be")) == ["Mål"]


def test_latin_1() -> None:
    assert texts("Årsmål för åtgärder".encode("latin-1")) == ["Årsmål för åtgärder"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\u2028", "\x85"])
def test_line_ends(end: str) -> None:
    lines = read_text(f"ett{end}{end}två".encode()).lines
    assert [(line.number, line.text) for line in lines] == [(1, "ett"), (2, ""), (3, "två")]


def test_white_space_at_the_ends_goes_and_inside_stays() -> None:
    assert texts(b"  ett   tv\xc3\xa5 \xe2\x80\xa8\t\n   \n") == ["ett   två", "", "", ""]


def test_form_feeds_part_pages() -> None:
    lines = read_text("ett\ntvå\n\ftre\fyra\n".encode()).lines
    assert [(line.text, line.page) for line in lines if line.text] == [
        ("ett", 1),
        ("två", 1),
        ("tre", 2),
        ("yra", 3),
    ]
    assert {line.page for line in read_text(b"ett\n").lines} == {0}


def test_an_old_end_of_file_mark_goes() -> None:
    assert texts(b"ett\r\n\x1a") == ["ett", ""]


def test_lines_under_a_tabbed_header_are_a_table() -> None:
    text = "Indikator\tÅrsmål\tPeriodicitet\nMatsvinn per portion\t\tÅr\nNöjda gäster\t85 %\n\nUppföljning\n"
    lines = read_text(text.encode()).lines
    assert [line.cells for line in lines if line.cells] == [
        ("Indikator", "Årsmål", "Periodicitet"),
        ("Matsvinn per portion", "", "År"),
        ("Nöjda gäster", "85 %", ""),
    ]
    assert [line.header for line in lines][:3] == [True, False, False]
    assert lines[1].text == "Matsvinn per portion År"
    assert not lines[4].cells


def test_two_tables_in_a_row_have_a_header_each() -> None:
    text = "Indikator\tÅrsmål\nSvinn\t5 kg\n\nAktivitet\tSlutdatum\nVäga\t2026-12-31\n"
    lines = read_text(text.encode()).lines
    assert [line.cells[0] for line in lines if line.header] == ["Indikator", "Aktivitet"]


@pytest.mark.parametrize("text", ["1.\tInledning\n2.\tMål\n", "Inledning\t3\nMål\t5\n", "Dnr:\tSN 14\n"])
def test_other_tabs_are_spaces(text: str) -> None:
    lines = read_text(text.encode()).lines
    assert not any(line.cells for line in lines)
    assert lines[0].text == text.split("\n")[0].replace("\t", " ")


@pytest.mark.parametrize(
    "text", ["[Utkast] Verksamhetsplan", "{ Mål }", "<Enhet> mål", "[1] Inledning", "MZ-gruppen"]
)
def test_text_that_begins_like_something_else_is_text(text: str) -> None:
    source = read_source(text.encode())
    assert isinstance(source, Source)
    assert source.lines[0].text == text
