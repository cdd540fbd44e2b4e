"""A real Celery worker in a process of its own, over a real broker, killed in the middle of its work."""

from __future__ import annotations

import signal
import time

import pytest

from goals.importing.save import save_plan
from goals.models import Plan
from goals.printed_plan import KIND, file_name_of, subject_of
from tests.factories import UnitFactory
from tests.printing.conftest import Start, until
from tests.printing.plans import long_plan
from tests.printing.walker import Walk
from vp.org.access import OPERATOR
from vp.printing import timing
from vp.printing.actions import order_print
from vp.printing.models import RenderJob, State

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_killed_workers_order_is_finished_by_the_next_within_a_minute(
    start_worker: Start,
) -> None:
    plan = save_plan(by=OPERATOR, document=long_plan("draft"), unit=UnitFactory(), replace=False).plan
    job = order_print(
        by=OPERATOR, kind=KIND, subject=subject_of(plan), unit=plan.unit, file_name=file_name_of(plan)
    )
    first = start_worker()
    until(lambda: RenderJob.objects.filter(pk=job.pk, state=State.RUNNING, done__gte=1).exists(), 120)
    first.send_signal(signal.SIGKILL)
    first.wait()
    job.refresh_from_db()
    assert job.state == State.RUNNING

    killed = time.monotonic()
    start_worker()
    until(lambda: RenderJob.objects.filter(pk=job.pk, state=State.DONE).exists(), 60)
    assert time.monotonic() - killed < 60
    job.refresh_from_db()
    assert job.attempts == 2
    assert Walk(job.file.read()).findings == []

    Plan.objects.update(registry_number="ÄN 2026/119")
    ordered = time.monotonic()
    job = order_print(
        by=OPERATOR, kind=KIND, subject=subject_of(plan), unit=plan.unit, file_name=file_name_of(plan)
    )
    until(lambda: RenderJob.objects.filter(pk=job.pk).exclude(state=State.QUEUED).exists(), 60)
    assert time.monotonic() - ordered < timing.SWEEP / 2, "the message didn't wake the worker"
