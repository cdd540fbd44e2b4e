"""Pure arithmetic on what is measured; knows neither Django nor the database."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(
    r"(?P<sign>[-\u2212\u2013]?)\s*"
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+|\d+)"
    r"(?:[.,](?P<part>\d+))?"
)


def as_number(words: str) -> Decimal | None:
    """The number that a target or value begins with: `75 %` is 75, `1,5 kg CO2` 1.5, `1 200 kr` 1200.

    Words (`öka`, `minst lika många`) have none. Thousands are parted by a space, decimals by comma or point.
    Twelve digits are the most: more can't be a measured value.
    """
    match = _NUMBER.match(words.strip())
    if match is None:
        return None
    digits = re.sub(r"\s", "", match["digits"])
    part = match["part"] or ""
    if len(digits) > 12 or len(part) > 6 or not (digits + part).isascii():
        return None
    return Decimal(f"{'-' if match['sign'] else ''}{digits}.{part or 0}")
