"""How a worker does one order: take it on a lease, print, keep the lease alive, hand over the file.

A worker that dies leaves a lease that runs out; the next one starts from the beginning. One that was only
slow finds out when it hands over: an order is finished by whoever holds it, and nobody else.
"""

from __future__ import annotations

import datetime
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from vp.printing.builders import GoneError, Printable, builder_of
from vp.printing.models import RenderJob, RenderJobQuerySet, State

log = logging.getLogger(__name__)

LEASE = datetime.timedelta(seconds=15)
HEARTBEAT = 4.0  # seconds
MOST_ATTEMPTS = 3

INTERRUPTED = (
    "Utskriften avbröts tre gånger innan den var klar. Försök igen, eller hör av dig till supporten."
)
TOO_SLOW = "Utskriften tog för lång tid. Försök igen, eller hör av dig till supporten."
BROKEN = (
    "Något gick fel när filen skulle skapas. Felet är loggat. Försök igen, eller hör av dig till supporten."
)


class LeaseLostError(Exception):
    """Somebody else has the order now."""


def print_one() -> RenderJob | None:
    """Do the order that has waited longest; None where nothing waits."""
    job = take()
    if job is None:
        return None
    try:
        with _kept_alive(job):
            _print(job)
    except LeaseLostError:
        log.warning("Order %s was taken over by another worker", job.key)
    except GoneError as gone:
        _give_up(job, str(gone), last=True)
    except SoftTimeLimitExceeded:
        _give_up(job, TOO_SLOW)
    except Exception:
        log.exception("Order %s (%s) failed at attempt %d", job.key, job.kind, job.attempts)
        _give_up(job, BROKEN)
    return job


def take() -> RenderJob | None:
    """Take the oldest waiting order on a lease; orders that killed every worker so far are given up."""
    while True:
        now = timezone.now()
        with transaction.atomic():
            waiting = RenderJob.objects.waiting(now).order_by("created_at", "pk")
            job = waiting.select_for_update(skip_locked=True, of=("self",)).first()
            if job is None:
                return None
            if job.attempts < MOST_ATTEMPTS:
                job.state, job.worker = State.RUNNING, f"{socket.gethostname()}:{os.getpid()}"[:100]
                job.leased_until, job.attempts = now + LEASE, job.attempts + 1
                job.done, job.stage = 0, "Hämtar innehållet"
                job.save()
                return job
            job.state, job.error, job.finished_at = State.FAILED, INTERRUPTED, now
            job.save()


def _held(job: RenderJob) -> RenderJobQuerySet:
    """The order, if this worker still holds it: the attempt tells one taking from the next."""
    return RenderJob.objects.filter(
        pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts
    )  # fmt: skip


@contextmanager
def _kept_alive(job: RenderJob) -> Iterator[None]:
    """Move the lease forward every few seconds, from a thread, until the block is done."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(HEARTBEAT):
                try:
                    _held(job).update(leased_until=timezone.now() + LEASE)
                except DatabaseError:
                    log.warning("The lease of order %s couldn't be prolonged", job.key, exc_info=True)
                    connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _print(job: RenderJob) -> None:
    printable = builder_of(job.kind).build(job.subject)
    content_hash = printable.content_hash()
    same = _already_printed(content_hash)
    if same:
        _hand_over(job, same, content_hash)
        return
    storage = _storage()
    name = storage.save(
        timezone.now().strftime("pdf/%Y/%m/") + f"{job.key}.pdf", ContentFile(_render(job, printable))
    )
    try:
        _hand_over(job, name, content_hash)
    except LeaseLostError:
        storage.delete(name)
        raise


def _render(job: RenderJob, printable: Printable) -> bytes:
    # WeasyPrint takes half a second to import: only workers pay for it.
    from vp.printing import pdf

    def tell(stage: str) -> None:
        job.done += 1
        job.stage = stage
        if not _held(job).update(done=job.done, stage=stage[:80]):
            raise LeaseLostError

    return pdf.render(
        printable.html,
        description=printable.description,
        source=printable.source,
        images=printable.images,
        on_progress=tell,
    )


def _already_printed(content_hash: str) -> str:
    """The file of an earlier order with the same content, if it is still there."""
    done = RenderJob.objects.filter(content_hash=content_hash, state=State.DONE).order_by("-pk")
    name = done.values_list("file", flat=True).first()
    return name if name and _storage().exists(name) else ""


def _storage() -> Storage:
    storage: Storage = RenderJob._meta.get_field("file").storage
    return storage


def _hand_over(job: RenderJob, name: str, content_hash: str) -> None:
    handed = _held(job).update(
        state=State.DONE, file=name, content_hash=content_hash, done=job.total, stage="",
        leased_until=None, finished_at=timezone.now(),
    )  # fmt: skip
    if not handed:
        raise LeaseLostError
    log.info("Order %s (%s) is done: %s", job.key, job.kind, name)


def _give_up(job: RenderJob, error: str, *, last: bool = False) -> None:
    """Put the order back for the next attempt, or, after the last one, tell who ordered it."""
    if last or job.attempts >= MOST_ATTEMPTS:
        _held(job).update(state=State.FAILED, error=error, leased_until=None, finished_at=timezone.now())
    else:
        _held(job).update(state=State.QUEUED, leased_until=None, stage="")
