"""A file of any kind becomes a `Source`, or, if it is one of our own, the plan itself.

What a file is, is judged by its content, never by its name. Text and JSON are read here; PDF and Word
files, whose readers are large and meet foreign files, in a process of their own (isolation.py).
"""

from __future__ import annotations

import re

from goals.document import DocumentError, PlanDocument
from goals.document_reader import read_document
from goals.importing.isolation import read_isolated
from goals.importing.lines import Source, SourceError
from goals.importing.read_text import EMPTY, decode, read_text

LARGEST = 20 * 1024 * 1024
"""Bytes; no plan that we have seen is a tenth of it."""

READABLE = "Det som kan läsas in är text, PDF med text, Word (.docx) och planer som exporterats härifrån."

_BINARY_KINDS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb"\xff\xd8\xff|\x89PNG\r|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|....ftyp|BM....\0\0\0\0", "en bild"),
        (rb"MZ.[\0-\x1f]|\x7fELF|\xcf\xfa\xed\xfe|#!/", "ett program"),
        (rb"\{\\rtf", "ett RTF-dokument"),
        (rb"%!PS", "ett PostScript-dokument"),
        (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ", "ett komprimerat arkiv"),
    )
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(r"<(?:!doctype|\?xml|html|head|body|!--)", re.IGNORECASE)
_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]]|\{\s*$")


def read_source(data: bytes, *, name: str = "") -> Source | PlanDocument:
    """The file's lines, or the plan that it is or carries.

    `name` is what the user calls the file, for the message only. Raises SourceError, in Swedish, where
    it can't be read; so also where it is JSON but no plan of this form.
    """
    try:
        return _read(data)
    except DocumentError as error:
        raise SourceError(str(error)) from error
    except SourceError as error:
        if name:
            raise SourceError(f"{name}: {error}") from error
        raise


def _read(data: bytes) -> Source | PlanDocument:
    if len(data) > LARGEST:
        raise SourceError(
            f"Filen är {len(data) / 1024 / 1024:.0f} MB; större än 20 MB läses inte. "
            "Ta bort bilder eller dela upp den."
        )
    if not data.strip():
        raise SourceError(EMPTY)
    if b"%PDF-" in data[:1024]:
        return _of_child(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _of_child(data)
    _refuse_by_first_bytes(data)
    text = decode(data)
    if _JSON.match(text.lstrip()):
        return read_document(text)
    if _MARKUP.match(text.lstrip()):
        raise SourceError(f"Filen är en webbsida eller annan XML. Spara den som PDF eller Word. {READABLE}")
    return read_text(data)


def _of_child(data: bytes) -> Source | PlanDocument:
    found = read_isolated(data)
    if isinstance(found, Source):
        return found
    try:
        return read_document(found)
    except DocumentError as error:
        raise SourceError(f"PDF-filen bär en plan inuti, men den går inte att läsa. {error}") from error


def _refuse_by_first_bytes(data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        raise SourceError(_old_office(data))
    for pattern, what in _BINARY_KINDS:
        if pattern.match(data):
            advice = " Är det en skannad plan måste texten först tolkas med OCR." if what == "en bild" else ""
            raise SourceError(f"Filen är {what}.{advice} {READABLE}")


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Filen är skyddad med lösenord. Öppna den, ta bort lösenordet, spara en kopia och försök igen."
    if "WordDocument".encode("utf-16-le") in data:
        return "Filen är ett Word-dokument av äldre slag (.doc). Öppna det i Word och spara det som .docx."
    return f"Filen är ett Office-dokument av äldre slag eller skyddat med lösenord. {READABLE}"
