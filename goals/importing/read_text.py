"""A text file as lines: its encoding, its line ends, its page breaks, its tabs."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from goals.importing.header_rows import names_columns
from goals.importing.lines import Line, Source, SourceError

MOST_LINES = 200_000
NOT_TEXT = (
    "Filen är varken text, PDF, Word (.docx) eller en exporterad plan. "
    "Spara planen i något av de formaten och försök igen."
)
EMPTY = "Filen är tom. Kontrollera att du valde rätt fil."

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_COLUMN_GAP = re.compile(" {2,}")
_LONGEST_ROW = 400
_LINE_END = re.compile("\r\n|[\n\r\v\x85\u2028\u2029]|(?=\f)")


def read_text(data: bytes) -> Source:
    """The file's lines; raises SourceError where it isn't text, is empty or endless."""
    text = decode(data)
    if not text.strip():
        raise SourceError(EMPTY)
    ends = sum(text.count(sign) for sign in "\n\r\v\f\x85\u2028\u2029")
    if ends > MOST_LINES:
        raise SourceError(f"Filen har fler än {MOST_LINES} rader; så långa texter läses inte. Dela upp den.")
    return Source(lines=tuple(_lines(text)))


def decode(data: bytes) -> str:
    """The text of the bytes, in whichever of the usual encodings; SourceError where it isn't text."""
    text = _decoded(data).removeprefix("\ufeff").rstrip("\x1a")
    if _CONTROL.search(text):
        raise SourceError(NOT_TEXT)
    return text


def _decoded(data: bytes) -> str:
    try:
        for mark, encoding in _BYTE_ORDER_MARKS:
            if data.startswith(mark):
                return data[len(mark) :].decode(encoding)
        if encoding := _unmarked_utf16(data):
            return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(NOT_TEXT) from error
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark shows as a zero in every second byte, since nearly all signs are Latin."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return ""
    half = len(sample) / 2
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second > 0.6 * half and first < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if first > 0.6 * half and second < 0.1 * half else ""


def _lines(text: str) -> Iterator[Line]:
    raw = _LINE_END.split(text)
    page = 1 if "\f" in text else 0
    tables = _tabbed_tables(raw)
    columns = 0
    for number, line in enumerate(raw, start=1):
        page += line.count("\f") if page else 0
        cells = tables.get(number - 1, ())
        header = bool(cells) and columns == 0
        columns = len(cells)
        plain = line.replace("\f", " ").replace("\t", " ").strip()
        text = " ".join(cell for cell in cells if cell) if cells else plain
        yield Line(number=number, text=text, page=page, cells=cells, header=header)


def _tabbed_tables(raw: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """The cells of lines that follow a header whose columns tabs part, by the line's place."""
    found: dict[int, tuple[str, ...]] = {}
    at = 0
    while at < len(raw):
        header = _cells(raw[at])
        end = at + 1
        if names_columns(header):
            while end < len(raw) and 1 < len(_cells(raw[end])) <= len(header):
                end += 1
        elif names_columns(_spaced_cells(raw[at])):
            end = _end_of_spaced(raw, at)
            found.update((place, _spaced_cells(raw[place])) for place in range(at, end) if end > at + 1)
            at = end
            continue
        if end > at + 1:
            for place in range(at, end):
                cells = _cells(raw[place])
                found[place] = cells + ("",) * (len(header) - len(cells))
        at = end
    return found


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.replace("\f", "").rstrip().split("\t")) if "\t" in line else ()


def _end_of_spaced(raw: Sequence[str], at: int) -> int:
    """Where a table ends whose columns two spaces or more part: each row has as many cells as the header."""
    count, end = len(_spaced_cells(raw[at])), at + 1
    while count > 2 and end < len(raw) and len(_spaced_cells(raw[end])) == count:
        end += 1
    return end


def _spaced_cells(line: str) -> tuple[str, ...]:
    stripped = line.replace("\f", "").strip()
    return tuple(_COLUMN_GAP.split(stripped)) if len(stripped) <= _LONGEST_ROW else ()
