"""The person who asks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from vp.org.models import User


def person_of(request: HttpRequest) -> User:
    """Whoever is logged in; LoginRequiredMiddleware has sent everybody else to the door."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Logga in först.")
    return request.user
