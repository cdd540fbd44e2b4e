"""What a worker has taken it holds on a lease, and says every few seconds that it lives.

A worker that dies leaves a lease that runs out; the next one starts from the beginning. One that was only
slow finds out when it hands over: a piece of work is finished by whoever holds it, and nobody else. Jobs and
their parts are leased alike.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, models
from django.utils import timezone

from vp.printing import timing
from vp.printing.models import RenderJob, RenderPart, State

log = logging.getLogger(__name__)

Leased = RenderJob | RenderPart

INTERRUPTED = (
    "Utskriften avbröts tre gånger innan den var klar. Försök igen, eller hör av dig till supporten."
)


class LeaseLostError(Exception):
    """Somebody else has it now, or nobody wants it any more."""


def lease(row: Leased) -> bool:
    """Take a locked row; False where it has killed every worker so far and is given up."""
    now = timezone.now()
    if row.attempts >= timing.MOST_ATTEMPTS:
        row.state, row.error, row.leased_until = State.FAILED, INTERRUPTED, None
        if isinstance(row, RenderJob):
            row.finished_at = now
        row.save()
        return False
    row.state, row.attempts, row.leased_until = State.RUNNING, row.attempts + 1, now + timing.LEASE
    # What is random tells one taking from the next, also by the same worker.
    row.worker = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
    row.save()
    return True


def held(row: Leased) -> models.QuerySet[Any]:
    """The row, if this worker still holds it. An order that is stopped or planned anew has no parts any more.

    No condition on other tables: where two write at once, PostgreSQL asks only the row's own again.
    """
    ours = {"pk": row.pk, "state": State.RUNNING, "worker": row.worker}
    found: models.QuerySet[Any] = type(row)._default_manager.filter(**ours)
    return found


def hand_over(row: Leased, **values: Any) -> None:
    """Write what came of it, and let it go; LeaseLostError where it isn't ours any more."""
    if not held(row).update(leased_until=None, **values):
        raise LeaseLostError


def give_up(row: Leased, error: str, *, last: bool = False) -> None:
    """Put it back for the next attempt, or, after the last one, tell who ordered it."""
    values: dict[str, Any] = {"state": State.QUEUED}
    if last or row.attempts >= timing.MOST_ATTEMPTS:
        values = {"state": State.FAILED, "error": error}
        if isinstance(row, RenderJob):
            values["finished_at"] = timezone.now()
    if isinstance(row, RenderJob):
        values["stage"] = ""
    held(row).update(leased_until=None, **values)


@contextmanager
def kept_alive(row: Leased) -> Iterator[None]:
    """Move the lease forward every few seconds, from a thread, until the block is done."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(timing.HEARTBEAT):
                try:
                    held(row).update(leased_until=timezone.now() + timing.LEASE)
                except DatabaseError:
                    log.warning("The lease of %s couldn't be prolonged", row, exc_info=True)
                    connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{row.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
