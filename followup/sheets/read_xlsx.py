"""An Excel file as sheets of cells. Runs in the child process of reading.py, for the file is foreign."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import defaultdict
from typing import Any

from followup.sheets.book import (
    EMPTY,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY,
    Book,
    Cell,
    Sheet,
    SheetError,
    sheet_of,
)
from followup.sheets.cells import NO_RESULT, cell_of

BROKEN = (
    "Excel-filen är skadad eller avklippt och går inte att läsa. Öppna den i Excel och spara den på nytt."
)
PROTECTED = "Filen är skyddad med lösenord. Öppna den, ta bort lösenordet, spara en kopia och försök igen."
SWOLLEN = (
    "Excel-filen packas upp till mycket mer än sin storlek och läses därför inte. "
    "Öppna den i Excel, ta bort det som inte ska in, spara den på nytt och försök igen."
)
OTHER_KINDS = (
    ("xl/workbook.bin", "Filen är en binär Excel-fil (.xlsb). Öppna den i Excel och spara den som .xlsx."),
    ("word/", "Filen är ett Word-dokument. Värden läses ur Excel (.xlsx) eller CSV."),
    ("ppt/", "Filen är en PowerPoint-fil. Värden läses ur Excel (.xlsx) eller CSV."),
    ("content.xml", "Filen är ett OpenDocument-kalkylblad (.ods). Spara det som Excel (.xlsx) eller CSV."),
)
NOT_EXCEL = "Filen är ett zip-arkiv och ingen Excel-fil. Packa upp det och välj själva filen."
MOST_PARTS = 2_000
LARGEST_PART = 48 * 1024 * 1024
LARGEST_UNPACKED = 120 * 1024 * 1024
MOST_SHEETS = 60
_MOST_WRITTEN = 2 * MOST_CELLS
"""Cells as they are written, empty ones with a format too."""
_WITHOUT_RESULT = re.compile(rb"(?:</f>|<f [^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def read_xlsx(data: bytes) -> Book:
    """Values as they were last computed; SheetError where it is something else, broken or too large."""
    lacks_results = _look_inside(data)
    values = _opened(data, data_only=True)
    formulas = _opened(data, data_only=False) if lacks_results else None
    if len(values.worksheets) > MOST_SHEETS:
        raise SheetError(TOO_MANY, 413)
    return Book(
        tuple(
            _sheet(each, formulas[each.title] if formulas is not None else None) for each in values.worksheets
        )
    )


def _look_inside(data: bytes) -> bool:
    """Refuse what isn't safe or sensible to open; returns whether a formula has no result kept with it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise SheetError(BROKEN) from error
    if any(part.flag_bits & 0x1 for part in parts):
        raise SheetError(PROTECTED)
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        for mark, words in OTHER_KINDS:
            if any(name.startswith(mark) for name in names):
                raise SheetError(words)
        raise SheetError(NOT_EXCEL)
    if len(parts) > MOST_PARTS:
        raise SheetError(SWOLLEN, 413)
    lacks_results, unpacked = False, 0
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        content = _unpacked(archive, part)
        unpacked += len(content)
        if unpacked > LARGEST_UNPACKED:
            raise SheetError(SWOLLEN, 413)
        if part.filename.startswith("xl/worksheets/"):
            if content.count(b"<row ") > 4 * MOST_ROWS or content.count(b"<c ") > _MOST_WRITTEN:
                raise SheetError(TOO_MANY, 413)
            lacks_results = lacks_results or _WITHOUT_RESULT.search(content) is not None
    return lacks_results


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part, as long as it is no larger than any should be, whatever the file declares."""
    try:
        with archive.open(part) as packed:
            content = packed.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise SheetError(BROKEN) from error
    if len(content) > LARGEST_PART:
        raise SheetError(SWOLLEN, 413)
    return content


def _opened(data: bytes, *, data_only: bool) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(data), data_only=data_only, keep_links=False)
    except MemoryError:
        raise SheetError(TOO_MANY, 413) from None
    except Exception as error:  # a foreign file breaks the reader in ways that it doesn't name
        raise SheetError(BROKEN) from error


def _sheet(found: Any, formulas: Any) -> Sheet:
    places = {at: at for at in found._cells} | _merged(found)
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        columns[row].append(column)
    rows = []
    for number in sorted(columns):
        width = max(columns[number])
        if width > 4 * MOST_COLUMNS:
            raise SheetError(TOO_MANY, 413)
        cells = [
            _cell(found._cells.get(places.get((number, column))), formulas) for column in range(1, width + 1)
        ]
        rows.append((number, cells, bool(found.row_dimensions[number].hidden)))
    return sheet_of(found.title, rows, is_hidden=found.sheet_state != "visible")


def _merged(found: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Where the value of each cell of a merged field stands: in the field's first."""
    places = {}
    for field in found.merged_cells.ranges:
        if field.size["rows"] * field.size["columns"] > MOST_CELLS:
            raise SheetError(TOO_MANY, 413)
        for row in range(field.min_row, field.max_row + 1):
            for column in range(field.min_col, field.max_col + 1):
                places[row, column] = (field.min_row, field.min_col)
    return places


def _cell(cell: Any, formulas: Any) -> Cell:
    if cell is None:
        return EMPTY
    if cell.value is None:
        if formulas is None:
            return EMPTY
        formula = formulas.cell(cell.row, cell.column)
        return Cell("", NO_RESULT) if formula.data_type == "f" else EMPTY
    return cell_of(cell.value, cell.number_format or "General", is_error=cell.data_type == "e")
