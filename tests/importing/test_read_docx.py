"""Word files: every word that is printed comes, once and in order; none that isn't printed does."""

from __future__ import annotations

import io

import docx
import pytest
from docx.shared import Cm

from goals.importing.lines import Line, Source
from goals.importing.read_docx import read_docx
from goals.importing.reading import read_source
from tests.importing.producers import headings, table_rows, to_docx, words
from tests.importing.word_parts import word_file

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def lines_of(body: str, **parts: str) -> list[Line]:
    return list(read_docx(word_file(body, **parts)).lines)


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in lines_of(body, **parts) if line.text]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


P = par(run("Maten är god"))
A, B, C, D = (cell(par(run(name))) for name in ("alfa", "beta", "gamma", "delta"))


def test_a_whole_plan() -> None:
    source = read_source(to_docx())
    assert isinstance(source, Source)
    assert [word for line in source.lines for word in line.text.split()] == words()
    assert [line.cells for line in source.lines if line.cells] == table_rows()
    assert [line.text for line in source.lines if line.heading] == headings()
    assert [line.cells[0] for line in source.lines if line.header] == ["Indikator", "Aktivitet", "Åtgärd"]
    assert [line.text.split()[0] for line in source.lines if line.item == "bullet"] == [
        "Frukost", "Lunch", "Mellanmål",
    ]  # fmt: skip
    assert [line.text for line in source.furniture] == ["Tjänsteutlåtande Dnr SN 2026/14", "Sid ()"]
    assert all(line.whole for line in source.lines)
    assert [line.number for line in source.lines] == list(range(1, len(source.lines) + 1))


