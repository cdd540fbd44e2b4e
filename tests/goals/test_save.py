"""A document is saved as rows, and comes back as the same document."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from goals.actions.links import adopt_goal
from goals.actions.moves import decide_plan, mark_ready
from goals.document import GoalDocument, PlanDocument, TextDocument
from goals.importing.save import save_plan
from goals.loading import load_plan
from goals.models import Activity, Goal, Level, Plan, State, Text
from goals.refusals import PlanDecided, PlanExists
from goals.showing import document_of
from indicators.models import Indicator, Target
from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    GoalFactory,
    PlanFactory,
    TextFactory,
    UnitFactory,
    member,
)
from tests.rich import rich_document
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit
from vp.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def granen() -> Unit:
    return UnitFactory(name="Förskolan Granen", parent=CommitteeFactory(name="Barnnämnden"))


def without_keys(document: PlanDocument) -> dict[str, object]:
    def strip(value: object) -> object:
        if isinstance(value, dict):
            return {name: strip(inner) for name, inner in value.items() if name != "key"}
        return [strip(inner) for inner in value] if isinstance(value, list) else value

    stripped = strip(document.to_dict())
    assert isinstance(stripped, dict)
    return stripped


def test_saved_and_loaded_is_identical_with_keys(granen: Unit) -> None:
    document = rich_document()
    saved = save_plan(by=OPERATOR, document=document, unit=granen)
    assert load_plan(saved.plan) == document
    assert load_plan(saved.plan).to_json() == document.to_json()


def test_a_document_without_keys_gets_lasting_ones(granen: Unit) -> None:
    saved = save_plan(by=OPERATOR, document=rich_document(keys=False), unit=granen)
    loaded = load_plan(saved.plan)
    assert without_keys(loaded) == without_keys(rich_document(keys=False))
    assert all(goal.key for goal in loaded.walk_goals())


def test_what_is_replaced_keeps_its_keys_and_rows(granen: Unit) -> None:
    first = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
    rows = set(first.goals.values_list("pk", flat=True))
    again = save_plan(by=OPERATOR, document=rich_document(keys=False), unit=granen, replace=True)
    assert again.replaced
    assert load_plan(again.plan) == rich_document()
    assert set(again.plan.goals.values_list("pk", flat=True)) == rows


def test_a_plan_that_is_there_is_not_replaced_unasked(granen: Unit) -> None:
    save_plan(by=OPERATOR, document=rich_document(), unit=granen)
    with pytest.raises(PlanExists, match="har redan en plan för 2027"):
        save_plan(by=OPERATOR, document=rich_document(keys=False), unit=granen)


def test_what_stood_before_is_kept_in_the_history(granen: Unit) -> None:
    plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
    bare = replace(rich_document(), opening=(), closing=(), goals=rich_document().goals[0].goals)
    save_plan(by=OPERATOR, document=bare, unit=granen, replace=True)
    newest = Change.objects.of("goals.plan", plan.key).first()
    assert newest is not None
    assert newest.action == "replaced"
    assert PlanDocument.from_json(json.dumps(newest.before)) == rich_document()
    assert newest.by_name == "Systemet"


def test_only_who_may_write_the_unit_saves(granen: Unit) -> None:
    editor = member(granen, Role.EDITOR)
    assert save_plan(by=editor, document=rich_document(), unit=granen).plan.unit == granen
    for role in (Role.READER, Role.STAFF, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            save_plan(by=member(granen, role), document=rich_document(), unit=granen, replace=True)
    with pytest.raises(PermissionDenied):
        save_plan(by=editor, document=rich_document(), unit=UnitFactory())


def test_a_decided_plan_is_not_replaced(granen: Unit) -> None:
    plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
    mark_ready(by=OPERATOR, plan=plan)
    version = decide_plan(
        by=OPERATOR, plan=plan, decided_on=datetime.date(2027, 1, 20), decided_by="Barnnämnden § 4"
    )
    with pytest.raises(PlanDecided, match="fastställd"):
        save_plan(by=OPERATOR, document=rich_document(), unit=granen, replace=True)
    plan.refresh_from_db()
    shown = document_of(plan)
    assert shown.status == "decided"
    assert shown.version == version.number == 1
    assert shown.decision is not None
    assert shown.decision.by == "Barnnämnden § 4"
    assert replace(shown, status="draft", version=None, decision=None) == rich_document()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"registry_number": "x" * 201}, "Diarienumret"),
        ({"goals": (GoalDocument("unit", "  "),)}, "saknar rubrik"),
        ({"goals": (GoalDocument("unit", "M", number="1" * 41),)}, "längre än 40"),
        ({"opening": (TextDocument("R", "a\x00b"),)}, "tecken som inte är text"),
        ({"opening": (TextDocument("R", f'<img src="/bilder/{"0" * 64}" alt="x">'),)}, "bilderna"),
    ],
)
def test_what_could_not_be_kept_is_refused_and_nothing_is_written(
    granen: Unit, change: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        save_plan(by=OPERATOR, document=replace(rich_document(), **change), unit=granen)  # type: ignore[arg-type]
    assert not Plan.objects.exists()
    assert not Indicator.objects.exists()


def test_bodies_are_sanitised(granen: Unit) -> None:
    body = '<p onclick="x()">Hej <b>alla</b></p><script>alert(1)</script>'
    document = replace(rich_document(), opening=(TextDocument("Inledning", body),))
    plan = save_plan(by=OPERATOR, document=document, unit=granen).plan
    assert load_plan(plan).opening[0].body == "<p>Hej alla</p>"


class TestGoalsAbove:
    @pytest.fixture
    def above(self, granen: Unit) -> Goal:
        """The committee's goal, with the words that the rich plan prints for it."""
        council = PlanFactory(unit=CouncilFactory())
        direction = GoalFactory(
            plan=council, level=Level.DIRECTION, number="1.", title="En kommun att växa i"
        )
        GoalFactory(parent=direction, number="1.2", title="Barnen får en bra start")
        plan = PlanFactory(unit=granen.parent)
        goal = GoalFactory(plan=plan, level=Level.COMMITTEE, title="Alla barn lär och leker i trygghet")
        text = rich_document().goals[0].goals[0].goals[0].texts[0]
        TextFactory(goal=goal, title=text.heading, body=text.body, key=text.key)
        printed = rich_document().goals[0].goals[0].goals[0].activities[0]
        Activity.objects.create(
            plan=plan, goal=goal, title=printed.title, starts_on=printed.start, key=printed.key
        )
        return goal

    def test_the_same_words_are_followed(self, granen: Unit, above: Goal) -> None:
        saved = save_plan(by=OPERATOR, document=rich_document(), unit=granen)
        assert (saved.following, saved.differing, saved.unlinked) == (3, [], [])
        row = saved.plan.goals.get(level=Level.COMMITTEE)
        assert (row.source, row.keeps_own_words, row.title) == (above, False, "")
        assert load_plan(saved.plan) == rich_document()

    def test_a_row_that_follows_changes_with_the_goal_above(self, granen: Unit, above: Goal) -> None:
        plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
        Goal.objects.filter(pk=above.pk).update(title="Alla barn är trygga")
        Text.objects.filter(goal=above).update(body="<p>Nytt.</p>")
        shown = load_plan(plan).goals[0].goals[0].goals[0]
        assert (shown.title, shown.texts[0].body) == ("Alla barn är trygga", "<p>Nytt.</p>")

    def test_near_words_are_linked_and_kept(self, granen: Unit, above: Goal) -> None:
        Goal.objects.filter(pk=above.pk).update(title="Alla barn lär och leker i trygghet!")
        saved = save_plan(by=OPERATOR, document=rich_document(), unit=granen)
        assert saved.differing == ["Alla barn lär och leker i trygghet"]
        row = saved.plan.goals.get(level=Level.COMMITTEE)
        assert (row.source, row.keeps_own_words) == (above, True)
        assert load_plan(saved.plan) == rich_document()

    def test_another_number_is_another_goal(self, granen: Unit, above: Goal) -> None:
        Goal.objects.filter(level=Level.AREA).update(number="1.3")
        saved = save_plan(by=OPERATOR, document=rich_document(), unit=granen)
        assert saved.unlinked == ["1.2 Barnen får en bra start"]

    def test_nothing_above_is_written(self, granen: Unit, above: Goal) -> None:
        def elsewhere() -> list[object]:
            return [
                list(model.objects.exclude(plan__unit=granen).order_by("pk").values())
                for model in (Goal, Text, Activity)
            ] + [list(Plan.objects.exclude(unit=granen).order_by("pk").values())]

        before = elsewhere()
        save_plan(by=OPERATOR, document=rich_document(), unit=granen)
        assert elsewhere() == before
        assert not Target.objects.exclude(unit=granen).exists()

    def test_a_goal_that_goes_leaves_its_words_below(self, granen: Unit, above: Goal) -> None:
        plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
        other = PlanDocument(2027, "Barnnämnden", goals=(GoalDocument("committee", "Något helt annat"),))
        save_plan(by=OPERATOR, document=other, unit=granen.parent, replace=True)
        row = plan.goals.get(level=Level.COMMITTEE)
        assert row.source is None
        assert without_keys(load_plan(plan)) == without_keys(rich_document())

    def test_a_controller_adopts_an_unknown_goal(self, granen: Unit) -> None:
        plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
        assert granen.parent is not None
        controller = member(granen.parent, Role.CONTROLLER)
        goal = plan.goals.get(level=Level.COMMITTEE)
        made = adopt_goal(by=controller, goal=goal)
        assert (made.plan.unit, made.inherited, made.title) == (granen.parent, False, goal.title)
        assert [text.title for text in made.texts.all()] == ["Beskrivning"]
        assert made.parent is not None
        assert made.parent.inherited
        goal.refresh_from_db()
        assert (goal.source, goal.keeps_own_words) == (made, False)
        assert load_plan(plan) == rich_document()

    def test_a_goal_of_a_decided_plan_is_not_adopted(self, granen: Unit) -> None:
        plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
        mark_ready(by=OPERATOR, plan=plan)
        decide_plan(by=OPERATOR, plan=plan, decided_on=datetime.date(2027, 1, 20), decided_by="Nämnden")
        with pytest.raises(PlanDecided, match="Lås upp"):
            adopt_goal(by=OPERATOR, goal=plan.goals.get(level=Level.COMMITTEE))

    def test_a_manager_does_not_adopt(self, granen: Unit) -> None:
        plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
        with pytest.raises(PermissionDenied, match="controller"):
            adopt_goal(by=member(granen, Role.MANAGER), goal=plan.goals.get(level=Level.COMMITTEE))


