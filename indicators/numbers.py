"""Numbers as they are written in Swedish: `−1 234,5`, `78,5 %`."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

THIN_SPACE = "\u202f"
"""Between thousands; narrow, and never broken over two lines."""
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


def written(number: Decimal | int, decimals: int | None = None) -> str:
    """Decimal comma, thin space between thousands, true minus. `decimals` None: as many as it has."""
    return _written(number, decimals)


@lru_cache(maxsize=4096)  # a table tells the same value at several places
def _written(number: Decimal | int, decimals: int | None) -> str:
    exact = Decimal(number)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{abs(exact):,f}"
    if decimals is None and "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    sign = MINUS if exact < 0 and digits.strip("0.,") else ""
    return sign + digits.replace(",", THIN_SPACE).replace(".", ",")


def with_unit(number: Decimal | int, unit: str, decimals: int | None = None) -> str:
    """`78,5 %`, `1 200 kr`: a space that doesn't break before the unit, if there is one."""
    return f"{written(number, decimals)}{NO_BREAK_SPACE if unit else ''}{unit}"