PRINTED = [
    ("tracked insertion", par(run("Maten ") + f"<w:ins>{run('är god')}</w:ins>"), ["Maten är god"]),
    (
        "tracked deletion",
        par(run("Maten är ") + "<w:del><w:r><w:delText>usel</w:delText></w:r></w:del>" + run("god")),
        ["Maten är god"],
    ),
    (
        "moved text",
        par(f"<w:moveFrom>{run('x')}</w:moveFrom>{run('Maten är ')}<w:moveTo>{run('god')}</w:moveTo>"),
        ["Maten är god"],
    ),
    ("link", par(run("Läs ") + f"<w:hyperlink>{run('mer här')}</w:hyperlink>"), ["Läs mer här"]),
    ("smart tag", par(f"<w:smartTag>{run('Vikåsa')}</w:smartTag>{run(' kommun')}"), ["Vikåsa kommun"]),
    ("control in a line", par(f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{run('Köket')}"
                                            "</w:sdtContent></w:sdt>"), ["Köket"]),
    ("control around lines", f"<w:sdt><w:sdtContent>{P}{P}</w:sdtContent></w:sdt>", ["Maten är god"] * 2),
    ("field's result, not its code", par("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>"
                                               "REF dnr</w:instrText></w:r>" + run("SN 14")), ["SN 14"]),
    ("simple field", par(f"<w:fldSimple w:instr='DATE'>{run('2026')}</w:fldSimple>"), ["2026"]),
    ("tab", par(run("Dnr") + "<w:r><w:tab/></w:r>" + run("14")), ["Dnr 14"]),
    ("forced break", par(run("Nämndmål:") + "<w:r><w:br/></w:r>" + run("Öka")), ["Nämndmål:", "Öka"]),
    ("no-break hyphen", par(run("KF") + "<w:r><w:noBreakHyphen/></w:r>" + run("mål")), ["KF\u2011mål"]),
    ("soft hyphen", par(run("mat\u00adsa") + "<w:r><w:softHyphen/></w:r>" + run("len")), ["matsalen"]),
    ("symbol", par("<w:r><w:sym w:font='Symbol' w:char='2265'/></w:r>" + run(" 80 %")), ["≥ 80 %"]),
    ("hidden text", par(run("Maten") + run("hemligt", "<w:vanish/>")), ["Maten"]),
    ("formula", par(f"<m:oMath xmlns:m='{MATH}'><m:r><m:t>x+1</m:t></m:r></m:oMath>"), ["x+1"]),
    ("word in several runs", par(run("verk") + run("sam", "<w:b/>") + run("het")), ["verksamhet"]),
    (
        "text box, once",
        par(
            run("Före") + "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" + P
            + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>" + P
            + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>" + run(" efter")
        ),
        ["Före efter", "Maten är god"],
    ),
    ("nested tables", table(A + cell(P + table(B + C, D + A) + P)),
     ["alfa Maten är god beta gamma delta alfa Maten är god"]),
    ("table in a frame", table(cell(P + table(A + B, C + D))), ["Maten är god", "alfa beta", "gamma delta"]),
    ("row in a control", f"<w:tbl><w:sdt><w:sdtContent><w:tr>{A}{B}</w:tr></w:sdtContent></w:sdt></w:tbl>",
     ["alfa beta"]),
    ("deleted row", table(A + B, "<w:trPr><w:del/></w:trPr>" + C + D), ["alfa beta"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [row[1:] for row in PRINTED], ids=[row[0] for row in PRINTED])
def test_what_is_printed_is_read(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_merged_cells_come_once_and_keep_the_columns() -> None:
    wide = cell(par(run("bred")), "<w:gridSpan w:val='2'/>")
    tall = cell(par(run("hög")), "<w:vMerge w:val='restart'/>")
    rest = cell(par(""), "<w:vMerge/>")
    rows = [line.cells for line in lines_of(table(wide + A, tall + B + C, rest + D + A)) if line.cells]
    assert rows == [("bred", "", "alfa"), ("hög", "beta", "gamma"), ("", "delta", "alfa")]


def test_header_rows() -> None:
    marked = table("<w:trPr><w:tblHeader/></w:trPr>" + A + B, C + D)
    assert [line.header for line in lines_of(marked) if line.cells] == [True, False]
    number = cell(par(run("12 kg")))
    assert [line.header for line in lines_of(table(A + number, C + D)) if line.cells] == [False, False]


def test_notes_follow_their_par() -> None:
    note = f"<w:footnote w:id='2'>{par(run('Se § 12.'))}</w:footnote>"
    body = par(run("Maten") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run(" är god")) + par(
        run("Slut")
    )
    assert texts(body, footnotes=f"<w:footnotes>{note}</w:footnotes>") == [
        "Maten är god",
        "Se § 12.",
        "Slut",
    ]


STYLES = """<w:styles>
<w:style w:type="paragraph" w:styleId="R1"><w:name w:val="Rubrik 1"/></w:style>
<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Nämndens mål"/><w:basedOn w:val="H3"/></w:style>
<w:style w:type="paragraph" w:styleId="Kap"><w:name w:val="Kapitel"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style>
<w:style w:type="paragraph" w:styleId="Punkt"><w:name w:val="Punktlista"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""


@pytest.mark.parametrize(
    ("properties", "heading"),
    [
        ("<w:pStyle w:val='R1'/>", 1),
        ("<w:pStyle w:val='H3'/>", 3),
        ("<w:pStyle w:val='Egen'/>", 3),
        ("<w:pStyle w:val='Kap'/>", 2),
        ("<w:pStyle w:val='Ring'/>", 0),
        ("<w:pStyle w:val='Saknas'/>", 0),
        ("<w:outlineLvl w:val='0'/>", 1),
        ("<w:pStyle w:val='R1'/><w:outlineLvl w:val='9'/>", 0),
        ("", 0),
    ],
)
def test_headings_by_style_and_outline(properties: str, heading: int) -> None:
    assert lines_of(par(run("Maten"), properties), styles=STYLES)[0].heading == heading


def test_a_short_bold_paragraph_may_be_a_heading() -> None:
    assert lines_of(par(run("Arbetssätt", "<w:b/>")))[0].heading == 6
    assert lines_of(par(run("Arbetssätt", "<w:b/>") + run(" i köket")))[0].heading == 0
    assert lines_of(par(run("Arbetssätt", "<w:b w:val='0'/>")))[0].heading == 0


NUMBERING = """<w:numbering>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"""


def listed(text: str, list_id: int, level: int = 0, style: str = "") -> str:
    style = f"<w:pStyle w:val='{style}'/>" if style else ""
    return par(run(text), f"{style}<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list_id}'/></w:numPr>")


def test_lists_have_kind_and_depth() -> None:
    body = (
        listed("a", 1) + listed("b", 1, 1) + listed("c", 2) + par(run("d"), "<w:pStyle w:val='Punkt'/>") + P
    )
    found = [
        (line.text, line.item, line.depth) for line in lines_of(body, numbering=NUMBERING, styles=STYLES)
    ]
    assert found == [
        ("a", "bullet", 0), ("b", "bullet", 1), ("c", "number", 0), ("d", "bullet", 0),
        ("Maten är god", "", 0),
    ]  # fmt: skip


def test_numbers_that_word_prints_before_headings_and_goals_are_kept() -> None:
    body = (
        listed("Trygghet", 2, style="R1") + listed("Skola", 2, 1) + listed("Omsorg", 2, 1)
        + listed("Klimat", 2, style="R1") + listed("Energi", 2, 1) + listed("Bilagor", 3, style="R1")
    )  # fmt: skip
    assert texts(body, numbering=NUMBERING, styles=STYLES) == [
        "1. Trygghet", "1.1 Skola", "1.2 Omsorg", "2. Klimat", "2.1 Energi", "IV) Bilagor",
    ]  # fmt: skip


def test_title_and_furniture_of_every_kind_of_page() -> None:
    document = docx.Document()
    document.core_properties.title = "Plan för köket"
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Försida"
    section.header.paragraphs[0].text = "Dnr 14"
    section.footer.add_table(1, 2, Cm(4)).cell(0, 1).text = "Sid"
    document.add_paragraph("Maten är god")
    out = io.BytesIO()
    document.save(out)
    source = read_source(out.getvalue())
    assert isinstance(source, Source)
    assert source.title == "Plan för köket"
    assert sorted(line.text for line in source.furniture) == ["Dnr 14", "Försida", "Sid"]
    assert [line.text for line in source.lines] == ["Maten är god"]
