"""Emptying the database after a test whose server or threads may still be at work in it.

Django's own way is to truncate every table, which takes a tenth of a second however little stands there, and
locks against whatever a closed browser left behind: PostgreSQL ends one of two that wait for each other, and
the emptying is lost, and with it the next test. Here the rows are deleted where there are any, when those
others have ended, and it is seen to that none came meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cache

from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

ATTEMPTS = 5
PATIENCE = 10.0
"""Seconds that others' work in the database may take to end."""
FAREWELL = 1.0
"""Seconds that a closed browser's connections may take to end; one that isn't closed keeps them."""
SMALL = 4_000_000
"""Bytes of a table up to which its rows are deleted; where more stands, truncating is quicker."""
KEPT = {"django_content_type", "auth_permission"}
"""What migrations leave behind, and would make again."""

OTHERS_AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      AND state <> 'idle'
"""


class NotEmptyError(Exception):
    """Somebody goes on writing."""


def patiently(empty: Callable[[TransactionTestCase], None]) -> Callable[[TransactionTestCase], None]:
    """Empty when others have ended, and once more if one of them was met after all.

    `empty` is Django's own way, for a database where much stands or where triggers can't be silenced.
    """

    def emptied(case: TransactionTestCase) -> None:
        for left in reversed(range(ATTEMPTS)):
            wait_for_others()
            try:
                if not may_delete():
                    return empty(case)
                delete_rows()
                if not filled():
                    return None
            except OperationalError:
                if not left:
                    raise
        raise NotEmptyError(f"{', '.join(filled())} are written in all the time")

    return emptied


def wait_for_others() -> None:
    wait_until_none(requests_under_way, FAREWELL)
    wait_until_none(others_at_work, PATIENCE)


def wait_until_none(count: Callable[[], int], seconds: float) -> None:
    end = time.monotonic() + seconds
    while count() and time.monotonic() < end:
        time.sleep(0.01)


def requests_under_way() -> int:
    """The live server has a thread for each connection of a browser's."""
    return sum("process_request_thread" in thread.name for thread in threading.enumerate())


def others_at_work() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS_AT_WORK)
        return int(cursor.fetchone()[0])


def may_delete() -> bool:
    """Whether triggers can be silenced, which keep what is decided and closed, and little stands there."""
    sizes = " + ".join(f"(pg_relation_size('{table}') > {SMALL})::int" for table in tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_setting('is_superuser'), {sizes}")
        is_superuser, large = cursor.fetchone()
        return bool(is_superuser == "on" and not large)


def delete_rows() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # neither triggers nor foreign keys
        for table in filled():
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608


def filled() -> list[str]:
    """The tables that have a row."""
    each = ", ".join(f'EXISTS (SELECT FROM "{table}")' for table in tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {each}")
        return [table for table, is_filled in zip(tables(), cursor.fetchone(), strict=True) if is_filled]


@cache
def tables() -> list[str]:
    return sorted(set(connection.introspection.django_table_names(include_views=False)) - KEPT)
