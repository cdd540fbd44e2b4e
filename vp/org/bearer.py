"""The way in for programs: `Authorization: Bearer` with a key that somebody has made for herself.

Whoever shows it reads what its person may read now: her roles and her account are looked at anew for each
request. There is no session, nothing can be written, and every answer is JSON.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from vp.org.actions.tokens import hashed, note_use
from vp.org.models import AccessToken, User
from vp.org.throttle import Limit, Taken, client_address, take_one

REQUESTS = Limit("api", 600, datetime.timedelta(minutes=10))
"""Of one key."""
UNKNOWN = Limit("api_bad", 60, datetime.timedelta(minutes=15))
"""Of one address, with keys that open nothing."""

NO_KEY = "Skicka din åtkomstnyckel i huvudet Authorization, som: Bearer vp_…"
BAD_KEY = "Nyckeln gäller inte: den är okänd, avslutad eller har gått ut. Gör en ny på sidan Mitt konto."
TOO_MANY = "För många anrop. Vänta {minutes} min och försök igen."
READ_ONLY = "Det går bara att läsa här: använd GET."
NOTHING_HERE = "Här finns ingenting. Adresserna står i /api/1/."

View = Callable[..., dict[str, Any]]


class AnswerError(Exception):
    """The request can't be answered; `detail` says why, in words for whoever wrote the program."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}


def for_programs(view: View) -> Callable[..., HttpResponse]:
    """A view that programs read: it is given the key's person, and answers with plain values."""

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        headers: dict[str, str] = {}
        try:
            status, body = 200, view(request, _person(request), *args, **kwargs)
        except AnswerError as error:
            status, body, headers = error.status, {"detail": error.detail}, error.headers
        except Http404:
            status, body = 404, {"detail": NOTHING_HERE}
        except PermissionDenied as denied:
            status, body = 403, {"detail": str(denied)}
        answer = JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
        answer["Cache-Control"] = "no-store"
        return answer

    return answered


def _person(request: HttpRequest) -> User:
    if request.method not in {"GET", "HEAD"}:
        raise AnswerError(405, READ_ONLY, {"Allow": "GET, HEAD"})
    scheme, _, secret = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise _refused(NO_KEY)
    token = _token(secret.strip())
    if token is None:
        _check(take_one(UNKNOWN, client_address(request)))
        raise _refused(BAD_KEY)
    _check(take_one(REQUESTS, str(token.key)))
    note_use(by=token.user, token=token)
    return token.user


def _token(secret: str) -> AccessToken | None:
    held = AccessToken.objects.holding_on(timezone.localdate()).filter(user__is_active=True)
    return held.select_related("user").filter(sha256=hashed(secret)).first()


def _refused(detail: str) -> AnswerError:
    return AnswerError(401, detail, {"WWW-Authenticate": 'Bearer realm="verksamhetsplan"'})


def _check(taken: Taken) -> None:
    if taken.wait is not None:
        seconds = str(max(1, int(taken.wait.total_seconds())))
        raise AnswerError(429, TOO_MANY.format(minutes=taken.minutes), {"Retry-After": seconds})
