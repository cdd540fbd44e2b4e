"""A test's end waits for what the test set going, survives meeting it, and leaves nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

from followup.models import FollowUp
from tests import emptying
from tests.emptying import ATTEMPTS, delete_rows, filled, others_at_work, patiently, wait_for_others
from tests.followup.rounds import a_reporting_unit
from vp.org.models import Unit

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


def test_a_browsers_connections_are_waited_for() -> None:
    go_on = threading.Event()
    worker = threading.Thread(target=lambda: go_on.wait(5), name="Thread-1 (process_request_thread)")
    worker.start()
    threading.Timer(0.05, go_on.set).start()
    wait_for_others()
    assert not worker.is_alive()


def test_nothing_stays_not_even_what_is_closed() -> None:
    a_reporting_unit().close()
    assert FollowUp.objects.get().is_frozen
    delete_rows()
    assert filled() == []
    assert Permission.objects.exists()


def never(case: TransactionTestCase) -> None:
    raise AssertionError("Django's own way isn't gone")


def meeting_somebody(monkeypatch: pytest.MonkeyPatch, times: int, meet: Callable[[], None]) -> list[int]:
    calls: list[int] = []

    def delete() -> None:
        calls.append(1)
        delete_rows()
        if len(calls) <= times:
            meet()

    monkeypatch.setattr(emptying, "delete_rows", delete)
    return calls


def a_deadlock() -> None:
    raise OperationalError("deadlock detected")


def a_late_row() -> None:
    Unit.objects.create(name="Sent inkommen", slug="sent", kind="council")


@pytest.mark.parametrize("meet", [a_deadlock, a_late_row])
def test_whoever_is_met_is_met_again(monkeypatch: pytest.MonkeyPatch, meet: Callable[[], None]) -> None:
    calls = meeting_somebody(monkeypatch, 2, meet)
    patiently(never)(TransactionTestCase())
    assert (len(calls), filled()) == (3, [])


@pytest.mark.parametrize(
    ("meet", "error"), [(a_deadlock, OperationalError), (a_late_row, emptying.NotEmptyError)]
)
def test_what_does_not_pass_is_told(
    monkeypatch: pytest.MonkeyPatch, meet: Callable[[], None], error: type[Exception]
) -> None:
    calls = meeting_somebody(monkeypatch, ATTEMPTS, meet)
    with pytest.raises(error):
        patiently(never)(TransactionTestCase())
    assert len(calls) == ATTEMPTS


def test_much_is_emptied_as_django_does(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[TransactionTestCase] = []
    monkeypatch.setattr(emptying, "SMALL", -1)
    patiently(gone.append)(TransactionTestCase())
    assert len(gone) == 1
