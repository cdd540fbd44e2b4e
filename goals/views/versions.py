"""The frozen versions of a plan and what differs between them, for everybody who may read it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from goals.models import Plan, PlanVersion
from goals.pages.changes import changes_page
from goals.pages.plan import plan_page
from goals.pages.versions import versions_of
from goals.pages.words import words_of
from goals.showing import document_of_version
from vp.org.views.person import person_of


def readable_plan(request: HttpRequest, year: int, unit: str) -> Plan:
    visible = Plan.objects.visible_to(person_of(request)).select_related("unit")
    return get_object_or_404(visible, year=year, unit__slug=unit)


@require_safe
def versions(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    plan = readable_plan(request, year, unit)
    page = {"plan": plan, "versions": versions_of(plan), "section": "plans"}
    return render(request, "goals/versions.html", page)


@require_safe
def version(request: HttpRequest, year: int, unit: str, number: int) -> HttpResponse:
    """The version exactly as it was decided."""
    plan = readable_plan(request, year, unit)
    kept = get_object_or_404(PlanVersion, plan=plan, number=number)
    page = plan_page(document_of_version(kept), words_of(year, asks=False), slug=unit)
    return render(request, "goals/version.html", {"page": page, "version": kept, "section": "plans"})


@require_safe
def changes(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """`fran` and `till` say what is compared: a version's number, the draft, last year's plan."""
    plan = readable_plan(request, year, unit)
    asked = (request.GET.get("fran", ""), request.GET.get("till", ""))
    page = changes_page(plan, person_of(request), *asked)
    return render(request, "goals/changes.html", {"plan": plan, "page": page, "section": "plans"})
