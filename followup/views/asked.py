"""The follow-up or the round that an address names: 404 for whom it doesn't exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import URLPattern, reverse

from followup.models import FollowUp, FollowUpQuerySet, Round
from vp.org.models import Unit, User


class MovedError(Http404):
    """The unit has a new address; carries it."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def follow_up_asked_for(person: User, year: int, code: str, unit: str) -> FollowUp:
    """With its round, the round's owner and period, and its unit."""
    rows = FollowUp.objects.visible_to(person).select_related("round__period", "round__owner", "unit")
    return follow_up_at(rows, person, year, code, unit)


def follow_up_at(rows: FollowUpQuerySet, person: User, year: int, code: str, unit: str) -> FollowUp:
    """The one among `rows` that the address names. MovedError for an address that the unit has had."""
    found = rows.filter(round__year=year, round__code=code, unit__slug=unit).first()
    if found is None:
        _look_for(unit, person)
        raise Http404
    return found


def round_asked_for(person: User, year: int, code: str, owner: str) -> Round:
    """With its owner and period."""
    rows = Round.objects.visible_to(person).select_related("owner", "period", "closed_by")
    found = rows.filter(year=year, code=code, owner__slug=owner).first()
    if found is None:
        _look_for(owner, person)
        raise Http404
    return found


def _look_for(slug: str, person: User) -> None:
    unit = Unit.objects.visible_to(person).at_address(slug)
    if unit is not None and unit.slug != slug:
        raise MovedError(unit.slug)


def leads_on(pattern: URLPattern) -> URLPattern:
    """The pattern, whose unit is found at its former addresses too: whoever asks there is led to the new.

    What was sent is sent on as it was (308), so that a save made while the unit was renamed isn't lost.
    """
    view: Callable[..., HttpResponse] = pattern.callback

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            return view(request, **named)
        except MovedError as moved:
            whose = "unit" if "unit" in named else "owner"
            address = reverse(f"followup:{pattern.name}", kwargs={**named, whose: moved.slug})
            query = request.META.get("QUERY_STRING", "")
            is_read = request.method in {"GET", "HEAD"}
            return HttpResponsePermanentRedirect(
                f"{address}?{query}" if query else address, preserve_request=not is_read
            )

    pattern.callback = answer
    return pattern


def word_asked_for(given: Mapping[str, str], name: str) -> str:
    """What is asked for by that name, without what the database has no place for; empty where it isn't."""
    return given.get(name, "").replace("\0", "")


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: None where the page is only looked at."""
    return request.POST if request.method == "POST" else None
