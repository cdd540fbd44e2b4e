"""Activities and indicator rows are written: each save is kept, answered as before, or refused in words."""

from __future__ import annotations

import datetime
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from goals.actions.activities import ActivityWords, add_activity, write_activity
from goals.actions.indicators import (
    add_indicator,
    write_target,
)
from goals.actions.moves import mark_ready, revise_plan, unlock_plan
from goals.actions.order import Way
from goals.actions.row_places import OtherPlan, move_activity, move_indicator
from goals.actions.targets import change_target
from goals.loading import load_plan
from goals.models import Goal, GoalIndicator, Level, Plan
from goals.refusals import PlanDecided, PlanReady
from indicators.models import Indicator, Target
from tests.factories import (
    YEAR,
    ActivityFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    TargetFactory,
    UnitFactory,
    decided,
    member,
)
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role, User
from vp.refusals import Gone, Refused
from vp.saving import Conflict, Save

pytestmark = pytest.mark.django_db
KEY = uuid.UUID("0f2d7b5e-7a56-4c5c-9b59-0a4de1f0a002")
WORDS = ActivityWords(
    "Öppet hus", datetime.date(YEAR - 1, 11, 2), datetime.date(YEAR + 1, 1, 9), "Ateljeristan"
)


@pytest.fixture
def goal() -> Goal:
    return GoalFactory(level=Level.UNIT, parent=None)


@pytest.fixture
def plan(goal: Goal) -> Plan:
    return goal.plan


@pytest.fixture
def editor(plan: Plan) -> User:
    return member(plan.unit, Role.EDITOR, name="Kim Ask")


@pytest.fixture
def row(goal: Goal) -> GoalIndicator:
    """A library indicator at the goal, without a target."""
    return GoalIndicatorFactory(goal=goal)


def save(version: int = 0) -> Save:
    return Save(uuid.uuid4(), version)


def changes(key: uuid.UUID) -> list[tuple[str, object, object]]:
    found = Change.objects.filter(key=key).order_by("pk")
    return [(change.action, change.before, change.after) for change in found]


