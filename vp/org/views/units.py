"""The organisation's tree is changed: a form for each action, reached from the unit's own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vp.org.access import Permission, area, require
from vp.org.actions.units import close_unit, create_unit, move_unit, rename_unit, reopen_unit
from vp.org.models import Kind, Unit, User
from vp.org.unit_forms import CloseForm, MoveForm, NewUnitForm, RenameForm, ReopenForm
from vp.org.views.person import person_of

_MAY_NOT = "Organisationen ändras av administratörer, och av controller under sin egen enhet."


@require_http_methods(["GET", "POST"])
def create_below(request: HttpRequest, slug: str) -> HttpResponse:
    actor, parent = _seen(request, slug)
    if not area(actor, Permission.MANAGE_UNITS).covers_below(parent):
        raise PermissionDenied(_MAY_NOT)

    def act(given: dict[str, Any]) -> tuple[Unit, str]:
        kind = Kind(given.pop("kind"))
        unit = create_unit(by=actor, parent=parent, kind=kind, **given)
        return unit, f"{unit.name} är tillagd."

    return _page(request, NewUnitForm(request.POST or None), act, "Ny enhet", parent)


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    actor, unit = _arranged(request, slug)
    form = RenameForm(request.POST or None, initial={"name": unit.name, "version": unit.version})

    def act(given: dict[str, Any]) -> tuple[Unit, str]:
        renamed = rename_unit(by=actor, unit=unit, **given)
        return renamed, f"Enheten heter nu {renamed.name}. Gamla länkar leder hit."

    return _page(request, form, act, "Byt namn", unit)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, slug: str) -> HttpResponse:
    actor, unit = _arranged(request, slug)
    form = MoveForm(request.POST or None, by=actor, unit=unit, initial={"version": unit.version})

    def act(given: dict[str, Any]) -> tuple[Unit, str]:
        moved = move_unit(by=actor, unit=unit, **given)
        return moved, f"{moved.name} hör nu till {given['to'].name}."

    return _page(request, form, act, "Flytta enheten", unit)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the unit, or take the closing back."""
    actor, unit = _arranged(request, slug)
    kind = CloseForm if unit.closed_on is None else ReopenForm
    form = kind(request.POST or None, initial={"version": unit.version})

    def act(given: dict[str, Any]) -> tuple[Unit, str]:
        if unit.closed_on is None:
            closed = close_unit(by=actor, unit=unit, **given)
            return closed, f"{closed.name} finns till och med {closed.closed_on:%Y-%m-%d}."
        opened = reopen_unit(by=actor, unit=unit, **given)
        return opened, f"{opened.name} är öppen igen."

    return _page(request, form, act, "Stäng enheten" if kind is CloseForm else "Öppna enheten igen", unit)


def _seen(request: HttpRequest, slug: str) -> tuple[User, Unit]:
    actor = person_of(request)
    unit = Unit.objects.visible_to(actor).filter(slug=slug).select_related("parent").first()
    if unit is None:
        raise Http404
    return actor, unit


def _arranged(request: HttpRequest, slug: str) -> tuple[User, Unit]:
    actor, unit = _seen(request, slug)
    require(actor, Permission.MANAGE_UNITS, unit, _MAY_NOT)
    return actor, unit


def _page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], tuple[Unit, str]],
    heading: str,
    unit: Unit,
) -> HttpResponse:
    """The form, or what its action says has been done. What the action refuses stands in the form."""
    if form.is_valid():
        try:
            changed, done = act(dict(form.cleaned_data))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, done)
            return redirect("goals:unit", changed.slug)
    return render(
        request,
        "org/unit_form.html",
        {"form": form, "heading": heading, "unit": unit, "section": "units"},
    )
