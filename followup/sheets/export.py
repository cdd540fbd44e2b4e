"""A round's values as a sheet: one row for each value that a unit gives, to read, fill in and bring back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from followup.sheets.cells import number_words
from followup.sheets.meanings import INDICATOR, LABELS, PERIOD, UNIT, WITHIN
from followup.sheets.merging import exported
from indicators.outcomes import Measure

FIELDS = ("total", "women", "men", "forecast", "not_measured_because", "comment")
PARTS = (
    "numerator",
    "denominator",
    "women_numerator",
    "women_denominator",
    "men_numerator",
    "men_denominator",
)
_NOT_READ = ("Mäts i", "Årsmål")
"""Columns that help whoever fills it in; they aren't read."""
_WIDTHS = {UNIT: 32, WITHIN: 28, INDICATOR: 52, PERIOD: 14, "not_measured_because": 34, "comment": 48}
_WIDTH = 13
_DIGITS = 15
"""Significant digits that a spreadsheet's number keeps."""
_HEAD = PatternFill("solid", start_color="FFE4EEEA")


@dataclass(frozen=True)
class Line:
    """A row of the sheet. `standing` holds the fields of the value, as `merging.Standing`."""

    unit: str
    within: str
    indicator: str
    period: str
    measured_in: str
    target: str
    measure: Measure
    standing: dict[str, Decimal | str | None]


def workbook_of(title: str, lines: Sequence[Line]) -> bytes:
    """An Excel file, with numerators and denominators where some of the values are made of them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    fields = (*FIELDS[:3], *_parts(lines), *FIELDS[3:])
    headings = [LABELS[role] for role in (UNIT, WITHIN, INDICATOR, PERIOD)]
    headings += [*_NOT_READ, *(LABELS[name] for name in fields)]
    roles = [UNIT, WITHIN, INDICATOR, PERIOD, *_NOT_READ, *fields]
    sheet.freeze_panes = "D2"
    for at, role in enumerate(roles):
        sheet.column_dimensions[_letters(at)].width = _WIDTHS.get(role, _WIDTH)
    sheet.auto_filter.ref = f"A1:{_letters(len(roles) - 1)}{len(lines) + 1}"
    sheet.append([_heading(sheet, words) for words in headings])
    for line in lines:
        out = exported(line.standing)
        told = (line.unit, line.within, line.indicator, line.period, line.measured_in, line.target)
        sheet.append([_cell(sheet, value) for value in (*told, *(out.get(name, "") for name in fields))])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _letters(at: int) -> str:
    return chr(ord("A") + at)


def _heading(sheet: Any, words: str) -> Any:
    cell = _text(sheet, words)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Decimal | str) -> Any:
    if isinstance(value, str):
        return _text(sheet, value) if value else None
    if len(value.normalize().as_tuple().digits) > _DIGITS:
        return _text(sheet, number_words(value))
    whole = value == value.to_integral_value()
    return WriteOnlyCell(sheet, int(value) if whole else float(value))


def _text(sheet: Any, words: str) -> Any:
    """Words stay words: what begins like a formula is never one, also when somebody edits the cell."""
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    if words[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}:
        cell.quotePrefix = True
    return cell


def _parts(lines: Iterable[Line]) -> list[str]:
    """The parts that somebody has given, or may give."""
    found = set()
    for line in lines:
        found |= {name for name in PARTS if line.standing.get(name) is not None}
        if line.measure.in_parts:
            found |= set(PARTS if line.measure.by_gender else PARTS[:2])
    return [name for name in PARTS if name in found]
