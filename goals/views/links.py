"""Unlinked goals from above are made the committee's or the council's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from goals.actions.links import adopt_goals
from goals.models import Plan
from goals.pages.links import links_of
from vp.org.views.person import person_of
from vp.refusals import Refused


def _plan(request: HttpRequest, year: int, unit: str) -> Plan:
    readable = Plan.objects.rows_visible_to(person_of(request)).select_related("unit")
    return get_object_or_404(readable, year=year, unit__slug=unit)


@require_POST
def adopt(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Make the chosen goal, or every unlinked one that the user may, a goal of the plan above."""
    plan = _plan(request, year, unit)
    goals = plan.goals.filter(inherited=True, source=None).select_related("plan__unit").order_by("position")
    chosen = request.POST.get("goal", "")
    if chosen != "all":
        goals = goals.filter(key=chosen) if len(chosen) == 36 else goals.none()
    else:
        allowed = {row.key for row in links_of(plan, person_of(request)).rows if row.may_adopt}
        goals = goals.filter(key__in=allowed)
    try:
        made = adopt_goals(by=person_of(request), goals=list(goals))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if made:
            messages.success(request, f"{len(made)} mål är nu kopplade till planerna ovanför.")
        else:
            messages.error(request, "Målet finns inte längre, eller är redan kopplat. Ladda om sidan.")
    return redirect("goals:links", year, unit)