class TestActivities:
    def add(self, by: User, goal: Goal, words: ActivityWords = WORDS, made: Save | None = None) -> int:
        return add_activity(by=by, plan=goal.plan, goal=goal.key, key=KEY, words=words, save=made or save())

    def write(self, by: User, plan: Plan, words: ActivityWords, made: Save) -> int:
        return write_activity(by=by, plan=plan, key=KEY, words=words, save=made)

    def test_a_new_one_stands_last_and_is_told(self, goal, plan, editor) -> None:
        ActivityFactory(goal=goal, position=7)
        assert self.add(editor, goal) == 1
        row = plan.activities.get(key=KEY)
        assert (row.title, row.starts_on, row.ends_on, row.responsible) == (
            WORDS.title,
            WORDS.starts_on,
            WORDS.ends_on,
            WORDS.responsible,
        )
        assert (row.goal, row.position) == (goal, 8)
        fields = {
            "title": "Öppet hus",
            "start": f"{YEAR - 1}-11-02",
            "end": f"{YEAR + 1}-01-09",
            "responsible": "Ateljeristan",
        }
        assert changes(KEY) == [("added", None, fields)]

    def test_at_a_goal_from_above(self, plan, editor) -> None:
        followed = GoalFactory(plan=plan, source=GoalFactory(level=Level.AREA), level=Level.AREA)
        self.add(editor, followed)
        assert plan.activities.get(key=KEY).goal == followed

    def test_a_lost_answer_is_given_again(self, goal, plan, editor) -> None:
        first = save()
        assert self.add(editor, goal, made=first) == 1
        assert self.add(editor, goal, made=first) == 1
        second = save(1)
        assert self.write(editor, plan, ActivityWords("Öppet hus i maj"), second) == 2
        assert self.write(editor, plan, ActivityWords("Öppet hus i juni"), save(2)) == 3
        assert self.write(editor, plan, ActivityWords("Öppet hus i maj"), second) == 2
        assert self.add(editor, goal, made=first) == 1
        assert plan.activities.get(key=KEY).title == "Öppet hus i juni"

    def test_more_words_after_a_lost_first_answer_are_saved(self, goal, plan, editor) -> None:
        self.add(editor, goal)
        assert self.add(editor, goal, ActivityWords("Öppet hus i maj")) == 2
        assert plan.activities.get(key=KEY).title == "Öppet hus i maj"

    def test_the_first_save_does_not_run_over_somebody_elses(self, goal, plan, editor) -> None:
        self.add(editor, goal)
        self.write(editor, plan, ActivityWords("Öppet hus i maj"), save(1))
        with pytest.raises(Conflict):
            self.add(editor, goal, ActivityWords("Stängt hus"))

    def test_words_are_joined_in_the_history(self, goal, plan, editor) -> None:
        self.add(editor, goal)
        self.write(editor, plan, ActivityWords("Öppet"), save(1))
        self.write(editor, plan, ActivityWords("Öppet hus i maj"), save(2))
        _added, (action, before, after) = changes(KEY)
        assert action == "changed"
        assert isinstance(before, dict)
        assert isinstance(after, dict)
        assert (before["title"], after["title"], after["start"]) == ("Öppet hus", "Öppet hus i maj", "")

    def test_an_older_version_is_a_conflict(self, goal, plan, editor) -> None:
        self.add(editor, goal)
        self.write(editor, plan, ActivityWords("Öppet hus i maj"), save(1))
        with pytest.raises(Conflict) as clash:
            self.write(editor, plan, ActivityWords("Stängt hus"), save(1))
        assert clash.value.row.version == 2
        assert plan.activities.get(key=KEY).title == "Öppet hus i maj"

    def test_the_same_words_change_nothing(self, goal, plan, editor) -> None:
        self.add(editor, goal)
        assert self.write(editor, plan, WORDS, save(1)) == 1
        assert len(changes(KEY)) == 1

    def test_what_is_gone(self, goal, plan, editor) -> None:
        with pytest.raises(Gone):
            self.write(editor, plan, WORDS, save(1))
        key = goal.key
        goal.delete()
        with pytest.raises(Gone):
            add_activity(by=editor, plan=plan, goal=key, key=KEY, words=WORDS, save=save())

    def test_a_closed_plan_and_others_people(self, goal, plan, editor) -> None:
        self.add(editor, goal)
        reader = member(plan.unit, Role.READER)
        with pytest.raises(PermissionDenied):
            self.write(reader, plan, ActivityWords("Stängt"), save(1))
        mark_ready(by=OPERATOR, plan=plan)
        with pytest.raises(PlanReady):
            self.write(editor, plan, ActivityWords("Stängt"), save(1))
        decided(Plan.objects.get(pk=plan.pk))
        for write in (
            lambda: self.write(editor, plan, ActivityWords("Stängt"), save(1)),
            lambda: self.add(editor, goal, ActivityWords("Stängt")),
            lambda: move_activity(by=editor, plan=plan, key=KEY, way=Way.UP),
        ):
            with pytest.raises(PlanDecided):
                write()
        assert plan.activities.get(key=KEY).title == "Öppet hus"


