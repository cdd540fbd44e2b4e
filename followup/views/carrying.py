"""What is marked to go on is brought to the next year's plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followup.actions.carrying import Carried, carry_over
from followup.pages.carrying import carrying_page
from followup.views.asked import follow_up_asked_for
from goals.actions.writing import NOT_HERE
from goals.pages.numbers import counted
from vp.org.access import Permission, require
from vp.org.views.person import person_of
from vp.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """GET: what will happen, and what has happened. POST: it is done. 409 where the plan isn't open."""
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    require(person, Permission.WRITE, follow_up.unit, NOT_HERE.format(unit=follow_up.unit))
    refusal = ""
    if request.method == "POST":
        try:
            carried = carry_over(by=person, follow_up=follow_up)
        except Refused as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(request, _told(carried, follow_up.round.year + 1))
            return redirect("followup:carry", year, code, follow_up.unit.slug)
    context = {"page": carrying_page(follow_up, person), "refusal": refusal, "section": "followup"}
    return render(request, "followup/carry.html", context, status=409 if refusal else 200)


def _told(carried: Carried, year: int) -> str:
    if not carried.made:
        return f"Det fanns inget mer att föra över till planen för {year}."
    words = counted(carried.made, "aktivitet är förd över", "aktiviteter är förda över")
    return f"{words} till planen för {year}."
