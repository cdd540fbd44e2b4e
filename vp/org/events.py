"""What the organisation tells those who stand above it: vp.history listens, vp.org doesn't know that.

`changed` is sent inside the action's transaction with the keywords of `Told`; a receiver that raises
undoes the action.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.dispatch import Signal

from vp.org.access import Actor
from vp.org.models import Unit

changed = Signal()

UNIT = "unit"
PERSON = "person"
ROLE = "role"


def tell(
    *,
    by: Actor,
    unit: Unit,
    subject: str,
    key: uuid.UUID,
    action: str,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> None:
    """Tell of one change: of a unit, or of a person or her role (`key` is then the person's)."""
    changed.send(
        sender=Unit,
        by=by,
        unit=unit,
        subject=subject,
        key=key,
        action=action,
        before=before,
        after=after,
        reason=reason,
    )
