"""The matrix of a large organisation: one line for each part of it, those with most late units first."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from followup.models import FollowUp, State
from followup.pages.status import UNFINISHED
from goals.models import Plan
from goals.models import State as PlanState
from vp.org.access import Actor, Permission, area
from vp.org.models import Unit


@dataclass(frozen=True)
class Cell:
    """Of the units in a part that report in a round: `done` are approved or closed, `waiting` are ready."""

    units: int
    done: int
    waiting: int
    late: int


@dataclass(frozen=True)
class Line:
    """A part: a unit right under the top with all below it, or the top alone. `cells` stand as `columns`."""

    unit: Unit
    is_top: bool
    units: int
    plans: int
    decided: int
    cells: Sequence[tuple[str, Cell | None]]

    @property
    def late(self) -> int:
        return sum(cell.late for _, cell in self.cells if cell)


@dataclass(frozen=True)
class Folded:
    """`columns` are the rounds' codes and names. `to_remind`: by code, the late that one may remind."""

    year: int
    columns: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    to_remind: Mapping[str, int]
    has_plan: bool


def read_folded(actor: Actor, top: Unit, units: Sequence[Unit], year: int, today: datetime.date) -> Folded:
    """`units` are those at and below the top, in the order of the tree. In two queries."""
    depth = len(top.path)
    heads = [unit for unit in units if len(unit.path) <= depth + 1]
    below = Counter(_head(unit, depth) for unit in units)
    plans = _plans(actor, top, year, depth)
    columns, cells, to_remind = _cells(actor, top, year, today, depth)
    lines = [
        Line(
            unit=head,
            is_top=head.pk == top.pk,
            units=below[head.pk],
            plans=plans[head.pk].total(),
            decided=plans[head.pk][PlanState.DECIDED],
            cells=[(code, cells[head.pk].get(code)) for code in columns],
        )
        for head in heads
    ]
    lines.sort(key=lambda line: -line.late)
    return Folded(year, list(columns.items()), lines, to_remind, plans[top.pk].total() > 0)


def folded_table(found: Folded) -> SafeString:
    return render_to_string("followup/matrix_folded.html", {"matrix": found})


def _head(unit: Unit, depth: int) -> int:
    """The id of the part that a unit stands in."""
    return unit.path[min(depth, len(unit.path) - 1)]


def _plans(actor: Actor, top: Unit, year: int, depth: int) -> Mapping[int, Counter[str]]:
    rows = Plan.objects.visible_to(actor).filter(unit__path__contains=[top.pk], year=year)
    counted = rows.order_by().values_list(f"unit__path__{depth}", "shown_state").annotate(rows=Count("pk"))
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for part, state, number in counted:
        found[part or top.pk][state] += number
    return found


def _cells(
    actor: Actor, top: Unit, year: int, today: datetime.date, depth: int
) -> tuple[Mapping[str, str], Mapping[int, Mapping[str, Cell]], Mapping[str, int]]:
    """The columns as the year goes, the cells by part and code, and how many one may remind by code."""
    late = Q(state__in=UNFINISHED, round__closed_at=None, round__due_on__lt=today)
    rows = FollowUp.objects.visible_to(actor).filter(unit__path__contains=[top.pk], round__year=year)
    counted = (
        rows.values("round__code", "round__name", part=F(f"unit__path__{depth}"))
        .annotate(
            ends_on=F("round__period__ends_on"),
            units=Count("pk"),
            done=Count("pk", filter=Q(state=State.APPROVED) | Q(round__closed_at__isnull=False)),
            waiting=Count("pk", filter=Q(state=State.READY, round__closed_at=None)),
            late=Count("pk", filter=late),
            mine=Count("pk", filter=late & area(actor, Permission.DECIDE).condition("unit")),
        )
        .order_by("ends_on", "round__code")
    )
    columns: dict[str, str] = {}
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    to_remind: Counter[str] = Counter()
    for row in counted:
        code, part = row["round__code"], row["part"] or top.pk
        columns.setdefault(code, row["round__name"])
        numbers = [row[name] for name in ("units", "done", "waiting", "late")]
        if code in cells[part]:  # two rounds with one code in one part
            there = cells[part][code]
            numbers = [a + b for a, b in zip(numbers, vars(there).values(), strict=True)]
        cells[part][code] = Cell(*numbers)
        to_remind[code] += row["mine"]
    return columns, cells, to_remind
