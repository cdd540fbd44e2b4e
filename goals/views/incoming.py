"""An import in the browser: upload, preview with corrections, save."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goals.actions.incoming import (
    correct,
    corrections_of,
    discard,
    may_import,
    read_again,
    save_incoming,
    take_in,
)
from goals.forms.incoming import PlaceForm, UploadForm
from goals.importing.lines import SourceError
from goals.models import IncomingPlan
from goals.pages.incoming import preview_of
from goals.refusals import PlanExists
from vp.org.views.person import person_of
from vp.refusals import Refused

NO_RIGHT = "Du har ingen enhet vars plan du får skriva. Be din chef eller controller om rollen redaktör."


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    if not may_import(person_of(request)):
        raise PermissionDenied(NO_RIGHT)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            incoming = take_in(by=person_of(request), data=file.read(), file_name=file.name)
        except SourceError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("goals:incoming", key=incoming.key)
    waiting = IncomingPlan.objects.visible_to(person_of(request)).defer("source")
    page = {"form": form, "waiting": waiting, "section": "plans"}
    return render(request, "goals/incoming/upload.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def incoming(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The preview; POST saves it as the unit's plan."""
    found = get_object_or_404(IncomingPlan.objects.visible_to(person_of(request)), key=key)
    status = 200
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        user=person_of(request),
        ask_to_replace=request.method == "POST",
        initial={"unit": found.unit_id, "year": found.year},
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data
            try:
                saved = save_incoming(by=person_of(request), incoming=found, **chosen)
            except PlanExists as refusal:
                status = 409
                form.add_error("replace", refusal)
            except Refused as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, "Planen är sparad som utkast.")
                return redirect("goals:plan", saved.plan.year, saved.plan.unit.slug)
    preview = preview_of(found.file_name, read_again(found), corrections_of(found))
    page = {"found": found, "preview": preview, "form": form, "section": "plans"}
    return render(request, "goals/incoming/preview.html", page, status=status)


@require_POST
def incoming_correct(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(IncomingPlan.objects.visible_to(person_of(request)), key=key)
    kind, value = request.POST.get("kind", ""), request.POST.get("value", "")
    line = request.POST.get("line", "")
    try:
        correct(by=person_of(request), incoming=found, line=int(line), kind=kind, value=value)
    except (Refused, ValueError):
        messages.error(request, "Rättelsen gick inte att förstå. Välj ett av alternativen och försök igen.")
    else:
        messages.success(request, f"Rad {line} läses nu som du valde.")
    return redirect(f"{reverse('goals:incoming', args=[key])}#att-se-over")


@require_POST
def incoming_discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    discard(
        by=person_of(request),
        incoming=get_object_or_404(IncomingPlan.objects.visible_to(person_of(request)), key=key),
    )
    messages.success(request, "Uppladdningen är borttagen. Ingen plan har ändrats.")
    return redirect("goals:upload")
