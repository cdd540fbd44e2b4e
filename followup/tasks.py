"""What the scheduler asks the workers to do with rounds. Nothing breaks when it is late or done twice."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from followup.actions.lapsing import close_lapsed
from followup.actions.reminding import remind_on_schedule, rounds_to_remind
from followup.models import FollowUp
from vp.celery import app


@app.task  # type: ignore[untyped-decorator]
def remind_rounds() -> None:
    """Ask for the reminders of every round that has any to send now."""
    for round_id in rounds_to_remind(timezone.now()):
        remind_round.delay(round_id=round_id)


@app.task  # type: ignore[untyped-decorator]
def remind_round(*, round_id: int) -> None:
    """Remind the units of one round that haven't been reminded lately."""
    remind_on_schedule(round_id=round_id, site=settings.SITE_URL)


@app.task  # type: ignore[untyped-decorator]
def close_lapsed_follow_ups() -> None:
    """Ask for the closing of every follow-up whose time to be corrected is out."""
    for follow_up_id in FollowUp.objects.lapsed(timezone.now()).values_list("pk", flat=True):
        close_lapsed_follow_up.delay(follow_up_id=follow_up_id)


@app.task  # type: ignore[untyped-decorator]
def close_lapsed_follow_up(*, follow_up_id: int) -> None:
    """Close one of them; what was corrected is its next version."""
    close_lapsed(follow_up_id=follow_up_id)
