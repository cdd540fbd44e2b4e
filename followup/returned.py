"""Why a follow-up was sent back: told on its page until it is marked ready again."""

from __future__ import annotations

from followup.lifecycle import Move
from followup.models import FollowUp
from vp.history.models import Change


def returned_with(follow_up: FollowUp) -> Change | None:
    """The return, with who, when and `reason`, where it was the last move; else None. One query."""
    moves = Change.objects.of("followup.followup", follow_up.key)
    last = moves.filter(action__in=[move.value for move in Move]).first()
    return last if last is not None and last.action == Move.RETURN else None
