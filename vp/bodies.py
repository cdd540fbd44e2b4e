"""How much a request may send: refused by its announced length, before anything of it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

LARGEST = 25 * 1024 * 1024
"""Bytes; of any request. A view that takes less says so with `takes_at_most`."""
TOO_LARGE = "Det som skickades är för stort."

View = TypeVar("View", bound=Callable[..., HttpResponse])


def takes_at_most(size: int, words: str) -> Callable[[View], View]:
    """A view whose requests are of at most so many bytes; larger ones are told these words, with 413."""

    def limited(view: View) -> View:
        view.largest_body = size, words  # type: ignore[attr-defined]
        return view

    return limited


class LimitedBodies:
    """Middleware; it stands before whatever reads a form, such as the check of its CSRF token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        size, words = getattr(view, "largest_body", (LARGEST, TOO_LARGE))
        announced = request.headers.get("content-length") or "0"
        if not announced.isdecimal() or int(announced) <= size:
            return None
        return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
