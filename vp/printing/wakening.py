"""Messages to the workers. They may be lost or doubled: the database holds the truth, and somebody looks."""

from __future__ import annotations

import logging

from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def wake(*, times: int = 1) -> None:
    """Tell a worker, or as many as there are `times`, that something waits.

    A broker that is away is no reason to refuse an order.
    """
    from vp.celery import app  # half a second, which only those pay who print

    try:
        for _ in range(times):
            app.send_task("vp.printing.tasks.print_next", retry=False)
    except (OperationalError, OSError) as error:
        log.warning("No worker was woken: %s", error)