class TestRowsChangePlaces:
    def test_up_and_down_within_the_goal(self, goal, plan, editor) -> None:
        first, second, third = (ActivityFactory(goal=goal, position=3) for _ in range(3))
        other = ActivityFactory(goal=GoalFactory(plan=plan, level=Level.UNIT), position=4)
        assert move_activity(by=editor, plan=plan, key=third.key, way=Way.UP)
        assert list(goal.activities.order_by("position")) == [first, third, second]
        assert move_activity(by=editor, plan=plan, key=first.key, way=Way.DOWN)
        assert list(goal.activities.order_by("position")) == [third, first, second]
        assert not move_activity(by=editor, plan=plan, key=third.key, way=Way.UP)
        assert not move_activity(by=editor, plan=plan, key=second.key, way=Way.DOWN)
        other.refresh_from_db()
        assert other.position == 4
        told = {"under": goal.title, "parent": str(goal.key)}
        assert changes(first.key) == [("moved", {**told, "position": 1}, {**told, "position": 2})]

    def test_indicators_too(self, goal, plan, editor) -> None:
        first, second = GoalIndicatorFactory(goal=goal), GoalIndicatorFactory(goal=goal)
        assert move_indicator(by=editor, plan=plan, key=second.key, way=Way.UP)
        assert list(goal.indicators.order_by("position")) == [second, first]

    def test_what_is_gone(self, plan, editor) -> None:
        with pytest.raises(Gone):
            move_indicator(by=editor, plan=plan, key=KEY, way=Way.UP)


class TestIndicatorsOfTheLibrary:
    def add(self, by: User, goal: Goal, indicator: Indicator, key: uuid.UUID = KEY) -> GoalIndicator:
        return add_indicator(by=by, plan=goal.plan, goal=goal.key, key=key, indicator=indicator.key)

    def test_one_is_added_last_once(self, goal, row, editor) -> None:
        indicator = IndicatorFactory()
        made = self.add(editor, goal, indicator)
        assert self.add(editor, goal, indicator) == made
        assert list(goal.indicators.order_by("position")) == [row, made]
        told = {"name": indicator.name, "indicator": str(indicator.key)}
        assert changes(KEY) == [("added", None, told)]

    def test_not_twice_at_a_goal(self, goal, row, editor) -> None:
        with pytest.raises(Refused, match="står redan vid målet"):
            self.add(editor, goal, row.indicator)

    def test_not_from_another_units_library(self, goal, editor) -> None:
        with pytest.raises(Refused, match="finns inte i biblioteket"):
            self.add(editor, goal, IndicatorFactory(owner=UnitFactory()))

    def test_not_at_another_plans_goal(self, plan, editor) -> None:
        elsewhere = GoalFactory(level=Level.UNIT)
        indicator = IndicatorFactory()
        with pytest.raises(OtherPlan):
            add_indicator(by=editor, plan=plan, goal=elsewhere.key, key=KEY, indicator=indicator.key)


