"""A decided plan that was unlocked until a time is locked when it has passed, without anybody asking."""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone

from goals.actions.moves import lock_plan
from goals.lifecycle import NotNowError
from goals.models import Plan, PlanVersion
from vp.org.access import OPERATOR
from vp.refusals import Refused


def lock_lapsed(*, plan_id: int) -> PlanVersion | None:
    """Lock it as the system, if its time is out still; gives the version of what was corrected, if any.

    Somebody may have locked it, or opened it to be revised, since it was found.
    """
    plan = Plan.objects.lapsed(timezone.now()).select_related("unit").filter(pk=plan_id).first()
    if plan is None:
        return None
    with suppress(Refused, NotNowError):
        return lock_plan(by=OPERATOR, plan=plan, version=plan.version)
    return None
