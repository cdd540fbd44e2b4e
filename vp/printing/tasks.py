"""The worker's side: one task, which asks the database what to do."""

from __future__ import annotations

import importlib
from typing import Any

from celery.signals import worker_init, worker_ready

from vp.celery import app
from vp.printing import sweeper, work
from vp.printing.wakening import wake


@app.task(soft_time_limit=300, time_limit=330)  # type: ignore[untyped-decorator]
def print_next() -> None:
    """Print whatever has waited longest, and see to it that the rest is printed too."""
    if work.print_one() is not None and sweeper.anything_waits():
        wake()


@worker_init.connect  # type: ignore[untyped-decorator]
def load_the_renderer(**_: Any) -> None:
    """Before the first order, and before the worker forks: nobody waits for it, and memory is shared."""
    importlib.import_module("vp.printing.pdf")


@worker_ready.connect  # type: ignore[untyped-decorator]
def look_for_lost_orders(**_: Any) -> None:
    sweeper.start()
