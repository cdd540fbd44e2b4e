"""Pages that lead a reader of positions astray: each with the lines that a person would read."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest
from weasyprint import HTML

from goals.importing.lines import Line, Source
from goals.importing.read_pdf import read_pdf
from tests.importing.producers import PARAGRAPH

STYLE = """@page { size: A4; margin: 22mm 20mm; %s }
body { font: 11pt/1.4 "DejaVu Sans"; } h2 { font-size: 15pt }
table { border-collapse: collapse; width: 100%% }
td, th { padding: 3pt 5pt; text-align: left; vertical-align: top }
.ruled td, .ruled th { border: 1px solid #333 }"""
HEADER = """@top-left { content: "Tjänsteutlåtande"; font-size: 8pt }
@bottom-right { content: "Sid " counter(page) " (" counter(pages) ")"; font-size: 8pt }"""


def read(body: str, page: str = "") -> Source:
    return read_pdf(HTML(string=f"<html lang=sv><style>{STYLE % page}</style><body>{body}").write_pdf())


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines if line.text]


def cells(source: Source) -> list[tuple[str, ...]]:
    return [line.cells for line in source.lines if line.cells]


def table(*rows: Sequence[str], look: str = "") -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table class='{look}'>{body}</table>"


PROSE = [
    ("justified", f"<p style='text-align: justify'>{PARAGRAPH}</p>"),
    (
        "justified in a narrow column",
        f"<p style='text-align: justify; width: 30%'>{PARAGRAPH} {PARAGRAPH}</p>",
    ),
    ("typewriter's type", f"<p style='font-family: DejaVu Sans Mono'>{PARAGRAPH}</p>"),
    ("in a frame", f"<div style='border: 1px solid'><p>{PARAGRAPH}</p></div>"),
    ("on a shaded ground", f"<div style='background: #eee'><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div>"),
    (
        "in two columns",
        f"<div style='columns: 2'><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div>",
    ),
    ("indented at both sides", f"<p>{PARAGRAPH}</p><blockquote>{PARAGRAPH}</blockquote><p>{PARAGRAPH}</p>"),
    ("in two sizes", f"<p style='font-size: 9pt'>{PARAGRAPH}</p><p>{PARAGRAPH}</p>"),
]


