"""The list of plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals.models import State
from goals.pages.plans import plans_page
from goals.season import planning_year
from goals.views.asked import year_asked_for
from vp.org.views.person import person_of


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """`ar` chooses the year, `status` the state and `del` a part; what can't be read is left aside."""
    year = year_asked_for(request) or planning_year(timezone.localdate())
    state = request.GET.get("status", "")
    part = request.GET.get("del", "").replace("\0", "")
    page = plans_page(person_of(request), year, state if state in State.values else "", part)
    return render(request, "goals/plans.html", {"page": page, "section": "plans"})
