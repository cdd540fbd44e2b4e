"""Reminders on schedule: before and after the due day, each once, and only to whom is waited for."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from followup import tasks
from followup.actions.moves import mark_ready
from followup.actions.reminding import RemindedToday, remind, remind_on_schedule, rounds_to_remind
from followup.actions.rounds import RoundWords
from followup.models import Reminder
from tests.factories import member
from tests.followup.rounds import Reporting, a_reporting_unit
from tests.meeting import Meeting
from vp.celery import app
from vp.org.access import OPERATOR
from vp.org.models import Role

pytestmark = pytest.mark.django_db
SITE = "https://plan.example.se/"
DAY = datetime.timedelta(days=1)
AT_WORK = datetime.datetime(2027, 5, 19, 9, 0, tzinfo=datetime.UTC)


def due_in(days: int) -> Reporting:
    today = timezone.localdate()
    reporting = a_reporting_unit(RoundWords(opens_on=today - 60 * DAY, due_on=today + days * DAY))
    member(reporting.unit, Role.MANAGER, name="Mona Alm", email="mona@example.se")
    return reporting


def send(reporting: Reporting) -> int:
    return len(remind_on_schedule(round_id=reporting.round.pk, site=SITE).sent)


@pytest.mark.parametrize(
    ("days", "kind"), [(8, None), (7, "before"), (0, "before"), (-1, "after"), (-30, "after")]
)
def test_when_the_scheduler_reminds(days: int, kind: str | None) -> None:
    reporting = due_in(days)
    assert send(reporting) == (kind is not None)
    assert list(Reminder.objects.values_list("kind", "sent_by")) == ([(kind, None)] if kind else [])


@pytest.mark.parametrize("days", [3, -3])
def test_asked_twice_it_sends_once(days: int, mailoutbox, django_capture_on_commit_callbacks) -> None:
    reporting = due_in(days)
    with django_capture_on_commit_callbacks(execute=True):
        assert [send(reporting), send(reporting)] == [1, 0]
    [mail] = mailoutbox
    assert mail.to == ["mona@example.se"]
    assert f"{SITE}uppfoljning/2027/T1/{reporting.unit.slug}/" in mail.body
    assert "automatiskt" in mail.body


def test_somebody_who_was_reminded_today_is_left_in_peace() -> None:
    reporting = due_in(-3)
    remind(by=OPERATOR, follow_ups=[reporting.follow_up], site=SITE)
    assert send(reporting) == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_remind_at_once_one_is_asked_whether_to_do_it_again() -> None:
    reporting = due_in(-3)
    follow_up, refused = reporting.follow_up, []

    def somebody(meeting: Meeting) -> None:
        meeting.begin()
        try:
            remind(by=OPERATOR, follow_ups=[follow_up], site=SITE)
        except RemindedToday as refusal:
            refused.append(refusal)

    Meeting(somebody, somebody).hold()
    assert (len(refused), Reminder.objects.count()) == (1, 1)


def test_who_is_done_or_closed_isnt_reminded() -> None:
    reporting = due_in(-3)
    mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)
    assert send(reporting) == 0
    reporting.close()
    assert send(reporting) == 0
    assert rounds_to_remind(timezone.now()) == []


def test_mail_is_sent_while_people_are_at_work() -> None:
    today = AT_WORK.date()
    words = RoundWords(opens_on=today - 60 * DAY, due_on=today - DAY)
    reporting = a_reporting_unit(words)
    assert rounds_to_remind(AT_WORK) == [reporting.round.pk]
    assert rounds_to_remind(AT_WORK.replace(hour=20)) == []
    assert rounds_to_remind(AT_WORK + 3 * DAY) == []  # a Saturday


def test_the_task_reminds_one_round() -> None:
    reporting = due_in(-3)
    tasks.remind_round(round_id=reporting.round.pk)
    assert Reminder.objects.get().follow_up == reporting.follow_up


def test_everything_on_the_schedule_is_there_to_be_done() -> None:
    app.loader.import_default_modules()
    assert {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
