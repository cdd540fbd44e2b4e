"""How a worker does one piece of work: takes it on a lease, does it, and hands it over.

A piece is a whole order, the planning or joining of a compiled one, or one of its parts. Who has waited
longest since something of theirs was last taken comes first, so a plan's PDF doesn't wait behind sixty parts.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from vp.printing import compiling, keeping, leases
from vp.printing.builders import GoneError, Printable, builder_of, compiler_of
from vp.printing.leases import LeaseLostError
from vp.printing.models import RenderJob, RenderPart, State

log = logging.getLogger(__name__)

TOO_SLOW = "Utskriften tog för lång tid. Försök igen, eller hör av dig till supporten."
BROKEN = (
    "Något gick fel när filen skulle skapas. Felet är loggat. Försök igen, eller hör av dig till supporten."
)
PART_TOO_SLOW = "Den tog för lång tid att skapa."
PART_BROKEN = "Något gick fel när den skulle skapas. Felet är loggat."


def print_for(seconds: float) -> bool:
    """Work until nothing waits or the time is up; whether there was anything to do."""
    until = time.monotonic() + seconds
    taken = print_one()
    found = taken is not None
    while taken is not None and time.monotonic() < until:
        taken = print_one()
    return found


def print_one() -> RenderJob | RenderPart | None:
    """Do the piece of work that is next in turn; None where nothing waits."""
    taken = take()
    if isinstance(taken, RenderPart):
        _do(taken, lambda: compiling.print_part(taken), PART_TOO_SLOW, PART_BROKEN)
    elif taken is not None:
        _do(taken, lambda: _work_on(taken), TOO_SLOW, BROKEN)
    return taken


def _do(taken: RenderJob | RenderPart, work: Callable[[], None], too_slow: str, broken: str) -> None:
    try:
        with leases.kept_alive(taken):
            work()
    except LeaseLostError:
        log.warning("%s was cancelled or taken over by another worker", taken)
    except GoneError as gone:
        leases.give_up(taken, str(gone), last=True)
    except SoftTimeLimitExceeded:
        leases.give_up(taken, too_slow)
    except Exception:
        log.exception("%s (%s) failed at attempt %d", taken, taken.kind, taken.attempts)
        leases.give_up(taken, broken)


def take() -> RenderJob | RenderPart | None:
    """Take what is next in turn on a lease; what killed every worker so far is given up."""
    passed: list[int] = []
    while True:
        waiting = RenderJob.objects.waiting(timezone.now()).exclude(pk__in=passed)
        next_in_turn = waiting.order_by("served_at", "pk").values_list("pk", "state").first()
        if next_in_turn is None:
            return None
        job, state = next_in_turn
        taken = (_take_part(job) if state == State.PARTS else None) or _take_job(job)
        if taken is not None:
            return taken
        passed.append(job)


@transaction.atomic
def _take_part(job: int) -> RenderPart | None:
    """Take the job's next part. The job's row comes before its parts', here as when it is cancelled."""
    now = timezone.now()
    if not RenderJob.objects.filter(pk=job, state=State.PARTS).update(served_at=now):
        return None
    waiting = RenderPart.objects.waiting(now).filter(job=job).order_by("position")
    while part := waiting.select_for_update(skip_locked=True, of=("self",)).first():
        if leases.lease(part):
            return part
    return None


@transaction.atomic
def _take_job(job: int) -> RenderJob | None:
    """Take the job itself: to print it, to plan its parts, or, when all of them are done, to join them."""
    now = timezone.now()
    waiting = RenderJob.objects.waiting(now).filter(pk=job)
    found = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if found is None or (found.state == State.PARTS and found.parts.unfinished().exists()):
        return None
    found.served_at = now
    if not found.planned:
        found.done, found.stage = 0, "Hämtar innehållet"
    return found if leases.lease(found) else None


def _work_on(job: RenderJob) -> None:
    compiler = compiler_of(job.kind)
    if compiler is None:
        _print(job)
    elif job.planned:
        compiling.join(job, compiler)
    else:
        compiling.plan(job, compiler)


def _print(job: RenderJob) -> None:
    printable = builder_of(job.kind).build(job.subject)
    content_hash = printable.content_hash()
    same = _already_printed(content_hash)
    if same:
        _hand_over(job, same, content_hash)
        return
    storage = _storage()
    name = storage.save(
        timezone.now().strftime(keeping.MONTH) + f"/{job.key}.pdf", ContentFile(_render(job, printable))
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
        if not leases.held(job).update(done=job.done, stage=stage[:80]):
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
    leases.hand_over(
        job, state=State.DONE, file=name, content_hash=content_hash, done=job.total, stage="",
        finished_at=timezone.now(),
    )  # fmt: skip
    log.info("Order %s (%s) is done: %s", job.key, job.kind, name)
