"""Values of many units in one file: the page of a round, the answers, the preview, and the export."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followup.actions.sheets import (
    answer_for_sheet,
    check_round,
    discard_sheet,
    save_sheet,
    take_in_sheet,
)
from followup.forms.sheets import SheetForm
from followup.models import IncomingSheet
from followup.pages.sheet_choices import answers_in, choices_page
from followup.pages.sheet_export import export_of
from followup.pages.sheets import preview_page, seen_of
from followup.sheets.book import LARGEST, SheetError
from followup.sheets.reading import TOO_LARGE
from followup.sheets.review import review
from followup.views.asked import round_asked_for
from indicators.bulk import ValuesChanged
from vp.bodies import takes_at_most
from vp.org.models import User
from vp.org.views.person import person_of
from vp.refusals import Refused

_page_methods = require_http_methods(["GET", "HEAD", "POST"])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OVERHEAD = 64 * 1024


@takes_at_most(LARGEST + _OVERHEAD, TOO_LARGE)
@_page_methods
def sheet(request: HttpRequest, year: int, code: str, owner: str) -> HttpResponse:
    """Where a file goes out and comes in; who logs no values in the round can still take it out."""
    person = person_of(request)
    round_ = round_asked_for(person, year, code, owner)
    form, shut, status = SheetForm(), "", 200
    try:
        check_round(person, round_)
        if request.method == "POST":
            form, status = SheetForm(request.POST, request.FILES), 422
            if form.is_valid():
                file = form.cleaned_data["file"]
                made = take_in_sheet(by=person, round_=round_, data=file.read(), file_name=file.name)
                found = review(person, made)
                return redirect(
                    "followup:sheet_choices" if found.asks else "followup:incoming_sheet", made.key
                )
    except SheetError as refusal:
        form.add_error("file", str(refusal))
        status = refusal.status
    except (Refused, PermissionDenied) as refusal:
        shut = " ".join(refusal.messages) if isinstance(refusal, Refused) else str(refusal)
        if request.method == "POST":
            status = refusal.status if isinstance(refusal, Refused) else 403
    waiting = IncomingSheet.objects.visible_to(person).filter(round=round_).defer("book")
    page = {"round": round_, "form": form, "shut": shut, "waiting": waiting, "section": "followup"}
    return render(request, "followup/sheets/upload.html", page, status=status)


@require_safe
def export(request: HttpRequest, year: int, code: str, owner: str) -> HttpResponse:
    person = person_of(request)
    round_ = round_asked_for(person, year, code, owner)
    content = export_of(person, round_)
    if content is None:
        messages.info(request, "Det finns inga värden i omgången som du kan läsa ännu.")
        return redirect("followup:sheet", year, code, owner)
    name = f"varden-{slugify(round_.code) or 'omgang'}-{year}-{round_.owner.slug}.xlsx"
    answer = HttpResponse(content, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@_page_methods
def choices(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What the sheet's columns and names mean, where it isn't certain."""
    person = person_of(request)
    incoming = _uploaded(person, key)
    try:
        check_round(person, incoming.round)
        found = review(person, incoming)
        if request.method == "POST":
            answers = answers_in(request.POST, found)
            moved = answers.sheet != found.choices.sheet or answers.header != found.choices.header
            answer_for_sheet(by=person, incoming=incoming, choices=answers)
            still = moved or review(person, incoming).asks
            return redirect("followup:sheet_choices" if still else "followup:incoming_sheet", key)
    except Refused as refusal:
        return _too_late(request, incoming, refusal)
    page = {"page": choices_page(incoming, found), "section": "followup"}
    return render(request, "followup/sheets/choices.html", page)


@_page_methods
def incoming_sheet(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The preview; POST saves what it shows. What somebody else has changed since is asked about first."""
    person = person_of(request)
    incoming = _uploaded(person, key)
    clashes: tuple = ()  # type: ignore[type-arg]
    try:
        check_round(person, incoming.round)
        if request.method == "POST":
            return _saved(request, person, incoming)
    except ValuesChanged as refusal:
        clashes = refusal.rows
        messages.warning(request, " ".join(refusal.messages))
    except Refused as refusal:
        return _too_late(request, incoming, refusal)
    found = review(person, incoming)
    left = request.POST.getlist("inte")
    page = {"page": preview_page(incoming, found, clashes, left), "section": "followup"}
    return render(request, "followup/sheets/preview.html", page, status=409 if clashes else 200)


@require_POST
def discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    person = person_of(request)
    incoming = _uploaded(person, key)
    discard_sheet(by=person, incoming=incoming)
    messages.success(request, "Uppladdningen är borttagen. Inga värden har ändrats.")
    return _to_sheet(incoming)


def _saved(request: HttpRequest, person: User, incoming: IncomingSheet) -> HttpResponse:
    posted = request.POST
    asked = frozenset(posted.get("fragade", "").split()) - set(posted.getlist("over"))
    version = posted.get("version", "")
    saved = save_sheet(
        by=person,
        incoming=incoming,
        version=int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0,
        seen=seen_of(posted.get("sedda", "")),
        left=asked | set(posted.getlist("inte")),
    )
    if saved == 1:
        messages.success(request, "1 värde är sparat.")
    else:
        messages.success(request, f"{saved} värden är sparade." if saved else "Det fanns inget att ändra.")
    return redirect("followup:round", *_where(incoming))


def _uploaded(person: User, key: uuid.UUID) -> IncomingSheet:
    rows = IncomingSheet.objects.visible_to(person).select_related("round__period", "round__owner")
    return get_object_or_404(rows, key=key)


def _where(incoming: IncomingSheet) -> tuple[int, str, str]:
    return incoming.round.year, incoming.round.code, incoming.round.owner.slug


def _to_sheet(incoming: IncomingSheet) -> HttpResponse:
    return redirect("followup:sheet", *_where(incoming))


def _too_late(request: HttpRequest, incoming: IncomingSheet, refusal: Refused) -> HttpResponse:
    page = {"round": incoming.round, "refusal": " ".join(refusal.messages), "section": "followup"}
    return render(request, "followup/sheets/too_late.html", page, status=refusal.status)
