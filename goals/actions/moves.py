"""Moves of a plan: marked ready, returned, decided; then revised, or unlocked and locked again."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from goals.document import Decision, PlanDocument
from goals.document_reader import read_value
from goals.freezing import document_to_freeze
from goals.lifecycle import Move, NotNowError, after
from goals.models import Plan, PlanVersion, State
from goals.models.plan import UNLOCKED
from vp.history.record import record
from vp.org.access import Actor, Permission, can, require
from vp.org.models import User
from vp.refusals import Refused, Stale

RIGHTS = {
    Move.MARK_READY: (
        Permission.MARK_READY,
        "Du får inte klarmarkera planer för {unit}. Det gör enhetens chef.",
    ),
    Move.RETURN: (Permission.DECIDE, "Du får inte skicka tillbaka planer för {unit}. Det gör controllern."),
    Move.DECIDE: (Permission.DECIDE, "Du får inte fastställa planer för {unit}. Det gör controllern."),
    Move.REVISE: (Permission.DECIDE, "Du får inte revidera planer för {unit}. Det gör controllern."),
    Move.UNLOCK: (Permission.DECIDE, "Du får inte låsa upp planer för {unit}. Det gör controllern."),
    Move.LOCK: (Permission.DECIDE, "Du får inte låsa planer för {unit}. Det gör controllern."),
}
"""The permission that each move takes in the plan's unit, and what is said to whoever lacks it."""

CLOSED = {"unlocked_until": None, "unlock_reason": ""}
LONGEST_UNLOCK = datetime.timedelta(days=31)
STALE = "Någon har ändrat planens status sedan du öppnade sidan. Se hur den står nu och försök igen."


def may_move(actor: Actor, plan: Plan, move: Move) -> bool:
    return can(actor, RIGHTS[move][0], plan.unit)


def require_move(actor: Actor, plan: Plan, move: Move) -> None:
    """Raise PermissionDenied in words unless the actor may make the move, now or later."""
    permission, refusal = RIGHTS[move]
    require(actor, permission, plan.unit, refusal.format(unit=plan.unit))


def _begin(*, by: Actor, plan: Plan, move: Move, version: int | None) -> Plan:
    """The plan's row as it is now, held until the transaction ends; savers wait (FOR SHARE in triggers).

    `version` is that of the plan that the actor looked at; None where nobody has looked.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
    require_move(by, plan, move)
    if version is not None and version != plan.version:
        raise Stale(STALE)
    return plan


def _move(
    *,
    by: Actor,
    plan: Plan,
    move: Move,
    reason: str = "",
    told: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Save the plan in its new stage with the changes, and keep the move with what is told of it."""
    before = plan.stage
    try:
        stage = after(move, before)
    except NotNowError as refusal:
        raise Refused(str(refusal)) from refusal
    for field, value in (changes or {}).items():
        setattr(plan, field, value)
    plan.state = State.DECIDED if stage == UNLOCKED else stage
    plan.version += 1
    plan.save()
    record(
        by=by,
        unit=plan.unit,
        subject="goals.plan",
        key=plan.key,
        plan_key=plan.key,
        action=move.value,
        before={"state": before},
        after={"state": stage, **(told or {})},
        reason=reason,
    )


@transaction.atomic
def mark_ready(*, by: Actor, plan: Plan, version: int | None = None) -> Plan:
    """The unit says that its part is done; the plan waits to be decided or returned."""
    plan = _begin(by=by, plan=plan, move=Move.MARK_READY, version=version)
    _move(by=by, plan=plan, move=Move.MARK_READY)
    return plan


@transaction.atomic
def return_plan(*, by: Actor, plan: Plan, reason: str, version: int | None = None) -> Plan:
    """Back to draft with a reason, which is kept."""
    plan = _begin(by=by, plan=plan, move=Move.RETURN, version=version)
    if not reason.strip():
        raise Refused("Skriv varför planen skickas tillbaka.")
    _move(by=by, plan=plan, move=Move.RETURN, reason=reason.strip())
    return plan