class TestTargets:
    def write(self, by: User, row: GoalIndicator, target: str, made: Save) -> int:
        return write_target(by=by, plan=row.plan, key=row.key, target=target, save=made)

    def target(self, row: GoalIndicator) -> Target:
        return Target.objects.get(indicator=row.indicator, unit=row.plan.unit, year=YEAR)

    @pytest.mark.parametrize(
        ("words", "value"), [("85 %", 85), ("öka", None), ("1,5 kg CO2 per kg livsmedel", 1.5), ("", None)]
    )
    def test_it_is_kept_as_written_and_as_a_number(self, words, value, row, editor) -> None:
        self.write(editor, row, "minska", save(1))
        assert self.write(editor, row, words, save(2)) == 3
        held = self.target(row)
        assert (held.words, held.value, held.since) == (words, value, None)
        assert changes(row.key) == [("changed", {"target": ""}, {"target": words})]

    def test_a_lost_answer_is_given_again(self, row, editor) -> None:
        made = save(1)
        assert self.write(editor, row, "85 %", made) == 2
        self.write(editor, row, "86 %", save(2))
        assert self.write(editor, row, "85 %", made) == 2
        assert self.target(row).words == "86 %"

    def test_an_older_version_is_a_conflict(self, row, editor) -> None:
        self.write(editor, row, "85 %", save(1))
        with pytest.raises(Conflict):
            self.write(editor, row, "öka", save(1))
        assert self.target(row).words == "85 %"

    def test_two_goals_share_it_and_one_save_from_older_words_is_refused(self, row, plan, editor) -> None:
        beside = GoalIndicatorFactory(goal=GoalFactory(plan=plan, level=Level.UNIT), indicator=row.indicator)
        self.write(editor, row, "85 %", save(1))
        with pytest.raises(Conflict):
            self.write(editor, beside, "öka", save(1))
        assert self.write(editor, beside, "öka", save(2)) == 3
        assert self.target(row).words == "öka"

    @pytest.mark.django_db(transaction=True)
    def test_two_that_come_at_the_same_moment_dont_run_over_each_other(self, row, plan, editor) -> None:
        """At two goals, so that they hold different rows of their own."""
        goal = GoalFactory(plan=plan, level=Level.UNIT)
        rows = [row, GoalIndicatorFactory(goal=goal, indicator=row.indicator)]
        for version in range(1, 21):
            start = threading.Barrier(2)

            def write(at: int, version: int = version, start: threading.Barrier = start) -> str:
                start.wait()
                try:
                    self.write(editor, rows[at], f"{at} av {version}", save(version))
                except Conflict:
                    return "refused"
                finally:
                    connection.close()
                return f"{at} av {version}"

            with ThreadPoolExecutor(2) as two:
                answers = sorted(two.map(write, range(2)))
            assert answers == [self.target(row).words, "refused"]

    def test_the_councils_stays(self, row, plan, editor) -> None:
        council = TargetFactory(indicator=row.indicator, unit=row.indicator.owner, words="90 %")
        self.write(editor, row, "85 %", save(1))
        council.refresh_from_db()
        assert council.words == "90 %"
        shown = next(each for goal in load_plan(plan).walk_goals() for each in goal.indicators)
        assert (shown.target, shown.council_target) == ("85 %", "90 %")

    def test_a_draft_with_a_history_changes_what_holds(self, row, plan, editor) -> None:
        for since, words in ((None, "2 timmar"), (datetime.date(YEAR, 3, 1), "3 timmar")):
            TargetFactory(indicator=row.indicator, unit=plan.unit, words=words, since=since)
        self.write(editor, row, "4 timmar", save(1))
        written = Target.objects.of_year(YEAR).filter(unit=plan.unit).values_list("words", flat=True)
        assert list(written) == ["2 timmar", "4 timmar"]

    @pytest.mark.parametrize("opened", ["revised", "unlocked"])
    def test_what_has_been_decided_is_not_written_over(self, opened, row, plan, editor) -> None:
        self.write(editor, row, "85 %", save(1))
        bare = GoalIndicatorFactory(goal=row.goal)
        decided(plan)
        if opened == "revised":
            revise_plan(by=OPERATOR, plan=plan, reason="Ny budget")
        else:
            until = Change.objects.latest("pk").at + datetime.timedelta(days=2)
            unlock_plan(by=OPERATOR, plan=plan, until=until, reason="Stavfel")
        with pytest.raises(Refused, match="datum och skäl"):
            self.write(editor, row, "öka", save(2))
        assert self.write(editor, row, "85 %", save(1)) == 2
        for version, words in ((1, "5 st"), (2, "6 st")):
            self.write(editor, bare, words, save(version))
        assert self.target(bare).words == "6 st"

    def test_nor_what_a_decision_set_during_a_revision(self, row, plan, editor) -> None:
        self.write(editor, row, "85 %", save(1))
        decided(plan)
        revised = revise_plan(by=OPERATOR, plan=plan, reason="Ny budget")
        since = datetime.date(YEAR, 6, 1)
        change_target(by=OPERATOR, plan=revised, row=row, words="88 %", since=since, reason="§ 40")
        with pytest.raises(Refused, match="datum och skäl"):
            self.write(editor, row, "öka", save(2))

    def test_what_is_gone_and_who_may_not(self, row, plan, editor) -> None:
        with pytest.raises(PermissionDenied):
            self.write(member(plan.unit, Role.STAFF), row, "1", save(1))
        row.delete()
        with pytest.raises(Gone):
            write_target(by=editor, plan=plan, key=row.key, target="1", save=save(1))
