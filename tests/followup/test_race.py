"""A save and a closing at the same moment, on real connections: in the frozen round, or refused.

Two threads are let go together, a thousand times, as with plans (tests/goals/test_freeze_race.py): whichever
came too late last time gets a head start the next, so that both orders are met however fast the machine is.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, product

import pytest

from followup.actions.economy import EconomyGiven, write_economy
from followup.actions.judging import AssessmentWords, StatusWords, write_assessment, write_status, write_text
from followup.actions.rounds import close_round
from followup.models import (
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpText,
    FollowUpVersion,
    GoalAssessment,
    Round,
    RoundHeading,
    State,
)
from followup.refusals import RoundClosed
from goals.models import Activity, Goal, GoalIndicator, Level, Plan
from indicators.actions import log_value
from indicators.entries import Given
from indicators.models import Measurement, Period
from indicators.periods import stretch_of
from tests.factories import CommitteeFactory, IndicatorFactory, UnitFactory, member
from tests.followup.rounds import DUE, OPENS
from tests.meeting import Meeting
from vp.history.models import Change
from vp.org.models import Role, User
from vp.saving import Save

RACES = 1000
YEARS = range(1991, 2191)
STEP = 0.0004
"""Seconds that a head start grows or shrinks by; less than what a save takes."""


@dataclass(frozen=True)
class Rows:
    """A round with one unit, and what it follows up; `words` stand in what is saved there."""

    words: str
    follow_up: FollowUp
    goal: Goal
    activity: Activity
    indicator: GoalIndicator
    heading: RoundHeading


Write = Callable[[User, Rows], object]


def new() -> Save:
    return Save(uuid.uuid4(), 0)


def a_value(by: User, rows: Rows) -> object:
    unit, period = rows.follow_up.unit, rows.follow_up.round.period
    given = Given(total="87", comment=rows.words)
    return log_value(
        by=by, indicator=rows.indicator.indicator, unit=unit, period=period, given=given, save=new()
    )


def a_judgement(by: User, rows: Rows) -> object:
    words = AssessmentWords("partly", f"<p>{rows.words}</p>")
    return write_assessment(by=by, follow_up=rows.follow_up, goal=rows.goal.key, words=words, save=new())


def a_status(by: User, rows: Rows) -> object:
    words = StatusWords("delayed", rows.words)
    return write_status(by=by, follow_up=rows.follow_up, activity=rows.activity.key, words=words, save=new())


def an_economy_row(by: User, rows: Rows) -> object:
    given = EconomyGiven("cost", rows.words, "1 200", "390,5", "-1 250", "Fler vikarier.")
    return write_economy(by=by, follow_up=rows.follow_up, key=uuid.uuid4(), given=given, save=new())


def a_text(by: User, rows: Rows) -> object:
    body = f"<p>{rows.words}</p>"
    return write_text(by=by, follow_up=rows.follow_up, heading=rows.heading.pk, body=body, save=new())


WRITES: list[Write] = [a_value, a_judgement, a_status, an_economy_row, a_text]
WORDS_IN = (
    (Measurement, "comment"),
    (GoalAssessment, "analysis"),
    (ActivityStatus, "deviation"),
    (EconomyRow, "name"),
    (FollowUpText, "body"),
)
"""Where each kind of save keeps its words."""


pytestmark = pytest.mark.slow


@pytest.fixture
def rounds(transactional_db: None) -> list[Rows]:
    """So many rounds, every other one not begun, made in a handful of statements."""
    committees = [CommitteeFactory() for _ in range(RACES // len(YEARS))]
    units = [UnitFactory(parent=committee) for committee in committees]
    indicator = IndicatorFactory()
    months = {year: stretch_of(year, "T1") for year in YEARS}
    periods = Period.objects.bulk_create(
        Period(code="T1", name="Tertial 1", year=year, starts_on=each.starts_on, ends_on=each.ends_on)
        for year, each in months.items()
    )
    plans = Plan.objects.bulk_create(Plan(unit=unit, year=year) for unit in units for year in YEARS)
    goals = Goal.objects.bulk_create(Goal(plan=plan, level=Level.UNIT, title="Barn trivs") for plan in plans)
    activities = Activity.objects.bulk_create(
        Activity(plan=goal.plan, goal=goal, title="Öppet hus") for goal in goals
    )
    indicators = GoalIndicator.objects.bulk_create(
        GoalIndicator(plan=goal.plan, goal=goal, indicator=indicator) for goal in goals
    )
    rounds = Round.objects.bulk_create(
        Round(
            owner=unit.parent, year=period.year, code="T1", name="Tertial 1", period=period,
            opens_on=OPENS, due_on=DUE,
        )
        for unit in units
        for period in periods
    )  # fmt: skip
    headings = RoundHeading.objects.bulk_create(
        RoundHeading(round=round_, name="Analys") for round_ in rounds
    )
    follow_ups = FollowUp.objects.bulk_create(
        FollowUp(round=round_, unit=plan.unit, state=(State.NOT_STARTED, State.IN_PROGRESS)[n % 2])
        for n, (round_, plan) in enumerate(zip(rounds, plans, strict=True))
    )
    each = zip(follow_ups, goals, activities, indicators, headings, strict=True)
    return [Rows(f"Skrivet ord {n}.", *rows) for n, rows in enumerate(each)]


def test_a_thousand_saves_are_each_in_the_frozen_round_or_refused(rounds: list[Rows]) -> None:
    council = rounds[0].follow_up.round.owner.parent
    writer, closer = member(council, Role.CONTROLLER), member(council, Role.CONTROLLER)
    races = list(zip(rounds, cycle(WRITES)))
    late: dict[object, float] = defaultdict(float)  # how long after the closing a kind of save begins
    kept: dict[str, bool] = {}
    chance = random.Random(1)

    def save(meeting: Meeting) -> None:
        for rows, write in races:
            meeting.begin()
            time.sleep(max(late[write], 0))
            try:
                write(writer, rows)
            except RoundClosed:
                kept[rows.words] = False
            else:
                kept[rows.words] = True
            late[write] += chance.uniform(0.5, 1.5) * (STEP if kept[rows.words] else -STEP)

    def close(meeting: Meeting) -> None:
        for rows, write in races:
            meeting.begin()
            time.sleep(max(-late[write], 0))
            close_round(by=closer, round_=rows.follow_up.round, although_missing=True)

    Meeting(save, close).hold()
    assert len(kept) == RACES
    assert {(write, kept[rows.words]) for rows, write in races} == set(product(WRITES, (True, False)))
    frozen = frozen_documents()
    for rows, _ in races:
        assert (rows.words in frozen[rows.follow_up.pk]) is kept[rows.words], rows.words
    assert kept_in_rows() == {words for words, was_kept in kept.items() if was_kept}
    assert Change.objects.exclude(subject__in=("followup.round", "followup.followup")).count() == sum(
        kept.values()
    )


def frozen_documents() -> dict[int, str]:
    """The one version of each follow-up, as JSON."""
    versions = list(FollowUpVersion.objects.values_list("follow_up", "document"))
    assert len(versions) == RACES
    return {follow_up: json.dumps(document, ensure_ascii=False) for follow_up, document in versions}


def kept_in_rows() -> set[str]:
    return {
        words.removeprefix("<p>").removesuffix("</p>")
        for model, column in WORDS_IN
        for words in model._default_manager.values_list(column, flat=True)
    }