@transaction.atomic
def decide_plan(
    *,
    by: Actor,
    plan: Plan,
    decided_on: datetime.date,
    decided_by: str,
    registry_number: str = "",
    reason: str = "",
    version: int | None = None,
) -> PlanVersion:
    """Freeze the plan: its document becomes an immutable version, and its rows are locked from now on.

    `decided_by` is the body or person who decided (`Socialnämnden § 12`), `registry_number` replaces the
    plan's where it is given, and a revision has the reason that it was opened with unless another is
    given. The version's SHA-256 is that of its JSON form (PlanDocument.to_json).
    """
    plan = _begin(by=by, plan=plan, move=Move.DECIDE, version=version)
    plan.registry_number = registry_number or plan.registry_number
    reason = reason or plan.revision_reason
    frozen = _freeze(by, plan, decided_on, decided_by, reason)
    changes = {"revision_reason": "", "revised_at": None}
    _move(by=by, plan=plan, move=Move.DECIDE, reason=reason, told=_told(frozen), changes=changes)
    return frozen


def _freeze(by: Actor, plan: Plan, decided_on: datetime.date, decided_by: str, reason: str) -> PlanVersion:
    """The plan's rows as its next version."""
    number = plan.versions.count() + 1
    document = replace(
        document_to_freeze(plan),
        status=State.DECIDED.value,
        version=number,
        registry_number=plan.registry_number,
        decision=Decision(decided_on, decided_by, reason),
    )
    return PlanVersion.objects.create(
        plan=plan,
        number=number,
        document=document.to_dict(),
        sha256=hashlib.sha256(document.to_json().encode()).hexdigest(),
        decided_on=decided_on,
        decided_by=decided_by,
        registry_number=plan.registry_number,
        reason=reason,
        frozen_by=by if isinstance(by, User) else None,
    )


@transaction.atomic
def revise_plan(*, by: Actor, plan: Plan, reason: str, version: int | None = None) -> Plan:
    """Open a decided plan as a draft. What was decided is in force, and read, until it is decided again."""
    plan = _begin(by=by, plan=plan, move=Move.REVISE, version=version)
    if not reason.strip():
        raise Refused("Skriv varför planen revideras.")
    reason = reason.strip()
    changes = {"revision_reason": reason, "revised_at": timezone.now(), **CLOSED}
    _move(by=by, plan=plan, move=Move.REVISE, reason=reason, changes=changes)
    return plan


@transaction.atomic
def unlock_plan(
    *, by: Actor, plan: Plan, until: datetime.datetime, reason: str, version: int | None = None
) -> Plan:
    """Open a decided plan's rows for corrections until a time; what is shown is the version until then."""
    plan = _begin(by=by, plan=plan, move=Move.UNLOCK, version=version)
    if not reason.strip():
        raise Refused("Skriv varför planen låses upp.")
    if not timezone.now() < until <= timezone.now() + LONGEST_UNLOCK:
        raise Refused(f"Välj en tid som ligger framåt, högst {LONGEST_UNLOCK.days} dagar.")
    reason = reason.strip()
    told = {"until": until.isoformat()}
    changes = {"unlocked_until": until, "unlock_reason": reason}
    _move(by=by, plan=plan, move=Move.UNLOCK, reason=reason, told=told, changes=changes)
    return plan


@transaction.atomic
def lock_plan(*, by: Actor, plan: Plan, version: int | None = None) -> PlanVersion | None:
    """Lock an unlocked plan again, also one whose time is out. What was corrected is a new version.

    The new version has the decision of the last one, and the reason that the plan was unlocked for.
    Returns None where nothing was corrected.
    """
    plan = _begin(by=by, plan=plan, move=Move.LOCK, version=version)
    last = plan.versions.order_by("-number").first()
    reason = plan.unlock_reason
    frozen = None
    if (
        plan.unlocked_until
        and last
        and _contents(document_to_freeze(plan)) != _contents(read_value(last.document))
    ):
        frozen = _freeze(by, plan, last.decided_on, last.decided_by, reason)
    _move(by=by, plan=plan, move=Move.LOCK, reason=reason, told=_told(frozen), changes=CLOSED)
    return frozen


def _contents(document: PlanDocument) -> PlanDocument:
    """The document without what a decision adds."""
    return replace(document, status="", version=None, decision=None)


def _told(frozen: PlanVersion | None) -> dict[str, Any]:
    if frozen is None:
        return {}
    day = frozen.decided_on.isoformat()
    return {"version": frozen.number, "decided_on": day, "decided_by": frozen.decided_by}
