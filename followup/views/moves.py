"""A unit's follow-up is moved: ready, sent back, approved, reopened, closed again. Each has its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followup.actions.moves import (
    RIGHTS,
    approve,
    close_again,
    mark_ready,
    may_move,
    reopen,
    return_follow_up,
)
from followup.forms.moves import ApproveForm, CloseAgainForm, MoveForm, ReadyForm, ReopenForm, ReturnForm
from followup.lifecycle import Move, NotNowError
from followup.models import FollowUp
from followup.pages.followup import OFFERS, check_now, lacking_in
from followup.views.asked import follow_up_asked_for, sent
from vp.org.models import User
from vp.org.views.person import person_of
from vp.refusals import Refused

_page_methods = require_http_methods(["GET", "HEAD", "POST"])


@_page_methods
def ready(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """What is missing is listed; whoever marks the follow-up ready all the same says so."""
    person, follow_up = _asked(request, year, code, unit, Move.MARK_READY)
    lacking = lacking_in(follow_up)
    form = ReadyForm(sent(request), row=follow_up, asks=bool(lacking))

    def act(given: dict[str, Any]) -> str:
        mark_ready(by=person, follow_up=follow_up, **given)
        return "Uppföljningen är klarmarkerad. Controllern ser nu att den väntar på att godkännas."

    return _page(request, follow_up, Move.MARK_READY, form, act, lacking=lacking)


@_page_methods
def send_back(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    person, follow_up = _asked(request, year, code, unit, Move.RETURN)
    form = ReturnForm(sent(request), row=follow_up)

    def act(given: dict[str, Any]) -> str:
        return_follow_up(by=person, follow_up=follow_up, **given)
        return "Uppföljningen är tillbaka hos enheten. Skälet står på den."

    return _page(request, follow_up, Move.RETURN, form, act)


@_page_methods
def approved(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    person, follow_up = _asked(request, year, code, unit, Move.APPROVE)
    form = ApproveForm(sent(request), row=follow_up)

    def act(given: dict[str, Any]) -> str:
        approve(by=person, follow_up=follow_up, **given)
        return "Uppföljningen är godkänd. Ingen skriver i den om den inte skickas tillbaka."

    return _page(request, follow_up, Move.APPROVE, form, act, lacking=lacking_in(follow_up))


@_page_methods
def reopened(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    person, follow_up = _asked(request, year, code, unit, Move.REOPEN)
    form = ReopenForm(sent(request), row=follow_up)

    def act(given: dict[str, Any]) -> str:
        reopen(by=person, follow_up=follow_up, **given)
        return "Uppföljningen är öppen igen. Stäng den när den är rättad."

    return _page(request, follow_up, Move.REOPEN, form, act)


@_page_methods
def closed_again(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    person, follow_up = _asked(request, year, code, unit, Move.CLOSE_AGAIN)
    form = CloseAgainForm(sent(request), row=follow_up)

    def act(given: dict[str, Any]) -> str:
        frozen = close_again(by=person, follow_up=follow_up, **given)
        made = f"Rättelserna är version {frozen.number}." if frozen else "Inget var ändrat."
        return f"Uppföljningen är stängd igen. {made}"

    return _page(request, follow_up, Move.CLOSE_AGAIN, form, act)


def _asked(request: HttpRequest, year: int, code: str, unit: str, move: Move) -> tuple[User, FollowUp]:
    """Who asks, and the follow-up: 404 where she doesn't see it, 403 in words where the move isn't hers."""
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    if not may_move(person, follow_up, move):
        raise PermissionDenied(RIGHTS[move][1].format(unit=follow_up.unit))
    return person, follow_up


def _page(
    request: HttpRequest,
    follow_up: FollowUp,
    move: Move,
    form: MoveForm,
    act: Callable[[dict[str, Any]], str],
    **context: Any,
) -> HttpResponse:
    """The form, or what its action says has been done. A move that comes too late is a 409 in words."""
    heading = OFFERS[move]
    context |= {
        "follow_up": follow_up,
        "move": move.value,
        "heading": heading,
        "form": form,
        "section": "followup",
    }
    try:
        if form.is_bound and form.is_valid():
            messages.success(request, act(dict(form.cleaned_data)))
            return redirect(
                "followup:followup", follow_up.round.year, follow_up.round.code, follow_up.unit.slug
            )
        check_now(follow_up, move)
    except (Refused, NotNowError) as refusal:
        words = refusal.messages if isinstance(refusal, Refused) else [str(refusal)]
        page = {**context, "refusal": " ".join(words)}
        return render(request, "followup/move_too_late.html", page, status=409)
    return render(request, "followup/move.html", context, status=422 if form.errors else 200)
