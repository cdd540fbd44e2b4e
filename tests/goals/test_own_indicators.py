"""Indicators of the unit's own: made at a goal, found by nearly the same name, named anew in their rows."""

from __future__ import annotations

import uuid

import pytest

from goals.actions.indicators import (
    IndicatorWords,
    add_own_indicator,
    write_own_indicator,
    write_target,
)
from goals.indicator_rows import alike
from goals.loading import load_plan
from goals.models import Goal, GoalIndicator, Level, Plan
from indicators.models import Indicator
from tests.factories import (
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    PlanFactory,
    UnitFactory,
    member,
)
from tests.goals.test_row_actions import KEY, changes, save
from vp.org.models import Role, User
from vp.refusals import Refused
from vp.saving import Conflict, Save

pytestmark = pytest.mark.django_db
OWN = IndicatorWords("Andel barn ute varje dag", "Månad", by_gender=True, direction="higher")


@pytest.fixture
def goal() -> Goal:
    return GoalFactory(level=Level.UNIT, parent=None)


@pytest.fixture
def plan(goal: Goal) -> Plan:
    return goal.plan


@pytest.fixture
def editor(plan: Plan) -> User:
    return member(plan.unit, Role.EDITOR, name="Kim Ask")


class TestOwnIndicators:
    @pytest.fixture
    def own(self, goal: Goal, editor: User) -> GoalIndicator:
        return add_own_indicator(by=editor, plan=goal.plan, goal=goal.key, key=KEY, words=OWN)

    def write(self, by: User, plan: Plan, key: uuid.UUID, words: IndicatorWords, made: Save) -> int:
        return write_own_indicator(by=by, plan=plan, key=key, words=words, save=made)

    def test_the_unit_owns_it(self, own, goal, plan, editor) -> None:
        indicator = own.indicator
        assert (indicator.owner, indicator.name, indicator.periodicity) == (plan.unit, OWN.name, "Månad")
        assert (indicator.by_gender, indicator.direction) == (True, "higher")
        assert add_own_indicator(by=editor, plan=plan, goal=goal.key, key=KEY, words=OWN) == own
        assert Indicator.objects.filter(owner=plan.unit).count() == 1

    def test_names_that_are_nearly_the_same_are_found(self, own, plan) -> None:
        IndicatorFactory(name="Antal soldagar")
        IndicatorFactory(name="Andel barn ute varje dag", owner=UnitFactory())
        assert alike(plan.unit, "Andel barn, ute varje  dag!") == [own.indicator]
        assert alike(plan.unit, "Andel vuxna inne varje natt") == []

    def test_it_is_named_anew_in_each_of_its_rows(self, own, plan, editor) -> None:
        beside = GoalIndicatorFactory(
            goal=GoalFactory(plan=plan, level=Level.UNIT), indicator=own.indicator, printed_name="Barn ute"
        )
        words = IndicatorWords("Andel barn ute", "År", direction="lower")
        assert self.write(editor, plan, own.key, words, save(1)) == 2
        shown = [each for goal in load_plan(plan).walk_goals() for each in goal.indicators]
        assert {(each.name, each.periodicity, each.by_gender) for each in shown} == {
            ("Andel barn ute", "År", False)
        }
        with pytest.raises(Conflict):
            self.write(editor, plan, beside.key, OWN, save(1))
        before = {"target": "", "name": OWN.name, "periodicity": "Månad", "by_gender": True}
        after = {"target": "", "name": "Andel barn ute", "periodicity": "År", "by_gender": False}
        assert changes(KEY)[1:] == [
            ("changed", {**before, "direction": "higher"}, {**after, "direction": "lower"})
        ]

    def test_its_target_and_its_name_are_one_change(self, own, plan, editor) -> None:
        write_target(by=editor, plan=plan, key=KEY, target="öka", save=save(1))
        self.write(editor, plan, KEY, IndicatorWords("Barn ute"), save(2))
        _added, (_changed, before, after) = changes(KEY)
        assert isinstance(before, dict)
        assert isinstance(after, dict)
        assert (before["target"], before["name"], after["target"], after["name"]) == (
            "",
            OWN.name,
            "öka",
            "Barn ute",
        )

    def test_a_lost_answer_is_given_again(self, own, plan, editor) -> None:
        made = save(1)
        assert self.write(editor, plan, KEY, IndicatorWords("Barn ute"), made) == 2
        assert self.write(editor, plan, KEY, IndicatorWords("Barn ute"), made) == 2
        assert self.write(editor, plan, KEY, IndicatorWords("Barn ute"), save(1)) == 2

    def test_a_shared_one_keeps_its_name(self, goal, own, plan, editor) -> None:
        row = GoalIndicatorFactory(goal=goal)
        with pytest.raises(Refused, match="Granskogs kommun bestämmer"):
            self.write(editor, plan, row.key, OWN, save(1))
        below = PlanFactory(unit=UnitFactory(parent=plan.unit))
        GoalIndicatorFactory(goal=GoalFactory(plan=below, level=Level.UNIT), indicator=own.indicator)
        with pytest.raises(Refused, match="gemensam"):
            self.write(editor, plan, KEY, IndicatorWords("Barn ute"), save(1))
