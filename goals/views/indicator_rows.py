"""Indicators are picked or made at a goal, and their targets written in the table."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.actions.indicators import (
    add_indicator,
    add_own_indicator,
    write_own_indicator,
    write_target,
)
from goals.forms.rows import OwnIndicatorForm, RowTargetForm
from goals.indicator_rows import alike
from goals.models import GoalIndicator, Plan
from goals.pages.library import library_page, own_page
from goals.pages.row_editors import definition_editor, read_indicator, target_editor, understood
from goals.views.asked import goal_asked_for
from goals.views.editing import not_valid, save_of, saved, writing
from vp.org.models import User
from vp.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def pick(request: HttpRequest, person: User, plan: Plan) -> HttpResponse:
    """GET: the library, to pick from for the goal `mal`. POST: one is picked."""
    goal = goal_asked_for(request)
    if request.method != "POST":
        page = library_page(plan, goal)
        return render(request, "goals/writing/library.html", {"library": page})
    key, indicator = _key(request, "key"), _key(request, "indicator")
    row = add_indicator(by=person, plan=plan, goal=goal, key=key, indicator=indicator)
    return _added(plan, row)


@require_POST
@writing
def make(request: HttpRequest, person: User, plan: Plan) -> HttpResponse:
    """An indicator of the unit's own; one that is nearly called the same is asked about first."""
    goal, key = goal_asked_for(request), _key(request, "key")
    form = OwnIndicatorForm(request.POST)
    near = []
    if form.is_valid():
        near = [] if "anda" in request.POST else alike(plan.unit, form.cleaned_data["name"])
        if not near:
            row = add_own_indicator(by=person, plan=plan, goal=goal, key=key, words=form.words())
            return _added(plan, row)
    page = own_page(plan, goal, key, form=form, alike=near)
    return render(request, "goals/writing/own_indicator.html", {"own": page}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def indicator(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """GET: the editor of a row's target. POST: a save, answered with the number that was understood."""
    if request.method != "POST":
        return render(request, "goals/writing/target.html", {"editor": target_editor(plan, key)})
    form = RowTargetForm(request.POST)
    if not form.is_valid():
        return not_valid(form.errors)
    target = form.cleaned_data["target"]
    version = write_target(by=person, plan=plan, key=key, target=target, save=save_of(request))
    return saved(version, number=understood(target))


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def define(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """GET: the editor of how an own indicator is defined. POST: a save."""
    if request.method != "POST":
        return render(request, "goals/writing/definition.html", {"editor": definition_editor(plan, key)})
    form = OwnIndicatorForm(request.POST)
    if not form.is_valid():
        return not_valid(form.errors)
    words, save = form.words(), save_of(request)
    return saved(write_own_indicator(by=person, plan=plan, key=key, words=words, save=save))


@require_safe
@writing
def indicator_read(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """The row as the page shows it."""
    return HttpResponse(read_indicator(plan, key))


def _added(plan: Plan, row: GoalIndicator) -> HttpResponse:
    """The address of the new row's editor, where its target is written."""
    address = reverse("goals:indicator", args=[plan.year, plan.unit.slug, row.key])
    return JsonResponse({"open": address}, status=201)


def _key(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Refused("Välj en indikator i listan.") from error
