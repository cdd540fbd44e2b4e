"""Everything in one or more rounds as an Excel file, row by row: memory doesn't grow with the units.

Text is always text: what begins as a formula does is marked with Excel's own quote, so that it stays text
also when somebody edits the cell.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from followup.document import FollowUpDocument
from followup.exports.columns import SHEETS, Look, Sheet
from followup.exports.lines import place_of
from followup.models import FollowUp
from goals.exports.signs import in_xml

LONGEST = 32_767
"""Characters in a cell, as Excel counts them: UTF-16."""
CUT = " … (Texten är längre än en cell i Excel rymmer.)"
_OPENS_FORMULA = tuple("=+-@\t\n")
_DIGITS = 15
"""What Excel keeps of a number."""


def write_workbook(
    target: IO[bytes],
    shown: Iterable[tuple[FollowUp, FollowUpDocument]],
    *,
    title: str,
    labels: Mapping[str, str],
) -> None:
    """`labels`: what goals of each level are called."""
    # In constant memory each sheet goes to a file of its own as its rows come; they go with their folder.
    with tempfile.TemporaryDirectory(prefix="vp-excel-") as folder:
        book = Workbook(target, {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"title": title})
        formats = Formats(book)
        writers = [SheetWriter(book, sheet, formats, labels) for sheet in SHEETS]
        for follow_up, document in shown:
            place = place_of(follow_up, document)
            for writer in writers:
                for line in writer.sheet.lines(place, document):
                    writer.write(line)
        for writer in writers:
            writer.end()
        book.close()


class Formats:
    """The book's formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Format] = {}
        self.head = book.add_format(
            {"bold": True, "bg_color": "#E7F1ED", "bottom": 1, "valign": "top", "text_wrap": True}
        )

    def of(self, number_format: str = "", *, wraps: bool = False, quotes: bool = False) -> Format:
        key = (number_format, wraps, quotes)
        if key not in self._made:
            given: dict[str, Any] = {"valign": "top"}
            if number_format:
                given["num_format"] = number_format
            self._made[key] = self._book.add_format(
                given | ({"text_wrap": True} if wraps else {}) | ({"quote_prefix": True} if quotes else {})
            )
        return self._made[key]


class SheetWriter:
    """One sheet: a header that stays, filters, and lines from the second row on."""

    def __init__(self, book: Workbook, sheet: Sheet, formats: Formats, labels: Mapping[str, str]) -> None:
        self.sheet = sheet
        self._formats, self._labels = formats, labels
        self._page: Worksheet = book.add_worksheet(sheet.name)
        self._row = 0
        for at, column in enumerate(sheet.columns):
            self._page.set_column(at, at, column.width)
        self._page.freeze_panes(1, 0)
        self._page.set_landscape()
        self._page.repeat_rows(0)
        for at, column in enumerate(sheet.columns):
            self._page.write_string(0, at, column.title, formats.head)

    def write(self, line: Any) -> None:
        self._row += 1
        for at, column in enumerate(self.sheet.columns):
            value = column.of(line, self._labels)
            if value is None or value == "":
                continue
            if isinstance(value, str):
                self._words(at, value, wraps=column.look is Look.PROSE)
            elif isinstance(value, datetime.date):
                self._page.write_datetime(self._row, at, _midnight(value), self._formats.of("yyyy-mm-dd"))
            else:
                self._number(at, value, column.look, getattr(line, "places", None))

    def end(self) -> None:
        self._page.autofilter(0, 0, self._row, len(self.sheet.columns) - 1)

    def _words(self, at: int, value: str, *, wraps: bool) -> None:
        words = cell_text(value)
        quotes = words.startswith(_OPENS_FORMULA)
        self._page.write_string(self._row, at, words, self._formats.of(wraps=wraps, quotes=quotes))

    def _number(self, at: int, value: Decimal | int, look: Look, places: int | None) -> None:
        if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > _DIGITS:
            self._words(at, f"{value:f}".replace(".", ","), wraps=False)
            return
        if look is Look.MONEY:
            places = 0 if value == int(value) else 2
        self._page.write_number(self._row, at, float(value), self._formats.of(_number_format(look, places)))


def cell_text(value: str) -> str:
    """The text without what no Excel file can hold, cut where a cell is full."""
    words = in_xml(value)
    if 2 * len(words) <= LONGEST or _length(words) <= LONGEST:
        return words
    room = LONGEST - len(CUT)
    kept = words.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + CUT


def _length(words: str) -> int:
    return len(words) + sum(1 for sign in words if ord(sign) > 0xFFFF)


def _number_format(look: Look, places: int | None) -> str:
    if look is Look.PER_CENT:
        return "0.0"
    if look is Look.NUMBER or places is None:
        return "General"
    return "#,##0" + ("." + "0" * places if places else "")


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001  Excel knows no time zones
