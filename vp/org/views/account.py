"""One's own page: who one is here, and what one may do where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vp.org.views.person import person_of


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    roles = person.memberships.not_ended_on(timezone.localdate()).in_tree()
    return render(
        request,
        "org/account.html",
        {
            "person": person,
            "roles": roles.select_related("unit", "deputy_for"),
            "today": timezone.localdate(),
            "section": "account",
        },
    )
