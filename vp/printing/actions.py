"""Ordering a print, stopping one, and trying one again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from vp.org.access import Actor
from vp.org.models import Unit, User
from vp.printing.builders import Subject, may_print
from vp.printing.models import UNFINISHED, RenderJob, State


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
        requested_by=person, kind=kind, subject=dict(subject), state__in=UNFINISHED
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
    """Put an order back in the queue that failed, was stopped, or lacks parts; any other stays as it is.

    Of a compiled one only what isn't kept is printed anew.
    """
    locked = _locked(by, job)
    lacks_parts = locked.state == State.DONE and locked.parts.broken().exists()
    if lacks_parts or locked.state in {State.FAILED, State.CANCELLED}:
        if not may_print(by, locked.kind, locked.subject):
            raise PermissionDenied("Du får inte längre skriva ut det här.")
        locked.state, locked.attempts, locked.error = State.QUEUED, 0, ""
        locked.done, locked.stage, locked.finished_at = 0, "", None
        locked.planned, locked.plans, locked.file, locked.content_hash = False, 0, "", ""
        locked.served_at = timezone.now()
        locked.save()
        locked.parts.all().delete()
        transaction.on_commit(_wake)
    return locked


@transaction.atomic
def cancel_print(*, by: User, job: RenderJob) -> RenderJob:
    """Stop an order that isn't finished. What workers have in hand they put away; a finished one stays."""
    locked = _locked(by, job)
    if locked.state in UNFINISHED:
        locked.state, locked.stage, locked.leased_until = State.CANCELLED, "", None
        locked.finished_at = timezone.now()
        locked.save()
        locked.parts.all().delete()
    return locked


def _locked(by: User, job: RenderJob) -> RenderJob:
    return RenderJob.objects.visible_to(by).select_for_update(of=("self",)).get(pk=job.pk)


def _wake() -> None:
    from vp.printing.wakening import wake

    wake()
