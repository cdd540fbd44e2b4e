"""A PDF with a text layer as lines: rows of type, tables' rows with their cells, headings by their type.

Reading order is from the top down; a table stands where it stands on the page, and a page set in columns
of running text is read column by column. What the pages' furniture is, read_pdf_furniture tells.
"""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2 as pdfium

from goals.importing.lines import Source, SourceError
from goals.importing.read_pdf_columns import TextColumns, blocks_in_columns
from goals.importing.read_pdf_furniture import furniture_of
from goals.importing.read_pdf_grids import Table, tables_in_grids
from goals.importing.read_pdf_lines import Lines
from goals.importing.read_pdf_rows import Row, column_gap, line_step, rows_of
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
    every = [word for page in pages for word in page.words]
    gap, step = column_gap(every), line_step(every)
    rows = [rows_of((word for word in page.words if word.upright), gap) for page in pages]
    drawn = [
        [table.words for table in tables_in_grids([word for word in page.words if word.upright], page.rules)]
        for page in pages
    ]
    lines = Lines(every)
    for page, page_rows, furniture in zip(pages, rows, furniture_of(rows, drawn), strict=True):
        for row in page_rows:
            if row in furniture:
                lines.keep_aside(row, page.number, above=row.base < page.height / 2)
        away = {word for row in furniture for word in row.words}
        lines.begin_page(page)
        for block in _blocks([word for word in page.words if word not in away], page, gap, step):
            _add(lines, block)
        lines.add_sideways([word for word in page.words if not word.upright])
    return lines.source(title)


def _blocks(words: Sequence[Word], page: Page, gap: float, step: float) -> list[Row | Table | TextColumns]:
    """What stands on the page from the top down, each upright word in one block."""
    upright = [word for word in words if word.upright]
    tables: list[Table | TextColumns] = [*tables_in_grids(upright, page.rules)]
    gridded = frozenset[Word]().union(*(table.words for table in tables))
    free = rows_of((word for word in upright if word not in gridded), gap)
    tables += blocks_in_columns(free, page.rules, step)
    taken = frozenset[Word]().union(*(table.words for table in tables))
    rows = [row for row in free if not taken.issuperset(row.words)]
    return sorted([*rows, *tables], key=_top)


def _top(block: Row | Table | TextColumns) -> float:
    return block.words[0].top if isinstance(block, Row) else block.top


def _add(lines: Lines, block: Row | Table | TextColumns) -> None:
    if isinstance(block, Table):
        lines.add_table(block)
    elif isinstance(block, Row):
        lines.add_row(block)
    else:
        for row in block.rows:
            lines.add_row(row)
