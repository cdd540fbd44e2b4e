"""Emptying the database after a test whose server or threads may still be at work in it.

A browser that is closed leaves requests behind: they hold locks in an order of their own, and PostgreSQL ends
one of two that wait for each other. What was lost then is the emptying, and with it the next test.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.test import TransactionTestCase

ATTEMPTS = 5
PATIENCE = 10.0  # seconds that others' work may take to end

OTHERS_AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      AND state <> 'idle'
"""


def patiently(empty: Callable[[TransactionTestCase], None]) -> Callable[[TransactionTestCase], None]:
    """Empty when others have ended, and once more if one of them was met after all."""

    def emptied(case: TransactionTestCase) -> None:
        for left in reversed(range(ATTEMPTS)):
            wait_for_others()
            try:
                return empty(case)
            except CommandError as error:
                if not left or not isinstance(error.__cause__, OperationalError):
                    raise
        return None

    return emptied


def wait_for_others() -> None:
    end = time.monotonic() + PATIENCE
    while others_at_work() and time.monotonic() < end:
        time.sleep(0.02)


def others_at_work() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS_AT_WORK)
        return int(cursor.fetchone()[0])
