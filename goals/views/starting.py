"""A plan begins, and gets its number in the register."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goals.actions.registry_number import write_registry_number
from goals.actions.starting import FIRST, LAST, Started, require_starting, start_plan
from goals.forms.starting import RegistryNumberForm, StartForm
from goals.models import Plan
from goals.pages.numbers import counted
from goals.pages.starting import starting_page
from goals.refusals import PlanExists
from goals.views.editing import writing
from vp.org.models import Unit, User
from vp.org.views.person import person_of
from vp.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """GET: how the plan can begin, and what that comes to. POST: it begins. 409 where there is one."""
    person = person_of(request)
    found = Unit.objects.visible_to(person).at_address(unit)
    if found is None or not FIRST <= year <= LAST:
        raise Http404
    if found.slug != unit:
        return redirect("goals:start_plan", year, found.slug, permanent=True)
    try:
        require_starting(person, found, year)
        return _start_page(request, person, found, year)
    except PlanExists as refusal:
        context = {"plan": Plan(unit=found, year=year), "refusal": " ".join(refusal.messages)}
        return render(request, "goals/too_late.html", {**context, "section": "plans"}, status=409)
    except Refused as refusal:
        context = {"unit": found, "refusal": " ".join(refusal.messages), "section": "units"}
        return render(request, "goals/no_start.html", context, status=409)


def _start_page(request: HttpRequest, person: User, unit: Unit, year: int) -> HttpResponse:
    if Plan.objects.filter(unit=unit, year=year).exists():
        raise PlanExists(f"{unit} har redan en plan för {year}.")
    page = starting_page(person, unit, year)
    form = StartForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_valid():
        started = start_plan(by=person, unit=unit, year=year, copying=form.copying())
        messages.success(request, _told(started))
        return redirect("goals:plan", year, unit.slug)
    context = {"page": page, "form": form, "section": "plans"}
    return render(request, "goals/start_plan.html", context, status=422 if form.errors else 200)


def _told(started: Started) -> str:
    carried = len(started.begun.carried)
    words = counted(carried, "aktivitet är förd över", "aktiviteter är förda över")
    return f"{_what_next(started)} {words} hit." if carried else _what_next(started)


def _what_next(started: Started) -> str:
    year, begun = started.plan.year, started.begun
    if begun.own_goals or begun.texts:
        words = f"Planen för {year} är påbörjad. Ändra det som är nytt och skriv årsmålen."
        moved = "Se efter var målen står, för några mål ovanför finns inte längre."
        return f"{words} {moved}" if begun.elsewhere else words
    if begun.goals:
        return f"Planen för {year} är påbörjad. Lägg till enhetens mål under målen ovanför."
    return f"Planen för {year} är påbörjad. Skriv första kapitlet, eller lägg till ett mål."


@require_POST
@writing
def registry_number(request: HttpRequest, person: User, plan: Plan) -> HttpResponse:
    """The plan's number in the register, written on its cover."""
    form = RegistryNumberForm(request.POST)
    if not form.is_valid():
        raise Refused([str(each) for found in form.errors.values() for each in found])
    write_registry_number(by=person, plan=plan, **form.cleaned_data)
    messages.success(request, "Diarienumret är sparat.")
    return redirect(reverse("goals:plan", args=[plan.year, plan.unit.slug]) + "#diarienummer")
