"""What the scheduler asks the workers to do with plans. Nothing breaks when it is late or done twice."""

from __future__ import annotations

from django.utils import timezone

from goals.actions.lapsing import lock_lapsed
from goals.models import Plan
from vp.celery import app


@app.task  # type: ignore[untyped-decorator]
def lock_lapsed_plans() -> None:
    """Ask for the locking of every plan whose time to be corrected is out."""
    for plan_id in Plan.objects.lapsed(timezone.now()).values_list("pk", flat=True):
        lock_lapsed_plan.delay(plan_id=plan_id)


@app.task  # type: ignore[untyped-decorator]
def lock_lapsed_plan(*, plan_id: int) -> None:
    """Lock one of them; what was corrected is its next version."""
    lock_lapsed(plan_id=plan_id)
