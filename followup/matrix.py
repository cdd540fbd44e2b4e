"""The controller's matrix: units × (plan, T1, T2, VB …), in six queries whatever the number of units.

A cell says where a unit stands, and how many of how many values it has given. Units whose drafts the actor
may not read have only what is public; what she may not see is in no count.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, OuterRef, Subquery, Value, When

from followup.due import DueValue, read_due
from followup.lifecycle import Move, RoundStage
from followup.models import FollowUp, FollowUpQuerySet, Reminder, State
from goals.models import Plan
from indicators.models import Measurement
from vp.history.models import Change
from vp.org.access import Actor
from vp.org.models import Unit
from vp.org.swedish import swedish_order


@dataclass(frozen=True)
class Column:
    """A round's code in the year, and what it is called there."""

    code: str
    name: str


@dataclass(frozen=True)
class Cell:
    """A unit in a round. `reported` of `due` values are answered; `reminded_at` is the latest reminder."""

    follow_up: FollowUp
    round_stage: RoundStage
    reported: int
    due: int
    reminded_at: datetime.datetime | None = None
    is_returned: bool = False

    @property
    def state(self) -> State:
        return State(self.follow_up.state)

    @property
    def stage(self) -> str:
        """Its state, or `returned`; `not_open` before the opening day; `closed` or `reopened` afterwards."""
        if self.round_stage is RoundStage.NOT_OPEN:
            return RoundStage.NOT_OPEN.value
        stage = self.follow_up.stage
        return "returned" if self.is_returned and stage == State.IN_PROGRESS else stage

    @property
    def is_late(self) -> bool:
        """Whether the due day has passed and the unit hasn't said that it is done."""
        return self.round_stage is RoundStage.OVERDUE and self.state in {
            State.NOT_STARTED,
            State.IN_PROGRESS,
        }


@dataclass(frozen=True)
class Line:
    """One unit. `plan` None: it has none that the actor sees. Its cells are by code."""

    unit: Unit
    plan: Plan | None
    cells: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def is_late(self) -> bool:
        return any(cell.is_late for cell in self.cells.values())


@dataclass(frozen=True)
class Matrix:
    """`lines`: late units first, then by place in the organisation. `columns` as the year goes."""

    year: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def late(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_late)

    def counted(self, code: str) -> Counter[str]:
        """How many units are at each stage of a round."""
        return Counter(line.cells[code].stage for line in self.lines if code in line.cells)


def read_matrix(
    actor: Actor, owner: Unit, year: int, today: datetime.date, units: Sequence[Unit] | None = None
) -> Matrix:
    """The unit and everything below it that exists in the year, as the actor may see it (`units_of`)."""
    units = units_of(actor, owner, year) if units is None else units
    ids = [unit.pk for unit in units]
    plans = {plan.unit_id: plan for plan in Plan.objects.visible_to(actor).filter(unit__in=ids, year=year)}
    rows = FollowUp.objects.visible_to(actor).filter(unit__in=ids, round__year=year)
    follow_ups = list(_in_order(with_moves(rows).annotate(reminded_at=_REMINDED_AT)))
    by_id = {unit.pk: unit for unit in units}
    for row in follow_ups:
        row.unit = by_id[row.unit_id]
    made, cells = cells_of(follow_ups, today), defaultdict[int, dict[str, Cell]](dict)
    for row in follow_ups:
        cells[row.unit_id][row.round.code] = made[row.pk]
    lines = [Line(unit, plans.get(unit.pk), cells.get(unit.pk, {})) for unit in units]
    columns = {row.round.code: Column(row.round.code, row.round.name) for row in reversed(follow_ups)}
    return Matrix(
        year,
        tuple(reversed(columns.values())),
        tuple(sorted(lines, key=lambda line: not line.is_late)),
    )


_REMINDED_AT = Subquery(
    Reminder.objects.filter(follow_up=OuterRef("pk")).order_by("-sent_at", "-pk").values("sent_at")[:1]
)


_MOVES = Change.objects.filter(
    subject="followup.followup", key=OuterRef("key"), action__in=[move.value for move in Move]
)
_LAST_MOVE = Case(
    When(state=State.IN_PROGRESS, then=Subquery(_MOVES.order_by("-at", "-pk").values("action")[:1])),
    default=Value(""),
)
"""Of a follow-up in progress: whether it was sent back can be told from it alone."""


def with_moves(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    """With the last move of each, from which `cells_of` tells that it was sent back."""
    return rows.annotate(last_move=_LAST_MOVE)


def _in_order(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    return rows.select_related("round__period", "round__owner").order_by(
        "round__period__ends_on", "round__period__starts_on", "pk"
    )


def units_of(actor: Actor, owner: Unit, year: int) -> list[Unit]:
    """In the order of the tree, each unit after the one it stands under."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    found = Unit.objects.visible_to(actor).at_or_below(owner).filter(opened_on__lte=last)
    in_year = found.exclude(closed_on__lt=first).order_by(swedish_order("name"), "pk")
    by_parent: dict[int | None, list[Unit]] = defaultdict(list)
    known = list(in_year)
    here = {unit.pk for unit in known}
    for unit in known:
        by_parent[unit.parent_id if unit.parent_id in here else None].append(unit)
    ordered: list[Unit] = []
    waiting = by_parent[None][::-1]
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting.extend(reversed(by_parent[unit.pk]))
    return ordered


def cells_of(follow_ups: Sequence[FollowUp], today: datetime.date) -> Mapping[int, Cell]:
    """By the follow-ups' ids; they come with their `round.period` and `unit`, and `with_moves`."""
    due = read_due(follow_ups)
    asked = Counter(value.follow_up for value in due)
    reported = _reported(due)
    return {
        row.pk: Cell(
            follow_up=row,
            round_stage=row.round.stage_on(today),
            reported=reported[row.pk],
            due=asked[row.pk],
            reminded_at=getattr(row, "reminded_at", None),
            is_returned=getattr(row, "last_move", "") == Move.RETURN,
        )
        for row in follow_ups
    }


def _reported(due: Sequence[DueValue]) -> Counter[int]:
    """By follow-up, how many of the values that are due have been answered."""
    values = Measurement.objects.reported().filter(
        unit__in={value.unit for value in due},
        indicator__in={value.indicator for value in due},
        period__year__in={value.stretch.year for value in due},
    )
    columns = ("unit", "indicator", "period__year", "period__code")
    answered = set(values.values_list(*columns))
    return Counter(
        value.follow_up
        for value in due
        if (value.unit, value.indicator, value.stretch.year, value.stretch.code) in answered
    )
