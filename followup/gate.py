"""Whether a follow-up is open for somebody now, and the words where it isn't."""

from __future__ import annotations

import datetime

from followup.lifecycle import RoundStage
from followup.models import FollowUp, Round, State
from followup.refusals import IsApproved, IsReady, NotOpenYet, RoundClosed
from vp.org.access import Actor, Permission, can, those_who
from vp.refusals import Closed


def shut_for(actor: Actor, follow_up: FollowUp, today: datetime.date) -> Closed | None:
    """Why the actor can't write there now, for those with the right to; None where nothing stands in the way.

    Whoever may return a follow-up writes in one that is marked ready too. A reopened unit is open whatever
    its state was.
    """
    if follow_up.is_reopened:
        return None
    stage = follow_up.round.stage_on(today)
    if stage is RoundStage.CLOSED:
        words = f"{follow_up.round} är stängd. Fråga {_whom(follow_up)} om enheten behöver öppnas igen."
        return RoundClosed(words)
    if stage is RoundStage.NOT_OPEN:
        return NotOpenYet(f"{follow_up.round} öppnar {follow_up.round.opens_on}.")
    if follow_up.state == State.APPROVED:
        return IsApproved(f"Uppföljningen är godkänd. {_ask_to_return(follow_up)}")
    if follow_up.state == State.READY and not can(actor, Permission.DECIDE, follow_up.unit):
        return IsReady(f"Uppföljningen är klarmarkerad. {_ask_to_return(follow_up)}")
    return None


def late_words(round_: Round, today: datetime.date) -> str:
    """What is said when the due day has passed, which stops nobody; empty before that."""
    if round_.stage_on(today) is not RoundStage.OVERDUE:
        return ""
    return f"Sista dagen var {round_.due_on}. Det går att rapportera tills omgången stängs."


def _ask_to_return(follow_up: FollowUp) -> str:
    return f"Ska något ändras kan {_whom(follow_up)} skicka tillbaka den."


def _whom(follow_up: FollowUp) -> str:
    return ", ".join(those_who(Permission.DECIDE, follow_up.unit)) or "controllern"
