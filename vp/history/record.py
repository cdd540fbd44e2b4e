"""The one way into the history."""

from __future__ import annotations

import uuid
from typing import Any

from vp.history.models import Change
from vp.org.access import Actor
from vp.org.models import Unit, User


def record(
    *,
    by: Actor,
    unit: Unit,
    subject: str,
    key: uuid.UUID,
    action: str,
    before: Any = None,
    after: Any = None,
    plan_key: uuid.UUID | None = None,
    reason: str = "",
) -> Change:
    """Keep one change; called by actions inside their transaction."""
    return Change.objects.create(
        by=by if isinstance(by, User) else None,
        by_name=by.name,
        unit=unit,
        subject=subject,
        key=key,
        plan_key=plan_key,
        action=action,
        before=before,
        after=after,
        reason=reason,
    )
