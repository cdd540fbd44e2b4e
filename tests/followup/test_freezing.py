"""A closed round doesn't change, whoever tries and however: by the ORM, in bulk, or by SQL."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.utils import timezone
from factory.django import DjangoModelFactory

from followup.models import (
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpText,
    FollowUpVersion,
    GoalAssessment,
    Round,
    RoundHeading,
    RoundIndicator,
)
from indicators.models import Measurement, Period
from indicators.periods import stretch_of
from tests.constraints import assert_refused, by_sql, tests_trigger
from tests.factories import (
    YEAR,
    ActivityStatusFactory,
    EconomyRowFactory,
    FollowUpFactory,
    FollowUpTextFactory,
    FollowUpVersionFactory,
    GoalAssessmentFactory,
    MeasurementFactory,
    RoundFactory,
    RoundHeadingFactory,
    RoundIndicatorFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
CLOSED = "round_is_closed"
BY_TRIGGER = {
    CLOSED,
    "round_stays",
    "round_closes_frozen",
    "round_period_in_year",
    "followup_stays",
    "followup_in_one_round",
    "followuptext_in_round",
}

# For each kind of row: what makes one in a follow-up, and a column to change.
ROWS: dict[type[models.Model], tuple[type[DjangoModelFactory[Any]], str]] = {
    GoalAssessment: (GoalAssessmentFactory, "analysis"),
    ActivityStatus: (ActivityStatusFactory, "deviation"),
    EconomyRow: (EconomyRowFactory, "comment"),
    FollowUpText: (FollowUpTextFactory, "body"),
}


def changed(model: type[models.Model], row: Any) -> None:
    setattr(row, ROWS[model][1], "Något annat")
    row.save()


def new_row(model: type[models.Model], old: Any) -> object:
    beside = {"heading": RoundHeading.objects.latest("pk")} if model is FollowUpText else {}
    return ROWS[model][0](follow_up=old.follow_up, **beside)


WRITES: dict[str, Callable[[type[models.Model], Any], object]] = {
    "save": changed,
    "update": lambda model, row: model._default_manager.filter(pk=row.pk).update(**{ROWS[model][1]: "Annat"}),
    "bulk": lambda model, row: model._default_manager.bulk_update([row], ["version"]),
    "create": new_row,
    "delete": lambda model, row: row.delete(),
    "delete-all": lambda model, row: model._default_manager.filter(follow_up=row.follow_up).delete(),
    "sql-update": lambda model, row: by_sql(f"UPDATE {model._meta.db_table} SET version = 99"),  # noqa: S608
    "sql-delete": lambda model, row: by_sql(f"DELETE FROM {model._meta.db_table}"),  # noqa: S608
    "take-out": lambda model, row: model._default_manager.filter(pk=row.pk).update(
        follow_up=FollowUpFactory()
    ),
}


def close(follow_up: FollowUp, **reopened: Any) -> None:
    """Its round, closed as the database wants it, with a unit that may be open again."""
    for each in follow_up.round.follow_ups.filter(versions=None):
        FollowUpVersionFactory(follow_up=each)
    Round.objects.filter(pk=follow_up.round_id).update(closed_at=timezone.now())
    if reopened:
        FollowUp.objects.filter(pk=follow_up.pk).update(**reopened)


def reopened(hours: int) -> dict[str, Any]:
    return {"reopened_until": timezone.now() + hours * HOUR, "reopen_reason": "Ett värde var fel."}


@tests_trigger(
    "followup_goalassessment.frozen_with_round",
    "followup_activitystatus.frozen_with_round",
    "followup_economyrow.frozen_with_round",
    "followup_followuptext.frozen_with_round",
)
@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("how", WRITES)
def test_a_closed_rounds_rows_stay(model: type[models.Model], how: str) -> None:
    row = ROWS[model][0]()
    RoundHeadingFactory(round=row.follow_up.round)
    before = list(model._default_manager.order_by("pk").values())
    close(row.follow_up)
    assert_refused(CLOSED, lambda: WRITES[how](model, row))
    assert list(model._default_manager.order_by("pk").values()) == before


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("how", [how for how in WRITES if how != "take-out"])
def test_an_open_round_and_a_reopened_unit_let_the_same_through(model: type[models.Model], how: str) -> None:
    row = ROWS[model][0]()
    RoundHeadingFactory(round=row.follow_up.round)
    WRITES[how](model, row)
    row = ROWS[model][0]()
    RoundHeadingFactory(round=row.follow_up.round)
    close(row.follow_up, **reopened(1))
    WRITES[how](model, row)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
def test_a_reopened_unit_closes_by_itself(model: type[models.Model]) -> None:
    row = ROWS[model][0]()
    close(row.follow_up, **reopened(-1))
    assert_refused(CLOSED, lambda: changed(model, row))


def test_one_unit_is_reopened_and_not_its_neighbour() -> None:
    row = GoalAssessmentFactory()
    neighbour = GoalAssessmentFactory(follow_up=FollowUpFactory(round=row.follow_up.round))
    close(row.follow_up, **reopened(1))
    changed(GoalAssessment, row)
    assert_refused(CLOSED, lambda: changed(GoalAssessment, neighbour))


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
def test_nothing_is_moved_into_a_closed_round(model: type[models.Model]) -> None:
    row, follow_up = ROWS[model][0](), FollowUpFactory()
    close(follow_up)
    rows = model._default_manager.filter(pk=row.pk)
    assert_refused(CLOSED, lambda: rows.update(follow_up=follow_up))


@tests_trigger("followup_roundheading.frozen_with_round", "followup_roundindicator.frozen_with_round")
@pytest.mark.parametrize(
    ("model", "factory", "values"),
    [
        (RoundHeading, RoundHeadingFactory, {"guidance": "Något annat"}),
        (RoundIndicator, RoundIndicatorFactory, {"is_due": False}),
    ],
    ids=["heading", "indicator"],
)
def test_a_closed_round_keeps_its_headings_and_indicators(
    model: type[models.Model], factory: type[DjangoModelFactory[Any]], values: dict[str, Any]
) -> None:
    row: Any = factory()
    rows = model._default_manager.filter(pk=row.pk)
    rows.update(**values)
    open_round = RoundFactory()
    Round.objects.filter(pk=row.round_id).update(closed_at=timezone.now())
    assert_refused(CLOSED, lambda: rows.update(**values))
    assert_refused(CLOSED, row.delete)
    assert_refused(CLOSED, lambda: rows.update(round=open_round))
    assert_refused(CLOSED, lambda: factory(round=row.round))
    assert_refused(CLOSED, lambda: by_sql(f"DELETE FROM {model._meta.db_table}"))  # noqa: S608


@pytest.mark.parametrize(
    "values",
    [
        {"closed_at": None},
        {"due_on": datetime.date(2101, 1, 1)},
        {"comment_from": 50},
        {"partly_from": 1},
        {"name": "Annat"},
        {"version": 9},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_closed_round_stays_what_it_is(values: dict[str, Any]) -> None:
    follow_up = FollowUpFactory()
    close(follow_up)
    assert_refused(CLOSED, lambda: Round.objects.filter(pk=follow_up.round_id).update(**values))
    assert_refused(CLOSED, lambda: by_sql("UPDATE followup_round SET closed_at = NULL"))
    assert_refused(CLOSED, lambda: by_sql("DELETE FROM followup_round"))


def test_a_round_closes_when_everything_is_frozen() -> None:
    row = FollowUpFactory()
    rounds = Round.objects.filter(pk=row.round_id)
    assert_refused("round_closes_frozen", lambda: rounds.update(closed_at=timezone.now()))
    FollowUpVersionFactory(follow_up=row)
    rounds.update(closed_at=timezone.now())


def test_an_open_round_without_follow_ups_can_be_removed() -> None:
    RoundFactory().delete()


@pytest.mark.parametrize("values", [{"state": "ready"}, {"state": "in_progress"}], ids=["ready", "progress"])
def test_a_closed_rounds_follow_ups_stay(values: dict[str, Any]) -> None:
    row = FollowUpFactory()
    close(row)
    assert_refused(CLOSED, lambda: FollowUp.objects.filter(pk=row.pk).update(**values))
    assert_refused(CLOSED, lambda: by_sql("DELETE FROM followup_followup"))
    assert_refused(CLOSED, lambda: FollowUpFactory(round=row.round))
    FollowUp.objects.filter(pk=row.pk).update(version=2, **reopened(1))
    assert_refused(CLOSED, lambda: FollowUp.objects.filter(pk=row.pk).update(**values))


@tests_trigger("followup_followupversion.version_in_time")
def test_no_version_is_slipped_into_a_closed_round() -> None:
    row = FollowUpFactory()
    close(row)
    assert_refused(CLOSED, lambda: FollowUpVersionFactory(follow_up=row, number=2))
    FollowUp.objects.filter(pk=row.pk).update(**reopened(-1))
    FollowUpVersionFactory(follow_up=row, number=2)
    assert FollowUpVersion.objects.filter(follow_up=row).count() == 2


def period(code: str, year: int = YEAR) -> Period:
    stretch = stretch_of(year, code)
    row, _ = Period.objects.get_or_create(
        year=year,
        code=code,
        defaults={"name": stretch.name, "starts_on": stretch.starts_on, "ends_on": stretch.ends_on},
    )
    return row


VALUE_WRITES: dict[str, Callable[[Measurement], object]] = {
    "save": lambda row: row.save(),
    "update": lambda row: Measurement.objects.filter(pk=row.pk).update(total=9),
    "create": lambda row: MeasurementFactory(unit=row.unit, period=row.period),
    "delete": lambda row: row.delete(),
    "sql-update": lambda row: by_sql("UPDATE indicators_measurement SET comment = 'annat'"),
    "sql-delete": lambda row: by_sql("DELETE FROM indicators_measurement"),
    "take-out": lambda row: Measurement.objects.filter(pk=row.pk).update(unit=UnitFactory()),
}


@tests_trigger("indicators_measurement.frozen_with_round")
@pytest.mark.parametrize("how", VALUE_WRITES)
@pytest.mark.parametrize("code", ["T1", "K1", "M04"])
def test_a_closed_rounds_values_stay(code: str, how: str) -> None:
    follow_up = FollowUpFactory()
    row = MeasurementFactory(unit=follow_up.unit, period=period(code), total=5)
    VALUE_WRITES["update"](row)
    close(follow_up)
    assert_refused(CLOSED, lambda: VALUE_WRITES[how](row))


def test_values_of_other_months_and_units_and_of_a_reopened_unit_are_free() -> None:
    follow_up = FollowUpFactory()
    later = MeasurementFactory(unit=follow_up.unit, period=period("T2"))
    across = MeasurementFactory(unit=follow_up.unit, period=period("K2"))
    elsewhere = MeasurementFactory(period=period("T1"))
    here = MeasurementFactory(unit=follow_up.unit, period=period("T1"))
    close(follow_up)
    for row in (later, across, elsewhere):
        VALUE_WRITES["update"](row)
    assert_refused(CLOSED, lambda: Measurement.objects.filter(pk=later.pk).update(period=period("T1")))
    FollowUp.objects.filter(pk=follow_up.pk).update(**reopened(1))
    VALUE_WRITES["update"](here)


def test_a_value_belongs_to_the_first_round_that_holds_its_months() -> None:
    first = FollowUpFactory()
    second = FollowUpFactory(
        unit=first.unit, round=RoundFactory(owner=first.round.owner, code="T2", period=period("T2"))
    )
    early = MeasurementFactory(unit=first.unit, period=period("K1"))
    late = MeasurementFactory(unit=first.unit, period=period("M07"))
    assert list(FollowUp.objects.keeping(first.unit, period("K1"))) == [first]
    assert list(FollowUp.objects.keeping(first.unit, period("M07"))) == [second]
    assert list(FollowUp.objects.keeping(first.unit, period("M09"))) == []
    close(second)
    VALUE_WRITES["update"](early)
    assert_refused(CLOSED, lambda: VALUE_WRITES["update"](late))
    close(first, **reopened(1))
    VALUE_WRITES["update"](early)


@tests_trigger("indicators_period.frozen_with_round")
def test_a_closed_rounds_months_stay() -> None:
    follow_up = FollowUpFactory()
    month, later = period("M04"), period("T2")
    close(follow_up)
    may = datetime.date(YEAR, 5, 31)
    for row in (follow_up.round.period, month):
        assert_refused(CLOSED, lambda row=row: Period.objects.filter(pk=row.pk).update(ends_on=may))
    assert_refused(CLOSED, month.delete)
    Period.objects.filter(pk=month.pk).update(name="april")
    Period.objects.filter(pk=later.pk).update(ends_on=datetime.date(YEAR, 9, 30))
    later.delete()
