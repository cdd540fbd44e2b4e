"""Orders: taken by one worker at a time, kept while it lives, taken over when it died, finished once."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import PlanFactory, UserFactory, member
from vp.org.access import OPERATOR, Actor
from vp.org.models import Role
from vp.printing import builders, leases, timing, work
from vp.printing.actions import cancel_print, order_print, print_again
from vp.printing.builders import Builder, GoneError, Printable, Subject
from vp.printing.models import RenderJob, State
from vp.printing.standards import Description

MOMENT = datetime.datetime(2027, 1, 15, tzinfo=datetime.UTC)


def _note(subject: Subject) -> Printable:
    if subject.get("gone"):
        raise GoneError("Planen finns inte längre.")
    if subject.get("broken"):
        raise ZeroDivisionError
    html = f"<html lang='sv'><title>Lapp</title><p>{subject.get('words', 'Hej')}</p></html>"
    return Printable(html, Description("Lapp", "Enheten", MOMENT))


@pytest.fixture(autouse=True)
def note() -> Iterator[None]:
    """A kind of order of the test's own, so that the machinery is tested without plans."""
    builders.register("note", Builder(_note, lambda by, subject: not subject.get("secret")))
    yield
    del builders._BUILDERS["note"]


def ordered(by: Actor = OPERATOR, **subject: Any) -> RenderJob:
    unit = PlanFactory().unit
    return order_print(by=by, kind="note", subject=subject, unit=unit, file_name="Lapp.pdf")


@pytest.mark.django_db
def test_an_order_is_printed_and_its_file_kept() -> None:
    job = ordered()
    assert work.print_one() == job
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.attempts, job.error) == (State.DONE, 4, 4, 1, "")
    assert job.leased_until is None
    assert job.finished_at is not None
    assert job.file.read().startswith(b"%PDF-1.7")
    assert work.print_one() is None


@pytest.mark.django_db
def test_the_same_content_is_printed_once() -> None:
    first, second, other = ordered(words="Samma"), ordered(words="Samma"), ordered(words="Annat")
    for _ in range(3):
        work.print_one()
    for job in (first, second, other):
        job.refresh_from_db()
        assert job.state == State.DONE
    assert first.file.name == second.file.name != other.file.name


@pytest.mark.django_db
def test_a_file_that_is_gone_is_printed_anew() -> None:
    first = ordered(words="Samma")
    work.print_one()
    first.refresh_from_db()
    first.file.storage.delete(first.file.name)
    second = ordered(words="Samma")
    work.print_one()
    second.refresh_from_db()
    assert second.file.storage.exists(second.file.name)


@pytest.mark.django_db
def test_orders_are_taken_in_turn_and_not_twice() -> None:
    first, second = ordered(words="1"), ordered(words="2")
    taken = [work.take(), work.take(), work.take()]
    assert taken == [first, second, None]


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_taken_over() -> None:
    job = ordered()
    work.take()
    assert work.take() is None
    RenderJob.objects.update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    again = work.take()
    assert again == job
    assert again is not None
    assert again.attempts == 2


@pytest.mark.django_db
def test_an_order_that_killed_three_workers_is_given_up() -> None:
    job = ordered()
    for _ in range(3):
        assert work.take() == job
        RenderJob.objects.update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    assert work.take() is None
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, leases.INTERRUPTED)


@pytest.mark.django_db
def test_an_error_is_tried_three_times_and_then_told() -> None:
    job = ordered(broken=True)
    for attempt, state in ((1, State.QUEUED), (2, State.QUEUED), (3, State.FAILED)):
        work.print_one()
        job.refresh_from_db()
        assert (job.attempts, job.state) == (attempt, state)
    assert job.error == work.BROKEN
    assert work.print_one() is None


@pytest.mark.django_db
def test_what_is_gone_is_told_at_once() -> None:
    job = ordered(gone=True)
    work.print_one()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "Planen finns inte längre.")


@pytest.mark.django_db
def test_who_was_slow_and_lost_the_order_leaves_nothing() -> None:
    job = ordered()
    slow = work.take()
    assert slow is not None
    RenderJob.objects.update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    work.print_one()
    job.refresh_from_db()
    with pytest.raises(leases.LeaseLostError):
        work._hand_over(slow, "pdf/en-annan.pdf", "x" * 64)
    kept = job.file.name
    job.refresh_from_db()
    assert job.file.name == kept
    leases.give_up(slow, "för sent", last=True)
    job.refresh_from_db()
    assert job.state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_the_lease_moves_forward_while_the_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "HEARTBEAT", 0.05)
    ordered()
    job = work.take()
    assert job is not None
    before = job.leased_until
    moved = threading.Event()
    with leases.kept_alive(job):
        for _ in range(100):
            job.refresh_from_db()
            if job.leased_until != before:
                moved.set()
                break
            moved.wait(0.05)
    assert moved.is_set()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_different_orders() -> None:
    first, second = ordered(words="1"), ordered(words="2")
    other: list[RenderJob | None] = []

    def take_meanwhile() -> None:
        other.append(work.take())
        connection.close()

    with transaction.atomic():
        RenderJob.objects.select_for_update().get(pk=first.pk)
        thread = threading.Thread(target=take_meanwhile)
        thread.start()
        thread.join(10)
    assert other == [second]


@pytest.mark.django_db
def test_asking_twice_gives_the_same_order_until_it_is_done() -> None:
    person = UserFactory()
    first = ordered(person, words="1")
    assert ordered(person, words="1") == first
    assert ordered(UserFactory(), words="1") != first
    while work.print_one():
        pass
    assert ordered(person, words="1") != first


@pytest.mark.django_db
def test_what_one_may_not_see_is_not_printed() -> None:
    with pytest.raises(PermissionDenied):
        ordered(secret=True)
    assert not RenderJob.objects.exists()


@pytest.mark.django_db
def test_a_failed_order_can_be_tried_again_and_no_other() -> None:
    person = member(PlanFactory().unit, Role.EDITOR)
    job = ordered(person)
    assert print_again(by=person, job=job).state == State.QUEUED
    work.print_one()
    assert print_again(by=person, job=job).state == State.DONE
    RenderJob.objects.update(state=State.FAILED, error="Nej", attempts=3)
    again = print_again(by=person, job=job)
    assert (again.state, again.error, again.attempts, again.done) == (State.QUEUED, "", 0, 0)
    with pytest.raises(RenderJob.DoesNotExist):
        print_again(by=UserFactory(), job=job)


@pytest.mark.django_db
def test_an_order_can_be_stopped_and_no_worker_finishes_it() -> None:
    person = member(PlanFactory().unit, Role.EDITOR)
    job = ordered(person)
    held = work.take()
    assert isinstance(held, RenderJob)
    stopped = cancel_print(by=person, job=job)
    assert (stopped.state, stopped.leased_until) == (State.CANCELLED, None)
    assert work.take() is None
    with pytest.raises(leases.LeaseLostError):
        work._print(held)
    job.refresh_from_db()
    assert (job.state, job.file.name) == (State.CANCELLED, "")
    assert print_again(by=person, job=job).state == State.QUEUED
    work.print_one()
    assert cancel_print(by=person, job=job).state == State.DONE
    with pytest.raises(RenderJob.DoesNotExist):
        cancel_print(by=UserFactory(), job=job)