class TestIndicators:
    def test_the_librarys_indicator_is_used_and_its_name_kept_as_printed(self, granen: Unit) -> None:
        council = CouncilFactory()
        known = Indicator.objects.create(owner=council, name="Andel nöjda vårdnadshavare.", periodicity="År")
        Target.objects.create(indicator=known, unit=council, year=2027, words="90 %")
        plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
        row = plan.indicators.get(indicator=known)
        assert (row.printed_name, row.printed_council_target) == ("Andel nöjda vårdnadshavare", None)
        assert load_plan(plan) == rich_document()

    def test_the_councils_target_is_never_written_by_a_unit(self, granen: Unit) -> None:
        plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
        row = plan.indicators.get(indicator__name="Sjukfrånvaro")
        assert row.printed_council_target == "Tas fram av nämnden"
        assert not Target.objects.filter(unit=CouncilFactory()).exists()

    def test_a_target_with_a_past(self, granen: Unit) -> None:
        save_plan(by=OPERATOR, document=rich_document(), unit=granen)
        rows = Target.objects.filter(indicator__name="Utetid per dag").of_year(2027)
        assert [(row.words, row.value, row.since, row.reason) for row in rows] == [
            ("2 timmar", 2, None, ""),
            ("3 timmar", 3, datetime.date(2027, 3, 1), "Ny gård"),
        ]

    def test_one_name_with_two_targets_is_two_indicators(self, granen: Unit) -> None:
        document = rich_document()
        direction = document.goals[0]
        twice = replace(direction.goals[0].indicators[0], target="80 %", key=None)
        document = replace(document, goals=(replace(direction, indicators=(twice,)),))
        plan = save_plan(by=OPERATOR, document=document, unit=granen).plan
        shown = [row.target for goal in load_plan(plan).walk_goals() for row in goal.indicators]
        assert sorted(shown) == ["", "3 timmar", "80 %", "85 %"]


def test_loading_takes_the_same_few_queries_for_a_plan_three_times_its_size(
    granen: Unit, django_assert_num_queries: object
) -> None:
    small = rich_document(keys=False)
    large = replace(small, goals=small.goals * 3, opening=small.opening * 3)
    for unit, document in ((granen, small), (UnitFactory(parent=granen.parent), large)):
        plan = save_plan(by=OPERATOR, document=document, unit=unit).plan
        plan = Plan.objects.select_related("unit").get(pk=plan.pk)
        assert plan.state == State.DRAFT
        with django_assert_num_queries(7):  # type: ignore[operator]
            load_plan(plan)
