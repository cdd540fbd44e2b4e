"""Activities are opened, saved and read again in their table; rows of both tables change places."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.actions.activities import add_activity, write_activity
from goals.actions.order import Way
from goals.actions.row_places import move_activity, move_indicator
from goals.forms.rows import ActivityForm
from goals.models import Plan
from goals.pages.row_editors import activity_editor, new_activity_editor, read_activity
from goals.views.asked import goal_asked_for
from goals.views.editing import not_valid, save_of, saved, writing
from vp.org.models import User
from vp.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def activity(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """GET: the row's editor. POST: a save; the first one of a new row says in `mal` at which goal."""
    if request.method != "POST":
        editor = activity_editor(plan, key)
        return render(request, "goals/writing/activity.html", {"editor": editor})
    form, save = ActivityForm(request.POST), save_of(request)
    if not form.is_valid():
        return not_valid(form.errors)
    if save.version == 0:
        goal = goal_asked_for(request)
        made = add_activity(by=person, plan=plan, goal=goal, key=key, words=form.words(), save=save)
        return saved(made)
    return saved(write_activity(by=person, plan=plan, key=key, words=form.words(), save=save))


@require_safe
@writing
def new_activity(request: HttpRequest, person: User, plan: Plan) -> HttpResponse:
    """The editor of a new row at the goal `mal`."""
    editor = new_activity_editor(plan, goal_asked_for(request))
    return render(request, "goals/writing/activity.html", {"editor": editor})


@require_safe
@writing
def activity_read(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """The row as the page shows it."""
    return HttpResponse(read_activity(plan, key))


@require_POST
@writing
def activity_move(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    return JsonResponse({"moved": move_activity(by=person, plan=plan, key=key, way=_way(request))})


@require_POST
@writing
def indicator_move(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    return JsonResponse({"moved": move_indicator(by=person, plan=plan, key=key, way=_way(request))})


def _way(request: HttpRequest) -> Way:
    try:
        return Way(request.POST.get("vart", ""))
    except ValueError as error:
        raise Refused("Välj om raden ska flyttas upp eller ner.") from error
