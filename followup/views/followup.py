"""A unit's follow-up in a round: how far it has come, and the report once it is closed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followup.freezing import reads_rows
from followup.models import Round
from followup.pages.followup import followup_page
from followup.views.asked import follow_up_asked_for
from vp.org.views.person import person_of


@require_safe
def followup(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """A closed follow-up is its report, except for those who correct it while it is reopened.

    A unit that only runs a round, and has no plan to follow up itself, leads to the round.
    """
    person = person_of(request)
    try:
        follow_up = follow_up_asked_for(person, year, code, unit)
    except Http404:
        if Round.objects.visible_to(person).filter(year=year, code=code, owner__slug=unit).exists():
            return redirect("followup:round", year, code, unit)
        raise
    if follow_up.round.is_closed and not reads_rows(person, follow_up):
        return redirect("followup:report", year, code, unit)
    page = followup_page(follow_up, person, timezone.localdate())
    return render(request, "followup/followup.html", {"page": page, "section": "followup"})
