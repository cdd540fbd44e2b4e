"""A decided plan's rows don't change, whoever tries and however: by the ORM, in bulk, or by SQL."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from goals.actions.moves import revise_plan
from goals.models import Activity, Goal, GoalIndicator, Plan, PlanVersion, Text
from indicators.models import Target
from tests.constraints import assert_refused, by_sql, refused_by, tests_trigger
from tests.factories import (
    ActivityFactory,
    GoalFactory,
    GoalIndicatorFactory,
    PlanFactory,
    PlanVersionFactory,
    TargetFactory,
    TextFactory,
)
from tests.factories import decided as version_of
from tests.images.test_constraints import an_image
from vp.org.access import OPERATOR

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
FROZEN = "plan_is_decided"

# For each kind of row: what makes one at a goal, and a column to change.
ROWS: dict[type[models.Model], tuple[type[DjangoModelFactory[Any]], str]] = {
    Goal: (GoalFactory, "title"),
    Text: (TextFactory, "body"),
    GoalIndicator: (GoalIndicatorFactory, "printed_name"),
    Activity: (ActivityFactory, "title"),
}


def a_row(model: type[models.Model]) -> Any:
    goal = GoalFactory()
    return goal if model is Goal else ROWS[model][0](goal=goal)


def a_new_row(model: type[models.Model], old: Any) -> object:
    factory = ROWS[model][0]
    return factory(plan=old.plan) if model is Goal else factory(goal=old.goal)


def saved(model: type[models.Model], row: Any) -> None:
    setattr(row, ROWS[model][1], "Något annat")
    row.save()


WRITES: dict[str, Callable[[type[models.Model], Any], object]] = {
    "save": saved,
    "update": lambda model, row: model._default_manager.filter(pk=row.pk).update(**{ROWS[model][1]: "Annat"}),
    "move": lambda model, row: model._default_manager.filter(pk=row.pk).update(position=99),
    "bulk": lambda model, row: model._default_manager.bulk_update([row], ["position"]),
    "create": a_new_row,
    "delete": lambda model, row: row.delete(),
    "delete-all": lambda model, row: model._default_manager.filter(plan=row.plan).delete(),
    "sql-update": lambda model, row: by_sql(f"UPDATE {model._meta.db_table} SET position = 99"),  # noqa: S608
    "sql-delete": lambda model, row: by_sql(f"DELETE FROM {model._meta.db_table}"),  # noqa: S608
    "take-out": lambda model, row: model._default_manager.filter(pk=row.pk).update(plan=PlanFactory()),
}


def decide(plan: Plan, **unlocked: Any) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="decided", **unlocked)


@tests_trigger(
    "goals_goal.frozen_with_plan",
    "goals_text.frozen_with_plan",
    "goals_goalindicator.frozen_with_plan",
    "goals_activity.frozen_with_plan",
)
@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("how", WRITES)
def test_a_decided_plans_rows_stay(model: type[models.Model], how: str) -> None:
    row = a_row(model)
    before = list(model._default_manager.order_by("pk").values())
    decide(row.plan)
    assert_refused(FROZEN, lambda: WRITES[how](model, row))
    assert list(model._default_manager.order_by("pk").values()) == before


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("how", [how for how in WRITES if how != "take-out"])
def test_a_draft_and_an_unlocked_plan_let_the_same_through(model: type[models.Model], how: str) -> None:
    WRITES[how](model, a_row(model))
    row = a_row(model)
    decide(row.plan, unlocked_until=timezone.now() + HOUR, unlock_reason="Rätta ett fel.")
    WRITES[how](model, row)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
def test_a_lock_closes_again_by_itself(model: type[models.Model]) -> None:
    row = a_row(model)
    decide(row.plan, unlocked_until=timezone.now() - HOUR, unlock_reason="Rätta ett fel.")
    assert_refused(FROZEN, lambda: saved(model, row))


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
def test_nothing_is_moved_into_a_decided_plan(model: type[models.Model]) -> None:
    row, plan = a_row(model), PlanFactory(state="decided")
    assert_refused(FROZEN, lambda: model._default_manager.filter(pk=row.pk).update(plan=plan))


def test_a_frozen_row_may_lose_its_link_to_a_goal_that_is_gone() -> None:
    source = GoalFactory()
    shown, worded = GoalFactory(source=source), GoalFactory(source=source, keeps_own_words=True)
    for plan in (shown.plan, worded.plan):
        decide(plan)
    gone: dict[str, Any] = {"source": None, "keeps_own_words": True}
    for row, words in ((shown, source.title), (worded, worded.title)):
        released = Goal.objects.filter(pk=row.pk)
        assert_refused(FROZEN, lambda released=released: released.update(title="Något annat", **gone))
        numbered = {**gone, "title": words, "number": "9"}
        assert_refused(FROZEN, lambda released=released, to=numbered: released.update(**to))
        released.update(title=words, **gone)
        assert_refused(FROZEN, lambda released=released: released.update(title="Något annat"))


@tests_trigger("goals_plan.plan_keep_decided")
@pytest.mark.parametrize(
    "values",
    [
        {"state": "draft"},
        {"state": "ready"},
        {"year": 2040},
        {"registry_number": "annat"},
        {
            "state": "draft",
            "unlocked_until": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
            "unlock_reason": "Nej",
        },
    ],
    ids=["draft", "ready", "year", "number", "expired"],
)
def test_a_decided_plan_stays_what_it_is(values: dict[str, Any]) -> None:
    plan = PlanFactory(state="decided")
    assert_refused(FROZEN, lambda: Plan.objects.filter(pk=plan.pk).update(**values))
    assert_refused(FROZEN, lambda: by_sql("UPDATE goals_plan SET unit_id = unit_id, state = 'draft'"))


def test_a_decided_plan_is_not_removed_and_a_draft_is() -> None:
    plan = PlanFactory(state="decided")
    assert_refused(FROZEN, plan.delete)
    assert_refused(FROZEN, lambda: by_sql("DELETE FROM goals_plan"))
    PlanFactory().delete()


def test_a_decided_plan_can_be_unlocked() -> None:
    plan = PlanFactory(state="decided")
    plan.unlocked_until = timezone.now() + HOUR
    plan.unlock_reason = "Rätta ett fel."
    plan.save()
    plan.registry_number = "KS 2027/1"
    plan.save()


@tests_trigger("goals_plan_images.pictures_stay")
def test_a_decided_plans_pictures_stay_and_no_others_come() -> None:
    plan, first, second = PlanFactory(), an_image(), an_image()
    plan.images.add(first)
    decide(plan)
    rows = Plan.images.through.objects
    for write in (
        lambda: plan.images.add(second),
        lambda: plan.images.remove(first),
        plan.images.clear,
        first.delete,
        lambda: rows.update(image=second.pk),
        lambda: by_sql("DELETE FROM goals_plan_images"),
        lambda: rows.filter(plan=plan).update(plan=PlanFactory()),
    ):
        assert_refused(FROZEN, write)
    assert list(plan.images.all()) == [first]


def test_pictures_of_a_version_stay_while_the_plan_is_revised_and_more_come() -> None:
    plan, first, second = PlanFactory(), an_image(), an_image()
    plan.images.add(first)
    plan.images.remove(first)
    plan.images.add(first)
    version_of(plan)
    revise_plan(by=OPERATOR, plan=plan, reason="Ett fel.")
    assert_refused(FROZEN, lambda: plan.images.remove(first))
    plan.images.add(second)
    assert set(plan.images.all()) == {first, second}


@tests_trigger("goals_planversion.planversion_append_only")
@pytest.mark.parametrize(
    "write",
    [
        lambda row: PlanVersion.objects.filter(pk=row.pk).update(reason="annat"),
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: by_sql("UPDATE goals_planversion SET document = '{}'"),
        lambda row: by_sql("DELETE FROM goals_planversion"),
    ],
    ids=["update", "save", "delete", "sql-update", "sql-delete"],
)
def test_a_version_is_only_added(write: Callable[[PlanVersion], object]) -> None:
    row = PlanVersionFactory()
    assert_refused("goals_planversion_append_only", lambda: write(row))


@tests_trigger("indicators_target.target_kept", "indicators_target.target_change_is_told")
def test_a_decided_plans_target_changes_by_a_new_row_with_day_and_reason() -> None:
    target = TargetFactory(unit=PlanFactory().unit)
    decide(target.unit.plans.get())
    day = datetime.date(target.year, 5, 1)
    again = {"indicator": target.indicator, "unit": target.unit, "words": "90 %"}
    assert_refused(FROZEN, lambda: Target.objects.filter(pk=target.pk).update(words="90 %"))
    assert_refused(FROZEN, target.delete)
    assert_refused(FROZEN, lambda: by_sql("DELETE FROM indicators_target"))
    for told in ({}, {"since": day}, {"reason": "Nytt beslut."}):
        assert_refused("target_change_is_told", lambda told=told: TargetFactory(**again, **told))
    changed = TargetFactory(**again, since=day, reason="Nytt beslut.")
    assert_refused(FROZEN, lambda: Target.objects.filter(pk=changed.pk).update(reason="annat"))


def test_other_units_and_years_targets_are_free() -> None:
    target = TargetFactory(unit=PlanFactory(year=2026).unit, year=2027)
    decide(target.unit.plans.get())
    Target.objects.filter(pk=target.pk).update(words="90 %")
    TargetFactory(indicator=target.indicator, words="90 %").delete()


def test_an_unlocked_plans_target_can_be_put_right() -> None:
    target = TargetFactory(unit=PlanFactory().unit)
    decide(target.unit.plans.get(), unlocked_until=timezone.now() + HOUR, unlock_reason="Rätta ett fel.")
    Target.objects.filter(pk=target.pk).update(words="90 %")


@pytest.mark.django_db(transaction=True)
def test_a_save_is_in_the_version_or_refused() -> None:
    """Whoever decides holds the plan; a save waits for that, and then it is too late."""
    row = a_row(Activity)
    outcome: list[str] = []

    def save() -> None:
        try:
            Activity.objects.filter(pk=row.pk).update(title="För sent")
        except IntegrityError as refusal:
            outcome.append(refused_by(refusal))
        finally:
            connection.close()

    thread = threading.Thread(target=save)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=row.plan.pk)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        plan.state = "decided"
        plan.save()
    thread.join(10)
    assert outcome == [FROZEN]
    assert Activity.objects.get().title == row.title
