"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals.pages.start import start_page
from vp.org.views.person import person_of


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    page = start_page(person_of(request), timezone.localdate())
    return render(request, "goals/start.html", {"page": page, "section": "start"})
