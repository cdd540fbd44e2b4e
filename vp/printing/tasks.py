"""The worker's side: one task, which asks the database what to do."""

from __future__ import annotations

import importlib
import logging
from typing import Any

from celery.signals import worker_init, worker_ready

from vp.celery import app
from vp.printing import keeping, sweeper, timing, work
from vp.printing.wakening import wake

log = logging.getLogger(__name__)


@app.task(soft_time_limit=360, time_limit=390)  # type: ignore[untyped-decorator]
def print_next() -> None:
    """Print what has waited longest, and so on for a minute; see to it that the rest is printed too.

    The last piece that is begun has five minutes.
    """
    if work.print_for(timing.WHILE) and sweeper.anything_waits():
        wake()


@app.task  # type: ignore[untyped-decorator]
def forget_parts() -> None:
    """Remove printed parts that nobody has used for long."""
    log.info("%d kept parts were forgotten", keeping.forget())


@worker_init.connect  # type: ignore[untyped-decorator]
def load_the_renderer(**_: Any) -> None:
    """Before the first order, and before the worker forks: nobody waits for it, and memory is shared."""
    importlib.import_module("vp.printing.pdf")


@worker_ready.connect  # type: ignore[untyped-decorator]
def look_for_lost_orders(**_: Any) -> None:
    sweeper.start()
