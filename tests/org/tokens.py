"""Access keys for tests, as somebody would make them."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.utils import timezone

from vp.org.actions.tokens import hashed
from vp.org.models import AccessToken, User

_numbers = itertools.count(1)
DAY = datetime.timedelta(days=1)


def a_token(user: User, **values: Any) -> tuple[AccessToken, str]:
    """A key that holds for thirty days, and its secret."""
    secret = f"vp_prov{next(_numbers)}"
    given = {
        "name": "Prov",
        "expires_on": timezone.localdate() + 30 * DAY,
        "sha256": hashed(secret),
        **values,
    }
    return AccessToken.objects.create(user=user, **given), secret


def shown(secret: str) -> dict[str, str]:
    """The header by which a program shows its key."""
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
