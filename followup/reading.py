"""Everything that a unit's follow-up page needs, in a fixed number of queries however large its plan.

The same reader serves a page, a round that closes and freezes every unit in it, and the lists of what is
missing: what is shown, counted and frozen is read in one way.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from followup.below import Below, GoalBelow, read_below, with_below
from followup.economy import Sums, sums_of
from followup.models import (
    ActivityState,
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpText,
    GoalAssessment,
    Round,
    RoundHeading,
)
from followup.outlines import OutlineGoal
from followup.proposals import NOTHING_PROPOSED, Proposal, needs_analysis, propose
from followup.values import ValueRow, Values, read_values
from goals.document import ActivityDocument
from goals.models import Plan
from indicators.judgements import Attainment
from vp.org.access import Actor
from vp.org.models import Unit

OVER = frozenset({ActivityState.DONE.value, ActivityState.DROPPED.value})


@dataclass(frozen=True)
class ActivityRow:
    """An activity of the unit's own, how it goes, and how it went in the round before."""

    activity: ActivityDocument
    status: ActivityStatus | None = None
    previous: ActivityStatus | None = None

    @property
    def key(self) -> uuid.UUID | None:
        return self.activity.key

    def is_late_on(self, today: datetime.date) -> bool:
        """Whether its last day has passed though it is neither done nor dropped."""
        is_over = self.status is not None and self.status.status in OVER
        return self.activity.end is not None and self.activity.end < today and not is_over

    def lacks_deviation_on(self, today: datetime.date) -> bool:
        """Whether it slips, and nobody has said why."""
        slips = self.status is not None and self.status.status in {"delayed", "dropped"}
        is_told = self.status is not None and bool(self.status.deviation.strip())
        return (slips or self.is_late_on(today)) and not is_told


