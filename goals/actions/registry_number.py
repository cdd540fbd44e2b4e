"""The number of a plan's case in the register, while the plan is written."""

from __future__ import annotations

from django.db import transaction

from goals.actions.writing import begin_structure
from goals.models import Plan
from vp.history.record import record
from vp.org.access import Actor
from vp.refusals import Refused, Stale

LONGEST_REGISTRY_NUMBER = 200


@transaction.atomic
def write_registry_number(*, by: Actor, plan: Plan, number: str, former: str) -> Plan:
    """Write the number that the plan's case has in the register; empty where it has none.

    `former` is what stood there when the writer looked. Raises Stale where somebody else has written
    another one since, Refused where the number is too long, and what `begin_structure` raises.
    """
    plan = begin_structure(by=by, plan=plan)
    number = " ".join(number.replace("\x00", "").split())
    was = plan.registry_number
    if number == was:
        return plan
    if former.strip() != was:
        raise Stale(f"Någon annan har skrivit diarienumret {was or '(inget)'} sedan du öppnade sidan.")
    if len(number) > LONGEST_REGISTRY_NUMBER:
        raise Refused(f"Diarienumret är längre än {LONGEST_REGISTRY_NUMBER} tecken.")
    plan.registry_number = number
    plan.save(update_fields=["registry_number", "changed_at"])
    record(
        by=by,
        unit=plan.unit,
        subject="goals.plan",
        key=plan.key,
        plan_key=plan.key,
        action="changed",
        before={"registry_number": was},
        after={"registry_number": number},
    )
    return plan
