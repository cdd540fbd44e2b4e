"""A fictional plan as a list of blocks, and real programs that make files of it.

The blocks say what a reader must find; the programs (WeasyPrint, Chromium, LibreOffice) what it meets.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from weasyprint import HTML

CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Block:
    """`kind`: h1–h3, p, ul or table; `rows`: a table's cells, its header first, or a list's items."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


PARAGRAPH = (
    "Köken lagar mat från grunden varje dag och följer årstiderna så långt det går. Gästerna får välja "
    "mellan två rätter, och personalen berättar gärna var råvarorna kommer ifrån. Under året provar vi en "
    "ny beställningsrutin, så att affischernas fikonkaka finns kvar till efterfikat."
)
INDICATORS = (
    ("Indikator", "Årsmål", "KF:s årsmål", "Periodicitet"),
    ("Andel gäster som uppger att maten smakar bra eller mycket bra i höstens enkät", "85 %", "", "Tertial"),
    ("Matsvinn per portion", "", "öka takten i minskningen över hela mandatperioden", "År"),
    ("Andel ekologiska livsmedel", "52 %", "50 %", "Halvår"),
    ("Klimatavtryck", "1,5 kg CO2 per kg livsmedel", "Tas fram av utskottet", "År"),
)
ACTIVITIES = (
    ("Aktivitet", "Startdatum", "Slutdatum"),
    *(
        (
            f"Kök {n} ska ta fram en rutin för mätning av svinnet tillsammans med eleverna i skolan intill",
            "2026-01-01" if n % 3 else "2025-10-15",
            "2026-12-31",
        )
        for n in range(1, 34)
    ),
)  # fmt: skip
MEASURES = (
    ("Åtgärd", "Effekt i tusental kronor"),
    ("Gemensamma inköp av rotfrukter och mejerivaror", "450"),
    ("Senarelagd anställning i diskrummet", "120"),
)
PLAN: tuple[Block, ...] = (
    Block("h1", "Verksamhetsplan 2026 för Köksenheten"),
    Block("h2", "Inledning"),
    Block("p", PARAGRAPH),
    Block("p", "Enheten har fyra kök."),
    Block(
        "ul",
        rows=(
            ("Frukost serveras från klockan sju",),
            ("Lunch serveras mellan elva och ett, och då finns det alltid något vegetariskt att äta",),
            ("Mellanmål serveras halv tre",),
        ),
    ),
    Block("h2", "1. Vikåsa är en kommun där alla äter gott"),
    Block("h3", "Nämndmål: Maten är god och lagas med omsorg om den som äter, klimatet och ekonomin"),
    Block("table", rows=INDICATORS),
    Block("h3", "Förväntat resultat"),
    Block("p", PARAGRAPH),
    Block("table", rows=ACTIVITIES),
    Block("h3", "Arbetssätt"),
    *(Block("p", f"Kök {n} har sin dag. {PARAGRAPH}") for n in range(1, 6)),
    Block("h2", "Budget 2026"),
    Block("table", rows=MEASURES),
    Block("p", "Budgeten är i balans."),
)  # fmt: skip


def table_rows(plan: Sequence[Block] = PLAN) -> list[tuple[str, ...]]:
    return [row for block in plan if block.kind == "table" for row in block.rows]


def headings(plan: Sequence[Block] = PLAN) -> list[str]:
    return [block.text for block in plan if block.kind.startswith("h")]


def words(plan: Sequence[Block] = PLAN) -> list[str]:
    """All words in reading order."""
    return [
        word
        for block in plan
        for text in (block.text, *(c for row in block.rows for c in row))
        for word in text.split()
    ]


PAGE = """
@page { size: A4; margin: 24mm 20mm;
  @top-left { content: "Tjänsteutlåtande"; font-size: 8pt }
  @top-right { content: "Dnr SN 2026/14"; font-size: 8pt }
  @bottom-right { content: "Sid " counter(page) " (" counter(pages) ")"; font-size: 8pt } }
body { font: 11pt/1.4 "DejaVu Sans", sans-serif; hyphens: auto }
h1 { font-size: 20pt } h2 { font-size: 15pt } h3 { font-size: 12pt }
table { border-collapse: collapse; width: 100%; margin: 8pt 0 }
td, th { padding: 3pt 5pt; text-align: left; vertical-align: top }
"""
TABLE_LOOKS = {
    "ruled": "td, th { border: 1px solid #444 }",
    "underlined": "td, th { border-bottom: 0.5pt solid #999 }",
    "shaded": "th { background: #ccd } tr:nth-child(even) td { background: #eee }",
    "bare": "",
    "centred": "td, th { vertical-align: middle } td + td, th + th { text-align: right }",
}


def to_html(look: str, plan: Sequence[Block] = PLAN) -> str:
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Verksamhetsplan</title>'
        f"<style>{PAGE}{TABLE_LOOKS[look]}</style></head><body>{''.join(map(_html, plan))}</body></html>"
    )


def _html(block: Block) -> str:
    if block.kind == "ul":
        return "<ul>" + "".join(f"<li>{escape(row[0])}</li>" for row in block.rows) + "</ul>"
    if block.kind == "table":
        head, *rows = (_html_row(row, "td" if n else "th") for n, row in enumerate(block.rows))
        return f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    return f"<{block.kind}>{escape(block.text)}</{block.kind}>"


def _html_row(cells: Sequence[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def weasyprint_pdf(html: str) -> bytes:
    made: bytes = HTML(string=html).write_pdf()
    return made


def chromium_pdf(html: str, folder: Path) -> bytes:
    page, pdf = folder / "plan.html", folder / "plan.pdf"
    page.write_text(html, encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    subprocess.run(
        [*CHROMIUM, profile, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True
    )
    return pdf.read_bytes()


def libreoffice_pdf(data: bytes, folder: Path, kind: str = "docx") -> bytes:
    source = folder / f"plan.{kind}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    return source.with_suffix(".pdf").read_bytes()


def to_docx(plan: Sequence[Block] = PLAN, table_style: str | None = "Table Grid") -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Tjänsteutlåtande\tDnr SN 2026/14"
    footer = section.footer.paragraphs[0]
    for part, is_field in (("Sid ", False), ("PAGE", True), (" (", False), ("NUMPAGES", True), (")", False)):
        _add_field(footer, part) if is_field else footer.add_run(part)
    for block in plan:
        if block.kind == "p":
            document.add_paragraph(block.text)
        elif block.kind == "ul":
            for row in block.rows:
                document.add_paragraph(row[0], style="List Bullet")
        elif block.kind == "table":
            _add_table(document, block, table_style)
        else:
            document.add_heading(block.text, int(block.kind[1]))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_table(document: Document, block: Block, style: str | None) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]), style=style)
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _add_field(paragraph: Paragraph, code: str) -> None:
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()._r
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = code
        run.append(mark)