@dataclass(frozen=True)
class GoalRow:
    """A goal with its judgement, what is proposed and what was said before. Inherited ones aren't judged."""

    goal: OutlineGoal
    assessment: GoalAssessment | None = None
    previous: GoalAssessment | None = None
    proposal: Proposal = NOTHING_PROPOSED
    below: tuple[GoalBelow, ...] = ()
    indicators: tuple[ValueRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()

    @property
    def key(self) -> uuid.UUID:
        return self.goal.key

    @property
    def attainment(self) -> str:
        return self.assessment.attainment if self.assessment else ""

    @property
    def analysis(self) -> str:
        return self.assessment.analysis if self.assessment else ""

    @property
    def lacks_analysis(self) -> bool:
        return not self.analysis and needs_analysis(self.attainment, self.proposal)

    @property
    def is_untouched(self) -> bool:
        """Whether it says what it said in the round before, or still nothing."""
        if self.previous is None:
            return False
        said = (self.attainment, self.analysis)
        return said in {("", ""), (self.previous.attainment, self.previous.analysis)}


@dataclass(frozen=True)
class TextRow:
    """What stands under a heading, and what stood under the same heading in the round before."""

    heading: RoundHeading
    text: FollowUpText | None = None
    previous: str = ""

    @property
    def body(self) -> str:
        return self.text.body if self.text else ""

    @property
    def is_untouched(self) -> bool:
        return bool(self.previous) and self.body in {"", self.previous}


@dataclass(frozen=True)
class Sheet:
    """A unit's follow-up. `goals` stand as printed, parents before children, with all that is under each.

    `previous` is the unit's follow-up in the round before, if any; `above` the units above, the top first.
    """

    follow_up: FollowUp
    plan: Plan | None
    above: tuple[Unit, ...]
    goals: tuple[GoalRow, ...]
    texts: tuple[TextRow, ...]
    economy: tuple[EconomyRow, ...]
    previous: FollowUp | None = None

    @property
    def round(self) -> Round:
        return self.follow_up.round

    @property
    def within(self) -> tuple[str, ...]:
        return tuple(unit.name for unit in self.above)

    @property
    def own_goals(self) -> tuple[GoalRow, ...]:
        return tuple(row for row in self.goals if not row.goal.inherited)

    @property
    def values(self) -> tuple[ValueRow, ...]:
        """The indicator rows that are due, in the goals' order; an indicator at two goals stands once."""
        due = [row for goal in self.goals for row in goal.indicators if row.due.is_due]
        return tuple({row.indicator.pk: row for row in reversed(due)}.values())[::-1]

    @property
    def activities(self) -> tuple[ActivityRow, ...]:
        return tuple(row for goal in self.goals for row in goal.activities)

    @property
    def sums(self) -> Sums:
        return sums_of(self.economy)

    @property
    def at_year_end(self) -> bool:
        """Whether the round's months end with the year, so that outcomes are the year's."""
        return self.round.period.ends_on.month == 12


def read_sheet(follow_up: FollowUp, *, reader: Actor | None = None) -> Sheet:
    """One follow-up, as `reader` may see it; None sees everything below."""
    return read_sheets([follow_up], reader=reader)[follow_up.pk]


def read_previous(follow_up: FollowUp) -> FollowUp | None:
    """The same unit's follow-up in the round before, with its round and period."""
    return _previous([follow_up]).get(follow_up.unit_id)


def read_sheets(
    follow_ups: Sequence[FollowUp], *, reader: Actor | None = None, alone: bool = False
) -> dict[int, Sheet]:
    """Several follow-ups of one round, by id, in as many queries however many they are.

    They come with their `round.period` and `unit` (`select_related`). `alone`: without what units below make
    of them and without the round before, for whoever puts the units together.
    """
    if not follow_ups:
        return {}
    values = read_values(follow_ups)
    below = Below() if alone else read_below(follow_ups, values, reader)
    written = _Written(follow_ups, {} if alone else _previous(follow_ups))
    units = Unit.objects.in_bulk({pk for row in follow_ups for pk in row.unit.path[:-1]})
    return {row.pk: _sheet(row, values, below, written, units) for row in follow_ups}


Row = TypeVar("Row", GoalAssessment, ActivityStatus, EconomyRow, FollowUpText)


class _Written:
    """What people have written in the follow-ups, and in those of the same units in the round before."""

    def __init__(self, follow_ups: Sequence[FollowUp], previous: Mapping[int, FollowUp]) -> None:
        round_ = follow_ups[0].round
        self.previous = previous
        ids = [row.pk for row in [*follow_ups, *self.previous.values()]]
        self.headings = list(RoundHeading.objects.filter(round=round_))
        self.assessments = _by_follow_up(GoalAssessment.objects.filter(follow_up__in=ids))
        self.statuses = _by_follow_up(ActivityStatus.objects.filter(follow_up__in=ids))
        self.economy = _by_follow_up(EconomyRow.objects.filter(follow_up__in=ids[: len(follow_ups)]))
        texts = FollowUpText.objects.filter(follow_up__in=ids).select_related("heading")
        self.texts = _by_follow_up(texts)

    def before(self, rows: Mapping[int, list[Row]], follow_up: FollowUp) -> list[Row]:
        earlier = self.previous.get(follow_up.unit_id)
        return rows[earlier.pk] if earlier else []


def _previous(follow_ups: Sequence[FollowUp]) -> dict[int, FollowUp]:
    """By unit, its follow-up in the latest round whose months ended before this one's."""
    ends_on = follow_ups[0].round.period.ends_on
    earlier = FollowUp.objects.filter(
        unit__in=[row.unit_id for row in follow_ups], round__period__ends_on__lt=ends_on
    ).select_related("round__period")
    newest = earlier.order_by("unit", "-round__period__ends_on", "-pk").distinct("unit")
    return {row.unit_id: row for row in newest}


def _by_follow_up(rows: QuerySet[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.follow_up_id].append(row)
    return found


def _sheet(
    follow_up: FollowUp, values: Values, below: Below, written: _Written, units: Mapping[int, Unit]
) -> Sheet:
    by_goal: dict[uuid.UUID, list[ValueRow]] = defaultdict(list)
    for row in values.rows[follow_up.pk]:
        by_goal[row.goal].append(with_below(row, below, follow_up))
    now = {row.goal_key: row for row in written.assessments[follow_up.pk]}
    before = {row.goal_key: row for row in written.before(written.assessments, follow_up)}
    statuses = {row.activity_key: row for row in written.statuses[follow_up.pk]}
    earlier = {row.activity_key: row for row in written.before(written.statuses, follow_up)}
    goals = values.outlines[follow_up.pk].goals

    def goal_row(goal: OutlineGoal) -> GoalRow:
        rows = tuple(by_goal[goal.key])
        activities = tuple(
            ActivityRow(each, statuses.get(each.key), earlier.get(each.key)) for each in goal.activities
        )
        if goal.inherited:
            return GoalRow(goal, indicators=rows, activities=activities)
        lower = tuple(below.goals.get((follow_up.unit_id, goal.key), ()))
        own = [_judgement(now.get(each.key)) for each in _own_below(goals, goal)]
        judged = [row.judgements.total for row in rows if row.due.is_due]
        proposal = propose(judged, [*own, *(each.attainment for each in lower)])
        return GoalRow(goal, now.get(goal.key), before.get(goal.key), proposal, lower, rows, activities)

    texts = {row.heading_id: row for row in written.texts[follow_up.pk]}
    bodies = {row.heading.name: row.body for row in written.before(written.texts, follow_up)}
    return Sheet(
        follow_up=follow_up,
        plan=values.plans.get(follow_up.pk),
        above=tuple(units[pk] for pk in follow_up.unit.path[:-1]),
        goals=tuple(goal_row(goal) for goal in goals),
        texts=tuple(
            TextRow(heading, texts.get(heading.pk), bodies.get(heading.name, ""))
            for heading in written.headings
        ),
        economy=tuple(written.economy[follow_up.pk]),
        previous=written.previous.get(follow_up.unit_id),
    )


def _own_below(goals: Iterable[OutlineGoal], goal: OutlineGoal) -> list[OutlineGoal]:
    """The unit's own goals right under one of its own, as a council has."""
    return [each for each in goals if each.parent == goal.key and not each.inherited]


def _judgement(assessment: GoalAssessment | None) -> Attainment | None:
    return Attainment(assessment.attainment) if assessment and assessment.attainment else None
