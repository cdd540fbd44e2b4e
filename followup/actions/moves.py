"""Moves of a unit's follow-up: marked ready, returned, approved; and reopened once its round is closed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from followup.freezing import differs, freeze
from followup.lifecycle import Move, NotNowError, RoundStage, after
from followup.missing import Missing, counted, missing_in
from followup.models import FollowUp, FollowUpVersion, Round
from followup.reading import read_sheet
from followup.refusals import Incomplete, NotOpenYet
from goals.actions.moves import LONGEST_UNLOCK
from vp.history.record import record
from vp.org.access import Actor, Permission, can, require
from vp.refusals import Refused, Stale

RIGHTS = {
    Move.MARK_READY: (
        Permission.MARK_READY,
        "Du får inte klarmarkera uppföljningen för {unit}. Det gör enhetens chef.",
    ),
    Move.RETURN: (
        Permission.DECIDE,
        "Du får inte skicka tillbaka uppföljningen för {unit}. Det gör controllern.",
    ),
    Move.APPROVE: (
        Permission.DECIDE,
        "Du får inte godkänna uppföljningen för {unit}. Det gör controllern.",
    ),
    Move.REOPEN: (
        Permission.DECIDE,
        "Du får inte öppna uppföljningen för {unit} igen. Det gör controllern.",
    ),
    Move.CLOSE_AGAIN: (
        Permission.DECIDE,
        "Du får inte stänga uppföljningen för {unit}. Det gör controllern.",
    ),
}
"""The permission that each move takes in the follow-up's unit, and what is said to whoever lacks it."""

STALE = "Någon har ändrat uppföljningens status sedan du öppnade sidan. Se hur den står nu och försök igen."
OPEN_STATES = frozenset({"not_started", "in_progress", "ready", "approved"})


def may_move(actor: Actor, follow_up: FollowUp, move: Move) -> bool:
    return can(actor, RIGHTS[move][0], follow_up.unit)


@transaction.atomic
def mark_ready(
    *, by: Actor, follow_up: FollowUp, version: int | None = None, although_missing: bool = False
) -> FollowUp:
    """The unit says that its part is done.

    Raises `Incomplete` with what is missing, unless the actor has been asked and goes on `although_missing`.
    """
    follow_up = _begin(by=by, follow_up=follow_up, move=Move.MARK_READY, version=version)
    _check(follow_up, Move.MARK_READY)
    missing = missing_in(read_sheet(follow_up), timezone.localdate())
    if missing and not although_missing:
        raise Incomplete[Missing](f"Det här saknas: {counted(missing)}.", missing)
    _move(by=by, follow_up=follow_up, move=Move.MARK_READY, told={"missing": len(missing)} if missing else {})
    return follow_up


@transaction.atomic
def return_follow_up(*, by: Actor, follow_up: FollowUp, reason: str, version: int | None = None) -> FollowUp:
    """In progress again, with a reason, which is kept."""
    follow_up = _begin(by=by, follow_up=follow_up, move=Move.RETURN, version=version)
    if not reason.strip():
        raise Refused("Skriv varför uppföljningen skickas tillbaka.")
    _move(by=by, follow_up=follow_up, move=Move.RETURN, reason=reason.strip())
    return follow_up


@transaction.atomic
def approve(*, by: Actor, follow_up: FollowUp, version: int | None = None) -> FollowUp:
    """The controller is content; nobody writes there until it is returned or the round is closed."""
    follow_up = _begin(by=by, follow_up=follow_up, move=Move.APPROVE, version=version)
    _move(by=by, follow_up=follow_up, move=Move.APPROVE)
    return follow_up


@transaction.atomic
def reopen(
    *, by: Actor, follow_up: FollowUp, until: datetime.datetime, reason: str, version: int | None = None
) -> FollowUp:
    """Open one unit of a closed round for corrections until a time; others read its version until then."""
    follow_up = _begin(by=by, follow_up=follow_up, move=Move.REOPEN, version=version)
    if not reason.strip():
        raise Refused("Skriv varför uppföljningen öppnas igen.")
    if not timezone.now() < until <= timezone.now() + LONGEST_UNLOCK:
        raise Refused(f"Välj en tid som ligger framåt, högst {LONGEST_UNLOCK.days} dagar.")
    reason = reason.strip()
    changes = {"reopened_until": until, "reopen_reason": reason}
    told = {"until": until.isoformat()}
    _move(by=by, follow_up=follow_up, move=Move.REOPEN, reason=reason, told=told, changes=changes)
    return follow_up


@transaction.atomic
def close_again(*, by: Actor, follow_up: FollowUp, version: int | None = None) -> FollowUpVersion | None:
    """Close a reopened unit, also one whose time is out. What was corrected is its next version.

    Returns None where nothing was corrected.
    """
    follow_up = _begin(by=by, follow_up=follow_up, move=Move.CLOSE_AGAIN, version=version)
    _check(follow_up, Move.CLOSE_AGAIN)
    frozen = None
    if differs(follow_up):
        [frozen] = freeze(by, [follow_up], reason=follow_up.reopen_reason)
    told = {"version": frozen.number} if frozen else {}
    changes = {"reopened_until": None, "reopen_reason": ""}
    _move(
        by=by,
        follow_up=follow_up,
        move=Move.CLOSE_AGAIN,
        reason=follow_up.reopen_reason,
        told=told,
        changes=changes,
    )
    return frozen


def _begin(*, by: Actor, follow_up: FollowUp, move: Move, version: int | None) -> FollowUp:
    """The row as it is now, held until the transaction ends; its round is held against closing.

    `version` is that of the follow-up that the actor looked at; None where nobody has looked.
    """
    [round_] = Round.objects.raw("SELECT * FROM followup_round WHERE id = %s FOR SHARE", [follow_up.round_id])
    held = FollowUp.objects.select_for_update(of=("self",)).select_related("unit").get(pk=follow_up.pk)
    held.round = round_
    permission, refusal = RIGHTS[move]
    require(by, permission, held.unit, refusal.format(unit=held.unit))
    if version is not None and version != held.version:
        raise Stale(STALE)
    if round_.stage_on(timezone.localdate()) is RoundStage.NOT_OPEN:
        raise NotOpenYet(f"{round_} öppnar {round_.opens_on}.")
    return held


def _check(follow_up: FollowUp, move: Move) -> str:
    """The stage that the move leads to; Refused in words where it doesn't lead from here."""
    try:
        return after(move, follow_up.stage)
    except NotNowError as refusal:
        raise Refused(str(refusal)) from refusal


def _move(
    *,
    by: Actor,
    follow_up: FollowUp,
    move: Move,
    reason: str = "",
    told: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Save the follow-up in its new stage with the changes, and keep the move with what is told of it."""
    before, stage = follow_up.stage, _check(follow_up, move)
    for field, value in (changes or {}).items():
        setattr(follow_up, field, value)
    if stage in OPEN_STATES:
        follow_up.state = stage
    follow_up.version += 1
    follow_up.save()
    record(
        by=by,
        unit=follow_up.unit,
        subject="followup.followup",
        key=follow_up.key,
        plan_key=follow_up.key,
        action=move.value,
        before={"state": before},
        after={"state": stage, **(told or {})},
        reason=reason,
    )
