"""Who may write in a plan now, and how a write takes hold of it.

A write of words takes the plan's row FOR SHARE, so that many write at once; one that makes, moves or
removes rows takes it FOR UPDATE, as a decision does. The plan is always taken before its rows, so that
nobody waits in a ring.
"""

from __future__ import annotations

from goals.models import Plan, State
from goals.refusals import PlanDecided, PlanReady
from vp.org.access import Actor, Permission, can, require, those_who

NOT_HERE = "Du får inte skriva i planen för {unit}. Fråga enhetens chef om du ska ha rollen redaktör."


def may_write(actor: Actor, plan: Plan) -> bool:
    """Whether the plan is open, and the actor's to write in."""
    if plan.is_locked or not can(actor, Permission.WRITE, plan.unit):
        return False
    return plan.state != State.READY or can(actor, Permission.DECIDE, plan.unit)


def require_writing(actor: Actor, plan: Plan) -> None:
    """Raise PermissionDenied without the right, PlanDecided or PlanReady where the plan is closed."""
    require(actor, Permission.WRITE, plan.unit, NOT_HERE.format(unit=plan.unit))
    if may_write(actor, plan):
        return
    whom = ", ".join(those_who(Permission.DECIDE, plan.unit)) or "controllern"
    if plan.is_locked:
        raise PlanDecided(f"Planen är fastställd och låst. Fråga {whom} om något behöver ändras.")
    raise PlanReady(f"Planen är klarmarkerad. Ska något ändras kan {whom} skicka tillbaka den.")


def begin_words(*, by: Actor, plan: Plan) -> Plan:
    """The plan as it stands, held against decisions until the transaction ends, for a change of one row."""
    [held] = Plan.objects.raw("SELECT * FROM goals_plan WHERE id = %s FOR SHARE", [plan.pk])
    held.unit = plan.unit
    require_writing(by, held)
    return held


def begin_structure(*, by: Actor, plan: Plan) -> Plan:
    """The plan as it stands, held for this transaction alone, for rows that come, move or go."""
    held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    held.unit = plan.unit
    require_writing(by, held)
    return held
