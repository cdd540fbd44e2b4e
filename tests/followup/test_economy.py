"""Deviations, sums and required comments."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.economy import Total, deviation, lacks_comment, needs_comment, per_cent, sums_of

amounts = st.none() | st.decimals(-(10**9), 10**9, places=2)


@dataclass(frozen=True)
class Row:
    kind: str = "cost"
    budget: Decimal | None = None
    outcome: Decimal | None = None
    forecast: Decimal | None = None
    comment: str = ""


rows = st.builds(Row, st.sampled_from(["cost", "income"]), amounts, amounts, amounts)


@pytest.mark.parametrize(
    ("budget", "outcome", "forecast", "so_far", "at_year_end"),
    [
        (-1000, -300, -1050, -50, 700),
        (-1000, -300, None, None, 700),
        (500, None, 520, 20, None),
        (None, -300, -1050, None, None),
    ],
)
def test_a_deviation_is_the_years(
    budget: int | None, outcome: int | None, forecast: int | None, so_far: int | None, at_year_end: int | None
) -> None:
    row = Row("cost", *(None if each is None else Decimal(each) for each in (budget, outcome, forecast)))
    assert deviation(row, at_year_end=False) == so_far
    assert deviation(row, at_year_end=True) == at_year_end


@pytest.mark.parametrize(
    ("budget", "forecast", "comment_from", "needed"),
    [
        (-1000, -1020, 2, False),
        (-1000, -1021, 2, True),
        (-1000, -979, 2, True),
        (-1000, -1000, 0, False),
        (-1000, -1001, 0, True),
        (0, 5, 50, True),
        (0, 0, 0, False),
        (500, 530, 5, True),
    ],
)
def test_when_a_comment_is_needed(budget: int, forecast: int, comment_from: int, needed: bool) -> None:
    row = Row(budget=Decimal(budget), forecast=Decimal(forecast), comment=" ")
    assert needs_comment(row, Decimal(comment_from), at_year_end=False) is needed
    assert lacks_comment(row, Decimal(comment_from), at_year_end=False) is needed
    told = Row(budget=row.budget, forecast=row.forecast, comment="Hyran höjdes.")
    assert not lacks_comment(told, Decimal(comment_from), at_year_end=False)


def test_per_cent() -> None:
    assert per_cent(Row(budget=Decimal(-200), forecast=Decimal(-205)), at_year_end=False) == Decimal("2.5")
    assert per_cent(Row(budget=Decimal(0), forecast=Decimal(-205)), at_year_end=False) is None


def test_sums() -> None:
    sums = sums_of(
        [
            Row("cost", Decimal(-1000), Decimal(-300), Decimal(-1050)),
            Row("cost", Decimal(-200), Decimal(-90)),
            Row("income", Decimal(300), Decimal(100), Decimal(310)),
        ]
    )
    assert sums.costs == Total(Decimal(-1200), Decimal(-390), None)
    assert sums.income == Total(Decimal(300), Decimal(100), Decimal(310))
    assert sums.net == Total(Decimal(-900), Decimal(-290), None)
    assert sums_of([]).net == Total()


@given(st.lists(rows))
def test_the_net_is_costs_and_income_together(given_rows: list[Row]) -> None:
    sums = sums_of(given_rows)
    for column in ("budget", "outcome", "forecast"):
        parts = [getattr(each, column) for each in (sums.costs, sums.income)]
        net = getattr(sums.net, column)
        if net is not None:
            assert net == sum(part for part in parts if part is not None)
        assert (net is None) == any(getattr(row, column) is None for row in given_rows) or not given_rows
