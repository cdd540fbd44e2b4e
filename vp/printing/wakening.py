"""Messages to the workers. They may be lost or doubled: the database holds the truth, and somebody looks."""

from __future__ import annotations

import logging

from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def wake() -> None:
    """Tell a worker that something waits. A broker that is away is no reason to refuse an order."""
    from vp.printing.tasks import print_next

    try:
        print_next.apply_async(retry=False)
    except (OperationalError, OSError) as error:
        log.warning("No worker was woken: %s", error)
