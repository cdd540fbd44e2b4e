"""Search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goals.pages.search import search_page
from goals.views.asked import year_asked_for
from vp.org.views.person import person_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`q` is what to look for, `ar` a year to stay within, `sida` the page of hits."""
    page = search_page(
        person_of(request),
        request.GET.get("q", ""),
        year_asked_for(request),
        request.GET.get("sida", ""),
    )
    return render(request, "goals/search.html", {"page": page, "section": "search"})
