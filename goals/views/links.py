"""The goals from above in a plan: how they are linked, and making unknown ones the committee's own."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from goals.actions.links import adopt_goal
from goals.models import Plan
from goals.pages.links import links_of
from goals.refusals import Refused
from vp.org.views.person import person_of


def _plan(request: HttpRequest, year: int, unit: str) -> Plan:
    readable = Plan.objects.rows_visible_to(person_of(request)).select_related("unit")
    return get_object_or_404(readable, year=year, unit__slug=unit)


@require_safe
def links(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    plan = _plan(request, year, unit)
    page = {"plan": plan, "links": links_of(plan, person_of(request)), "section": "plans"}
    return render(request, "goals/links.html", page)


@require_POST
def adopt(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Make the chosen goal, or every unlinked one that the user may, a goal of the plan above."""
    plan = _plan(request, year, unit)
    goals = plan.goals.filter(inherited=True, source=None).order_by("position")
    chosen = request.POST.get("goal", "")
    if chosen != "all":
        goals = goals.filter(key=chosen) if len(chosen) == 36 else goals.none()
    else:
        allowed = {row.key for row in links_of(plan, person_of(request)).rows if row.may_adopt}
        goals = goals.filter(key__in=allowed)
    try:
        with transaction.atomic():
            made = [adopt_goal(by=person_of(request), goal=goal) for goal in goals]
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if made:
            messages.success(request, f"{len(made)} mål är nu kopplade till planerna ovanför.")
        else:
            messages.error(request, "Målet finns inte längre, eller är redan kopplat. Ladda om sidan.")
    return redirect("goals:links", year, unit)
