"""A plan's stages and the moves between them; pure.

A stage is the plan's state, or `unlocked` for a decided plan that is open for corrections until a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Move(StrEnum):
    MARK_READY = "mark_ready"
    RETURN = "return"
    DECIDE = "decide"
    REVISE = "revise"
    UNLOCK = "unlock"
    LOCK = "lock"


@dataclass(frozen=True)
class Rule:
    """From which stages a move leads where, and what is said where it doesn't."""

    sources: frozenset[str]
    target: str
    refusal: str


RULES = {
    Move.MARK_READY: Rule(frozenset({"draft"}), "ready", "Bara ett utkast kan klarmarkeras."),
    Move.RETURN: Rule(frozenset({"ready"}), "draft", "Bara en klarmarkerad plan kan skickas tillbaka."),
    Move.DECIDE: Rule(
        frozenset({"ready"}), "decided", "Planen ska vara klarmarkerad innan den kan fastställas."
    ),
    Move.REVISE: Rule(frozenset({"decided", "unlocked"}), "draft", "Bara en fastställd plan kan revideras."),
    Move.UNLOCK: Rule(frozenset({"decided"}), "unlocked", "Bara en fastställd och låst plan kan låsas upp."),
    Move.LOCK: Rule(frozenset({"unlocked"}), "decided", "Planen är inte upplåst."),
}


class NotNowError(ValueError):
    """The move doesn't lead from the plan's stage; the message is for the user."""


def after(move: Move, stage: str) -> str:
    """The stage that the move leads to."""
    rule = RULES[move]
    if stage not in rule.sources:
        raise NotNowError(rule.refusal)
    return rule.target


def open_moves(stage: str) -> list[Move]:
    """The moves that lead from the stage, in the order of a plan's life."""
    return [move for move, rule in RULES.items() if stage in rule.sources]
