"""A plan's own goals are added, named and moved."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goals.actions.goals import add_goal, write_goal
from goals.actions.order import Stands, Way, move_goal, step_goal
from goals.forms.goals import GoalForm, NewGoalForm, PlaceForm
from goals.goal_places import GoalPlaces, level_under, name_of, own_goal
from goals.models import Goal, Level, Plan
from goals.pages.anchors import goal_anchor
from goals.pages.goal_editor import goal_editor, head_again, parents_for
from goals.pages.pen_goals import in_a_sentence
from goals.pages.words import words_of
from goals.views.editing import not_valid, save_of, saved, writing
from goals.views.texts import level_of
from vp.org.models import User
from vp.refusals import Refused

_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@_form_methods
@writing
def new_goal(request: HttpRequest, person: User, plan: Plan) -> HttpResponse:
    """GET: the form of a new goal under the goal `under`, or at the top. POST: the goal is made."""
    if request.method != "POST":
        form = NewGoalForm(initial={"under": request.GET.get("under", "")})
        return _new_goal_page(request, plan, form, request.GET.get("under", ""))
    form = NewGoalForm(request.POST)
    if not form.is_valid():
        return _new_goal_page(request, plan, form, request.POST.get("under", ""), status=422)
    key, under = form.cleaned_data["key"], form.cleaned_data["under"]
    goal = add_goal(by=person, plan=plan, key=key, parent=under, words=form.words(), save=save_of(request))
    messages.success(request, f"Målet {goal.title} är tillagt.")
    return _to(plan, goal)


def _new_goal_page(
    request: HttpRequest, plan: Plan, form: NewGoalForm, under: str, status: int = 200
) -> HttpResponse:
    above = GoalPlaces(plan).parent(_uuid(under)) if under else None
    level = level_under(plan.own_levels, Level(above.level) if above else None)
    if level is None:
        raise Refused("Under det målet kan enheten inte ha egna mål.")
    label = in_a_sentence(words_of(plan.year, asks=False).label(level.word))
    page = {"plan": plan, "form": form, "label": label, "above": name_of(above), "section": "plans"}
    return render(request, _template(request, "goal_new"), page, status=status)


@_form_methods
@writing
def goal(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """GET: the editor of a goal's title. POST: a save."""
    if request.method != "POST":
        found = own_goal(plan.goals.filter(key=key).first())
        editor = goal_editor(plan, found, level_of(request))
        return render(request, "goals/writing/goal_title.html", {"editor": editor, "plan": plan})
    form = GoalForm(request.POST)
    if not form.is_valid():
        return not_valid(form.errors)
    return saved(write_goal(by=person, plan=plan, key=key, words=form.words(), save=save_of(request)))


@require_safe
@writing
def goal_read(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """The goal's head as the page shows it."""
    places = GoalPlaces(plan)
    found = places.own(key)
    return HttpResponse(head_again(plan, found, len(places.under(found.parent)), level_of(request)))


@_form_methods
@writing
def move(request: HttpRequest, person: User, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """GET: the goals that it may stand under. POST: it is moved, a step or to `parent` and `before`."""
    if request.method != "POST":
        places = GoalPlaces(plan)
        found = places.own(key)
        page = {"plan": plan, "goal": found, "parents": parents_for(places, found), "section": "plans"}
        return render(request, _template(request, "goal_move"), page)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Refused("Det gick inte att förstå vart målet skulle. Ladda om sidan och försök igen.")
    asked = form.cleaned_data
    if asked["till"]:
        stands = step_goal(by=person, plan=plan, key=key, way=Way(asked["till"]))
    else:
        stands = move_goal(by=person, plan=plan, key=key, parent=asked["parent"], before=asked["before"])
    messages.success(request, _told(stands))
    return _to(plan, stands.goal)


def _told(stands: Stands) -> str:
    return f"Flyttat till {stands}." if stands.moved else f"Målet står kvar på {stands}."


def _to(plan: Plan, goal: Goal) -> HttpResponse:
    return redirect(f"{reverse('goals:plan', args=[plan.year, plan.unit.slug])}#{goal_anchor(goal.key)}")


def _template(request: HttpRequest, name: str) -> str:
    """A form alone where a script asks for it, and a page with it otherwise."""
    part = "_form" if request.headers.get("HX-Request") else ""
    return f"goals/writing/{name}{part}.html"


def _uuid(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError as error:
        raise Refused("Adressen är inte hel. Ladda om sidan och försök igen.") from error
