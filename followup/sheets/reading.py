"""A file with values becomes a `Book`. What it is, is judged by its content, never by its name.

Excel files, whose reader is large and meets foreign files, are read in a process of their own.
"""

from __future__ import annotations

import re
import sys

from followup.sheets.book import LARGEST, Book, SheetError, book_from_json
from followup.sheets.read_csv import read_csv
from goals.importing.isolation import answer_of_child
from goals.importing.lines import SourceError

READABLE = "Värden läses ur Excel (.xlsx) eller CSV."
TOO_LARGE = "Filen är större än 10 MB, och så stora filer läses inte. Dela upp den, eller ta bort bilder."
EMPTY = "Filen är tom. Kontrollera att du valde rätt fil."
NOTHING = "Filen har inga ifyllda celler. Kontrollera att du valde rätt fil."
STOPPED = (
    "Filen gick inte att läsa. Den kan vara skadad, eller större inuti än vad som läses. "
    "Öppna den i Excel, spara den på nytt och försök igen."
)
PROTECTED = "Filen är skyddad med lösenord. Öppna den, ta bort lösenordet, spara en kopia och försök igen."
OLD_EXCEL = "Filen är en Excel-fil av äldre slag (.xls). Öppna den i Excel och spara den som .xlsx."
OLD_OFFICE = f"Filen är ett Office-dokument av äldre slag eller skyddat med lösenord. {READABLE}"
MARKUP = (
    "Filen är en webbsida eller XML, som somliga system kallar Excel. "
    "Öppna den i Excel och spara den som .xlsx."
)
COMMAND = (sys.executable, "-X", "utf8", "-m", "followup.sheets.isolated_reader")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = (
    (rb"%PDF-", "en PDF"),
    (rb"\xff\xd8\xff|\x89PNG\r|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP", "en bild"),
    (rb"MZ.[\0-\x1f]|\x7fELF", "ett program"),
    (rb"\{\\rtf", "ett RTF-dokument"),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ", "ett komprimerat arkiv"),
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|body|table|!--)", re.IGNORECASE)


def read_book(data: bytes) -> Book:
    """The file's sheets. Raises SheetError, in Swedish, where it can't be read."""
    if len(data) > LARGEST:
        raise SheetError(TOO_LARGE, 413)
    if not data.strip():
        raise SheetError(EMPTY)
    book = _read(data)
    if not book.filled:
        raise SheetError(NOTHING)
    return book


def _read(data: bytes) -> Book:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _of_child(data)
    if data.startswith(_OLD_OFFICE):
        raise SheetError(_old_office(data))
    for pattern, what in _KINDS:
        if re.match(pattern, data, re.DOTALL):
            raise SheetError(f"Filen är {what}. {READABLE}")
    if _MARKUP.match(data):
        raise SheetError(MARKUP)
    return read_csv(data)


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PROTECTED
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return OLD_EXCEL
    return OLD_OFFICE


def _of_child(data: bytes) -> Book:
    try:
        answer = answer_of_child(data, COMMAND)
        if "refused" in answer:
            raise SheetError(str(answer["refused"]), int(answer["status"]))
        return book_from_json(answer["book"])
    except (SourceError, KeyError, TypeError) as error:
        raise SheetError(STOPPED) from error
