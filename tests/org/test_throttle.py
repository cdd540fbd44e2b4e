"""Attempts are counted per e-mail and per address, hashed, one at a time, and let go of in time."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from vp.org import throttle
from vp.org.models import Attempt
from vp.org.throttle import LOGIN, RESET, client_address, give_back, take

pytestmark = pytest.mark.django_db


def older(minutes: float) -> None:
    """Let time pass for what has been written."""
    for row in Attempt.objects.all():
        Attempt.objects.filter(pk=row.pk).update(at=row.at - datetime.timedelta(minutes=minutes))


@pytest.mark.parametrize(("door", "count", "minutes"), [(LOGIN, 10, 15), (RESET, 5, 60)])
def test_one_email_has_so_many_attempts(door: throttle.Door, count: int, minutes: int) -> None:
    for number in range(count):
        assert take(door, email="Kim@example.se", address=f"10.0.0.{number}").wait is None
    refused = take(door, email="kim@EXAMPLE.se ", address="10.0.1.1")
    assert refused.minutes == minutes
    assert take(door, email="alex@example.se", address="10.0.1.1").wait is None
    older(minutes - 1.5)
    assert take(door, email="kim@example.se", address="10.0.1.1").minutes in {1, 2}
    older(1.6)
    assert take(door, email="kim@example.se", address="10.0.1.1").wait is None


def test_one_address_has_so_many_attempts() -> None:
    for number in range(50):
        assert take(LOGIN, email=f"{number}@example.se", address="10.0.0.1").wait is None
    assert take(LOGIN, email="ny@example.se", address="10.0.0.1").wait
    assert take(LOGIN, email="ny@example.se", address="10.0.0.2").wait is None


def test_a_refused_attempt_does_not_lengthen_the_wait() -> None:
    for _ in range(10):
        take(LOGIN, email="kim@example.se", address="10.0.0.1")
    rows = Attempt.objects.count()
    take(LOGIN, email="kim@example.se", address="10.0.0.1")
    assert Attempt.objects.count() == rows


def test_success_gives_the_email_back_but_of_the_address_only_its_own() -> None:
    for _ in range(3):
        taken = take(LOGIN, email="kim@example.se", address="10.0.0.1")
    give_back(LOGIN, taken, email="Kim@example.se")
    assert not Attempt.objects.filter(purpose="login").exists()
    assert Attempt.objects.filter(purpose="login_from").count() == 2


def test_nobody_can_read_who_tried(settings) -> None:
    take(LOGIN, email="kim@example.se", address="10.0.0.1")
    subjects = set(Attempt.objects.values_list("subject", flat=True))
    assert all(len(subject) == 64 and int(subject, 16) for subject in subjects)
    settings.SECRET_KEY = "another " * 8
    take(LOGIN, email="kim@example.se", address="10.0.0.1")
    assert Attempt.objects.values("subject").distinct().count() == 4


def test_old_rows_go_as_new_ones_come() -> None:
    for number in range(5):
        take(LOGIN, email=f"{number}@example.se", address="10.0.0.1")
    older(25 * 60)
    take(LOGIN, email="kim@example.se", address="10.0.0.1")
    assert Attempt.objects.count() == 2
    assert Attempt.objects.filter(at__lt=timezone.now() - datetime.timedelta(hours=1)).count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_further_than_one_after_another() -> None:
    waits: list[object] = []

    def tries() -> None:
        waits.extend(take(LOGIN, email="kim@example.se", address="10.0.0.1").wait for _ in range(3))
        connection.close()

    threads = [threading.Thread(target=tries) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(waits) == 24
    assert waits.count(None) == 10
    assert Attempt.objects.filter(purpose="login").count() == 10


@pytest.mark.parametrize(
    ("hops", "forwarded", "socket", "address"),
    [
        (0, "", "192.0.2.1", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "hej", "192.0.2.1", "unknown"),
        (0, "", "", "unknown"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (0, "", "::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_the_client_is_who_our_own_proxies_saw(
    settings, hops: int, forwarded: str, socket: str, address: str
) -> None:
    settings.TRUSTED_HOPS = hops
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=socket)
    assert client_address(request) == address
