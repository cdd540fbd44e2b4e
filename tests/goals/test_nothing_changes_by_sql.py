"""A decided plan stays as it was decided, whatever anybody writes to the database by hand.

Every column of every table that a plan stands in is tried by itself. TRUNCATE is the one statement that no
trigger of rows sees; it is for whoever owns the tables.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from goals.loading import load_plan
from tests.constraints import assert_refused, by_sql, refused_by
from tests.goals.whole_plan import TABLES, WholePlan, whole_plan

pytestmark = pytest.mark.django_db
FROZEN = "plan_is_decided"
REFUSES = {
    "goals_goal": FROZEN,
    "goals_text": FROZEN,
    "goals_goalindicator": FROZEN,
    "goals_activity": FROZEN,
    "goals_plan_images": FROZEN,
    "goals_planversion": "goals_planversion_append_only",
    "indicators_target": FROZEN,
}
"""Tables whose rows of a decided plan never change or go, and what says so."""
MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}

OTHER: list[tuple[type[models.Field], str]] = [  # type: ignore[type-arg]
    (models.BooleanField, "NOT coalesce({0}, false)"),
    (models.UUIDField, "gen_random_uuid()"),
    (models.DateTimeField, "now() + interval '1 day'"),
    (models.DateField, "coalesce({0}, current_date) + 1"),
    (models.JSONField, "'{{}}'"),
    (models.CharField, "left('x' || coalesce({0}, ''), greatest(length({0}), 1))"),
    (models.TextField, "left('x' || coalesce({0}, ''), greatest(length({0}), 1))"),
    (models.ForeignKey, "NULL"),
    (models.IntegerField, "coalesce({0}, 0) + 1"),
    (models.DecimalField, "coalesce({0}, 0) + 1"),
    (models.AutoField, "{0} + 100000"),
]
"""Another value for a column of each kind."""


def another(field: models.Field) -> str:  # type: ignore[type-arg]
    written = next((to for kind, to in OTHER if isinstance(field, kind)), "'{{}}'")
    return written.format(f'"{field.column}"')


COLUMNS = [(table, field) for table in REFUSES for field in MODELS[table]._meta.local_concrete_fields]


@pytest.fixture
def plan() -> WholePlan:
    """Decided."""
    return whole_plan(is_decided=True)


@pytest.mark.parametrize(("table", "field"), COLUMNS, ids=lambda part: getattr(part, "column", part))
def test_no_column_is_updated(plan: WholePlan, table: str, field: models.Field) -> None:  # type: ignore[type-arg]
    before = plan.kept()
    statement = f'UPDATE {table} SET "{field.column}" = {another(field)} WHERE {TABLES[table]}'  # noqa: S608
    assert_refused(REFUSES[table], lambda: by_sql(statement, plan.plan.pk))
    assert plan.kept() == before


@pytest.mark.parametrize("table", REFUSES)
def test_no_row_is_deleted(plan: WholePlan, table: str) -> None:
    before = plan.kept()
    assert_refused(REFUSES[table], lambda: by_sql(f"DELETE FROM {table}"))  # noqa: S608
    assert plan.kept() == before


@pytest.mark.parametrize("table", [table for table in REFUSES if table != "goals_planversion"])
def test_no_row_is_inserted(plan: WholePlan, table: str) -> None:
    """A copy of one that is there, with a key of its own. A target needs its day and reason."""
    before = plan.kept()
    values = {field.column: f'"{field.column}"' for field in MODELS[table]._meta.local_concrete_fields}
    del values["id"]
    values |= {"key": "gen_random_uuid()"} if "key" in values else {}
    if table == "goals_plan_images":
        values["image_id"] = f"'{plan.pictures[1].pk}'"
    columns = ", ".join(f'"{column}"' for column in values)
    copied = f"SELECT {', '.join(values.values())} FROM {table} WHERE {TABLES[table]} LIMIT 1"  # noqa: S608
    refusal = "target_change_is_told" if table == "indicators_target" else FROZEN
    assert_refused(refusal, lambda: by_sql(f"INSERT INTO {table} ({columns}) {copied}", plan.plan.pk))
    assert plan.kept() == before


@pytest.mark.parametrize(
    "change",
    [
        "state = 'draft'",
        "state = 'ready'",
        "year = year + 1",
        "unit_id = (SELECT parent_id FROM org_unit WHERE id = unit_id)",
        "key = gen_random_uuid()",
        "registry_number = 'annat'",
        "state = 'draft', unlocked_until = now() - interval '1 hour', unlock_reason = 'x'",
        "revised_at = now(), revision_reason = 'x'",
    ],
)
def test_the_plan_itself_stays(plan: WholePlan, change: str) -> None:
    before = plan.kept()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        by_sql(f"UPDATE goals_plan SET {change} WHERE id = %s", plan.plan.pk)  # noqa: S608
    assert refused_by(caught.value) in {FROZEN, "plan_decided_or_revised"}
    assert_refused(FROZEN, lambda: by_sql("DELETE FROM goals_plan WHERE id = %s", plan.plan.pk))
    assert plan.kept() == before


def test_a_row_that_loses_its_link_keeps_the_words_that_it_showed(plan: WholePlan) -> None:
    """The only change that gets through: what was shown is written down where it was shown."""
    before = plan.kept()
    release = (
        "UPDATE goals_goal SET source_id = NULL, keeps_own_words = true, title = %s WHERE source_id = %s"
    )
    assert_refused(FROZEN, lambda: by_sql(release, "Annat", plan.unused.pk))
    by_sql(release, plan.unused.title, plan.unused.pk)
    after = plan.kept()
    assert after | {"goals_goal": []} == before | {"goals_goal": []}
    assert plan.plan.versions.get().document == load_plan(plan.plan).to_dict()
