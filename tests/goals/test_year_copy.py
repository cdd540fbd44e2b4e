"""A plan begins from last year's: what is copied, where it stands, and what is told of it."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from goals.actions.starting import Copying, start_plan
from goals.differences import differences
from goals.former_plan import former_plan
from goals.loading import load_plan
from goals.models import Goal, GoalIndicator, Level, Place, Plan, Text
from goals.year_copy import copy_targets, make_rows, year_to_begin
from indicators.models import Target
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    GoalFactory,
    GoalIndicatorFactory,
    HeadingFactory,
    PlanFactory,
    TargetFactory,
    TextFactory,
    UnitFactory,
    decided,
    member,
)
from tests.goals.years import NEXT, THIS, above_of, goals_of, next_year_of, showing, start, tree
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(parent=CommitteeFactory(name="Barnnämnden"), name="Granen")


@pytest.fixture
def manager(unit: Unit) -> User:
    return member(unit, Role.MANAGER)


@pytest.fixture
def former(unit: Unit) -> Goal:
    """The unit's goal for this year, under the committee's, with something of everything."""
    shown = showing(goals_of(unit, THIS))
    goal = GoalFactory(parent=shown, title="Vi går ut", number="1.2.1")
    text = TextFactory(goal=goal, title="Arbetssätt", body="<p>Varje dag.</p>")
    TextFactory(goal=goal, parent=text, title="Blå laget", body="<p>Till skogen.</p>")
    TextFactory(
        plan=goal.plan, title="Inledning", heading=HeadingFactory(place=Place.OPENING, until_year=THIS)
    )
    TextFactory(plan=goal.plan, place=Place.CLOSING, title="Egen rubrik")
    row = GoalIndicatorFactory(goal=goal, printed_name="Utetid", printed_council_target="3 timmar")
    TargetFactory(indicator=row.indicator, unit=unit, year=THIS, words="85 %")
    ActivityFactory(goal=goal, title="Över", ends_on=datetime.date(THIS, 12, 31))
    ActivityFactory(goal=goal, title="Går vidare", ends_on=datetime.date(NEXT, 1, 1))
    ActivityFactory(goal=shown, title="Utan slut", ends_on=None)
    return goal


def test_a_copy_has_the_same_keys_under_the_same_goals(unit: Unit, manager: User, former: Goal) -> None:
    later = next_year_of(above_of(former))
    plan = start(manager, unit, Copying())
    own = plan.goals.get(key=former.key)
    assert (own.number, own.title, own.inherited, own.level) == ("1.2.1", "Vi går ut", False, Level.UNIT)
    assert own.parent is not None
    assert own.parent.source == later.committee
    assert set(plan.goals.values_list("key")) == set(former.plan.goals.values_list("key"))
    assert set(plan.texts.values_list("key")) == set(former.plan.texts.values_list("key"))
    assert list(plan.indicators.values_list("key")) == list(former.plan.indicators.values_list("key"))
    assert set(former.plan.activities.values_list("key")) > set(plan.activities.values_list("key"))


def test_nothing_but_targets_and_what_is_over_differs(unit: Unit, manager: User, former: Goal) -> None:
    next_year_of(above_of(former))
    before = load_plan(former.plan)
    plan = start(manager, unit, Copying())
    told = {(each.kind.value, each.sort, each.title) for each in differences(before, load_plan(plan))}
    assert told == {("removed", "activity", "Över"), ("changed", "indicator", "Utetid")}


def test_texts_stand_under_each_other_and_under_the_years_headings(
    unit: Unit, manager: User, former: Goal
) -> None:
    heading = HeadingFactory(place=Place.OPENING, name="inledning", from_year=NEXT)
    plan = start(manager, unit, Copying())
    assert plan.texts.get(title="Blå laget").parent == plan.texts.get(title="Arbetssätt")
    assert plan.texts.get(title="Inledning").heading == heading
    assert plan.texts.get(title="Egen rubrik").heading is None


def test_targets_are_copied_only_when_asked_for(unit: Unit, manager: User, former: Goal) -> None:
    next_year_of(above_of(former))
    plan = start(manager, unit, Copying())
    row = plan.indicators.get()
    assert (row.printed_name, row.printed_council_target) == ("Utetid", None)
    assert not Target.objects.filter(year=NEXT).exists()
    other = start(OPERATOR, unit, Copying(targets=True), NEXT + 1)
    assert not Target.objects.filter(year=NEXT + 1).exists()  # the plan before has none
    Plan.objects.filter(pk__in=[plan.pk, other.pk]).delete()
    start(manager, unit, Copying(targets=True))
    assert list(Target.objects.filter(year=NEXT).values_list("words", "value")) == [("85 %", 85)]


def test_a_target_that_is_set_already_is_left_alone(unit: Unit, manager: User, former: Goal) -> None:
    next_year_of(above_of(former))
    indicator = GoalIndicator.objects.get().indicator
    TargetFactory(indicator=indicator, unit=unit, year=NEXT, words="90 %")
    start(manager, unit, Copying(targets=True))
    assert Target.objects.get(year=NEXT).words == "90 %"


def test_activities_can_be_left(unit: Unit, manager: User, former: Goal) -> None:
    next_year_of(above_of(former))
    assert not start(manager, unit, Copying(activities=False)).activities.exists()


def test_an_activity_that_the_goal_above_has_is_not_doubled(unit: Unit, manager: User, former: Goal) -> None:
    later = next_year_of(above_of(former))
    ActivityFactory(goal=later.committee, title="Utan slut!")
    plan = start(manager, unit, Copying())
    assert list(plan.activities.values_list("title", flat=True)) == ["Går vidare"]


def test_goals_above_are_known_by_number_and_title_too(unit: Unit, manager: User, former: Goal) -> None:
    later = goals_of(unit, NEXT)
    plan = start(manager, unit, Copying())
    own = plan.goals.get(key=former.key)
    assert own.parent is not None
    assert own.parent.source == later.committee
    assert former.parent is not None
    assert own.parent.key == former.parent.key


def test_what_the_former_plan_left_out_is_left_out_again(unit: Unit, manager: User, former: Goal) -> None:
    above = above_of(former)
    left_out = GoalFactory(parent=above.committee.parent, title="Inte för oss")
    later = next_year_of(above)
    GoalFactory(parent=later.committee.parent, title="Inte heller nu", key=left_out.key)
    GoalFactory(parent=later.committee.parent, title="Nytt i år")
    started = start_plan(by=manager, unit=unit, year=NEXT, copying=Copying())
    shown = [title for title, _ in tree(started.plan)]
    assert shown == ["Växa", "Bra start", "Trygga barn", "Vi går ut", "Nytt i år"]
    assert [goal.title for goal in started.begun.hidden] == ["Inte heller nu"]


def test_where_the_goal_above_is_gone_it_stands_under_the_nearest(
    unit: Unit, manager: User, former: Goal
) -> None:
    later = goals_of(unit, NEXT)
    Goal.objects.filter(pk=later.committee.pk).update(title="Något helt annat")
    started = start_plan(by=manager, unit=unit, year=NEXT, copying=Copying())
    assert ("Vi går ut", "Bra start") in tree(started.plan)
    told = [(each.name, each.was_under, each.now_under) for each in started.begun.elsewhere]
    assert told == [
        ("Utan slut", "Trygga barn", "1.2 Bra start"),
        ("1.2.1 Vi går ut", "Trygga barn", "1.2 Bra start"),
    ]


def test_without_plans_above_own_goals_stand_at_the_top(unit: Unit, manager: User, former: Goal) -> None:
    started = start_plan(by=manager, unit=unit, year=NEXT, copying=Copying())
    assert tree(started.plan) == [("Vi går ut", "")]
    told = [(each.name, each.now_under) for each in started.begun.elsewhere]
    assert told == [("Utan slut", None), ("1.2.1 Vi går ut", "")]
    assert started.plan.indicators.count() == 1


def test_keys_are_not_shared_where_two_goals_were_one(unit: Unit, manager: User) -> None:
    """Two rows of the former plan that mean the same goal above: the first gives the row its key."""
    above = goals_of(unit, THIS)
    shown = showing(above)
    twin = GoalFactory(parent=shown.parent, level=Level.COMMITTEE, inherited=True, title="Trygga barn.")
    GoalFactory(parent=twin, title="Under tvillingen", key=uuid.uuid4())
    next_year_of(above)
    plan = start(manager, unit, Copying())
    assert ("Under tvillingen", "Trygga barn") in tree(plan)
    assert plan.goals.filter(key=shown.key).exists()
    assert Text.objects.filter(plan=plan).count() == 0


def test_what_was_decided_is_copied_and_not_the_draft_of_a_revision(
    unit: Unit, manager: User, former: Goal
) -> None:
    decided(former.plan)
    plan = former.plan
    plan.state, plan.revision_reason, plan.revised_at = "draft", "Ny budget", timezone.now()
    plan.save()
    Goal.objects.filter(pk=former.pk).update(title="Ännu inte beslutat")
    GoalIndicator.objects.filter(plan=plan).delete()
    copy = start(manager, unit, Copying())
    assert copy.goals.get(key=former.key).title == "Vi går ut"
    assert load_plan(copy).goals[0].indicators[0].name == "Utetid"


def test_the_history_keeps_from_which_year(unit: Unit, manager: User, former: Goal) -> None:
    copy = start(manager, unit, Copying())
    Plan.objects.filter(pk=copy.pk).delete()
    start(manager, unit)
    kept = Change.objects.filter(action="started").order_by("pk").values_list("by", "subject", "after")
    assert list(kept) == [
        (manager.pk, "goals.plan", {"from": THIS}),
        (manager.pk, "goals.plan", {}),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_three_as_for_one(
    rows: int, unit: Unit, manager: User, former: Goal, django_assert_num_queries
) -> None:
    next_year_of(above_of(former))
    for _ in range(rows - 1):
        goal = GoalFactory(parent=former.parent)
        TextFactory(parent=TextFactory(goal=goal), goal=goal)
        GoalIndicatorFactory(goal=goal)
        ActivityFactory(goal=goal, ends_on=None)
    plan = PlanFactory(unit=unit, year=NEXT)
    with django_assert_num_queries(15):
        made_from = former_plan(manager, unit, NEXT)
        begun = year_to_begin(manager, unit, NEXT, made_from)
    with django_assert_num_queries(13):
        make_rows(plan, begun, made_from)
        copy_targets(plan, begun)
