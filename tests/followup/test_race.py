"""A save and a closing at the same moment: each save is in the frozen round, or refused."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from django.db import connection

from followup.actions.judging import AssessmentWords, write_assessment
from followup.freezing import document_of
from followup.models import GoalAssessment
from indicators.actions import log_value
from indicators.entries import Given
from indicators.models import Measurement
from tests.factories import CommitteeFactory, UnitFactory
from tests.followup.rounds import Reporting, a_round, save, with_plan
from vp.org.access import OPERATOR
from vp.refusals import Closed

TIMES = int(os.environ.get("VP_RACES", "40"))
"""Rounds that are closed while somebody saves in them; a thousand take some minutes."""


def a_value(reporting: Reporting) -> None:
    log_value(
        by=OPERATOR,
        indicator=reporting.indicator,
        unit=reporting.unit,
        period=reporting.round.period,
        given=Given(total="87"),
        save=save(),
    )


def a_judgement(reporting: Reporting) -> None:
    write_assessment(
        by=OPERATOR,
        follow_up=reporting.follow_up,
        goal=reporting.goal.key,
        words=AssessmentWords("partly", "<p>Det gick.</p>"),
        save=save(),
    )


def frozen(reporting: Reporting) -> tuple[bool, bool]:
    """Whether the version has the value, and the judgement."""
    document = document_of(reporting.follow_up)
    assert document is not None
    [goal] = document.walk_goals()
    [row] = goal.indicators
    return row.outcome.total is not None, goal.attainment == "partly"


def kept(reporting: Reporting) -> tuple[bool, bool]:
    """The same of the rows."""
    values = Measurement.objects.filter(unit=reporting.unit, total=Decimal(87))
    judgements = GoalAssessment.objects.filter(follow_up=reporting.follow_up, attainment="partly")
    return values.exists(), judgements.exists()


def a_closing(reporting: Reporting) -> None:
    """Between nothing and some hundredths of a second later than the saves, so that all orders are met."""
    time.sleep(reporting.unit.pk % 8 / 200)
    reporting.close()


def at_once(rounds: Sequence[Reporting], *steps: Callable[[Reporting], object]) -> list[tuple[bool, ...]]:
    """Each step in a thread of its own, all at the same moment in each round; which were let through."""
    start = threading.Barrier(len(steps))
    told: list[list[bool]] = [[] for _ in steps]

    def run(number: int) -> None:
        try:
            for reporting in rounds:
                start.wait(30)
                told[number].append(let_through(steps[number], reporting))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(zip(*told, strict=True))


def let_through(step: Callable[[Reporting], object], reporting: Reporting) -> bool:
    try:
        step(reporting)
    except Closed:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_a_save_is_in_the_frozen_round_or_refused() -> None:
    committees = [CommitteeFactory() for _ in range(TIMES)]
    units = [UnitFactory(parent=committee) for committee in committees]
    rounds = [Reporting(unit, *with_plan(unit), round=a_round(unit.parent)) for unit in units]
    told = at_once(rounds, a_value, a_judgement, a_closing)
    assert len(told) == TIMES
    for reporting, (valued, judged, closed) in zip(rounds, told, strict=True):
        assert closed
        assert frozen(reporting) == kept(reporting) == (valued, judged)
