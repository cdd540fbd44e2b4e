"""What somebody writes is one change of the history until she pauses."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories import UnitFactory, UserFactory
from vp.history.models import Change
from vp.history.record import record, record_words
from vp.org.access import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def write() -> Any:
    unit, key = UnitFactory(), uuid.uuid4()

    def written(by: Any, before: str, after: str, row: uuid.UUID = key) -> None:
        record_words(
            by=by, unit=unit, subject="goals.text", key=row, plan_key=None, before=before, after=after
        )

    return written


def told() -> list[tuple[str, Any, Any]]:
    return list(Change.objects.order_by("pk").values_list("by_name", "before", "after"))


def test_one_persons_saves_are_one_change(write: Any) -> None:
    person = UserFactory(name="Kim")
    for before, after in (("", "Vi"), ("Vi", "Vi ska"), ("Vi ska", "Vi ska läsa")):
        write(person, before, after)
    assert told() == [("Kim", "", "Vi ska läsa")]
    change = Change.objects.get()
    assert change.until >= change.at


def test_somebody_else_begins_a_change_of_her_own(write: Any) -> None:
    one, other = UserFactory(name="Kim"), UserFactory(name="Noor")
    for by, before, after in ((one, "", "a"), (other, "a", "ab"), (one, "ab", "abc"), (OPERATOR, "abc", "")):
        write(by, before, after)
    assert told() == [("Kim", "", "a"), ("Noor", "a", "ab"), ("Kim", "ab", "abc"), ("Systemet", "abc", "")]


def test_another_row_and_another_happening_are_changes_of_their_own(write: Any) -> None:
    person, other = UserFactory(name="Kim"), uuid.uuid4()
    write(person, "", "a")
    write(person, "", "b", other)
    record(by=person, unit=UnitFactory(), subject="goals.text", key=other, action="moved")
    write(person, "b", "c", other)
    assert told() == [("Kim", "", "a"), ("Kim", "", "b"), ("Kim", None, None), ("Kim", "b", "c")]


def test_after_ten_minutes_pause_a_new_change_begins(write: Any) -> None:
    person = UserFactory(name="Kim")
    write(person, "", "a")
    earlier(datetime.timedelta(minutes=9))
    write(person, "a", "ab")
    earlier(datetime.timedelta(minutes=11))
    write(person, "ab", "abc")
    assert told() == [("Kim", "", "ab"), ("Kim", "ab", "abc")]


def earlier(by: datetime.timedelta) -> None:
    """Time passes: the triggers rest while the history is moved back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table has events waiting
        cursor.execute("ALTER TABLE history_change DISABLE TRIGGER change_append_only")
        cursor.execute("UPDATE history_change SET at = at - %s, until = until - %s", [by, by])
        cursor.execute("ALTER TABLE history_change ENABLE TRIGGER change_append_only")


@pytest.mark.parametrize(
    "harm",
    [
        {"before": "något annat"},
        {"by_name": "Ingen"},
        {"after": "x", "until": None},
        {"after": "x", "until": timezone.now() - datetime.timedelta(days=1)},
        {"after": "x", "until": timezone.now() + datetime.timedelta(days=1)},
    ],
    ids=["before", "who", "no-time", "backwards", "the-future"],
)
def test_nothing_else_of_a_change_moves_on(write: Any, harm: dict[str, Any]) -> None:
    write(OPERATOR, "", "a")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Change.objects.update(**harm)


def test_after_the_pause_nothing_moves_on(write: Any) -> None:
    write(OPERATOR, "", "a")
    earlier(datetime.timedelta(minutes=12))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Change.objects.update(after="b", until=timezone.now())
