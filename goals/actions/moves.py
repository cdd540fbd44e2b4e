"""Moves of a plan: marked ready, returned, decided."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import replace

from django.db import transaction

from goals.document import Decision
from goals.lifecycle import Move, NotNowError, after
from goals.loading import load_plan
from goals.models import Plan, PlanVersion, State
from goals.refusals import Refused
from vp.history.record import record
from vp.org.access import Actor, Permission, require
from vp.org.models import User


def _locked(plan: Plan) -> Plan:
    """The plan's row as it is now, held until the transaction ends; savers wait (FOR SHARE in triggers)."""
    return Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)


def _move(*, by: Actor, plan: Plan, move: Move, reason: str = "") -> None:
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
        after={"state": plan.state},
        reason=reason,
    )


@transaction.atomic
def mark_ready(*, by: Actor, plan: Plan) -> Plan:
    """The unit says that its part is done; the plan waits to be decided or returned."""
    plan = _locked(plan)
    require(by, Permission.MARK_READY, plan.unit, f"Du får inte klarmarkera planer för {plan.unit}.")
    _move(by=by, plan=plan, move=Move.MARK_READY)
    return plan


@transaction.atomic
def return_plan(*, by: Actor, plan: Plan, reason: str) -> Plan:
    """Back to draft with a reason, which is kept."""
    plan = _locked(plan)
    require(by, Permission.DECIDE, plan.unit, f"Du får inte skicka tillbaka planer för {plan.unit}.")
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
) -> PlanVersion:
    """Freeze the plan: its document becomes an immutable version, and its rows are locked from now on.

    `decided_by` is the body or person who decided (`Socialnämnden § 12`), `registry_number` replaces the
    plan's where it is given. The version's SHA-256 is that of its JSON form (PlanDocument.to_json).
    """
    plan = _locked(plan)
    require(by, Permission.DECIDE, plan.unit, f"Du får inte fastställa planer för {plan.unit}.")
    plan.registry_number = registry_number or plan.registry_number
    number = plan.versions.count() + 1
    document = replace(
        load_plan(plan),
        status=State.DECIDED.value,
        version=number,
        registry_number=plan.registry_number,
        decision=Decision(decided_on, decided_by, reason),
    )
    _move(by=by, plan=plan, move=Move.DECIDE, reason=reason)
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
