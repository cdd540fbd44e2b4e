"""What the database refuses about rounds, follow-ups and what is written in them."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from followup.models import FollowUpVersion, Reminder, SheetWord
from tests.constraints import Refused, assert_refused, by_sql, tests_trigger
from tests.factories import (
    ActivityStatusFactory,
    CouncilFactory,
    EconomyRowFactory,
    FirstTertialFactory,
    FollowUpFactory,
    FollowUpHeadingFactory,
    FollowUpTextFactory,
    FollowUpVersionFactory,
    GoalAssessmentFactory,
    PeriodFactory,
    ReminderFactory,
    RoundFactory,
    RoundHeadingFactory,
    RoundIndicatorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def the_same_round() -> None:
    RoundFactory(owner=RoundFactory().owner)


def the_same_heading() -> None:
    first = RoundHeadingFactory()
    RoundHeadingFactory(round=first.round, name=first.name)


def the_same_indicator() -> None:
    first = RoundIndicatorFactory()
    RoundIndicatorFactory(round=first.round, indicator=first.indicator, is_due=False)


def the_same_follow_up() -> None:
    first = FollowUpFactory()
    FollowUpFactory(round=first.round, unit=first.unit)


def the_same_goal() -> None:
    first = GoalAssessmentFactory()
    GoalAssessmentFactory(follow_up=first.follow_up, goal_key=first.goal_key)


def the_same_activity() -> None:
    first = ActivityStatusFactory()
    ActivityStatusFactory(follow_up=first.follow_up, activity_key=first.activity_key)


def the_same_text() -> None:
    first = FollowUpTextFactory()
    FollowUpTextFactory(follow_up=first.follow_up, heading=first.heading)


def the_same_version() -> None:
    first = FollowUpVersionFactory()
    FollowUpVersionFactory(follow_up=first.follow_up)


def a_word(**values: str) -> None:
    SheetWord.objects.create(
        owner=CouncilFactory(), **{"kind": "unit", "said": "granen", "means": "-", **values}
    )


def the_same_word() -> None:
    a_word()
    a_word(means="annat")


REFUSED: Refused = {
    "round_once": the_same_round,
    "round_named": lambda: RoundFactory(name=""),
    "round_days_in_order": lambda: RoundFactory(due_on=datetime.date(1999, 12, 31)),
    "round_comment_from": lambda: RoundFactory(comment_from=-1),
    "round_partly_from": lambda: RoundFactory(partly_from=101),
    "round_closed_by_somebody": lambda: RoundFactory(closed_by=UserFactory()),
    "roundheading_once": the_same_heading,
    "roundheading_named": lambda: RoundHeadingFactory(name=""),
    "roundindicator_once": the_same_indicator,
    "followupheading_once": lambda: [FollowUpHeadingFactory(name="Analys") for _ in range(2)],
    "followupheading_named": lambda: FollowUpHeadingFactory(name=""),
    "followupheading_years_in_order": lambda: FollowUpHeadingFactory(from_year=2027, until_year=2026),
    "followup_once": the_same_follow_up,
    "followup_state_known": lambda: FollowUpFactory(state="late"),
    "followup_reopened_with_reason": lambda: FollowUpFactory(reopened_until=timezone.now()),
    "goalassessment_once": the_same_goal,
    "goalassessment_attainment_known": lambda: GoalAssessmentFactory(attainment="nearly"),
    "activitystatus_once": the_same_activity,
    "activitystatus_status_known": lambda: ActivityStatusFactory(status="soon"),
    "economyrow_kind_known": lambda: EconomyRowFactory(kind="gift"),
    "economyrow_named": lambda: EconomyRowFactory(name=""),
    "followuptext_once": the_same_text,
    "followupversion_once": the_same_version,
    "followupversion_sha256": lambda: FollowUpVersionFactory(sha256="0" * 63 + "G"),
    "followupversion_from_one": lambda: FollowUpVersionFactory(number=0),
    "reminder_kind_known": lambda: ReminderFactory(kind="shout"),
    "sheetword_once": the_same_word,
    "sheetword_kind_known": lambda: a_word(kind="row"),
    "sheetword_filled": lambda: a_word(said=""),
    "followup_followupversion_append_only": lambda: FollowUpVersionFactory().delete(),
    "followup_reminder_append_only": lambda: ReminderFactory().delete(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])


def test_a_unit_is_in_several_rounds_and_a_year_has_several() -> None:
    first = FollowUpFactory()
    second = RoundFactory(owner=first.round.owner, code="T2", period=PeriodFactory(code="T2"))
    FollowUpFactory(round=second, unit=first.unit)
    RoundFactory(owner=first.round.owner, year=2028)


@tests_trigger("followup_followup.follow_up_kept")
def test_a_unit_reports_a_code_of_a_year_in_one_round() -> None:
    first = FollowUpFactory()
    above = RoundFactory(owner=first.round.owner.parent)
    assert_refused("followup_in_one_round", lambda: FollowUpFactory(round=above, unit=first.unit))
    FollowUpFactory(round=above, unit=above.owner)
    other_year = RoundFactory(owner=above.owner, year=2028)
    FollowUpFactory(round=other_year, unit=first.unit)


@pytest.mark.parametrize("column", ["round_id", "unit_id", "key"])
def test_a_follow_up_keeps_its_round_and_unit(column: str) -> None:
    row, other = FollowUpFactory(), FollowUpFactory()
    value = uuid.uuid4() if column == "key" else getattr(other, column)
    assert_refused(
        "followup_stays",
        lambda: by_sql(f"UPDATE followup_followup SET {column} = %s WHERE id = %s", value, row.pk),  # noqa: S608
    )


@tests_trigger("followup_round.round_kept")
def test_a_round_covers_months_of_its_own_year() -> None:
    assert_refused("round_period_in_year", lambda: RoundFactory(period=FirstTertialFactory(year=2026)))


@pytest.mark.parametrize("column", ["owner_id", "year", "code", "period_id", "key"])
def test_a_round_keeps_its_owner_year_code_and_months(column: str) -> None:
    row = RoundFactory()
    other = RoundFactory(year=2028, code="T2", period=FirstTertialFactory(year=2028))
    values = {"year": 2028, "period_id": other.period_id, column: getattr(other, column)}
    if column not in {"year", "period_id"}:
        values = {column: getattr(other, column)}
    sets = ", ".join(f"{name} = %s" for name in values)
    assert_refused(
        "round_stays",
        lambda: by_sql(f"UPDATE followup_round SET {sets} WHERE id = %s", *values.values(), row.pk),  # noqa: S608
    )


@tests_trigger("followup_followuptext.text_in_round")
def test_a_text_stands_under_a_heading_of_its_round() -> None:
    heading = RoundHeadingFactory()
    assert_refused("followuptext_in_round", lambda: FollowUpTextFactory(heading=heading))
    text = FollowUpTextFactory()
    text.heading = heading
    assert_refused("followuptext_in_round", text.save)


@tests_trigger("followup_followupversion.append_only", "followup_reminder.append_only")
def test_versions_and_reminders_are_only_added() -> None:
    version, reminder = FollowUpVersionFactory(), ReminderFactory()
    rows = FollowUpVersion.objects.filter(pk=version.pk)
    assert_refused("followup_followupversion_append_only", lambda: rows.update(reason="annat"))
    assert_refused(
        "followup_followupversion_append_only",
        lambda: by_sql("UPDATE followup_followupversion SET number = 9"),
    )
    assert_refused(
        "followup_followupversion_append_only", lambda: by_sql("DELETE FROM followup_followupversion")
    )
    reminders = Reminder.objects.filter(pk=reminder.pk)
    assert_refused("followup_reminder_append_only", lambda: reminders.update(kind="after"))
    assert_refused("followup_reminder_append_only", lambda: by_sql("DELETE FROM followup_reminder"))
