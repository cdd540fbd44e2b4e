"""The page of an order: how far it has come, its file, stopping it, and another try."""

from __future__ import annotations

import mimetypes
import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vp.org.views.person import person_of
from vp.printing.actions import cancel_print, print_again
from vp.printing.builders import may_print
from vp.printing.models import RenderJob, State
from vp.printing.progress import progress_of


def _mine(request: HttpRequest, key: uuid.UUID) -> RenderJob:
    """The order, if the person who asks made it; Http404 otherwise."""
    return get_object_or_404(RenderJob.objects.visible_to(person_of(request)), key=key)


@never_cache
@require_safe
def job(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The whole page, or (asked by htmx) only what changes on it."""
    progress = progress_of(_mine(request, key))
    template = "printing/progress.html" if request.headers.get("HX-Request") else "printing/job.html"
    return render(request, template, {"progress": progress, "job": progress.job})


@require_safe
def file(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """The finished file, to who ordered it and may still see what it shows."""
    found = _mine(request, key)
    if found.state != State.DONE or not may_print(person_of(request), found.kind, found.subject):
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    media_type = mimetypes.guess_type(found.file_name)[0] or "application/octet-stream"
    answer = FileResponse(content, as_attachment=True, filename=found.file_name, content_type=media_type)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = print_again(by=person_of(request), job=_mine(request, key))
    return redirect("printing:job", key=found.key)


@require_POST
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = cancel_print(by=person_of(request), job=_mine(request, key))
    return redirect("printing:job", key=found.key)
