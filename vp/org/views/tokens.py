"""Access keys: one's own, and those of the people that one manages."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vp.org.actions.tokens import make_token, revoke_token
from vp.org.models import AccessToken, Membership, User
from vp.org.token_forms import RevokeForm, TokenForm
from vp.org.views.person import person_of

_page_methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class TokenLine:
    """A key in a list. `words` says that it holds, has run out or was ended; times as 2027-03-31 14:05."""

    token: AccessToken
    holds: bool
    words: str
    last_used: str


@never_cache
@_page_methods
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own keys; a new one is shown in the answer that makes it, and never again."""
    person = person_of(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = made = ""
    if form.is_valid():
        try:
            token, secret = make_token(by=person, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            made, form = token.name, TokenForm()
    page = {
        "form": form,
        "lines": lines_of(person),
        "secret": secret,
        "made": made,
        "address": request.build_absolute_uri("/api/1/"),
        "section": "account",
    }
    return render(request, "org/tokens.html", page, status=422 if form.errors else 200)


@require_safe
def tokens_of(request: HttpRequest, key: str) -> HttpResponse:
    """The keys of somebody whose roles one manages."""
    managed = Membership.objects.managed_by(person_of(request)).filter(user__key=key)
    person = get_object_or_404(User, pk__in=managed.values("user"))
    page = {"person": person, "lines": lines_of(person), "section": "people"}
    return render(request, "org/tokens_of.html", page)


@_page_methods
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    actor = person_of(request)
    seen = AccessToken.objects.managed_by(actor).select_related("user")
    token = get_object_or_404(seen, key=key)
    is_own = token.user_id == actor.pk
    if request.method == "POST":
        revoke_token(by=actor, token=token)
        messages.success(request, f"Nyckeln {token.name} är avslutad.")
        return redirect("org:tokens") if is_own else redirect("org:tokens_of", token.user.key)
    page = {
        "form": RevokeForm(),
        "token": token,
        "is_own": is_own,
        "section": "account" if is_own else "people",
    }
    return render(request, "org/token_revoke.html", page)


def lines_of(person: User) -> Sequence[TokenLine]:
    """Those that hold first, the newest of each first."""
    today = timezone.localdate()
    lines = [_line(token, today) for token in person.tokens.select_related("revoked_by")]
    return sorted(lines, key=lambda line: not line.holds)


def _line(token: AccessToken, today: datetime.date) -> TokenLine:
    if token.revoked_at is not None:
        by = f" av {token.revoked_by.name}" if token.revoked_by else ""
        words = f"Avslutad {timezone.localtime(token.revoked_at):%Y-%m-%d}{by}"
    elif token.expires_on < today:
        words = f"Gick ut {token.expires_on}"
    else:
        return TokenLine(token, True, f"Gäller till och med {token.expires_on}", _used(token))
    return TokenLine(token, False, words, _used(token))


def _used(token: AccessToken) -> str:
    if token.last_used_at is None:
        return "Aldrig"
    return f"{timezone.localtime(token.last_used_at):%Y-%m-%d %H:%M}"
