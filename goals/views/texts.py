"""A text is opened where it stands, saved as it is written, and read again."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goals.actions.texts import Spot, Words, add_text, write_text
from goals.models import Place, Plan
from goals.pages.text_editor import editor_of, read_again
from goals.views.editing import save_of, saved, writing
from vp.org.models import User
from vp.refusals import Gone


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def text(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """GET: the editor of a text, or of one to be made where `rubrik`, `plats` and `mal` say. POST: a save."""
    if request.method != "POST":
        page = editor_of(person, plan, key, spot_of(request), level_of(request))
        return render(request, "goals/writing/text.html", {"editor": page, "plan": plan})
    words = Words(request.POST.get("body", ""), request.POST.get("title", ""))
    save, spot = save_of(request), spot_of(request)
    if save.version == 0 and spot is not None:
        version = add_text(by=person, plan=plan, key=key, spot=spot, words=words, save=save)
    else:
        version = write_text(by=person, plan=plan, key=key, words=words, save=save)
    return saved(version)


@require_safe
@writing
def text_read(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """The text as the page shows it."""
    return HttpResponse(read_again(plan, key, level_of(request)))


def spot_of(request: HttpRequest) -> Spot | None:
    """Where a new text comes to stand, as the address says; None where it says nothing of it."""
    asked = request.GET
    place = asked.get("plats", "")
    if place not in Place.values:
        return None
    try:
        goal = uuid.UUID(asked["mal"]) if "mal" in asked else None
        heading = int(asked["rubrik"]) if "rubrik" in asked else None
    except ValueError as error:
        raise Gone("Adressen är inte hel. Ladda om sidan och försök igen.") from error
    return Spot(Place(place), goal, heading)


def level_of(request: HttpRequest) -> int:
    """The level of the text's heading on the page, from 2."""
    asked = request.GET.get("niva", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 2 <= int(asked) <= 40 else 2
