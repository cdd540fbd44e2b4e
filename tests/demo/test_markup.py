"""The demo's light markup and its words of a year."""

from __future__ import annotations

import pytest

from demo.markup import markup, sections
from demo.words import Year
from vp.richtext import clean

THIS, LAST = Year(2027, last=False), Year(2026, last=True)


@pytest.mark.parametrize(
    ("written", "this", "last"),
    [
        ("{år-1}-11-18", "2026-11-18", "2025-11-18"),
        ("{år}–{år+4}", "2027–2031", "2026–2030"),
        ("{75|72} %", "75 %", "72 %"),
        ("för de äldre{ samt Lavskrikan|}.", "för de äldre samt Lavskrikan.", "för de äldre."),
        ("{i {år+1}|}", "i 2028", ""),
        ("31 500 000 kr", "31\u202f500\u202f000 kr", "31\u202f500\u202f000 kr"),
        ("{1 200|900} böcker", "1\u202f200 böcker", "900 böcker"),
        ("den 31 juli 2027 100 barn", "den 31 juli 2027 100 barn", "den 31 juli 2027 100 barn"),
        ("1,5 100", "1,5 100", "1,5 100"),
    ],
)
def test_words_of_a_year(written, this, last):
    assert (THIS.words(written), LAST.words(written)) == (this, last)


def test_lines_and_rows_of_one_year_only():
    assert THIS.lines("båda\n@this - nu\n@last - då") == ["båda", "- nu"]
    assert LAST.lines("båda\n@this - nu\n@last - då") == ["båda", "- då"]
    rows = [{"title": "båda"}, {"title": "nu", "only": "this"}, {"title": "då", "only": "last"}]
    assert [row["title"] for row in THIS.rows(rows)] == ["båda", "nu"]
    assert [row["title"] for row in LAST.rows(rows)] == ["båda", "då"]


@pytest.mark.parametrize(
    ("lines", "html"),
    [
        (["ett", "", "två"], "<p>ett</p><p>två</p>"),
        (["- ett", "- två", "tre"], "<ul><li>ett</li><li>två</li></ul><p>tre</p>"),
        (["1. ett", "2. två"], "<ol><li>ett</li><li>två</li></ol>"),
        (["== Hamnen", "ord"], "<h4>Hamnen</h4><p>ord</p>"),
        (["**a** och *b* < c & d"], "<p><strong>a</strong> och <em>b</em> &lt; c &amp; d</p>"),
        (
            ["| När | Vad |", "| maj | |"],
            (
                '<table><thead><tr><th scope="col">När</th><th scope="col">Vad</th></tr></thead>'
                "<tbody><tr><td>maj</td><td></td></tr></tbody></table>"
            ),
        ),
    ],
)
def test_markup(lines, html):
    assert markup(lines) == html
    assert clean(html) == html


def test_sections_nest_by_depth_and_keep_their_mark():
    found = sections("# Ett\n## Budget {år}\nord\n## B\n### C\n# Två\n- a", THIS)
    assert [(top.heading, [each.heading for each in top.sections]) for top in found] == [
        ("Ett", ["Budget 2027", "B"]),
        ("Två", []),
    ]
    assert found[0].sections[0].mark == "Budget {år}"
    assert found[0].sections[0].body == "<p>ord</p>"
    assert found[0].sections[1].sections[0].heading == "C"
    assert found[1].body == "<ul><li>a</li></ul>"


@pytest.mark.parametrize("written", ["ord utan rubrik\n# Ett", "# Ett\n### Tre", "# T\n| a | b |\n| c |"])
def test_what_is_written_wrongly_is_told(written):
    with pytest.raises(ValueError, match=r"heading above|level is missing|differ in length"):
        sections(written, THIS)
