"""Costs and income: what they deviate, what they sum up to, and where a comment is asked for; pure.

Costs are negative and income positive, so that a positive deviation is money left. A deviation is that of
the whole year: the forecast against the budget, and at the year's end the outcome against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class Money(Protocol):
    """What a row of economy or a sum of them holds; None where nothing has been given."""

    @property
    def budget(self) -> Decimal | None: ...

    @property
    def outcome(self) -> Decimal | None: ...

    @property
    def forecast(self) -> Decimal | None: ...


class NamedMoney(Money, Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def comment(self) -> str: ...


@dataclass(frozen=True)
class Total:
    """What rows sum up to. A column has a sum where every row has a value in it: a sum of some misleads."""

    budget: Decimal | None = None
    outcome: Decimal | None = None
    forecast: Decimal | None = None


@dataclass(frozen=True)
class Sums:
    costs: Total
    income: Total
    net: Total


def deviation(row: Money, *, at_year_end: bool) -> Decimal | None:
    """What is left (positive) or lacking (negative) against the year's budget; None where it isn't known."""
    expected = row.outcome if at_year_end else row.forecast
    return None if expected is None or row.budget is None else expected - row.budget


def per_cent(row: Money, *, at_year_end: bool) -> Decimal | None:
    """The deviation in per cent of the budget, however its sign; None without a budget to compare with."""
    missed = deviation(row, at_year_end=at_year_end)
    return abs(missed) * 100 / abs(row.budget) if missed is not None and row.budget else None


def needs_comment(row: Money, comment_from: Decimal, *, at_year_end: bool) -> bool:
    """Whether the deviation is larger than `comment_from` per cent of the budget; without one, any is."""
    missed = deviation(row, at_year_end=at_year_end)
    if not missed:
        return False
    return abs(missed) * 100 > comment_from * abs(row.budget or Decimal(0))


def lacks_comment(row: NamedMoney, comment_from: Decimal, *, at_year_end: bool) -> bool:
    return not row.comment.strip() and needs_comment(row, comment_from, at_year_end=at_year_end)


def sums_of(rows: Iterable[NamedMoney]) -> Sums:
    every = list(rows)
    costs = _total([row for row in every if row.kind == "cost"])
    income = _total([row for row in every if row.kind == "income"])
    return Sums(costs, income, _total(every))


def _total(rows: Sequence[Money]) -> Total:
    return Total(
        budget=_sum([row.budget for row in rows]),
        outcome=_sum([row.outcome for row in rows]),
        forecast=_sum([row.forecast for row in rows]),
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if values and len(known) == len(values) else None
