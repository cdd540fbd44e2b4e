"""Whatever is removed comes back as it was, keys and all."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goals.actions.removing import remove_row
from goals.actions.restoring import restore
from goals.document import PlanDocument
from goals.importing.save import save_plan
from goals.loading import load_plan
from goals.models import Goal, Level, Plan
from goals.snapshots import KINDS
from tests.documents import plan_documents
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    GoalFactory,
    GoalIndicatorFactory,
    TextFactory,
    UnitFactory,
)
from vp.org.access import OPERATOR


def columns(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """Everything that stands in a plan's rows but the marks of its saves."""
    return {
        subject: [
            {name: value for name, value in row.items() if name not in ("version", "saves")}
            for row in model._default_manager.filter(plan=plan).order_by("pk").values()
        ]
        for subject, model in KINDS.items()
    }


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=plan_documents(), data=st.data())
def test_what_is_removed_comes_back_as_it_was(document: PlanDocument, data: st.DataObject) -> None:
    with transaction.atomic():
        plan = None
        with suppress(ValidationError), transaction.atomic():
            plan = save_plan(by=OPERATOR, document=document, unit=UnitFactory(parent=CommitteeFactory())).plan
        if plan is not None:
            _remove_and_bring_back(plan, data)
        transaction.set_rollback(True)


def _remove_and_bring_back(plan: Plan, data: st.DataObject) -> None:
    before, rows = load_plan(plan), columns(plan)
    removable = [
        (subject, row["key"])
        for subject, found in rows.items()
        for row in found
        if not row.get("inherited", False)
    ]
    if not removable:
        return
    subject, key = data.draw(st.sampled_from(removable))
    with suppress(ValidationError):  # a text at a goal from above stays
        change = remove_row(by=OPERATOR, plan=plan, subject=subject, key=key)
        change.refresh_from_db()
        assert load_plan(plan) != before
        restored = restore(by=OPERATOR, plan=plan, change=change)
        assert (restored.subject, restored.key, restored.moved) == (subject, key, False)
    assert load_plan(plan) == before
    assert columns(plan) == rows
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _branch(size: int, *, followed: bool) -> Goal:
    """A goal with some under it, each with nested texts and rows, and perhaps shown in another plan."""
    goal: Goal = GoalFactory(level=Level.COMMITTEE)
    for _ in range(size):
        child = GoalFactory(parent=goal)
        TextFactory(goal=child, parent=TextFactory(goal=child))
        ActivityFactory(goal=child)
        GoalIndicatorFactory(goal=child)
        if followed:
            GoalFactory(source=child, level=Level.UNIT)
    return goal


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("followed", "removing", "restoring"), [(False, 8, 10), (True, 18, 19)])
def test_as_many_queries_whatever_stands_there(
    size: int, followed: bool, removing: int, restoring: int, django_assert_num_queries: Any
) -> None:
    goal = _branch(size, followed=followed)
    with django_assert_num_queries(removing):
        change = remove_row(by=OPERATOR, plan=goal.plan, subject="goals.goal", key=goal.key)
    with django_assert_num_queries(restoring):
        restore(by=OPERATOR, plan=goal.plan, change=change)
