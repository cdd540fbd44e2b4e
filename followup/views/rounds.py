"""Rounds are opened, looked at, closed, and taken away again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from followup.actions.rounds import (
    NOT_TO_CLOSE,
    close_round,
    gaps_in,
    open_round,
    remove_round,
)
from followup.forms.moves import CloseRoundForm, RemoveRoundForm
from followup.lifecycle import RoundStage
from followup.models import FollowUp, Round
from followup.pages.opening import opening_for
from followup.pages.rounds import gap_lines, round_page
from followup.reading import read_sheets
from followup.refusals import NotOpenYet
from followup.views.asked import round_asked_for, sent
from followup.views.round_asked import check_open, round_to_set_up, too_late
from vp.org.access import Permission, can
from vp.org.views.person import person_of
from vp.refusals import Refused

_page_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def round_(request: HttpRequest, year: int, code: str, owner: str) -> HttpResponse:
    person = person_of(request)
    found = round_asked_for(person, year, code, owner)
    page = round_page(found, person, timezone.localdate())
    return render(request, "followup/round.html", {"page": page, "section": "followup"})


@_page_methods
def opening(request: HttpRequest) -> HttpResponse:
    """`enhet`, `ar` and `omgang` choose what is proposed; what can't be read is proposed anew."""
    person = person_of(request)
    page = opening_for(person, request.GET, sent(request), timezone.localdate())
    if page is None:
        raise PermissionDenied("Du får inte öppna uppföljningsomgångar. Det gör controllern.")
    form = page.form
    if form.is_bound and form.is_valid():
        try:
            made = open_round(
                by=person,
                owner=page.preview.owner,
                year=page.preview.year,
                code=form.given_code,
                words=form.words,
                months=form.months,
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, "Omgången är skapad. Se över rubriker och indikatorer innan den öppnar."
            )
            return redirect("followup:round", made.year, made.code, made.owner.slug)
    status = 422 if form.errors else 200
    return render(request, "followup/round_open.html", {"page": page, "section": "followup"}, status=status)


@_page_methods
def close(request: HttpRequest, year: int, code: str, owner: str) -> HttpResponse:
    """What is missing is listed unit by unit; whoever closes all the same says so."""
    person = person_of(request)
    found = round_asked_for(person, year, code, owner)
    if not can(person, Permission.DECIDE, found.owner):
        raise PermissionDenied(NOT_TO_CLOSE.format(unit=found.owner))
    try:
        check_open(found)
        if found.stage_on(timezone.localdate()) is RoundStage.NOT_OPEN:
            raise NotOpenYet(f"{found} öppnar {found.opens_on} och kan inte stängas före det.")
        rows = FollowUp.objects.filter(round=found).select_related("unit").in_tree()
        follow_ups = [_in(found, row) for row in rows]
        gaps = gaps_in(read_sheets(follow_ups).values(), timezone.localdate())
        form = CloseRoundForm(sent(request), row=found, asks=bool(gaps))
        if form.is_bound and form.is_valid():
            close_round(by=person, round_=found, **form.cleaned_data)
            messages.success(
                request, f"{found} är stängd. Alla i kommunen kan läsa enheternas uppföljningar."
            )
            return redirect("followup:round", year, code, owner)
    except Refused as refusal:
        return too_late(request, found, refusal)
    page = {
        "round": found,
        "gaps": gap_lines(gaps),
        "units": len(follow_ups),
        "form": form,
        "section": "followup",
    }
    return render(request, "followup/round_close.html", page, status=422 if form.errors else 200)


@_page_methods
def remove(request: HttpRequest, year: int, code: str, owner: str) -> HttpResponse:
    person, found = round_to_set_up(request, year, code, owner)
    form = RemoveRoundForm(sent(request), row=found)
    try:
        if form.is_bound and form.is_valid():
            remove_round(by=person, round_=found, **form.cleaned_data)
            messages.success(request, f"{found} är borttagen.")
            return redirect("followup:matrix", year)
        check_open(found)
    except Refused as refusal:
        return too_late(request, found, refusal)
    page = {"round": found, "form": form, "section": "followup"}
    return render(request, "followup/round_remove.html", page, status=422 if form.errors else 200)


def _in(found: Round, follow_up: FollowUp) -> FollowUp:
    follow_up.round = found
    return follow_up
