"""The history of a plan, for those who may read its drafts; for everybody else there is none."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from goals.document import DocumentError
from goals.document_reader import read_value
from goals.models import Plan
from goals.pages.changes import shown_differences, summary_of
from goals.pages.history import Asked, history_page
from vp.history.models import Change
from vp.org.access import Permission, can
from vp.org.views.person import person_of


@require_safe
def history(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """`rad` is one row's key, `under` takes along what stands under it; `vem` and `slag` narrow it."""
    plan = _plan_with_drafts(request, year, unit)
    page = history_page(plan, person_of(request), _asked(request))
    return render(request, "goals/history.html", {"plan": plan, "history": page, "section": "plans"})


@require_safe
def replaced(request: HttpRequest, year: int, unit: str, change: int) -> HttpResponse:
    """What differs between a plan and the document that it was replaced with."""
    plan = _plan_with_drafts(request, year, unit)
    visible = Change.objects.visible_to(person_of(request)).of_plan(plan.key).filter(action="replaced")
    kept = get_object_or_404(visible, pk=change)
    try:
        shown = shown_differences(read_value(kept.before or {}), read_value(kept.after or {}))
    except DocumentError as broken:
        raise Http404 from broken
    page = {"plan": plan, "change": kept, "shown": shown, "summary": summary_of(shown), "section": "plans"}
    return render(request, "goals/replaced.html", page)


def _plan_with_drafts(request: HttpRequest, year: int, unit: str) -> Plan:
    """404 also for whoever reads only what is decided: the history tells of the drafts."""
    person = person_of(request)
    visible = Plan.objects.visible_to(person).select_related("unit")
    plan = get_object_or_404(visible, year=year, unit__slug=unit)
    if not can(person, Permission.READ_DRAFT, plan.unit):
        raise Http404
    return plan


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        row=_key(request.GET.get("rad", "")),
        under=request.GET.get("under", "") == "1",
        person=request.GET.get("vem", ""),
        kind=request.GET.get("slag", ""),
        page=request.GET.get("sida", ""),
    )


def _key(written: str) -> uuid.UUID | None:
    """The row's key; 404 for what can't be one."""
    try:
        return uuid.UUID(written) if written else None
    except ValueError as nonsense:
        raise Http404 from nonsense
