"""A round's stages, and a unit's follow-up within it: its stages and the moves between them; pure.

A follow-up's stage is its state while the round is open; then it is closed, or `reopened` from when the
unit was reopened until it is closed again.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from goals.lifecycle import NotNowError, Rule

__all__ = ["Move", "NotNowError", "RoundStage", "after", "open_moves", "round_stage", "stage_of"]

CLOSED = "closed"
REOPENED = "reopened"


class RoundStage(StrEnum):
    NOT_OPEN = "not_open"
    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"


def round_stage(
    opens_on: datetime.date, due_on: datetime.date, *, is_closed: bool, today: datetime.date
) -> RoundStage:
    """Where a round stands on a day. The due day itself is in time; past it one may still report."""
    if is_closed:
        return RoundStage.CLOSED
    if today < opens_on:
        return RoundStage.NOT_OPEN
    return RoundStage.OPEN if today <= due_on else RoundStage.OVERDUE


class Move(StrEnum):
    MARK_READY = "mark_ready"
    RETURN = "return"
    APPROVE = "approve"
    REOPEN = "reopen"
    CLOSE_AGAIN = "close_again"


RULES = {
    Move.MARK_READY: Rule(
        frozenset({"not_started", "in_progress"}), "ready", "Uppföljningen är redan klarmarkerad."
    ),
    Move.RETURN: Rule(
        frozenset({"ready", "approved"}),
        "in_progress",
        "Bara en klarmarkerad eller godkänd uppföljning kan skickas tillbaka.",
    ),
    Move.APPROVE: Rule(
        frozenset({"ready"}), "approved", "Uppföljningen ska vara klarmarkerad innan den kan godkännas."
    ),
    Move.REOPEN: Rule(
        frozenset({CLOSED}), REOPENED, "Bara en stängd uppföljning kan öppnas igen, och bara en gång i taget."
    ),
    Move.CLOSE_AGAIN: Rule(frozenset({REOPENED}), CLOSED, "Uppföljningen är inte öppnad igen."),
}
_CLOSED_REFUSAL = "Uppföljningsomgången är stängd."


def stage_of(state: str, *, is_closed: bool, is_reopened: bool) -> str:
    """The stage of a follow-up. `is_reopened` holds until it is closed again, also when its time is out."""
    if not is_closed:
        return state
    return REOPENED if is_reopened else CLOSED


def after(move: Move, stage: str) -> str:
    """The stage that the move leads to."""
    rule = RULES[move]
    if stage in rule.sources:
        return rule.target
    is_too_late = stage in {CLOSED, REOPENED} and rule.target not in {CLOSED, REOPENED}
    raise NotNowError(_CLOSED_REFUSAL if is_too_late else rule.refusal)


def open_moves(stage: str) -> list[Move]:
    """The moves that lead from the stage, in the order of a follow-up's life."""
    return [move for move, rule in RULES.items() if stage in rule.sources]
