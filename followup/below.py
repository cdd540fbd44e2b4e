"""What the follow-ups below say of a unit's goals and indicators, in a fixed number of queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from followup.due import DueValue, read_due
from followup.models import FollowUp, GoalAssessment
from followup.values import ValueRow, Values, judged
from goals.models import Goal, Plan
from indicators.judgements import Attainment
from indicators.kinds import Aggregation
from indicators.models import Period
from indicators.wholes import Due, Tree, read_trees
from vp.org.access import Actor


@dataclass(frozen=True)
class GoalBelow:
    """A goal that a unit below has set under one of this unit's; None where it isn't judged yet."""

    unit: int
    unit_name: str
    key: uuid.UUID
    number: str
    title: str
    attainment: Attainment | None


@dataclass(frozen=True)
class Below:
    """`goals` by unit and the key of its goal; `trees` by indicator, of all units that are read."""

    goals: Mapping[tuple[int, uuid.UUID], Sequence[GoalBelow]] = field(default_factory=dict)
    trees: Mapping[int, Tree] = field(default_factory=dict)
    above: frozenset[int] = frozenset()
    """Units that have follow-ups below them."""


def read_below(follow_ups: Sequence[FollowUp], values: Values, reader: Actor | None) -> Below:
    """One query where nothing is below, else nine, whatever the number of units.

    `reader` is whoever looks: what she may not see of the units below is in no count. None reads it all, as
    a round that closes does.
    """
    round_ = follow_ups[0].round
    units = [row.unit_id for row in follow_ups]
    beside = FollowUp.objects.filter(round__year=round_.year, round__code=round_.code)
    if reader is not None:
        beside = beside.visible_to(reader)
    reached = list(beside.filter(unit__path__overlap=units).select_related("unit", "round__period"))
    above = frozenset(pk for row in reached for pk in row.unit.path[:-1]) & frozenset(units)
    if not above:
        return Below()
    return Below(_goals(follow_ups, values, reached, reader), _trees(values, reached), above)


def with_below(row: ValueRow, below: Below, follow_up: FollowUp) -> ValueRow:
    """The row with what the units below make, and judged by that where it is what counts."""
    tree = below.trees.get(row.indicator.pk)
    if tree is None or follow_up.unit_id not in below.above:
        return row
    whole = tree.below(follow_up.unit_id)
    if not whole.coverage.due:
        return row
    is_made_below = row.indicator.aggregation != Aggregation.NONE
    due = replace(row.due, is_made_below=is_made_below)
    return judged(follow_up.round, replace(row, below=whole, due=due))


def _goals(
    follow_ups: Sequence[FollowUp], values: Values, reached: Sequence[FollowUp], reader: Actor | None
) -> Mapping[tuple[int, uuid.UUID], list[GoalBelow]]:
    plans = [plan.pk for plan in values.plans.values()]
    rows = Goal.objects.filter(
        inherited=False,
        parent__source__plan__in=plans,
        parent__source__inherited=False,
        plan__unit__in={row.unit_id for row in reached},
    ).order_by("plan__unit__path__len", "plan__unit", "position", "pk")
    if reader is not None:  # what a plan says while it is revised is a draft
        rows = rows.filter(plan__in=Plan.objects.rows_visible_to(reader))
    columns = ("parent__source__plan__unit", "parent__source__key", "plan__unit", "plan__unit__name")
    found = list(rows.values_list(*columns, "key", "number", "title"))
    judgements = _judgements(reached, {row[4] for row in found})
    goals: dict[tuple[int, uuid.UUID], list[GoalBelow]] = defaultdict(list)
    for unit, over, below, name, key, number, title in found:
        goals[unit, over].append(GoalBelow(below, name, key, number, title, judgements.get((below, key))))
    return goals


def _judgements(
    reached: Iterable[FollowUp], keys: Iterable[uuid.UUID]
) -> Mapping[tuple[int, uuid.UUID], Attainment]:
    rows = GoalAssessment.objects.filter(follow_up__in=[row.pk for row in reached], goal_key__in=set(keys))
    judged_ones = rows.exclude(attainment="").values_list("follow_up__unit", "goal_key", "attainment")
    return {(unit, key): Attainment(attainment) for unit, key, attainment in judged_ones}


def _trees(values: Values, reached: Sequence[FollowUp]) -> Mapping[int, Tree]:
    wanted = {row.indicator.pk for rows in values.rows.values() for row in rows}
    due = [value for value in read_due(reached) if value.indicator in wanted]
    periods = _period_ids(due)
    asked = [
        Due(value.indicator, value.unit, periods.get((value.stretch.year, value.stretch.code), 0))
        for value in due
    ]
    return read_trees(due=asked)


def _period_ids(due: Iterable[DueValue]) -> Mapping[tuple[int, str], int]:
    """The rows of the periods that values are due for; one that nobody has made yet has no values."""
    wanted = {(value.stretch.year, value.stretch.code) for value in due}
    rows = Period.objects.filter(year__in={year for year, _ in wanted}, code__in={code for _, code in wanted})
    return {(year, code): pk for pk, year, code in rows.values_list("pk", "year", "code")}
