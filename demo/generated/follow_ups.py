"""The committees' rounds and what their units have written there.

Rounds are opened and closed by the actions, so who is in one, its headings and each frozen version with
its checksum are theirs. What people write is inserted in sets before the closing; the database's triggers
refuse it afterwards. Judgements, statuses and texts have no history of their own here, the moves have.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from demo.generated.course import answered, is_open, state_of
from demo.generated.rows import BATCH, PlanRows
from demo.generated.scope import Scope
from demo.generated.vocabulary import Theme, Writer
from followup.actions.rounds import RoundWords, close_round, open_round
from followup.lifecycle import Move
from followup.models import (
    ActivityState,
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpText,
    GoalAssessment,
    MoneyKind,
    Round,
    RoundHeading,
    State,
)
from goals.models import Activity, Goal
from indicators.judgements import Attainment
from indicators.periods import Stretch
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Unit

_JUDGEMENTS = {Attainment.FULLY: 50, Attainment.PARTLY: 35, Attainment.NOT: 10, Attainment.NOT_MEASURED: 5}
_MONEY = (
    (MoneyKind.COST, "Personal", -12_000_000),
    (MoneyKind.COST, "Lokaler", -2_400_000),
    (MoneyKind.COST, "Övriga kostnader", -1_100_000),
    (MoneyKind.INCOME, "Avgifter och bidrag", 900_000),
)
_MOVES = {State.READY: [Move.MARK_READY], State.APPROVED: [Move.MARK_READY, Move.APPROVE]}
_OPENS_BEFORE, _DUE_AFTER = datetime.timedelta(days=10), datetime.timedelta(days=20)
"""So long before the months of a round are over it opens, and so long after them it is due."""


def make_rounds(
    scope: Scope,
    committee: Unit,
    theme: Theme,
    year: int,
    rows: Sequence[PlanRows],
    advance: Callable[[int, str], None],
) -> None:
    """The year's rounds whose months are over, closed but for the newest; `rows` are those of its plans."""
    own = _Own.of(rows)
    for stretch in scope.rounds:
        if stretch.year != year:
            continue
        words = RoundWords(opens_on=stretch.ends_on - _OPENS_BEFORE, due_on=stretch.ends_on + _DUE_AFTER)
        round_ = open_round(by=OPERATOR, owner=committee, year=year, code=stretch.code, words=words)
        written = _Written(scope, theme, stretch, own)
        follow_ups = list(FollowUp.objects.filter(round=round_).select_related("unit"))
        written.write(round_, follow_ups)
        if not is_open(scope, stretch):
            close_round(by=OPERATOR, round_=round_, although_missing=True)
        advance(len(follow_ups) - 1, f"{committee}, {stretch.code} {stretch.year}")


@dataclass
class _Own:
    """What each unit judges and tells of, by the unit's id."""

    goals: dict[int, list[Goal]] = field(default_factory=dict)
    activities: dict[int, list[Activity]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[PlanRows]) -> _Own:
        own = cls()
        for goal in (goal for each in rows for goal in each.goals if not goal.inherited):
            own.goals.setdefault(goal.plan.unit_id, []).append(goal)
        for activity in (activity for each in rows for activity in each.activities):
            own.activities.setdefault(activity.plan.unit_id, []).append(activity)
        return own


