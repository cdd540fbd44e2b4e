"""Cells of a spreadsheet as somebody would type them, and back.

A program keeps 12,5 % as the number 0.125 with a format, 12 as 12.0, and 0,1 + 0,2 as something longer.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from followup.sheets.book import EMPTY, LONGEST_CELL, Cell, plain

NO_RESULT = (
    "Cellen är en formel utan sparat resultat. Öppna filen i Excel, spara den och läs in den igen, "
    "eller skriv värdet."
)
IS_DATE = "Cellen är ett datum. Skriv talet igen i en cell som är formaterad som tal."
_ERROR = "Formeln ger ett fel ({error}). Rätta den, eller skriv värdet."
_TOO_LONG = f"Texten är längre än {LONGEST_CELL} tecken. Korta den."
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_SIGNIFICANT = 15
"""Digits that a spreadsheet's number has."""


def number_words(value: int | float | Decimal, number_format: str = "General") -> str:
    """The number as it is typed: a decimal comma, and % where the cell shows per cent.

    What could be read as thousands (1,234) gets a last zero, for it was a number and no words.
    """
    exact = value if isinstance(value, Decimal) else Decimal(format(value, f".{_SIGNIFICANT}g"))
    is_percent = "%" in _QUOTED.sub("", number_format)
    if is_percent:
        exact *= 100
    digits = format(exact, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    words = ("0" if digits in {"-0", ""} else digits).replace(".", ",")
    if _LIKE_THOUSANDS.fullmatch(words):
        words += "0"
    return f"{words} %" if is_percent else words


def cell_of(value: Any, number_format: str = "General", *, is_error: bool = False) -> Cell:
    """A spreadsheet's value, as its reader gives it."""
    if value is None:
        return EMPTY
    if is_error:
        return Cell(str(value), _ERROR.format(error=value))
    if isinstance(value, bool):
        return Cell("Ja" if value else "Nej")
    if isinstance(value, int | float):
        if isinstance(value, float) and (value != value or value in {float("inf"), float("-inf")}):
            return Cell(str(value), _ERROR.format(error=value))
        return Cell(number_words(value, number_format))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return Cell(value.date().isoformat(), IS_DATE)
    if isinstance(value, datetime.date | datetime.time):
        return Cell(value.isoformat()[:16].replace("T", " "), IS_DATE)
    if isinstance(value, datetime.timedelta):
        return Cell(str(value), IS_DATE)
    return text_cell(str(value))


def text_cell(text: str) -> Cell:
    kept = plain(text)
    return Cell(kept[:40] + "…", _TOO_LONG) if len(kept) > LONGEST_CELL else Cell(kept) if kept else EMPTY
