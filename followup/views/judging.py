"""Goals are judged, and the rest of a follow-up is written: the page, and a save of each thing on it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followup.actions.economy import EconomyGiven, bring_economy, remove_economy, write_economy
from followup.actions.judging import (
    AssessmentWords,
    StatusWords,
    write_assessment,
    write_status,
    write_text,
)
from followup.actions.writing import NOT_HERE
from followup.pages import judging_saved as said
from followup.pages.judging import address_of, judging_page
from followup.pages.judging_conflict import conflict_of
from followup.reading import read_previous
from followup.views.asked import follow_up_asked_for
from followup.views.logging import told_in_words
from goals.document import ActivityDocument
from goals.views.editing import save_of, saved
from vp.org.access import Permission, can, require
from vp.org.models import User
from vp.org.views.person import person_of
from vp.refusals import Refused
from vp.saving import Conflict

MONEY = ("kind", "name", "budget", "outcome", "forecast", "comment")


@require_safe
def judging(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The whole follow-up, to write in or to read; once closed it is its report to those outside."""
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    if not can(person, Permission.READ_DRAFT, follow_up.unit):
        return redirect("followup:report", year, code, unit)
    page = judging_page(follow_up, person, timezone.localdate())
    return render(request, "followup/judging/page.html", {"page": page, "section": "followup"})


@require_POST
@told_in_words
def goal(request: HttpRequest, person: User, year: int, code: str, unit: str, key: uuid.UUID) -> HttpResponse:
    follow_up = follow_up_asked_for(person, year, code, unit)
    sent = request.POST
    words = AssessmentWords(sent.get("attainment", ""), sent.get("analysis", ""))
    return _kept(
        request,
        key,
        lambda: write_assessment(
            by=person, follow_up=follow_up, goal=key, words=words, save=save_of(request)
        ),
        lambda: said.after_goal(follow_up, words, sent.get("proposed", "")),
    )


@require_POST
@told_in_words
def activity(
    request: HttpRequest, person: User, year: int, code: str, unit: str, key: uuid.UUID
) -> HttpResponse:
    follow_up = follow_up_asked_for(person, year, code, unit)
    sent = request.POST
    words = StatusWords(sent.get("status", ""), sent.get("deviation", ""), bool(sent.get("carry_over")))
    shown = ActivityDocument("", end=_day(sent.get("ends_on", "")))
    return _kept(
        request,
        key,
        lambda: write_status(
            by=person, follow_up=follow_up, activity=key, words=words, save=save_of(request)
        ),
        lambda: said.after_activity(follow_up, words, shown),
    )


@require_POST
@told_in_words
def text(request: HttpRequest, person: User, year: int, code: str, unit: str, heading: int) -> HttpResponse:
    follow_up = follow_up_asked_for(person, year, code, unit)
    body = request.POST.get("body", "")
    return _kept(
        request,
        heading,
        lambda: write_text(by=person, follow_up=follow_up, heading=heading, body=body, save=save_of(request)),
        lambda: said.after_text(follow_up, body, required=bool(request.POST.get("required"))),
    )


@require_POST
@told_in_words
def economy(
    request: HttpRequest, person: User, year: int, code: str, unit: str, key: uuid.UUID
) -> HttpResponse:
    follow_up = follow_up_asked_for(person, year, code, unit)
    given = EconomyGiven(**{name: request.POST.get(name, "") for name in MONEY})
    return _kept(
        request,
        key,
        lambda: write_economy(by=person, follow_up=follow_up, key=key, given=given, save=save_of(request)),
        lambda: said.after_economy(follow_up, key),
    )


@require_POST
@told_in_words
def economy_removed(
    request: HttpRequest, person: User, year: int, code: str, unit: str, key: uuid.UUID
) -> HttpResponse:
    """A row is taken away; answers with what the rest sums up to."""
    follow_up = follow_up_asked_for(person, year, code, unit)
    remove_economy(by=person, follow_up=follow_up, key=key, save=save_of(request))
    return saved(0, **said.after_economy(follow_up, None))


@require_POST
def economy_brought(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The rows of the unit's round before, to go on from."""
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    require(person, Permission.WRITE, follow_up.unit, NOT_HERE[Permission.WRITE].format(unit=follow_up.unit))
    earlier = read_previous(follow_up)
    try:
        count = bring_economy(by=person, follow_up=follow_up, earlier=earlier) if earlier else 0
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        rows = "1 rad är hämtad" if count == 1 else f"{count} rader är hämtade"
        messages.success(
            request, f"{rows} från förra omgången." if count else "Det fanns inga rader att hämta."
        )
    return redirect(f"{address_of(follow_up)}#ekonomi")


def _kept(
    request: HttpRequest, key: object, write: Callable[[], int], tell: Callable[[], Mapping[str, str]]
) -> HttpResponse:
    """The new version and what is said of the thing now, or both versions where two have saved."""
    try:
        version = write()
    except Conflict as clash:
        page = conflict_of(clash.row, key, request.POST)
        return render(request, "goals/writing/conflict.html", {"conflict": page}, status=409)
    return saved(version, **tell())


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None
