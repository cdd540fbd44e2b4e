"""Somebody tells that she is in a plan to write."""

from __future__ import annotations

import uuid

from django.utils import timezone

from goals.actions.writing import require_writing
from goals.models import Plan, Presence
from vp.org.models import User


def tell_presence(*, by: User, plan: Plan, row: uuid.UUID | None) -> None:
    """She is here now, with this text or row open, if any. One row for each person and plan; no history."""
    require_writing(by, plan)
    Presence.objects.bulk_create(
        [Presence(plan=plan, user=by, row_key=row, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["plan", "user"],
        update_fields=["row_key", "seen_at"],
    )
