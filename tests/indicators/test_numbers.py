"""Numbers as they are written in Swedish."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.numbers import with_unit, written


@pytest.mark.parametrize(
    ("number", "decimals", "words"),
    [
        ("0", None, "0"),
        ("-0", None, "0"),
        ("12.500000", None, "12,5"),
        ("100", None, "100"),
        ("1E+2", None, "100"),
        ("1200", None, "1\u202f200"),
        ("-1234567.891", None, "−1\u202f234\u202f567,891"),
        ("78.5", 0, "79"),
        ("78.45", 1, "78,5"),
        ("78", 2, "78,00"),
        ("-0.04", 1, "0,0"),
    ],
)
def test_written(number: str, decimals: int | None, words: str) -> None:
    assert written(Decimal(number), decimals) == words


def test_units_follow_on_the_same_line() -> None:
    assert with_unit(Decimal("78.5"), "%") == "78,5\u00a0%"
    assert with_unit(12, "") == "12"
