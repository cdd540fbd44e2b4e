"""How far a unit's follow-up has come, in one word that is the same on every page; pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from followup.lifecycle import CLOSED, REOPENED, RoundStage
from followup.models import FollowUp, Round, State

RETURNED = "returned"
NOT_OPEN = "not_open"
WORDS = {
    State.NOT_STARTED.value: "Ej påbörjad",
    State.IN_PROGRESS.value: "Pågår",
    RETURNED: "Tillbakaskickad",
    State.READY.value: "Klarmarkerad",
    State.APPROVED.value: "Godkänd",
    CLOSED: "Stängd",
    REOPENED: "Öppnad igen",
    NOT_OPEN: "Inte öppen ännu",
}
SEVERAL = {
    State.NOT_STARTED.value: "ej påbörjade",
    State.IN_PROGRESS.value: "pågår",
    RETURNED: "tillbakaskickade",
    State.READY.value: "klarmarkerade",
    State.APPROVED.value: "godkända",
    CLOSED: "stängda",
    REOPENED: "öppnade igen",
    NOT_OPEN: "inte öppna ännu",
}
"""The same of more than one, in a sentence."""
ROUND_WORDS = {
    RoundStage.NOT_OPEN: "Inte öppen ännu",
    RoundStage.OPEN: "Öppen",
    RoundStage.OVERDUE: "Sista dagen har passerat",
    RoundStage.CLOSED: "Stängd",
}
UNFINISHED = frozenset({State.NOT_STARTED.value, State.IN_PROGRESS.value})
"""The states that somebody waits for once the due day has passed."""
_LOOKS = {
    State.READY.value: "state-ready",
    State.APPROVED.value: "state-decided",
    CLOSED: "state-decided",
    RETURNED: "state-returned",
    REOPENED: "state-ready",
    State.NOT_STARTED.value: "state-none",
    NOT_OPEN: "state-none",
}


@dataclass(frozen=True)
class Status:
    """`key` is one of WORDS; `look` a class of the stylesheet, which says no more than the words."""

    key: str

    @property
    def words(self) -> str:
        return WORDS[self.key]

    @property
    def look(self) -> str:
        return _LOOKS.get(self.key, "")


def status_of(follow_up: FollowUp, today: datetime.date, *, is_returned: bool = False) -> Status:
    """`is_returned`: whether its last move was that a controller sent it back."""
    if follow_up.round.stage_on(today) is RoundStage.NOT_OPEN:
        return Status(NOT_OPEN)
    stage = follow_up.stage
    return Status(RETURNED if is_returned and stage == State.IN_PROGRESS else stage)


def days_late(round_: Round, state: str, today: datetime.date) -> int:
    """Whole days past the due day, for what is neither ready nor approved in a round that is open; else 0."""
    if round_.is_closed or state not in UNFINISHED:
        return 0
    return max((today - round_.due_on).days, 0)


def late_days_words(days: int) -> str:
    """Empty where nothing is late."""
    return f"{days} {'dag' if days == 1 else 'dagar'} sen" if days else ""
