"""PDF files from three real programs come back as the lines, rows and headings that were put in."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from goals.importing.lines import Line, Source
from goals.importing.reading import read_source
from tests.importing import producers
from tests.importing.producers import TABLE_LOOKS, headings, table_rows, to_docx, to_html, words

PAGE_NUMBER = re.compile(r"Sid \d+ \(\d+\)")


def read(data: bytes) -> Source:
    source = read_source(data)
    assert isinstance(source, Source)
    return source


@pytest.fixture(scope="module", params=[*(("weasyprint", look) for look in TABLE_LOOKS),
                                        *(("chromium", look) for look in TABLE_LOOKS),
                                        ("libreoffice", "Table Grid"), ("libreoffice", "")],
                ids="-".join)  # fmt: skip
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Source:
    program, look = request.param
    folder = tmp_path_factory.mktemp(program)
    if program == "weasyprint":
        return read(producers.weasyprint_pdf(to_html(look)))
    if program == "chromium":
        return read(producers.chromium_pdf(to_html(look), folder))
    return read(producers.libreoffice_pdf(to_docx(table_style=look or None), folder))


def rows(source: Source) -> list[Line]:
    return [line for line in source.lines if line.cells]


def without_repeated_headers(source: Source) -> list[Line]:
    first: set[tuple[str, ...]] = set()
    kept = []
    for line in source.lines:
        if line.header and line.cells in first:
            continue
        if line.header:
            first.add(line.cells)
        kept.append(line)
    return kept


def test_every_table_row_has_its_cells(source: Source) -> None:
    assert [line.cells for line in without_repeated_headers(source) if line.cells] == table_rows()


def test_headers_are_marked_first_and_repeated(source: Source) -> None:
    marked = [line.cells[0] for line in rows(source) if line.header]
    assert list(dict.fromkeys(marked)) == ["Indikator", "Aktivitet", "Åtgärd"]
    assert marked.count("Aktivitet") >= 2
    assert all(
        line.header == (line.cells[0] in ("Indikator", "Aktivitet", "Åtgärd")) for line in rows(source)
    )


def test_every_word_stands_in_its_place(source: Source) -> None:
    assert [word for line in without_repeated_headers(source) for word in line.text.split()] == words()


def test_page_headers_and_numbers_are_furniture(source: Source) -> None:
    pages = {line.page for line in source.lines}
    texts = [line.text for line in source.furniture]
    assert len([text for text in texts if PAGE_NUMBER.fullmatch(text)]) == len(pages) >= 2
    assert len([text for text in texts if "Tjänsteutlåtande" in text]) == len(pages)
    assert all(PAGE_NUMBER.fullmatch(text) or text == "Tjänsteutlåtande Dnr SN 2026/14" for text in texts)
    assert not [line for line in source.lines if "Tjänsteutlåtande" in line.text]


def test_headings_have_levels_by_their_type(source: Source) -> None:
    found = " ".join(line.text for line in source.lines if line.heading)
    assert found == " ".join(headings())
    levels = {line.text: line.heading for line in source.lines if line.heading}
    assert levels["Inledning"] == levels["Budget 2026"] < levels["Arbetssätt"] == levels["Förväntat resultat"]
    assert levels["Verksamhetsplan 2026 för Köksenheten"] == 1


def test_bullets_are_items_without_their_mark(source: Source) -> None:
    items = [line.text for line in source.lines if line.item == "bullet"]
    assert [text.split()[0] for text in items] == ["Frukost", "Lunch", "Mellanmål"]
    assert all(line.depth == 0 for line in source.lines)


def test_paragraphs_are_parted_by_blank_lines(source: Source) -> None:
    texts = [line.text for line in source.lines]
    at = texts.index("Enheten har fyra kök.")
    assert texts[at - 1] == ""
    assert "" not in texts[texts.index("Inledning") + 2 : at - 1]
    assert not any(a == b == "" for a, b in pairwise(texts))


def test_lines_are_numbered_through(source: Source) -> None:
    numbers = [line.number for line in source.lines]
    assert numbers == sorted(numbers)
    assert sorted(numbers + [line.number for line in source.furniture]) == list(
        range(1, len(numbers) + len(source.furniture) + 1)
    )
