"""The goals of the plans above: which of them a plan shows."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from goals.actions.above import Chosen, StillUsedError, choose_goals_above
from goals.actions.writing import may_write
from goals.models import Plan
from goals.pages.above import above_page
from goals.views.editing import writing
from vp.org.models import User
from vp.org.views.person import person_of
from vp.refusals import Refused

HIDDEN = (
    '{} visas inte längre. <button class="btn btn-link" form="angra" formaction="{}" data-undo>Ångra</button>'
)


@require_safe
def above(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """What the plan shows of them, for whoever reads its rows; and a choice for whoever writes there."""
    readable = Plan.objects.rows_visible_to(person_of(request)).select_related("unit")
    return _page(request, get_object_or_404(readable, year=year, unit__slug=unit))


@require_POST
@writing
def choose(request: HttpRequest, person: User, plan: Plan) -> HttpResponse:
    """Show what has been ticked, and hide what no longer is; ticks that others have set stay as they are."""
    ticked, was = _keys(request, "goal"), _keys(request, "was")
    try:
        chosen = choose_goals_above(by=person, plan=plan, show=ticked - was, hide=was - ticked)
    except StillUsedError as refusal:
        return _page(request, plan, chosen=ticked, refusal=" ".join(refusal.messages))
    _tell(request, plan, chosen)
    return redirect("goals:plan", plan.year, plan.unit.slug)


def _page(
    request: HttpRequest, plan: Plan, chosen: Collection[uuid.UUID] | None = None, refusal: str = ""
) -> HttpResponse:
    person = person_of(request)
    page = {
        "plan": plan,
        "page": above_page(plan, person, chosen),
        "may_write": may_write(person, plan),
        "refusal": refusal,
        "section": "plans",
    }
    return render(request, "goals/above.html", page, status=409 if refusal else 200)


def _tell(request: HttpRequest, plan: Plan, chosen: Chosen) -> None:
    if chosen.shown:
        messages.success(request, f"{chosen.shown} mål ovanför visas nu i planen.")
    for change in chosen.hidden:
        undo = reverse("goals:restore", args=[plan.year, plan.unit.slug, change.pk])
        name = (change.before or {}).get("name", "")
        messages.success(request, format_html(HIDDEN, name, undo))
    if not chosen.shown and not chosen.hidden:
        messages.success(request, "Inget är ändrat.")


def _keys(request: HttpRequest, name: str) -> set[uuid.UUID]:
    try:
        return {uuid.UUID(written) for written in request.POST.getlist(name)}
    except ValueError as error:
        raise Refused("Valet gick inte att läsa. Ladda om sidan och försök igen.") from error
