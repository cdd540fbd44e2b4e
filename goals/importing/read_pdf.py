"""A PDF with a text layer as lines: rows of type, tables' rows with their cells, headings by their type.

Reading order is from the top down; a table stands where it stands on the page, and a page set in columns
of running text is read column by column. What the pages' furniture is, read_pdf_furniture tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pypdfium2 as pdfium

from goals.importing.lines import Source, SourceError
from goals.importing.read_pdf_columns import tables_in_columns
from goals.importing.read_pdf_furniture import furniture_of
from goals.importing.read_pdf_grids import Table, tables_in_grids
from goals.importing.read_pdf_lines import Lines
from goals.importing.read_pdf_rows import Row, rows_of
from goals.importing.read_pdf_words import Page, Word, read_page

MOST_PAGES = 1_000
MOST_ATTACHMENTS = 100
PLAN_FILE = "verksamhetsplan.json"
MOST_WORDS = 1_000_000

NO_TEXT = (
    "PDF-filen innehåller ingen text, bara bilder av sidor (den är troligen skannad). "
    "Texten måste först tolkas med OCR; använd annars originalet, till exempel Word-filen."
)
ENCRYPTED = (
    "PDF-filen är skyddad med lösenord och går inte att läsa. Spara en kopia utan lösenord och försök igen."
)
BROKEN = "PDF-filen är skadad eller avklippt och går inte att läsa. Hämta eller exportera den på nytt."


def read_pdf(data: bytes) -> Source:
    """The PDF's text as lines; raises SourceError where it can't be read or has no text."""
    document = _opened(data)
    try:
        if len(document) == 0:
            raise SourceError(BROKEN)
        if len(document) > MOST_PAGES:
            raise SourceError(
                f"PDF-filen har {len(document)} sidor; längre än {MOST_PAGES} sidor läses inte. Dela upp den."
            )
        pages = _pages(document)
        if not any(page.words for page in pages):
            raise SourceError(NO_TEXT)
        return _source(pages, (document.get_metadata_value("Title") or "").strip())
    finally:
        document.close()


def embedded_plan(data: bytes) -> str | None:
    """The JSON text of the plan that a PDF of ours carries; None where there is none.

    Raises SourceError where the PDF can't be opened or the attachment is unreasonably large.
    """
    document = _opened(data)
    try:
        names = [attachment.get_name() for attachment in _attachments(document)]
    finally:
        document.close()
    if PLAN_FILE not in names:
        return None
    from goals.importing.read_pdf_attachment import attached_text  # only our own PDFs need what it imports

    return attached_text(data, PLAN_FILE)


def _attachments(document: pdfium.PdfDocument) -> list[pdfium.PdfAttachment]:
    return [document.get_attachment(n) for n in range(min(document.count_attachments(), MOST_ATTACHMENTS))]


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise SourceError(ENCRYPTED if "password" in str(error).lower() else BROKEN) from error


def _pages(document: pdfium.PdfDocument) -> list[Page]:
    pages = []
    words = 0
    for index in range(len(document)):
        try:
            page = read_page(document, index)
        except pdfium.PdfiumError as error:
            raise SourceError(BROKEN) from error
        words += len(page.words)
        if words > MOST_WORDS:
            raise SourceError("PDF-filen har mer än en miljon ord; så långa dokument läses inte.")
        pages.append(page)
    return pages


def _source(pages: Sequence[Page], title: str) -> Source:
    rows = [rows_of(word for word in page.words if word.upright) for page in pages]
    drawn = [
        [table.words for table in tables_in_grids([w for w in page.words if w.upright], page.rules)]
        for page in pages
    ]
    lines = Lines([word for page in pages for word in page.words])
    for page, page_rows, furniture in zip(pages, rows, furniture_of(rows, drawn), strict=True):
        away = {word for row in furniture for word in row.words}
        words = [word for word in page.words if word.upright and word not in away]
        tables = tables_in_grids(words, page.rules)
        gridded = frozenset[Word]().union(*(table.words for table in tables))
        free = rows_of(word for word in words if word not in gridded)
        tables += tables_in_columns(free, page.rules)
        for row in page_rows:
            if row in furniture:
                lines.keep_aside(row, page.number, above=row.base < page.height / 2)
        _add_page(lines, page, free, tables)
    return lines.source(title)


def _add_page(lines: Lines, page: Page, free: Sequence[Row], tables: Sequence[Table]) -> None:
    in_columns = frozenset[Word]().union(*(table.words for table in tables))
    rows = [row for row in free if not in_columns.issuperset(row.words)]
    lines.begin_page(page)
    blocks: list[Row | Table] = sorted([*rows, *tables], key=_height)
    for block in _column_by_column(blocks):
        if isinstance(block, Table):
            lines.add_table(block)
        else:
            lines.add_row(block)
    for word in page.words:
        if not word.upright:
            lines.add_row(Row((word,)))


def _height(block: Row | Table) -> float:
    return block.top if isinstance(block, Table) else block.words[0].top


def _column_by_column(blocks: Sequence[Row | Table]) -> list[Row | Table]:
    """Stretches of running text set in columns, drawn one after the other, in that order."""
    ordered: list[Row | Table] = []
    stretch: list[Row] = []
    for block in [*blocks, None]:
        if isinstance(block, Row) and len(block.runs) > 1:
            stretch.append(block)
            continue
        ordered += _apart(stretch) if _drawn_apart(stretch) else stretch
        stretch = []
        if block is not None:
            ordered.append(block)
    return ordered


def _apart(stretch: Sequence[Row]) -> list[Row]:
    return sorted((run for row in stretch for run in row.runs), key=lambda run: run.seq)


def _drawn_apart(stretch: Sequence[Row]) -> bool:
    """At least three rows whose left halves are all drawn before any of the right ones."""
    if len(stretch) < 3:
        return False
    return max(row.runs[0].seq for row in stretch) < min(row.runs[-1].seq for row in stretch) and all(
        a.runs[0].seq < b.runs[0].seq for a, b in pairwise(stretch)
    )
