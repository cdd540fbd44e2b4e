"""A follow-up that was reopened until a time is closed when it has passed, without anybody asking."""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone

from followup.actions.moves import close_again
from followup.models import FollowUp, FollowUpVersion
from vp.org.access import OPERATOR
from vp.refusals import Refused


def close_lapsed(*, follow_up_id: int) -> FollowUpVersion | None:
    """Close it as the system, if its time is out still; gives the version of what was corrected, if any.

    Somebody may have closed it, or given it more time, since it was found.
    """
    lapsed = FollowUp.objects.lapsed(timezone.now()).select_related("round", "unit")
    follow_up = lapsed.filter(pk=follow_up_id).first()
    if follow_up is None:
        return None
    with suppress(Refused):
        return close_again(by=OPERATOR, follow_up=follow_up, version=follow_up.version)
    return None
