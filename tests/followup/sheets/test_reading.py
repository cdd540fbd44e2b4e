"""Files become rows of cells, or one clear sentence."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from followup.sheets import reading
from followup.sheets.book import MOST_ROWS, SheetError, book_from_json, book_to_json
from followup.sheets.cells import IS_DATE, NO_RESULT, number_words
from followup.sheets.reading import read_book
from tests.followup.sheets.files import xlsx


def texts(data: bytes, sheet: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read_book(data).sheets[sheet].rows]


def prepared(book: Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    sheet["B3"].number_format = "0.0%"
    sheet.row_dimensions[5].hidden = True
    sheet["B6"] = "=B3*2"
    sheet["B7"] = datetime.date(2027, 3, 12)
    sheet.merge_cells("A8:A9")
    sheet["B9"] = "12,5"
    book.create_sheet("Gömt").sheet_state = "hidden"
    book["Gömt"].append(["Mallar", 1])
    book.create_sheet("Tomt")


def test_an_excel_file_is_read_as_somebody_would_type_it() -> None:
    data = xlsx(
        ["Personalrapport 2027"],
        [],
        ["Granen", 0.125],
        ["Tallen", 1234.5],
        ["Dold", 1],
        ["Summa", None],
        ["Björken", None],
        ["Hasseln", -3],
        prepare=prepared,
    )
    book = read_book(data)
    assert book == book_from_json(book_to_json(book))
    assert book.filled == (0,)
    rows = {row.number: row for row in book.sheets[0].rows}
    assert rows[1].text(0) == "Personalrapport 2027"
    assert 2 not in rows
    assert [rows[at].text(1) for at in (3, 4, 8, 9)] == ["12,5 %", "1234,5", "-3", "12,5"]
    assert rows[5].is_hidden
    assert not rows[4].is_hidden
    assert rows[6].cell(1).problem == NO_RESULT
    assert rows[7].cell(1).problem == IS_DATE
    assert rows[9].text(0) == "Hasseln"


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0,3"),
        (0.125, "0.0%", "12,5 %"),
        (0.125, '0.0"%"', "0,125"),
        (1.234, "General", "1,2340"),
        (1e-7, "General", "0,0000001"),
        (1234567, "# ##0", "1234567"),
        (-0.0, "General", "0"),
    ],
)
def test_numbers_are_what_the_cell_shows(value: float, number_format: str, words: str) -> None:
    assert number_words(value, number_format) == words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_csv_of_any_kind(encoding: str, separator: str) -> None:
    lines = [
        "Rapport, för nämnden",
        "",
        separator.join(["Enhet", "Sjukfrånvaro"]),
        separator.join(['"Åsens ""nya"" förskola"', "12,5"]),
    ]
    data = "\r\n".join(lines).encode(encoding)
    assert texts(data) == [
        ["Rapport, för nämnden"],
        ["Enhet", "Sjukfrånvaro"],
        ['Åsens "nya" förskola', "12,5"],
    ]
    assert [row.number for row in read_book(data).sheets[0].rows] == [1, 3, 4]


def test_a_comma_parts_columns_only_where_nothing_else_does() -> None:
    assert texts(b'Enhet,Antal\nGranen,"12,5"\n') == [["Enhet", "Antal"], ["Granen", "12,5"]]
    assert texts(b"sep=;\r\nEnhet;Antal\r\nA, B;12,5\r\n") == [["Enhet", "Antal"], ["A, B", "12,5"]]


def zipped(**parts: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
GOOD = xlsx(["Enhet", "Antal"], ["Granen", 3])
ENTITY = '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'


@pytest.mark.parametrize(
    ("data", "words", "status"),
    [
        (b"", "tom", 422),
        (b"  \n", "tom", 422),
        (b"\x00\x01\x02" * 90, "varken", 422),
        (b"%PDF-1.7 x", "PDF", 422),
        (b"\x89PNG\r\n", "bild", 422),
        (OLE + "Workbook".encode("utf-16-le"), ".xls)", 422),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "lösenord", 422),
        (b"<html><table><tr><td>1</td></tr></table></html>", "webbsida", 422),
        (b"Bara en dikt om varen\noch en rad till\n", "en kolumn", 422),
        (b'Enhet;Antal\n"Granen;3\n', "citattecken", 422),
        (b";;\n;;\n", "en kolumn", 422),
        (GOOD[: len(GOOD) // 2], "skadad", 422),
        (zipped(**{"word__document.xml": "<x/>"}), "Word", 422),
        (zipped(**{"content.xml": "<x/>"}), ".ods", 422),
        (zipped(**{"xl__workbook.bin": "x"}), ".xlsb", 422),
        (zipped(**{"minne.txt": "x"}), "zip-arkiv", 422),
        (zipped(**{"xl__workbook.xml": ENTITY}), "skadad", 422),
        (
            zipped(**{"xl__workbook.xml": "<x/>", "xl__worksheets__s.xml": " " * (49 << 20)}),
            "packas upp",
            413,
        ),
        (zipped(**{"xl__workbook.xml": "<x/>", "xl__worksheets__s.xml": "<row >" * 80_001}), "större", 413),
        (xlsx([]), "inga ifyllda", 422),
        (xlsx([None] * 500 + ["x"], [1]), "större", 413),
        (b"a;b\n" * (MOST_ROWS + 1), "större", 413),
        (b"a;b\n" * 3_000_000, "10 MB", 413),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(data: bytes, words: str, status: int) -> None:
    with pytest.raises(SheetError, match=words.replace(")", r"\)").replace(".", r"\.")) as caught:
        read_book(data)
    assert caught.value.status == status
    assert len(str(caught.value)) < 260


def test_a_reader_that_is_stopped_is_told_of_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "COMMAND", ("false",))
    with pytest.raises(SheetError, match="gick inte att läsa"):
        read_book(GOOD)


def test_the_reader_knows_nothing_of_django() -> None:
    import subprocess
    import sys

    code = (
        "import sys, followup.sheets.isolated_reader, followup.sheets.read_xlsx\n"
        "sys.exit(any(one.startswith('django') for one in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
