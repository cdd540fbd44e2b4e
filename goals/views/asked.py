"""What a page's address asks for."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from vp.refusals import Gone


def year_asked_for(request: HttpRequest) -> int | None:
    """The year in `ar`, where it is one that a plan can have."""
    written = request.GET.get("ar", "")
    year = int(written) if len(written) == 4 and written.isascii() and written.isdigit() else 0
    return year if 1990 <= year <= 2200 else None


def goal_asked_for(request: HttpRequest) -> uuid.UUID:
    """The key of the goal in `mal`. Gone where it says none."""
    try:
        return uuid.UUID(request.GET.get("mal", ""))
    except ValueError as error:
        raise Gone("Adressen är inte hel. Ladda om sidan och försök igen.") from error
