"""A test's end waits for what the test set going, and survives meeting it."""

from __future__ import annotations

import threading

import pytest
from django.core.management.base import CommandError
from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

from tests.emptying import ATTEMPTS, others_at_work, patiently, wait_for_others

pytestmark = pytest.mark.django_db(transaction=True)


def test_work_of_others_is_waited_for() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE org_unit IN ROW EXCLUSIVE MODE")
            begun.set()
            cursor.execute("SELECT pg_sleep(0.3)")
        ended.set()
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    begun.wait(5)
    assert others_at_work()
    wait_for_others()
    assert ended.wait(1)
    worker.join()


def failing(times: int, cause: Exception) -> tuple[list[int], object]:
    calls: list[int] = []

    def empty(case: TransactionTestCase) -> None:
        calls.append(1)
        if len(calls) <= times:
            raise CommandError("not emptied") from cause

    return calls, empty


def test_a_deadlock_is_tried_again() -> None:
    calls, empty = failing(2, OperationalError("deadlock detected"))
    patiently(empty)(TransactionTestCase())  # type: ignore[arg-type]
    assert len(calls) == 3


@pytest.mark.parametrize(
    ("cause", "tried"), [(OperationalError("deadlock detected"), ATTEMPTS), (ValueError("wrong"), 1)]
)
def test_what_does_not_pass_is_told(cause: Exception, tried: int) -> None:
    calls, empty = failing(ATTEMPTS, cause)
    with pytest.raises(CommandError):
        patiently(empty)(TransactionTestCase())  # type: ignore[arg-type]
    assert len(calls) == tried
