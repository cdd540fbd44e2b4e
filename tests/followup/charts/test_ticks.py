"""An axis has round marks that cover its values, whatever they are."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup.charts.ticks import MOST, covering, scale_of, ticks
from indicators.numbers import MINUS


def numbers(*written: str | int) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(each)) for each in written)


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 100, numbers(0, 20, 40, 60, 80, 100)),
        (0, 97, numbers(0, 20, 40, 60, 80, 100)),
        (0, 12, numbers(0, 2.5, 5, 7.5, 10, 12.5)),
        (65, 86, numbers(65, 70, 75, 80, 85, 90)),
        (-30, 45, numbers(-40, -20, 0, 20, 40, 60)),
        (-9, -2, numbers(-10, -8, -6, -4, -2)),
        ("0.012", "0.031", numbers("0.01", "0.015", "0.02", "0.025", "0.03", "0.035")),
        (0, 5 * 10**11, tuple(Decimal(each) * 10**11 for each in range(6))),
    ],
)
def test_marks(low, high, marks) -> None:
    assert ticks(Decimal(str(low)), Decimal(str(high))) == marks


decimals = st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(decimals, min_size=1, max_size=40), st.booleans())
def test_marks_cover_the_values_in_few_even_steps(values, from_zero) -> None:
    marks = covering(values, from_zero=from_zero)
    assert marks[0] <= min(values)
    assert marks[-1] >= max(values)
    assert 2 <= len(marks) <= MOST + 2
    assert len({after - before for before, after in pairwise(marks)}) == 1
    if from_zero:
        assert 0 in marks


@pytest.mark.parametrize(
    ("values", "begins"),
    [((40, 90), 0), ((70, 90), 70), ((-90, -40), -100), ((-3, 80), -20), ((28, 29), 24), ((7, 7), 6)],
)
def test_an_axis_begins_at_zero_where_the_values_come_near(values, begins) -> None:
    assert covering(numbers(*values))[0] == begins


def test_a_negative_axis_ends_at_zero() -> None:
    assert covering(numbers(-90, -40))[-1] == 0


@pytest.mark.parametrize(
    ("marks", "written", "word"),
    [
        ((0, 2500), ["0", "2\u202f500"], ""),
        ((0, 2_500_000), ["0", "2,5"], "miljoner"),
        ((-4 * 10**9, 0), [f"{MINUS}4", "0"], "miljarder"),
        (("0.5", "1"), ["0,5", "1"], ""),
    ],
)
def test_large_numbers_are_counted_in_words(marks, written, word) -> None:
    scale = scale_of(numbers(*marks))
    assert [scale.words(mark) for mark in numbers(*marks)] == written
    assert scale.word == word
