"""A plan's states and the moves between them; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Move(StrEnum):
    MARK_READY = "mark_ready"
    RETURN = "return"
    DECIDE = "decide"
    REVISE = "revise"


@dataclass(frozen=True)
class Rule:
    """From which states a move leads where, and what is said where it doesn't."""

    sources: frozenset[str]
    target: str
    refusal: str


RULES = {
    Move.MARK_READY: Rule(frozenset({"draft"}), "ready", "Bara ett utkast kan klarmarkeras."),
    Move.RETURN: Rule(frozenset({"ready"}), "draft", "Bara en klarmarkerad plan kan skickas tillbaka."),
    Move.DECIDE: Rule(
        frozenset({"ready"}), "decided", "Planen ska vara klarmarkerad innan den kan fastställas."
    ),
    Move.REVISE: Rule(frozenset({"decided"}), "draft", "Bara en fastställd plan kan revideras."),
}


class NotNowError(ValueError):
    """The move doesn't lead from the plan's state; the message is for the user."""


def after(move: Move, state: str) -> str:
    """The state that the move leads to."""
    rule = RULES[move]
    if state not in rule.sources:
        raise NotNowError(rule.refusal)
    return rule.target


def open_moves(state: str) -> list[Move]:
    """The moves that lead from the state, in the order of a plan's life."""
    return [move for move, rule in RULES.items() if state in rule.sources]
