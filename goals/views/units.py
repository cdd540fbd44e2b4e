"""The organisation: the tree, and one unit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals.pages.organisation import unit_page, units_page
from goals.season import planning_year
from vp.org.models import Unit
from vp.org.views.person import person_of


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """`del` chooses a part of the organisation."""
    today = timezone.localdate()
    part = request.GET.get("del", "").replace("\0", "")
    page = units_page(person_of(request), planning_year(today), today, part)
    return render(request, "goals/units.html", {"page": page, "section": "units"})


@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """An old address leads on to the new one."""
    person = person_of(request)
    found = Unit.objects.visible_to(person).at_address(slug)
    if found is None:
        raise Http404
    if found.slug != slug:
        return redirect("goals:unit", found.slug, permanent=True)
    page = unit_page(person, found, timezone.localdate())
    return render(request, "goals/unit.html", {"page": page, "section": "units"})
