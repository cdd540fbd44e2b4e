"""Moves of a plan: marked ready, returned, decided, opened to be revised."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from goals.document import Decision
from goals.lifecycle import Move, NotNowError, after
from goals.loading import load_plan
from goals.models import Plan, PlanVersion, State
from goals.refusals import Refused, Stale
from vp.history.record import record
from vp.org.access import Actor, Permission, can, require
from vp.org.models import User

RIGHTS = {
    Move.MARK_READY: (
        Permission.MARK_READY,
        "Du får inte klarmarkera planer för {unit}. Det gör enhetens chef.",
    ),
    Move.RETURN: (Permission.DECIDE, "Du får inte skicka tillbaka planer för {unit}. Det gör controllern."),
    Move.DECIDE: (Permission.DECIDE, "Du får inte fastställa planer för {unit}. Det gör controllern."),
    Move.REVISE: (Permission.DECIDE, "Du får inte revidera planer för {unit}. Det gör controllern."),
}
"""The permission that each move takes in the plan's unit, and what is said to whoever lacks it."""

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


def _move(*, by: Actor, plan: Plan, move: Move, reason: str = "", told: dict[str, Any] | None = None) -> None:
    """Save the plan in its new state, and keep the move with what is told of it."""
    before = plan.state
    try:
        plan.state = after(move, plan.state)
    except NotNowError as refusal:
        raise Refused(str(refusal)) from refusal
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
        after={"state": plan.state, **(told or {})},
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
    plan.revision_reason, plan.revised_at = "", None
    plan.unlock_reason, plan.unlocked_until = "", None
    told = {"version": frozen.number, "decided_on": decided_on.isoformat(), "decided_by": decided_by}
    _move(by=by, plan=plan, move=Move.DECIDE, reason=reason, told=told)
    return frozen


def _freeze(by: Actor, plan: Plan, decided_on: datetime.date, decided_by: str, reason: str) -> PlanVersion:
    """The plan's rows as its next version."""
    number = plan.versions.count() + 1
    document = replace(
        load_plan(plan),
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
    plan.revision_reason, plan.revised_at = reason.strip(), timezone.now()
    plan.unlock_reason, plan.unlocked_until = "", None
    _move(by=by, plan=plan, move=Move.REVISE, reason=plan.revision_reason)
    return plan
