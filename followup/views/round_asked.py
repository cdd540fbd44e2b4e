"""What every view that changes a round begins and ends with: the round, and what is answered too late."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from followup.actions.rounds import NOT_YOURS
from followup.models import Round
from followup.views.asked import round_asked_for
from vp.org.access import Permission, can
from vp.org.models import User
from vp.org.views.person import person_of
from vp.refusals import Refused


def round_to_set_up(request: HttpRequest, year: int, code: str, owner: str) -> tuple[User, Round]:
    """Who asks, and the round: 404 where she doesn't see it, 403 in words where it isn't hers to change."""
    person = person_of(request)
    found = round_asked_for(person, year, code, owner)
    if not can(person, Permission.SET_UP, found.owner):
        raise PermissionDenied(NOT_YOURS.format(unit=found.owner))
    return person, found


def check_open(found: Round) -> None:
    """Refused, in words, once it is closed."""
    if found.is_closed:
        raise Refused(f"{found} är stängd och kan inte ändras.")


def too_late(request: HttpRequest, found: Round, refusal: Refused) -> HttpResponse:
    page = {"round": found, "refusal": " ".join(refusal.messages), "section": "followup"}
    return render(request, "followup/round_too_late.html", page, status=409)
