"""What every view that writes in a plan begins and ends with: the plan, the save, and what is answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html

from goals.actions.writing import require_writing
from goals.models import Plan
from goals.pages.conflicts import conflict_of
from vp.history.models import Change
from vp.org.views.person import person_of
from vp.refusals import Refused
from vp.saving import Conflict, Save, clock

View = Callable[..., HttpResponse]


def writing(view: View) -> View:
    """A view of (request, person, plan, …) at a plan's address, for whoever may write there now.

    404 where she doesn't see the plan, 403 without the right, 423 in words where it is closed; a refusal of
    the view's action is told with its status. Nothing is answered in another person's name: a page sends
    whose it is, and somebody else may have logged in since.
    """

    @wraps(view)
    def answer(request: HttpRequest, year: int, unit: str, **rest: Any) -> HttpResponse:
        person = person_of(request)
        whose = request.headers.get("X-Person", "")
        if whose and whose != str(person.pk):
            return _words(f"{person.name} är inloggad här nu. Logga in som dig själv och spara igen.", 401)
        visible = Plan.objects.visible_to(person).select_related("unit")
        plan = get_object_or_404(visible, year=year, unit__slug=unit)
        try:
            require_writing(person, plan)
            return view(request, person, plan, **rest)
        except Conflict as clash:
            return conflict(request, clash)
        except Refused as refusal:
            return told(request, plan, refusal)
        except PermissionDenied as refusal:
            if request.headers.get("HX-Request"):
                return _words(str(refusal), 403)
            raise

    return answer


def save_of(request: HttpRequest) -> Save:
    """The save's id and version as the form sends them; without them one of its own, made from nothing."""
    try:
        return Save(uuid.UUID(request.POST.get("save", "")), int(request.POST.get("version", "0")))
    except ValueError:
        return Save(uuid.uuid4(), 0)


def saved(version: int, **more: str) -> JsonResponse:
    return JsonResponse({"version": version, "at": clock(), **more})


def not_valid(errors: Mapping[str, Any]) -> JsonResponse:
    """Errors by the names of their fields, in words."""
    told = {name: " ".join(str(each) for each in found) for name, found in errors.items()}
    return JsonResponse({"errors": told}, status=422)


def told(request: HttpRequest, plan: Plan, refusal: Refused) -> HttpResponse:
    """The refusal in words: for a script as they are, for anybody else as a page."""
    words = " ".join(refusal.messages)
    if request.headers.get("HX-Request"):
        return _words(words, refusal.status)
    page = {"plan": plan, "refusal": words, "heading": "Det gick inte att spara", "section": "plans"}
    return render(request, "goals/too_late.html", page, status=refusal.status)


def conflict(request: HttpRequest, clash: Conflict) -> HttpResponse:
    """Both versions side by side, with a choice; what was sent stays in the sender's editor."""
    page = conflict_of(clash.row, request.POST)
    return render(request, "goals/writing/conflict.html", {"conflict": page}, status=409)


def offer_undo(request: HttpRequest, plan: Plan, words: str, change: Change) -> None:
    """Say what was removed, with a button that brings it back."""
    address = reverse("goals:restore", args=[plan.year, plan.unit.slug, change.pk])
    button = format_html(
        '<button class="btn btn-link" form="angra" formaction="{}" data-undo>Ångra</button>', address
    )
    messages.success(request, format_html("{} {}", words, button))


def _words(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
