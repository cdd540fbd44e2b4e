"""Ordering a print, and trying a failed one again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from vp.org.access import Actor
from vp.org.models import Unit, User
from vp.printing.builders import Subject, may_print
from vp.printing.models import RenderJob, State


@transaction.atomic
def order_print(*, by: Actor, kind: str, subject: Subject, unit: Unit, file_name: str) -> RenderJob:
    """Order a file of a builder's or a compiler's kind; a worker is woken when the transaction is through.

    Who asks twice before the first is done gets the same order. PermissionDenied where `by` may not see what
    is to be printed.
    """
    if not may_print(by, kind, subject):
        raise PermissionDenied("Du får inte skriva ut det här.")
    person = by if isinstance(by, User) else None
    unfinished = RenderJob.objects.filter(
        requested_by=person, kind=kind, subject=dict(subject), state__in=[State.QUEUED, State.RUNNING]
    )
    job = unfinished.order_by("-pk").first() if person else None
    if job is None:
        job = RenderJob.objects.create(
            kind=kind, subject=dict(subject), unit=unit, requested_by=person, file_name=file_name, total=4
        )
    transaction.on_commit(_wake)
    return job


@transaction.atomic
def print_again(*, by: User, job: RenderJob) -> RenderJob:
    """Put a failed order back in the queue; one in any other state stays as it is."""
    locked = RenderJob.objects.visible_to(by).select_for_update(of=("self",)).get(pk=job.pk)
    if locked.state == State.FAILED:
        if not may_print(by, locked.kind, locked.subject):
            raise PermissionDenied("Du får inte längre skriva ut det här.")
        locked.state, locked.attempts, locked.error = State.QUEUED, 0, ""
        locked.done, locked.stage, locked.finished_at = 0, "", None
        locked.save()
        transaction.on_commit(_wake)
    return locked


def _wake() -> None:
    from vp.printing.wakening import wake

    wake()
