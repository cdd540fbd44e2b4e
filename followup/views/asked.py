"""The follow-up or the round that an address names: 404 for whom it doesn't exist."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from followup.models import FollowUp, Round
from vp.org.models import User


def follow_up_asked_for(person: User, year: int, code: str, unit: str) -> FollowUp:
    """With its round, the round's owner and period, and its unit."""
    rows = FollowUp.objects.visible_to(person).select_related("round__period", "round__owner", "unit")
    return get_object_or_404(rows, round__year=year, round__code=code, unit__slug=unit)


def round_asked_for(person: User, year: int, code: str, owner: str) -> Round:
    """With its owner and period."""
    rows = Round.objects.visible_to(person).select_related("owner", "period", "closed_by")
    return get_object_or_404(rows, year=year, code=code, owner__slug=owner)


def word_asked_for(given: Mapping[str, str], name: str) -> str:
    """What is asked for by that name, without what the database has no place for; empty where it isn't."""
    return given.get(name, "").replace("\0", "")


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: None where the page is only looked at."""
    return request.POST if request.method == "POST" else None
