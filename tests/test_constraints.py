"""Every constraint and trigger of the database has its test; one without fails here, by name."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.constraints import TRIGGERS, refused_by
from tests.factories import (
    ActivityFactory,
    ActivityStatusFactory,
    EconomyRowFactory,
    FollowUpFactory,
    FollowUpHeadingFactory,
    FollowUpTextFactory,
    FollowUpVersionFactory,
    GoalAssessmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    HeadingFactory,
    IndicatorFactory,
    LevelLabelFactory,
    MeasurementFactory,
    PeriodFactory,
    PlanFactory,
    PlanVersionFactory,
    ReminderFactory,
    RoundFactory,
    RoundHeadingFactory,
    RoundIndicatorFactory,
    TargetFactory,
    TextFactory,
    UnitFactory,
    UserFactory,
)
from tests.followup import test_constraints as followup
from tests.followup.reports import test_constraints as reports
from tests.followup.reports.factories import ReportFactory, ReportPartFactory, ReportVersionFactory
from tests.followup.test_freezing import BY_TRIGGER as OF_CLOSED_ROUNDS
from tests.goals import test_constraints as goals
from tests.goals import test_freezing
from tests.history import test_constraints as history
from tests.images import test_constraints as images
from tests.images.test_constraints import an_image
from tests.indicators import test_constraints as indicators
from tests.org import test_constraints as org
from tests.printing import test_constraints as printing
from tests.printing.test_constraints import a_job, a_kept, a_part

pytestmark = pytest.mark.django_db

POSITIVE = (models.PositiveIntegerField, models.PositiveSmallIntegerField)
APPS = ("org", "history", "images", "printing", "indicators", "goals", "followup")
REFUSED = {
    name
    for module in (org, history, images, printing, indicators, goals, followup, reports)
    for name in module.REFUSED  # type: ignore[attr-defined]
}
# Raised by triggers; their tests are marked with tests_trigger.
BY_TRIGGER = {test_freezing.FROZEN, "target_change_is_told", *OF_CLOSED_ROUNDS, *reports.BY_TRIGGER}
# Hold the primary key, so that key comes first; they are what the keys over two columns point at.
IMPLIED = {"goal_in_plan", "goal_at_level", "text_in_plan"}
ROWS = [
    ActivityFactory,
    ActivityStatusFactory,
    EconomyRowFactory,
    FollowUpFactory,
    FollowUpHeadingFactory,
    FollowUpTextFactory,
    FollowUpVersionFactory,
    GoalAssessmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    HeadingFactory,
    IndicatorFactory,
    LevelLabelFactory,
    MeasurementFactory,
    PeriodFactory,
    PlanFactory,
    PlanVersionFactory,
    ReminderFactory,
    ReportFactory,
    ReportPartFactory,
    ReportVersionFactory,
    RoundFactory,
    RoundHeadingFactory,
    RoundIndicatorFactory,
    TargetFactory,
    TextFactory,
    UnitFactory,
    UserFactory,
    an_image,
    a_job,
    a_kept,
    a_part,
]


def our_models() -> list[type[models.Model]]:
    return [
        model for name in APPS for model in apps.get_app_config(name).get_models(include_auto_created=True)
    ]


def asked(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"tables": [model._meta.db_table for model in our_models()]})
        return {row[0] for row in cursor.fetchall()}


def of_fields() -> set[str]:
    """The names that Django gives to what a field's type says: never negative, once."""
    return {
        f"{model._meta.db_table}_{field.column}_{ending}"
        for model in our_models()
        for field in model._meta.local_fields
        for ending in ("check", "key")
    }


def in_database() -> set[str]:
    """The constraints and unique indexes of our tables; not plain foreign keys, nor a pair's once-ness."""
    found = asked(
        "SELECT conname FROM pg_constraint"
        " WHERE conrelid::regclass::text = ANY(%(tables)s) AND contype IN ('c', 'u', 'x', 'f')"
    ) | asked(
        "SELECT indexrelid::regclass::text FROM pg_index"
        " WHERE indrelid::regclass::text = ANY(%(tables)s) AND indisunique AND NOT indisprimary"
    )
    return {name for name in found if "_fk_" not in name and not name.endswith("_uniq")}


def test_every_constraint_has_a_test() -> None:
    declared = {constraint.name for model in our_models() for constraint in model._meta.constraints}
    assert declared - in_database() == set()
    assert in_database() - of_fields() - IMPLIED - REFUSED == set()


def test_every_trigger_has_a_test() -> None:
    triggers = asked(
        "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY(%(tables)s)"
    )
    assert triggers == TRIGGERS


def test_every_refusal_of_a_trigger_has_a_test() -> None:
    sources = asked(
        "SELECT prosrc FROM pg_proc JOIN pg_trigger ON tgfoid = pg_proc.oid"
        " WHERE tgrelid::regclass::text = ANY(%(tables)s) AND NOT tgisinternal"
    )
    raised = {name for source in sources for name in re.findall(r"CONSTRAINT = '(\w+)'", source)}
    assert raised - BY_TRIGGER - REFUSED == set()


def test_no_test_is_of_what_is_no_more() -> None:
    append_only = {name for name in REFUSED if name.endswith("_append_only")}
    by_trigger = {"unit_not_under_itself", "unit_kind_below_parent"}
    assert REFUSED - append_only - by_trigger - in_database() == set()


def refusal(write: models.QuerySet[models.Model], **values: object) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write.update(**values)
    return refused_by(caught.value)


@pytest.mark.parametrize("factory", ROWS, ids=lambda row: row.__name__)
def test_counts_and_years_are_never_negative(factory: type) -> None:
    row = factory()
    model = type(row)
    fields = [field for field in model._meta.local_fields if isinstance(field, POSITIVE)]
    for field in fields:
        name = refusal(model._default_manager.filter(pk=row.pk), **{field.attname: -1})
        assert name in {f"{model._meta.db_table}_{field.column}_check"} | REFUSED | BY_TRIGGER


@pytest.mark.parametrize("factory", ROWS, ids=lambda row: row.__name__)
def test_lasting_keys_are_given_once(factory: type) -> None:
    row = factory()
    model = type(row)
    once = [field for field in model._meta.local_fields if field.unique and not field.primary_key]
    for field in once:
        other = factory()
        name = refusal(
            model._default_manager.filter(pk=other.pk), **{field.attname: getattr(row, field.attname)}
        )
        assert name in {f"{model._meta.db_table}_{field.column}_key"} | REFUSED | BY_TRIGGER
