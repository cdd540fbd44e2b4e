"""The history of a follow-up, for those who may read the unit's drafts; for everybody else there is none."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followup.pages.history import history_page
from followup.views.asked import follow_up_asked_for
from vp.org.access import Permission, can
from vp.org.views.person import person_of


@require_safe
def history(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    if not can(person, Permission.READ_DRAFT, follow_up.unit):
        raise Http404
    page = history_page(follow_up, person, request.GET.get("sida", ""))
    context = {"follow_up": follow_up, "history": page, "section": "followup"}
    return render(request, "followup/history.html", context)
