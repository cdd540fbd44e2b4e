"""A plan as a page and as JSON."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from goals.actions.writing import may_write
from goals.loading import load_plan
from goals.models import Plan, State
from goals.pages.life import life_of
from goals.pages.links import loose_goals
from goals.pages.pen import pen_of
from goals.pages.plan import plan_page
from goals.pages.words import words_of
from goals.printed_plan import file_name_of, whole_document
from goals.showing import document_of, reads_draft
from vp.org.access import Actor, Permission, can
from vp.org.models import Unit
from vp.org.views.person import person_of


class MovedError(Exception):
    """The unit has a new address; carries it."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def visible_plan(actor: Actor, year: int, slug: str) -> Plan:
    """The plan at an address. Http404 where there is none that the actor may see; MovedError for old ones."""
    visible = Plan.objects.visible_to(actor).select_related("unit__parent__parent__parent__parent")
    with suppress(Plan.DoesNotExist):
        return visible.annotate(has_loose_goals=loose_goals()).get(year=year, unit__slug=slug)
    unit = Unit.objects.visible_to(actor).at_address(slug)
    if unit is not None and unit.slug != slug:
        raise MovedError(unit.slug)
    raise Http404


@require_safe
def plan(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    try:
        found = visible_plan(person_of(request), year, unit)
    except MovedError as moved:
        return HttpResponsePermanentRedirect(reverse("goals:plan", args=[year, moved.slug]))
    person = person_of(request)
    writes = may_write(person, found)
    document = load_plan(found) if writes else document_of(found, draft=reads_draft(person, found))
    open_to_change = writes or document.status != State.DECIDED
    words = words_of(year, asks=open_to_change)
    may_link = open_to_change and can(person, Permission.WRITE, found.unit)
    page = plan_page(
        document,
        words,
        slug=unit,
        may_link=may_link,
        loose_goals=may_link and found.has_loose_goals,  # type: ignore[attr-defined]
        life=life_of(found, person),
        pen=pen_of(found, words) if writes else None,
    )
    return render(request, "goals/plan.html", {"page": page, "section": "plans"})


@require_safe
def plan_json(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The same document with its pictures in the form of docs/plan.schema.json, as a file."""
    try:
        found = visible_plan(person_of(request), year, unit)
    except MovedError as moved:
        return HttpResponsePermanentRedirect(reverse("goals:plan_json", args=[year, moved.slug]))
    name = content_disposition_header(True, file_name_of(found, "json"))
    return HttpResponse(
        whole_document(found, draft=reads_draft(person_of(request), found)).to_json(),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": name},
    )
