"""One at a time: a lock by name that holds until the transaction ends."""

from __future__ import annotations

from django.db import connection


def take_turn(name: str) -> None:
    """Wait until nobody else is inside a transaction that has taken the same turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"vp.org:{name}"])
