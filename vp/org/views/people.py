"""Who has which role, in the units where one manages people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vp.org.access import Permission, area
from vp.org.actions.people import deactivate_person, invite_person, may_close_account, reactivate_person
from vp.org.actions.roles import appoint_deputy, end_role
from vp.org.models import Membership, Role, Unit, User
from vp.org.people_forms import AccountForm, DeputyForm, EndRoleForm, InviteForm
from vp.org.views.person import person_of

_PER_PAGE = 50
_MAY_NOT = "Här ser chefer, controller och administratörer vilka som har roller i deras enheter."


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The roles that hold or will, by unit; `enhet` and `q` narrow them down."""
    actor = person_of(request)
    reached = area(actor, Permission.MANAGE_PEOPLE)
    if not reached:
        raise PermissionDenied(_MAY_NOT)
    words, slug = request.GET.get("q", "")[:200], request.GET.get("enhet", "")
    found = Membership.objects.managed_by(actor).not_ended_on(timezone.localdate()).matching(words).in_tree()
    if slug:
        found = found.filter(unit__slug=slug)
    page = Paginator(found.select_related("user", "unit", "deputy_for"), _PER_PAGE).get_page(
        request.GET.get("sida")
    )
    return render(
        request,
        "org/people.html",
        {
            "page": page,
            "groups": _by_unit(page),
            "units": Unit.objects.filter(reached.condition()).by_name(),
            "slug": slug,
            "words": words,
            "section": "people",
            "today": timezone.localdate(),
        },
    )


def _by_unit(page: Page[Membership]) -> list[tuple[Unit, list[Membership]]]:
    groups: dict[int, tuple[Unit, list[Membership]]] = {}
    for membership in page:
        groups.setdefault(membership.unit_id, (membership.unit, []))[1].append(membership)
    return list(groups.values())


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    actor = person_of(request)
    if not area(actor, Permission.MANAGE_PEOPLE):
        raise PermissionDenied("Nya personer bjuds in av chefen, controllern eller en administratör.")
    form = InviteForm(request.POST or None, by=actor, initial={"unit": _unit_asked_for(request)})

    def act(given: dict[str, Any]) -> str:
        role = Role(given.pop("role"))
        made = invite_person(by=actor, role=role, site=request.build_absolute_uri("/"), **given)
        return (
            f"{made.user.name} är inlagd som {role.label.lower()} i {made.unit.name} och har fått ett mejl."
        )

    return _page(request, form, act, "Bjud in en person")


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actor, membership = _managed(request, pk)

    def act(given: dict[str, Any]) -> str:
        end_role(by=actor, membership=membership, **given)
        return f"{membership.user.name} har rollen till och med {given['last_day']:%Y-%m-%d}."

    return _page(request, EndRoleForm(request.POST or None), act, "Avsluta en roll", membership=membership)


@require_http_methods(["GET", "POST"])
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    actor, membership = _managed(request, pk)

    def act(given: dict[str, Any]) -> str:
        user = given.pop("email")
        appoint_deputy(by=actor, membership=membership, user=user, **given)
        return f"{user.name} är vikarie för {membership.user.name} till och med {given['ends_on']:%Y-%m-%d}."

    return _page(request, DeputyForm(request.POST or None), act, "Utse en vikarie", membership=membership)


@require_http_methods(["GET", "POST"])
def account_of(request: HttpRequest, key: str) -> HttpResponse:
    """Keep somebody out, or let her in again."""
    actor = person_of(request)
    seen = Membership.objects.managed_by(actor).filter(user__key=key)
    user = get_object_or_404(User, pk__in=seen.values("user"))
    if not may_close_account(actor, user):
        raise PermissionDenied("Kontot får bara den ändra som får avsluta alla personens roller.")
    button = "Stäng av kontot" if user.is_active else "Öppna kontot"
    form = AccountForm(request.POST if request.method == "POST" else None, button=button)

    def act(given: dict[str, Any]) -> str:
        if user.is_active:
            deactivate_person(by=actor, user=user, **given)
            return f"{user.name} kan inte längre logga in."
        reactivate_person(by=actor, user=user, **given)
        return f"{user.name} kan logga in igen."

    return _page(request, form, act, button, person=user)


def _managed(request: HttpRequest, pk: int) -> tuple[User, Membership]:
    """A role that the actor sees; to everybody else it doesn't exist."""
    actor = person_of(request)
    rows = Membership.objects.managed_by(actor).select_related("user", "unit", "deputy_for")
    return actor, get_object_or_404(rows, pk=pk)


def _unit_asked_for(request: HttpRequest) -> Unit | None:
    slug = request.GET.get("enhet", "")
    return Unit.objects.filter(slug=slug).first() if slug else None


def _page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    heading: str,
    **context: Any,
) -> HttpResponse:
    """The form, or what its action says has been done. What the action refuses stands in the form."""
    if form.is_valid():
        try:
            messages.success(request, act(dict(form.cleaned_data)))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("org:people")
    return render(
        request, "org/person_form.html", {"form": form, "heading": heading, "section": "people", **context}
    )