class _Written:
    """What the units of a committee have written in one round."""

    def __init__(self, scope: Scope, theme: Theme, stretch: Stretch, own: _Own) -> None:
        self.scope = scope
        self.theme = theme
        self.stretch = stretch
        self.own = own
        self.assessments: list[GoalAssessment] = []
        self.statuses: list[ActivityStatus] = []
        self.economy: list[EconomyRow] = []
        self.texts: list[FollowUpText] = []
        self.moves: list[Change] = []

    def write(self, round_: Round, follow_ups: Sequence[FollowUp]) -> None:
        headings = list(RoundHeading.objects.filter(round=round_))
        for follow_up in follow_ups:
            follow_up.state = state_of(self.scope, follow_up.unit, self.stretch)
            self.moves += _moves(follow_up)
            if follow_up.state != State.NOT_STARTED:
                self._fill(follow_up, headings)
        FollowUp.objects.bulk_update(follow_ups, ["state"], batch_size=BATCH)
        GoalAssessment.objects.bulk_create(self.assessments, batch_size=BATCH)
        ActivityStatus.objects.bulk_create(self.statuses, batch_size=BATCH)
        EconomyRow.objects.bulk_create(self.economy, batch_size=BATCH)
        FollowUpText.objects.bulk_create(self.texts, batch_size=BATCH)
        Change.objects.bulk_create(self.moves, batch_size=BATCH)

    def _fill(self, follow_up: FollowUp, headings: Sequence[RoundHeading]) -> None:
        unit = follow_up.unit
        chance = self.scope.chance("follow-up", unit.key, self.stretch.year, self.stretch.code)
        writer = Writer(chance, self.theme, unit.name, self.stretch.year)
        share = answered(State(follow_up.state))
        keys = self._keys(unit)
        for goal in self.own.goals.get(unit.pk, []):
            if chance.random() < share:
                self.assessments.append(_assessment(follow_up, goal, next(keys), writer))
        for activity in self.own.activities.get(unit.pk, []):
            if chance.random() < share:
                self.statuses.append(_status(follow_up, activity, self.stretch, next(keys), writer))
        for position, (kind, name, budget) in enumerate(_MONEY):
            row = EconomyRow(follow_up=follow_up, key=next(keys), kind=kind, name=name, position=position)
            self.economy.append(self._with_money(row, budget, writer))
        for heading in headings:
            if heading.required or chance.random() < 0.5:
                body = writer.paragraphs("follow_up", "analys", 3, 2)
                self.texts.append(
                    FollowUpText(follow_up=follow_up, key=next(keys), heading=heading, body=body)
                )

    def _keys(self, unit: Unit) -> Iterator[uuid.UUID]:
        at = 0
        while True:
            yield self.scope.key("written", unit.key, self.stretch.year, self.stretch.code, at)
            at += 1

    def _with_money(self, row: EconomyRow, budget: int, writer: Writer) -> EconomyRow:
        chance = writer.chance
        row.budget = Decimal(round(budget * chance.uniform(0.6, 1.6), -3))
        row.forecast = Decimal(round(float(row.budget) * chance.uniform(0.96, 1.05), -3))
        row.outcome = Decimal(round(float(row.forecast) * self.stretch.last_month / 12, -3))
        if abs(row.forecast - row.budget) * 100 > 2 * abs(row.budget):
            row.comment = writer.sentence("follow_up", "comment")
        return row


def _assessment(follow_up: FollowUp, goal: Goal, key: uuid.UUID, writer: Writer) -> GoalAssessment:
    judged = writer.chance.choices(list(_JUDGEMENTS), weights=list(_JUDGEMENTS.values()))[0]
    analysis = writer.paragraphs("follow_up", "analys", 3)
    return GoalAssessment(
        follow_up=follow_up, key=key, goal_key=goal.key, attainment=judged, analysis=analysis
    )


def _status(
    follow_up: FollowUp, activity: Activity, stretch: Stretch, key: uuid.UUID, writer: Writer
) -> ActivityStatus:
    status = _course(activity, stretch, writer)
    row = ActivityStatus(follow_up=follow_up, key=key, activity_key=activity.key, status=status)
    if status in {ActivityState.DELAYED, ActivityState.DROPPED}:
        row.deviation = writer.sentence("follow_up", "deviation")
        row.carry_over = status == ActivityState.DELAYED
    return row


def _course(activity: Activity, stretch: Stretch, writer: Writer) -> ActivityState:
    if activity.starts_on and activity.starts_on > stretch.ends_on:
        return ActivityState.NOT_STARTED
    if activity.ends_on and activity.ends_on > stretch.ends_on:
        return ActivityState.IN_PROGRESS
    ends: Mapping[ActivityState, int] = {
        ActivityState.DONE: 80,
        ActivityState.DELAYED: 15,
        ActivityState.DROPPED: 5,
    }
    return writer.chance.choices(list(ends), weights=list(ends.values()))[0]


def _moves(follow_up: FollowUp) -> Iterator[Change]:
    """How it came to its state, as followup.actions.moves tells it."""
    before = State.IN_PROGRESS
    for move in _MOVES.get(State(follow_up.state), []):
        after = State.READY if move == Move.MARK_READY else State.APPROVED
        yield Change(
            by_name=OPERATOR.name,
            unit=follow_up.unit,
            subject="followup.followup",
            key=follow_up.key,
            plan_key=follow_up.key,
            action=move.value,
            before={"state": before.value},
            after={"state": after.value},
        )
        before = after
