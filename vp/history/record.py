"""The way into the history: one change at a time, and words as they are written."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

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


PAUSE = datetime.timedelta(minutes=10)
"""So long may somebody stop writing before what she writes next is a change of its own."""
WRITTEN = "changed"
PUT_BACK = "restored"
_TOLD_AS: ContextVar[str] = ContextVar("told_as", default=WRITTEN)


@contextmanager
def put_back() -> Iterator[None]:
    """What is written meanwhile is told as put back: a change of its own, that loses no word."""
    token = _TOLD_AS.set(PUT_BACK)
    try:
        yield
    finally:
        _TOLD_AS.reset(token)


def record_words(
    *,
    by: Actor,
    unit: Unit,
    subject: str,
    key: uuid.UUID,
    plan_key: uuid.UUID | None,
    before: Any,
    after: Any,
) -> None:
    """Keep what somebody writes in a row as one change until she pauses, or somebody else writes there.

    `before` is what stood there when she began. Called by actions that hold the row, so that its changes
    come one after the other.
    """
    now = timezone.now()
    values: dict[str, Any] = {
        "now": now,
        "pause": now - PAUSE,
        "by": by.pk if isinstance(by, User) else None,
        "by_name": by.name,
        "unit": unit.pk,
        "subject": subject,
        "key": key,
        "plan_key": plan_key,
        "action": _TOLD_AS.get(),
        "written": WRITTEN,
        "before": Jsonb(before),
        "after": Jsonb(after),
    }
    with connection.cursor() as cursor:
        cursor.execute(_GO_ON_OR_BEGIN, values)


_GO_ON_OR_BEGIN = """
WITH gone_on AS (
    UPDATE history_change SET after = %(after)s, until = %(now)s
    WHERE id = (SELECT id FROM history_change WHERE subject = %(subject)s AND key = %(key)s
                ORDER BY at DESC, id DESC LIMIT 1)
        AND action = %(written)s AND %(action)s = %(written)s
        AND until >= %(pause)s AND by_id IS NOT DISTINCT FROM %(by)s
    RETURNING id)
INSERT INTO history_change
    (at, until, by_id, by_name, unit_id, subject, key, plan_key, action, before, after, reason)
SELECT %(now)s, %(now)s, %(by)s, %(by_name)s, %(unit)s, %(subject)s, %(key)s, %(plan_key)s, %(action)s,
    %(before)s, %(after)s, ''
WHERE NOT EXISTS (SELECT FROM gone_on)
"""
