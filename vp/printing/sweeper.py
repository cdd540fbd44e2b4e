"""Finds orders that no message leads to: lost ones, and those of workers that died.

A thread in every worker, so that nothing else need run; the scheduler isn't part of it.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, connection
from django.utils import timezone

from vp.printing import timing
from vp.printing.models import RenderJob
from vp.printing.wakening import wake

log = logging.getLogger(__name__)


def anything_waits() -> bool:
    return RenderJob.objects.waiting(timezone.now()).exists()


def sweep() -> None:
    """Wake a worker if anything waits."""
    if anything_waits():
        wake()


def start() -> threading.Thread:
    """Sweep now and then every timing.SWEEP seconds, for the life of the process."""
    thread = threading.Thread(target=_run, name="sweeper", daemon=True)
    thread.start()
    return thread


def _run() -> None:
    while True:
        try:
            sweep()
        except DatabaseError:
            log.warning("The sweeper couldn't ask the database", exc_info=True)
        finally:
            connection.close()
        time.sleep(timing.SWEEP)
