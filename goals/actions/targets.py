"""A target is changed during the year, by a decision of its own."""

from __future__ import annotations

import datetime

from django.db import transaction

from goals.models import GoalIndicator, Plan
from indicators.measures import as_number
from indicators.models import Target
from vp.history.record import record
from vp.org.access import Actor, Permission, can, require
from vp.refusals import Refused


def may_change_targets(actor: Actor, plan: Plan) -> bool:
    return can(actor, Permission.SET_UP, plan.unit)


def require_target_change(actor: Actor, plan: Plan) -> None:
    """Raise PermissionDenied in words unless the actor may change the plan's targets."""
    words = f"Du får inte ändra årsmål för {plan.unit}. Det gör controllern."
    require(actor, Permission.SET_UP, plan.unit, words)


def refuse_targets_of_draft(plan: Plan) -> None:
    """A draft's targets are written in the draft; only what has been decided is changed with a date."""
    if not plan.is_in_force:
        raise Refused("Planen är inte fastställd ännu. Årsmålet skrivs i utkastet.")


@transaction.atomic
def change_target(
    *, by: Actor, plan: Plan, row: GoalIndicator, words: str, since: datetime.date, reason: str
) -> Target:
    """The unit has a new target for the row's indicator from a day on; the old ones stay, and are shown.

    The plan has been decided. Raises Refused where nothing changes, where the day doesn't lie after the
    last change, and without a reason.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
    require_target_change(by, plan)
    refuse_targets_of_draft(plan)
    words, reason = words.strip(), reason.strip()
    if not reason:
        raise Refused("Skriv varför årsmålet ändras.")
    held = Target.objects.of_year(plan.year).filter(unit=plan.unit, indicator=row.indicator_id).last()
    if held and held.since and since <= held.since:
        raise Refused(f"Årsmålet ändrades senast från {held.since}. Välj en senare dag.")
    if words == (held.words if held else ""):
        raise Refused("Det nya årsmålet är samma som det gamla.")
    made = Target.objects.create(
        indicator_id=row.indicator_id,
        unit=plan.unit,
        year=plan.year,
        words=words,
        value=as_number(words),
        since=since,
        reason=reason,
    )
    record(
        by=by,
        unit=plan.unit,
        subject="indicators.target",
        key=row.indicator.key,
        plan_key=plan.key,
        action="changed",
        before={"target": held.words if held else ""},
        after={"target": words, "since": since.isoformat()},
        reason=reason,
    )
    return made
