"""Whoever isn't logged in is sent to the door; a script in an open page is told so instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse


class LoginRequired(LoginRequiredMiddleware):
    """A page that saves what somebody writes would take the login page for an answer: it gets a 401."""

    def handle_no_permission(  # type: ignore[override]  # Django's own only ever redirects
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        if request.headers.get("HX-Request"):
            words = "Du är inte inloggad längre. Logga in igen; det du har skrivit är kvar."
            return HttpResponse(words, status=401, content_type="text/plain; charset=utf-8")
        return super().handle_no_permission(request, view_func)
