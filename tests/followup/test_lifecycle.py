"""Stages and moves, as tables."""

from __future__ import annotations

import datetime

import pytest

from followup.lifecycle import Move, NotNowError, RoundStage, after, open_moves, round_stage, stage_of

DAY = datetime.timedelta(days=1)
OPENS, DUE = datetime.date(2027, 4, 15), datetime.date(2027, 5, 15)


@pytest.mark.parametrize(
    ("today", "is_closed", "stage"),
    [
        (OPENS - DAY, False, RoundStage.NOT_OPEN),
        (OPENS, False, RoundStage.OPEN),
        (DUE, False, RoundStage.OPEN),
        (DUE + DAY, False, RoundStage.OVERDUE),
        (DUE + DAY, True, RoundStage.CLOSED),
        (OPENS, True, RoundStage.CLOSED),
    ],
)
def test_where_a_round_stands(today: datetime.date, is_closed: bool, stage: RoundStage) -> None:
    assert round_stage(OPENS, DUE, is_closed=is_closed, today=today) is stage


@pytest.mark.parametrize(
    ("state", "is_closed", "is_reopened", "stage"),
    [
        ("ready", False, False, "ready"),
        ("ready", True, False, "closed"),
        ("not_started", True, True, "reopened"),
    ],
)
def test_where_a_follow_up_stands(state: str, is_closed: bool, is_reopened: bool, stage: str) -> None:
    assert stage_of(state, is_closed=is_closed, is_reopened=is_reopened) == stage


LEADS = {
    ("mark_ready", "not_started"): "ready",
    ("mark_ready", "in_progress"): "ready",
    ("return", "ready"): "in_progress",
    ("return", "approved"): "in_progress",
    ("approve", "ready"): "approved",
    ("reopen", "closed"): "reopened",
    ("close_again", "reopened"): "closed",
}
STAGES = ("not_started", "in_progress", "ready", "approved", "closed", "reopened")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("move", Move)
def test_where_moves_lead(move: Move, stage: str) -> None:
    target = LEADS.get((move.value, stage))
    is_too_late = stage in {"closed", "reopened"} and move not in {Move.REOPEN, Move.CLOSE_AGAIN}
    if target is None:
        with pytest.raises(NotNowError, match="stängd" if is_too_late else None):
            after(move, stage)
    else:
        assert after(move, stage) == target


def test_the_moves_of_each_stage() -> None:
    assert {stage: [move.value for move in open_moves(stage)] for stage in STAGES} == {
        "not_started": ["mark_ready"],
        "in_progress": ["mark_ready"],
        "ready": ["return", "approve"],
        "approved": ["return"],
        "closed": ["reopen"],
        "reopened": ["close_again"],
    }
