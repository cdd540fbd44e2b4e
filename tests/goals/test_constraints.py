"""What the database refuses about plans and what stands in them. Freezing: test_freezing.py."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.utils import timezone
from factory.django import DjangoModelFactory

from goals.models import Goal
from tests.constraints import Refused, assert_refused, by_sql
from tests.factories import (
    ActivityFactory,
    GoalFactory,
    GoalIndicatorFactory,
    HeadingFactory,
    LevelLabelFactory,
    PlanFactory,
    PlanVersionFactory,
    PresenceFactory,
    TextFactory,
)

pytestmark = pytest.mark.django_db


def twice(factory: type[DjangoModelFactory[Any]], *same: str, **values: Any) -> None:
    """Two rows that are alike where they must not be."""
    first = factory(**values)
    factory(**values, **{name: getattr(first, name) for name in same})


def a_version_changed() -> None:
    PlanVersionFactory()
    by_sql("UPDATE goals_planversion SET decided_by = 'Ingen'")


def another_plans_goal(factory: type[DjangoModelFactory[Any]]) -> None:
    factory(goal=GoalFactory(), plan=PlanFactory())


def a_child_at_its_parents_level() -> None:
    parent = GoalFactory(level=2)
    GoalFactory(parent=parent, level=2)


REFUSED: Refused = {
    "plan_once": lambda: twice(PlanFactory, "unit", "year"),
    "plan_state_known": lambda: PlanFactory(state="lost"),
    "plan_year": lambda: PlanFactory(year=1989),
    "plan_unlocked_with_reason": lambda: PlanFactory(unlocked_until=timezone.now()),
    "plan_revised_with_reason": lambda: PlanFactory(revised_at=timezone.now()),
    "plan_decided_or_revised": lambda: PlanFactory(
        state="decided", revised_at=timezone.now(), revision_reason="Ny budget."
    ),
    "presence_once": lambda: twice(PresenceFactory, "plan", "user"),
    "planversion_once": lambda: twice(PlanVersionFactory, "plan", "number"),
    "planversion_sha256": lambda: PlanVersionFactory(sha256="hej"),
    "planversion_from_one": lambda: PlanVersionFactory(number=0),
    "goals_planversion_append_only": a_version_changed,
    "goal_key_once": lambda: twice(GoalFactory, "plan", "key"),
    "goal_level_known": lambda: GoalFactory(level=5),
    "goal_below_parent": a_child_at_its_parents_level,
    "goal_parent_in_plan": lambda: GoalFactory(parent=GoalFactory(), plan=PlanFactory()),
    "goal_source_is_inherited": lambda: GoalFactory(source=GoalFactory(), inherited=False),
    "goal_title_filled": lambda: GoalFactory(title=""),
    "text_key_once": lambda: twice(TextFactory, "plan", "key"),
    "text_at_goal_or_chapter": lambda: TextFactory(place="goal"),
    "text_goal_in_plan": lambda: another_plans_goal(TextFactory),
    "text_parent_in_plan": lambda: TextFactory(parent=TextFactory(), plan=PlanFactory()),
    "goalindicator_key_once": lambda: twice(GoalIndicatorFactory, "goal", "key"),
    "goalindicator_goal_in_plan": lambda: another_plans_goal(GoalIndicatorFactory),
    "activity_key_once": lambda: twice(ActivityFactory, "goal", "key"),
    "activity_title_filled": lambda: ActivityFactory(title=""),
    "activity_ends_after_start": lambda: ActivityFactory(ends_on=datetime.date(2000, 1, 1)),
    "activity_goal_in_plan": lambda: another_plans_goal(ActivityFactory),
    "heading_once": lambda: twice(HeadingFactory, name="Mål", place="opening"),
    "heading_level_at_goals": lambda: HeadingFactory(place="opening", level=4),
    "heading_years_in_order": lambda: HeadingFactory(from_year=2025, until_year=2024),
    "levellabel_once": lambda: twice(LevelLabelFactory),
    "levellabel_level_known": lambda: LevelLabelFactory(level=5),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])


def test_a_revisions_reason_has_its_time() -> None:
    assert_refused("plan_revised_with_reason", lambda: PlanFactory(revision_reason="Ny budget."))


def test_a_goal_without_a_parent_has_no_parents_level() -> None:
    goal = GoalFactory(parent=GoalFactory())
    assert_refused("goal_below_parent", lambda: Goal.objects.filter(pk=goal.pk).update(parent=None))
    assert_refused("goal_below_parent", lambda: Goal.objects.filter(pk=goal.pk).update(parent_level=None))


def test_the_parents_level_is_the_parents() -> None:
    goal = GoalFactory(parent=GoalFactory(level=2), level=4)
    assert_refused("goal_parent_in_plan", lambda: Goal.objects.filter(pk=goal.pk).update(parent_level=1))
    assert_refused("goal_parent_in_plan", lambda: Goal.objects.filter(pk=goal.parent_id).update(level=3))


def test_a_parent_does_not_leave_its_children_behind() -> None:
    goal = GoalFactory(parent=GoalFactory())
    other = PlanFactory()
    alone = Goal.objects.filter(pk=goal.parent_id)
    assert_refused("goal_parent_in_plan", lambda: alone.update(plan=other))


def test_a_heading_at_goals_says_at_which() -> None:
    assert_refused("heading_level_at_goals", lambda: HeadingFactory(place="goal", level=None))


def test_another_plans_row_is_not_taken_over() -> None:
    row = ActivityFactory()
    assert_refused(
        "activity_goal_in_plan",
        lambda: by_sql("UPDATE goals_activity SET plan_id = %s WHERE id = %s", PlanFactory().pk, row.pk),
    )


def test_the_same_key_may_stand_in_two_plans() -> None:
    """Next year's copy and the row for a goal above go by key."""
    key = uuid.uuid4()
    assert GoalFactory(key=key).plan != GoalFactory(key=key).plan


def test_a_row_that_shows_a_goal_has_no_words_of_its_own_unless_it_keeps_them() -> None:
    source = GoalFactory()
    shown = GoalFactory(source=source)
    assert (shown.title, shown.keeps_own_words) == ("", False)
    GoalFactory(source=source, keeps_own_words=True, title="Som det trycktes")
    assert_refused("goal_title_filled", lambda: GoalFactory(source=source, title="Två"))
    assert_refused("goal_source_is_inherited", lambda: GoalFactory(keeps_own_words=False, title=""))
