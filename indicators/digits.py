"""Digits with their separators, as they are written in Sweden and as spreadsheets write them.

A space parts thousands; a comma or a point parts decimals, and one that stands as thousands would
(`1.200`) can be read in two ways.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from indicators.numbers import written

MOST_DIGITS = 12
"""Before the decimals: more can't be a measured value."""
MOST_DECIMALS = 6
_SPREADSHEET_DECIMALS = 15

_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_LIKE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_POINTED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|(?:\.[0-9]{3})+,[0-9]+)")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|(?:,[0-9]{3})+\.[0-9]+)")


def read_digits(text: str) -> tuple[Decimal, str] | None:
    """The number, and a question where it can be another one; None where it is no number or too long."""
    if _LIKE_THOUSANDS.fullmatch(text):
        return _ambiguous(text)
    if _SPACED.fullmatch(text) or _PLAIN.fullmatch(text):
        return _exact(text.replace(" ", "").replace(",", "."))
    if _POINTED.fullmatch(text):
        return _exact(text.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(text):
        return _exact(text.replace(",", ""))
    return None


def _ambiguous(text: str) -> tuple[Decimal, str]:
    """`1.200` is likely 1 200, as a point seldom parts decimals in Swedish; `1,200` is likely 1,2."""
    thousands, decimals = Decimal(re.sub(r"[.,]", "", text)), Decimal(text.replace(",", "."))
    likely, other = (thousands, decimals) if "." in text else (decimals, thousands)
    return likely, f"Vi läser {written(likely)}. Menar du {written(other)}, skriv det så."


def _exact(text: str) -> tuple[Decimal, str] | None:
    """What is written with more decimals than are kept, as spreadsheets do, is rounded and asked about."""
    whole, _point, part = text.partition(".")
    if len(whole) > MOST_DIGITS or len(part) > _SPREADSHEET_DECIMALS:
        return None
    if len(part) <= MOST_DECIMALS:
        return Decimal(text), ""
    rounded = Decimal(text).quantize(Decimal(1).scaleb(-MOST_DECIMALS), ROUND_HALF_UP)
    return rounded, f"Vi avrundar till {written(rounded)}."
