"""A plan is moved: marked ready, sent back, decided, revised, unlocked, locked. Each has its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from goals.actions.moves import (
    decide_plan,
    lock_plan,
    mark_ready,
    require_move,
    return_plan,
    revise_plan,
    unlock_plan,
)
from goals.forms.life import DecideForm, LockForm, MoveForm, ReadyForm, ReturnForm, ReviseForm, UnlockForm
from goals.lifecycle import Move, NotNowError, after
from goals.loading import load_plan
from goals.models import Plan
from goals.pages.life import OFFERS
from goals.pages.plan_sections import sections_of
from goals.pages.words import words_of
from vp.org.models import User
from vp.org.views.person import person_of
from vp.refusals import Refused

_page_methods = require_http_methods(["GET", "HEAD", "POST"])


@_page_methods
def ready(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """What is missing is listed; whoever marks the plan ready all the same says so."""
    person, plan = _asked(request, year, unit, Move.MARK_READY)
    unwritten = sections_of(load_plan(plan), words_of(year)).unwritten
    form = ReadyForm(_sent(request), plan=plan, asks=bool(unwritten))

    def act(given: dict[str, Any]) -> str:
        mark_ready(by=person, plan=plan, version=given["version"])
        return "Planen är klarmarkerad. Controllern ser nu att den väntar på att fastställas."

    return _page(request, plan, Move.MARK_READY, form, act, unwritten=unwritten)


@_page_methods
def send_back(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    person, plan = _asked(request, year, unit, Move.RETURN)
    form = ReturnForm(_sent(request), plan=plan)

    def act(given: dict[str, Any]) -> str:
        return_plan(by=person, plan=plan, **given)
        return "Planen är tillbaka hos enheten. Skälet står på planen."

    return _page(request, plan, Move.RETURN, form, act)


@_page_methods
def decide(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    person, plan = _asked(request, year, unit, Move.DECIDE)
    form = DecideForm(_sent(request), plan=plan)

    def act(given: dict[str, Any]) -> str:
        version = decide_plan(by=person, plan=plan, **given)
        return f"Planen är fastställd som version {version.number} och låst. Alla i kommunen kan läsa den."

    return _page(request, plan, Move.DECIDE, form, act)


@_page_methods
def revise(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    person, plan = _asked(request, year, unit, Move.REVISE)
    form = ReviseForm(_sent(request), plan=plan)

    def act(given: dict[str, Any]) -> str:
        revise_plan(by=person, plan=plan, **given)
        return "Planen är öppen för revidering. Den fastställda versionen gäller tills en ny är fastställd."

    return _page(request, plan, Move.REVISE, form, act)


@_page_methods
def unlock(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    person, plan = _asked(request, year, unit, Move.UNLOCK)
    form = UnlockForm(_sent(request), plan=plan)

    def act(given: dict[str, Any]) -> str:
        unlock_plan(by=person, plan=plan, **given)
        return "Planen är upplåst. Lås den igen när den är rättad."

    return _page(request, plan, Move.UNLOCK, form, act)


@_page_methods
def lock(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    person, plan = _asked(request, year, unit, Move.LOCK)
    form = LockForm(_sent(request), plan=plan)

    def act(given: dict[str, Any]) -> str:
        frozen = lock_plan(by=person, plan=plan, **given)
        made = f"Rättelserna är version {frozen.number}." if frozen else "Inget var ändrat."
        return f"Planen är låst igen. {made}"

    return _page(request, plan, Move.LOCK, form, act)


def _asked(request: HttpRequest, year: int, unit: str, move: Move) -> tuple[User, Plan]:
    """Who asks, and the plan: 404 where she doesn't see it, 403 in words where the move isn't hers."""
    person = person_of(request)
    visible = Plan.objects.visible_to(person).select_related("unit")
    plan = get_object_or_404(visible, year=year, unit__slug=unit)
    require_move(person, plan, move)
    return person, plan


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _page(
    request: HttpRequest,
    plan: Plan,
    move: Move,
    form: MoveForm,
    act: Callable[[dict[str, Any]], str],
    **context: Any,
) -> HttpResponse:
    """The form, or what its action says has been done. A move that comes too late is a 409 in words."""
    context |= {"plan": plan, "move": move.value, "heading": OFFERS[move], "form": form, "section": "plans"}
    try:
        if form.is_bound and form.is_valid():
            messages.success(request, act(dict(form.cleaned_data)))
            return redirect("goals:plan", plan.year, plan.unit.slug)
        after(move, plan.stage)
    except (Refused, NotNowError) as refusal:
        words = refusal.messages if isinstance(refusal, Refused) else [str(refusal)]
        return render(request, "goals/too_late.html", {**context, "refusal": " ".join(words)}, status=409)
    return render(request, "goals/move.html", context, status=422 if form.errors else 200)
