"""Lines of a text → HTML."""

from __future__ import annotations

import pytest

from goals.importing.lines import Line, Source
from goals.importing.parse import parse_plan
from vp.richtext import clean

FULL = "Vi arbetar tillsammans med föreningarna i området för att fler ska hitta hit och"
WRAPPED = f"{FULL}\nstanna kvar hela dagen. {FULL[:45]}\nvarje dag.\n\n" * 2


def body(text: str) -> str:
    """The body of a text whose source has a known width."""
    full = f"Inledning\n\n{WRAPPED}\nEnhetsmål: Vi ses\n\nArbetssätt\n\n{text}"
    return of_lines([Line(number, part.strip()) for number, part in enumerate(full.split("\n"), start=1)])


def of_lines(lines: list[Line]) -> str:
    plan = parse_plan(Source(lines), year=2026, unit="Eken").document
    (text,) = plan.goals[0].texts
    assert clean(text.body) == text.body
    return text.body


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (f"{FULL}\nstanna.", f"<p>{FULL} stanna.</p>"),
        ("Kort rad.\nNy rad här.", "<p>Kort rad.</p><p>Ny rad här.</p>"),
        ("Ett.\n\nTvå.", "<p>Ett.</p><p>Två.</p>"),
        ("- ett\n- två", "<ul><li>ett</li><li>två</li></ul>"),
        ("-80 % av dem\n-70 % av oss", "<ul><li>80 % av dem</li><li>70 % av oss</li></ul>"),
        ("• ett\n\n• två", "<ul><li>ett</li><li>två</li></ul>"),
        (f"- {FULL}\nstanna\n- två", f"<ul><li>{FULL} stanna</li><li>två</li></ul>"),
        ("- ett.\nDetta är en ny text.", "<ul><li>ett.</li></ul><p>Detta är en ny text.</p>"),
        ("1. ett\n2. två", "<ol><li>ett</li><li>två</li></ol>"),
        ("3. tre\n4. fyra", '<ol start="3"><li>tre</li><li>fyra</li></ol>'),
        (
            "1. ett\n\nText emellan här.\n\n2. två",
            '<ol><li>ett</li></ol><p>Text emellan här.</p><ol start="2"><li>två</li></ol>',
        ),
        ("Se 1.\n\n7. sju", "<p>Se 1.</p><p>7. sju</p>"),
        (f"{FULL}\n- också här.", f"<p>{FULL} - också här.</p>"),
        ("Vi - och ni - ses.", "<p>Vi - och ni - ses.</p>"),
        ("Detta gäller\n- ett\n- två", "<p>Detta gäller</p><ul><li>ett</li><li>två</li></ul>"),
        (
            "GRUPP NORR\nVi ses.\n\nGRUPP SÖDER\n\nVi hörs.",
            "<h4>GRUPP NORR</h4><p>Vi ses.</p><h4>GRUPP SÖDER</h4><p>Vi hörs.</p>",
        ),
        ("Samtal\nAPT", "<p>Samtal</p><p>APT</p>"),
        ("Barn & <unga>", "<p>Barn &amp; &lt;unga&gt;</p>"),
    ],
)
def test_blocks(text: str, markup: str) -> None:
    assert body(text) == markup


def test_two_columns_of_text_are_a_table() -> None:
    text = """Risk Åtgärd

Lokaler

Lokalerna räcker inte när fler
barn börjar i höst.

Vi delar på ytorna och är ute
mer på förmiddagarna.

Personal Vi tar in vikarier tidigare än vi gjorde i fjol när många var sjuka"""

    assert body(text) == (
        '<table><thead><tr><th scope="col">Risk</th><th scope="col">Åtgärd</th></tr></thead><tbody>'
        "<tr><td>Lokaler</td><td></td></tr>"
        "<tr><td>Lokalerna räcker inte när fler barn börjar i höst.</td>"
        "<td>Vi delar på ytorna och är ute mer på förmiddagarna.</td></tr>"
        "<tr><td>Personal</td>"
        "<td>Vi tar in vikarier tidigare än vi gjorde i fjol när många var sjuka</td></tr>"
        "</tbody></table>"
    )


def test_what_the_source_says_of_its_lines_is_used() -> None:
    lines = [
        Line(1, "Enhetsmål: Vi ses", whole=True),
        Line(2, "Arbetssätt", heading=5, whole=True),
        Line(3, "Först detta", item="number", whole=True),
        Line(4, "Delsteg", item="bullet", depth=1, whole=True),
        Line(5, "Sedan detta", item="number", whole=True),
        Line(6, "Hel text", whole=True),
        Line(7, "Vad Vem", cells=("Vad", "Vem"), header=True),
        Line(8, "Möte Alla", cells=("Möte", "Alla")),
        Line(9, "Övrigt", heading=1, whole=True),
        Line(10, "Ekonomi", heading=1, whole=True),
    ]

    assert of_lines(lines) == (
        "<ol><li>Först detta<ul><li>Delsteg</li></ul></li><li>Sedan detta</li></ol><p>Hel text</p>"
        '<table><thead><tr><th scope="col">Vad</th><th scope="col">Vem</th></tr></thead>'
        "<tbody><tr><td>Möte</td><td>Alla</td></tr></tbody></table>"
    )
