"""What the database's triggers refuse, said in Swedish."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from psycopg import Error

WORDS = {
    "unit_not_under_itself": "En enhet kan inte ligga under sig själv.",
    "unit_kind_below_parent": "En enhet kan inte ligga under en enhet av lägre slag.",
    "user_email_once": "Det finns redan en användare med den e-postadressen.",
    "membership_once": "Personen har redan den rollen från den dagen.",
    "unit_name_once": "Det finns redan en enhet med det namnet här.",
}


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a known refusal of the database into a ValidationError; leave everything else as it is."""
    try:
        yield
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, Error) else None
        if name not in WORDS:
            raise
        raise ValidationError(WORDS[name], code=name) from error
