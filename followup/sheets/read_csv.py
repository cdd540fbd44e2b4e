"""A file of values with separators: its encoding, its separator, its rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from followup.sheets.book import Book, SheetError, sheet_of
from followup.sheets.cells import text_cell
from goals.importing.lines import SourceError
from goals.importing.read_text import decode

NOT_TEXT = (
    "Filen är varken en Excel-fil (.xlsx) eller text med avgränsare (CSV). "
    "Spara den i något av de formaten och försök igen."
)
NO_COLUMNS = (
    "Filen har bara en kolumn. Spara den som Excel (.xlsx), eller som CSV med semikolon mellan kolumnerna."
)
BROKEN = (
    "Filen går inte att dela upp i rader och kolumner: ett citattecken öppnas men stängs inte. "
    "Spara den som Excel (.xlsx) och försök igen."
)
_SEPARATORS = ";\t|,"
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE = 100


def read_csv(data: bytes) -> Book:
    """The rows of a text file; raises SheetError where it has no columns."""
    try:
        text = decode(data)
    except SourceError as error:
        raise SheetError(NOT_TEXT) from error
    said = _SAID.match(text)
    first = 2 if said else 1
    if said:
        text = text[said.end() :]
    separator = said[1] if said else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, number = [], first
    try:
        for cells in reader:
            rows.append((number, [text_cell(cell) for cell in cells], False))
            number = first + reader.line_num
    except csv.Error as error:
        raise SheetError(BROKEN) from error
    sheet = sheet_of("", rows)
    if sheet.width < 2:
        raise SheetError(NO_COLUMNS)
    return Book((sheet,))


def _separator(text: str) -> str:
    """The sign that parts the most rows into as many columns; a comma only where nothing else does."""
    lines = [line for line in text.splitlines()[: _SAMPLE * 2] if line.strip()][:_SAMPLE]
    best, found = 0, ","
    for sign in _SEPARATORS:
        counts = Counter(_outside_quotes(line).count(sign) for line in lines)
        alike = max((rows for columns, rows in counts.items() if columns), default=0)
        if alike > best and (sign != "," or not best):
            best, found = alike, sign
    return found


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)
