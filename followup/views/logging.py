"""Values are logged: the table, and a save of one of its rows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followup.actions.writing import NOT_HERE
from followup.freezing import document_of, reads_rows
from followup.gate import shut_for
from followup.models import FollowUp
from followup.pages.asked import asked_for
from followup.pages.logging import after_save, closed_page, conflict_page, values_page
from followup.pages.logging_words import FIELDS
from followup.views.asked import follow_up_at
from goals.views.editing import not_valid, save_of
from indicators.actions import log_value
from indicators.calendar import period_row
from indicators.entries import Given
from vp.org.access import Permission, can, require
from vp.org.models import User
from vp.org.views.person import person_of
from vp.refusals import NotUnderstood, Refused
from vp.saving import Conflict, clock

View = Callable[..., HttpResponse]


@require_safe
def values(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """Every indicator that is due: to fill in, or to read where the follow-up isn't open for the person.

    A closed round is read as it was frozen; while the unit is reopened, by those who don't read its drafts.
    """
    person = person_of(request)
    follow_up = _visible(person, year, code, unit)
    why_closed = _why_closed(person, follow_up)
    frozen = (
        document_of(follow_up) if follow_up.round.is_closed and not reads_rows(person, follow_up) else None
    )
    if frozen:
        page = closed_page(follow_up, frozen, why_closed)
    else:
        page = values_page(follow_up, why_closed, timezone.localdate())
    return render(request, "followup/logging.html", {"page": page, "section": "followup"})


def told_in_words(view: View) -> View:
    """A view whose refusals a script shows where it stands: in words, and with their status.

    Nothing is kept in another person's name: a page sends whose it is, and somebody else may have logged in.
    """

    @wraps(view)
    def answer(request: HttpRequest, *where: Any, **named: Any) -> HttpResponse:
        person, whose = person_of(request), request.headers.get("X-Person", "")
        if whose and whose != str(person.pk):
            return _words(f"{person.name} är inloggad här nu. Logga in som dig själv och spara igen.", 401)
        try:
            return view(request, person, *where, **named)
        except NotUnderstood as refusal:
            return not_valid(refusal.message_dict)
        except Refused as refusal:
            return _words(" ".join(refusal.messages), refusal.status)
        except PermissionDenied as refusal:
            return _words(str(refusal), 403)

    return answer


@require_POST
@told_in_words
def value(
    request: HttpRequest, person: User, year: int, code: str, unit: str, key: uuid.UUID
) -> HttpResponse:
    """A save of one row; answers with what is said of it now, or with both values where two have saved."""
    follow_up = _visible(person, year, code, unit)
    require(person, Permission.LOG_VALUES, follow_up.unit, _not_here(follow_up))
    asked = asked_for(follow_up, key)
    period = follow_up.round.period
    if asked.stretch != period.stretch:
        period = period_row(asked.stretch)
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        logged = log_value(
            by=person,
            indicator=asked.indicator,
            unit=follow_up.unit,
            period=period,
            given=Given(**typed),
            save=save_of(request),
        )
    except Conflict:
        page = conflict_page(follow_up, asked, request.POST)
        return render(request, "followup/logging_conflict.html", {"conflict": page}, status=409)
    return JsonResponse({"version": logged.version, "at": clock(), **after_save(follow_up, asked, logged)})


def _visible(person: User, year: int, code: str, unit: str) -> FollowUp:
    rows = FollowUp.objects.visible_to(person).select_related("round__period", "unit")
    return follow_up_at(rows, person, year, code, unit)


def _why_closed(person: User, follow_up: FollowUp) -> str:
    shut = shut_for(person, follow_up, timezone.localdate())
    if shut is not None and follow_up.round.is_closed:
        return " ".join(shut.messages)
    if not can(person, Permission.LOG_VALUES, follow_up.unit):
        return _not_here(follow_up)
    return " ".join(shut.messages) if shut else ""


def _not_here(follow_up: FollowUp) -> str:
    return NOT_HERE[Permission.LOG_VALUES].format(unit=follow_up.unit)


def _words(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
