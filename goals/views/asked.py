"""What a page's address asks for."""

from __future__ import annotations

from django.http import HttpRequest


def year_asked_for(request: HttpRequest) -> int | None:
    """The year in `ar`, where it is one that a plan can have."""
    written = request.GET.get("ar", "")
    year = int(written) if len(written) == 4 and written.isascii() and written.isdigit() else 0
    return year if 1990 <= year <= 2200 else None
