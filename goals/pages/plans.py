"""The list of plans that one may see: a year at a time, in the order of the organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goals.actions.incoming import may_import
from goals.actions.starting import may_start
from goals.models import Plan, State
from goals.pages.organisation import Branch, in_reading_order, tree
from vp.org.models import Unit, User


@dataclass(frozen=True)
class StateChoice:
    state: str
    label: str
    count: int


@dataclass(frozen=True)
class PlansPage:
    """`state` is the chosen one, or empty for all; counts are of the year's plans that one may see.

    `to_begin` are units without a plan for the year, which one may begin.
    """

    year: int
    years: Sequence[int]
    state: str
    states: Sequence[StateChoice]
    rows: Sequence[Branch]
    to_begin: Sequence[Unit]
    may_import: bool


def plans_page(user: User, year: int, state: str) -> PlansPage:
    visible = Plan.objects.visible_to(user)
    years = set(visible.values_list("year", flat=True).distinct())
    plans = {plan.unit_id: plan for plan in visible.of_year(year)}
    counts = Counter(plan.shown_state for plan in plans.values())
    rows, to_begin = [], []
    for branch in in_reading_order(tree(Unit.objects.visible_to(user))):
        branch.plan = plans.get(branch.unit.pk)
        if branch.plan and state in ("", branch.plan.shown_state):
            rows.append(branch)
        elif branch.plan is None and state == "" and may_start(user, branch.unit, year):
            to_begin.append(branch.unit)
    return PlansPage(
        year=year,
        years=sorted(years | {year}, reverse=True),
        state=state,
        states=[
            StateChoice("", "Alla", len(plans)),
            *(StateChoice(each.value, each.label, counts[each]) for each in State),
        ],
        rows=rows,
        to_begin=to_begin,
        may_import=may_import(user),
    )