@pytest.mark.parametrize("body", [row[1] for row in PROSE], ids=[row[0] for row in PROSE])
def test_running_text_is_no_table_and_keeps_its_order(body: str) -> None:
    source = read(body)
    assert not cells(source)
    found = " ".join(texts(source))
    assert found == " ".join([PARAGRAPH] * (len(found) // len(PARAGRAPH)))


def test_a_contents_list_is_text() -> None:
    names = ["Inledning", "Mål för verksamheten", "Nämndmål: Maten är god", "Ekonomi"]
    flex = "margin: 0; display: flex; justify-content: space-between"
    entry = f"<p style='{flex}'><span>{{}}</span><span>{{}}</span></p>"
    source = read("".join(entry.format(name, 3 + 2 * n) for n, name in enumerate(names)))
    assert not cells(source)
    assert texts(source) == [f"{name} {3 + 2 * n}" for n, name in enumerate(names)]


def test_headings_and_paragraphs_near_a_table_stay_outside() -> None:
    rows = [
        ("Indikator", "Årsmål", "Periodicitet"),
        ("Nöjda gäster", "80 %", "År"),
        ("Matsvinn", "5 kg", "År"),
    ]
    source = read(
        f"<p>Mäts så:</p>{table(*rows)}<p><b>Beskrivning</b></p><p>Kort.</p>{table(*rows)}"
        "<p>Enhetsmål:</p><p>Slut.</p>"
    )
    assert texts(source) == [
        "Mäts så:", *(" ".join(row) for row in rows), "Beskrivning", "Kort.",
        *(" ".join(row) for row in rows),
        "Enhetsmål:", "Slut.",
    ]  # fmt: skip
    assert cells(source) == rows * 2


@pytest.mark.parametrize("look", ["", "ruled"])
def test_empty_cells_stay_in_their_column(look: str) -> None:
    rows = [
        ("Indikator", "Årsmål", "KF:s årsmål", "Periodicitet"),
        ("Andel nöjda gäster i enhetens alla kök", "", "öka", "År"),
        ("Matsvinn", "5 kg", "", "Tertial"),
        ("Klimatavtryck från transporter av livsmedel till enhetens kök", "", "", "Halvår"),
    ]
    assert cells(read(table(*rows, look=look))) == rows


def test_cells_that_span_come_once() -> None:
    source = read(
        "<table class=ruled><tr><td colspan=2>Mått</td><td>Värde</td></tr>"
        "<tr><td rowspan=2>Svinn</td><td>Lunch</td><td>5 kg</td></tr>"
        "<tr><td>Frukost</td><td>2 kg</td></tr></table>"
    )
    assert cells(source) == [("Mått", "", "Värde"), ("Svinn", "Lunch", "5 kg"), ("", "Frukost", "2 kg")]


def test_a_table_inside_a_page_header_is_furniture_and_one_below_it_is_not() -> None:
    header = "@top-left { content: element(h); width: 100% }"
    running = f"<div style='position: running(h)'>{table(['Vikåsa', 'Dnr 14'], look='ruled')}</div>"
    body = table(
        ["Aktivitet", "Slutdatum"],
        *([f"Väga maten i kök {n}", "2026-12-31"] for n in range(60)),
        look="ruled",
    )
    source = read(running + body, header)
    assert {line.text for line in source.furniture} == {"Vikåsa Dnr 14"}
    assert len(cells(source)) == 61


@pytest.mark.parametrize("look", ["", "ruled"])
def test_rows_that_look_alike_on_every_page_are_no_furniture(look: str) -> None:
    rows = [["Väga maten", "2026-01-01", "2026-12-31"]] * 90
    source = read(table(["Aktivitet", "Startdatum", "Slutdatum"], *rows, look=look), HEADER)
    assert len(cells(source)) == 91
    assert all("Tjänsteutlåtande" in line.text or "Sid" in line.text for line in source.furniture)


def test_bare_page_numbers_are_furniture_and_other_numbers_are_not() -> None:
    source = read(f"<p>{PARAGRAPH}</p>" * 14 + "<p>2026</p>", "@bottom-center { content: counter(page) }")
    pages = max(line.page for line in source.lines)
    assert [line.text for line in source.furniture] == [str(n + 1) for n in range(pages)]
    assert texts(source)[-1] == "2026"


def test_one_page_with_a_number() -> None:
    source = read("<p>Maten är god</p>", HEADER)
    assert texts(source) == ["Tjänsteutlåtande", "Maten är god"]  # once is no proof that it comes back
    assert [line.text for line in source.furniture] == ["Sid 1 (1)"]


def test_a_title_cut_by_the_page_goes_on() -> None:
    title = "Enhetsmål: " + " ".join(["Alla som äter hos oss får mat som är lagad med omsorg"] * 6)
    for space in range(0, 60, 6):
        source = read(
            f"<p>{PARAGRAPH}</p>" * 5
            + f"<div style='height: {95 + space}mm'>Ovan</div>"
            + f"<h2 style='orphans: 1; widows: 1'>{title}</h2><p>Under</p>",
            HEADER,
        )
        lines = [line for line in source.lines if line.heading]
        if len({line.page for line in lines}) == 2:
            break
    assert " ".join(line.text for line in lines) == title
    between = source.lines[source.lines.index(lines[0]) : source.lines.index(lines[-1])]
    assert all(line.heading for line in between)


def test_lists_in_lists() -> None:
    source = read(
        "<ul><li>Ett<ul><li>Ett a</li><li>Ett b<ul><li>Djupt</li></ul></li></ul></li><li>Två</li></ul>"
    )
    assert [(line.text, line.item, line.depth) for line in source.lines] == [
        ("Ett", "bullet", 0), ("Ett a", "bullet", 1), ("Ett b", "bullet", 1), ("Djupt", "bullet", 2),
        ("Två", "bullet", 0),
    ]  # fmt: skip


def test_dashes_are_marks_before_words_and_signs_before_numbers() -> None:
    lines = [line for line in read("<p>- Streck ett<br>– Streck två<br>- 200 tkr</p>").lines if line.text]
    assert [(line.text, line.item) for line in lines] == [
        ("Streck ett", "bullet"), ("Streck två", "bullet"), ("- 200 tkr", ""),
    ]  # fmt: skip


def test_raised_and_lowered_signs_stay_on_their_line() -> None:
    assert texts(read("<p>Yta 12 m<sup>2</sup>, CO<sub>2</sub> per kg.</p>")) == ["Yta 12 m2, CO2 per kg."]


def test_words_parted_at_the_line_s_end_are_whole() -> None:
    narrow = "<p style='width: 32mm'>verksam&shy;hets&shy;berättelsens inledning om för- och efterrätter</p>"
    source = read(narrow)
    assert " ".join(texts(source)) == "verksamhetsberättelsens inledning om för- och efterrätter"


def turned(data: bytes, turn: int) -> bytes:
    """The same pages, drawn on their side and shown upright."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            width, height = (float(side) for side in page.mediabox[2:])
            moves = {
                90: (0, 1, -1, 0, height, 0),
                180: (-1, 0, 0, -1, width, height),
                270: (0, -1, 1, 0, 0, width),
            }
            matrix = " ".join(map(str, moves[turn]))
            page.Contents = pdf.make_stream(f"q {matrix} cm ".encode() + page.Contents.read_bytes() + b" Q")
            page.MediaBox = [0, 0, width, height] if turn == 180 else [0, 0, height, width]
            for box in ("/CropBox", "/TrimBox", "/BleedBox"):
                if box in page:
                    del page[box]
            page.Rotate = turn
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_as_upright_ones(turn: int) -> None:
    rows = [("Aktivitet", "Slutdatum"), ("Väga maten varje dag", "2026-12-31")]
    body = f"<style>{STYLE % HEADER}</style><h2>Mål</h2><p>{PARAGRAPH}</p>{table(*rows, look='ruled')}"
    data = HTML(string=body).write_pdf()
    upright, found = read_pdf(data), read_pdf(turned(data, turn))
    assert [(line.text, line.cells) for line in found.lines] == [
        (line.text, line.cells) for line in upright.lines
    ]
    assert cells(found) == rows


def test_words_on_their_side_come_after_the_page() -> None:
    source = read(
        f"<p>{PARAGRAPH}</p><div style='transform: rotate(90deg); width: 60mm'>Utkast på sidan</div>"
    )
    assert texts(source)[-1] == "Utkast på sidan"


def test_lines_tell_their_page() -> None:
    source = read("<p>Ett</p><p style='break-before: page'>Två</p>")
    assert [(line.text, line.page) for line in source.lines if line.text] == [("Ett", 1), ("Två", 2)]
    assert all(isinstance(line, Line) for line in source.lines)


def test_tables_that_follow_each_other_are_two() -> None:
    indicators = "<tr><th>Indikator</th><th>Årsmål</th><th>KF:s årsmål</th></tr>" + "".join(
        f"<tr><td>{name}</td><td></td><td>öka</td></tr>" for name in ("Andel nöjda gäster", "Matglädje")
    )
    activities = "<tr><th>Aktivitet</th><th>Startdatum</th><th>Slutdatum</th></tr>" + "".join(
        f"<tr><td>Väga maten i {name} kök varje dag under hela perioden</td>"
        "<td>2026-01-01</td><td>2026-12-31</td></tr>"
        for name in ("Norra", "Södra")
    )
    source = read(f"<p>{PARAGRAPH}</p><table>{indicators}</table><table>{activities}</table>")
    assert [line.cells[0] for line in source.lines if line.header] == ["Indikator", "Aktivitet"]
    assert cells(source)[1] == ("Andel nöjda gäster", "", "öka")
    assert cells(source)[4] == (
        "Väga maten i Norra kök varje dag under hela perioden",
        "2026-01-01",
        "2026-12-31",
    )


NAMES = ["Norra", "Södra", "Östra", "Västra", "Övre", "Nedre", "Inre", "Yttre", "Lilla"]


@pytest.mark.parametrize("tag", ["h2", "h4", "h6"])
def test_a_heading_that_begins_several_pages_is_no_furniture(tag: str) -> None:
    chapter = f"<{tag} style='break-before: page'>Arbetssätt</{tag}><p>{{}} {PARAGRAPH}</p>"
    plain = "<p style='break-before: page'>Vi i {} provar.</p>"
    source = read(
        "".join((plain if n % 3 == 2 else chapter).format(f"kök {name}") for n, name in enumerate(NAMES)),
        HEADER,
    )
    assert texts(source).count("Arbetssätt") == 6


def test_a_row_of_prose_cut_by_the_page_is_one_row() -> None:
    long = "Enheten ser över hur " + "rotfrukter och mejerivaror köps in till köken, " * 45
    source = read(
        table(
            ["Läge", "Åtgärd"], ["Svinnet är stort.", "Väga."], [f"{long}nu.", f"{long}sedan."], look="ruled"
        )
    )
    assert max(line.page for line in source.lines) > 1 or len(cells(source)) == 3
    assert cells(source) == [
        ("Läge", "Åtgärd"),
        ("Svinnet är stort.", "Väga."),
        (f"{long}nu.", f"{long}sedan."),
    ]
