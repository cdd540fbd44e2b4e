"""The page of an order: how far it has come, its file, and another try."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vp.org.views.person import person_of
from vp.printing.actions import print_again
from vp.printing.models import RenderJob, State

SOON = 30  # seconds during which the page asks often: any plan is printed by then


def _mine(request: HttpRequest, key: uuid.UUID) -> RenderJob:
    """The order, if the person who asks made it; Http404 otherwise."""
    return get_object_or_404(RenderJob.objects.visible_to(person_of(request)), key=key)


@never_cache
@require_safe
def job(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The whole page, or (asked by htmx) only what changes on it."""
    found = _mine(request, key)
    age = (timezone.now() - found.created_at).total_seconds()
    context = {
        "job": found,
        "is_going_on": found.state in {State.QUEUED, State.RUNNING},
        "ask_again_after": "150ms" if age < SOON else "1s",
        "percent": 100 * found.done // max(found.total, 1),
    }
    template = "printing/progress.html" if request.headers.get("HX-Request") else "printing/job.html"
    return render(request, template, context)


@require_safe
def file(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    found = _mine(request, key)
    if found.state != State.DONE:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(
        content, as_attachment=True, filename=found.file_name, content_type="application/pdf"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = print_again(by=person_of(request), job=_mine(request, key))
    return redirect("printing:job", key=found.key)
