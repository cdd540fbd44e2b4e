"""'Ladda ner PDF': orders the plan's file and leads to the page that shows how far it has come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from goals.printed_plan import KIND, file_name_of, subject_of
from goals.showing import reads_draft
from goals.views.plan import MovedError, visible_plan
from vp.org.views.person import person_of
from vp.printing.actions import order_print


@require_POST
def order(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    try:
        plan = visible_plan(person_of(request), year, unit)
    except MovedError as moved:
        return HttpResponsePermanentRedirect(reverse("goals:plan", args=[year, moved.slug]))
    person = person_of(request)
    job = order_print(
        by=person,
        kind=KIND,
        subject=subject_of(plan, draft=reads_draft(person, plan)),
        unit=plan.unit,
        file_name=file_name_of(plan),
    )
    return redirect("printing:job", key=job.key)
