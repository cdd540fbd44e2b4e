"""The list of plans that one may see: a year at a time, in the order of the organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goals.actions.incoming import may_import
from goals.actions.starting import may_start
from goals.models import Plan, State
from goals.models.plan import PlanQuerySet
from goals.pages.organisation import Branch, in_reading_order, tree
from goals.pages.parts import MOST, Part, counted_by_part, part_asked_for, parts_of
from vp.org.models import Unit, User
from vp.org.models.unit import UnitQuerySet


@dataclass(frozen=True)
class StateChoice:
    state: str
    label: str
    count: int


@dataclass(frozen=True)
class PlansPage:
    """`state` is the chosen one, or empty for all; counts are of the year's plans that one may see.

    `to_begin` are units without a plan for the year, which one may begin. Where there are too many rows for
    a page, `parts` stand in their place until a `part` is chosen.
    """

    year: int
    years: Sequence[int]
    state: str
    states: Sequence[StateChoice]
    rows: Sequence[Branch]
    to_begin: Sequence[Unit]
    parts: Sequence[Part]
    part: Unit | None
    may_import: bool


def plans_page(user: User, year: int, state: str, part: str = "") -> PlansPage:
    """`part` is the address name of a part of the organisation."""
    visible = Plan.objects.visible_to(user)
    years = set(visible.values_list("year", flat=True).distinct())
    chosen = part_asked_for(user, part)
    of_year, units = visible.of_year(year), Unit.objects.visible_to(user)
    if chosen is not None:
        of_year, units = of_year.filter(unit__path__contains=[chosen.pk]), units.at_or_below(chosen)
    by_part = counted_by_part(of_year, "unit__path", "shown_state")
    counts = sum((Counter(each) for each in by_part.values()), Counter[str]())
    parts = parts_of(user, by_part) if chosen is None and counts.total() > MOST else []
    rows, to_begin = ([], []) if parts else _rows(user, year, state, of_year, units)
    return PlansPage(
        year=year,
        years=sorted(years | {year}, reverse=True),
        state=state,
        states=[
            StateChoice("", "Alla", counts.total()),
            *(StateChoice(each.value, each.label, counts[each]) for each in State),
        ],
        rows=rows,
        to_begin=to_begin,
        parts=[each for each in parts if not state or each.counts.get(state)],
        part=chosen,
        may_import=may_import(user),
    )


def _rows(
    user: User, year: int, state: str, of_year: PlanQuerySet, units: UnitQuerySet
) -> tuple[list[Branch], list[Unit]]:
    """The plans in the order of the organisation, and the units whose plan one may begin."""
    plans = {plan.unit_id: plan for plan in of_year}
    rows, to_begin = [], []
    for branch in in_reading_order(tree(units)):
        branch.plan = plans.get(branch.unit.pk)
        if branch.plan and state in ("", branch.plan.shown_state):
            rows.append(branch)
        elif branch.plan is None and state == "" and may_start(user, branch.unit, year):
            to_begin.append(branch.unit)
    return rows, to_begin
