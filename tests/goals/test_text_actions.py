"""A text is saved from an editor: versions, retries, closed plans, new texts, pictures."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goals.actions.moves import mark_ready, revise_plan
from goals.actions.restoring import restore
from goals.actions.texts import LONGEST_BODY, Spot, Words, add_text, write_text
from goals.models import Level, Place, Plan, Text
from goals.refusals import PlanDecided, PlanReady
from tests.factories import (
    CommitteeFactory,
    GoalFactory,
    HeadingFactory,
    PlanFactory,
    TextFactory,
    UnitFactory,
    decided,
    member,
)
from tests.images.test_constraints import an_image
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role, User
from vp.refusals import Gone, Refused
from vp.saving import KEPT_SAVES, Conflict, Save

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> Text:
    plan = PlanFactory(unit=UnitFactory(parent=CommitteeFactory()))
    return TextFactory(plan=plan, title="Inledning", body="<p>Förr.</p>")


@pytest.fixture
def writer(text: Text) -> User:
    return member(text.plan.unit, Role.EDITOR, name="Noor Ek")


def a_save(version: int = 1) -> Save:
    return Save(uuid.uuid4(), version)


def write(by: Any, text: Text, body: str, save: Save | None = None) -> int:
    return write_text(by=by, plan=text.plan, key=text.key, words=Words(body), save=save or a_save())


def body(text: Text) -> str:
    return Text.objects.get(pk=text.pk).body


def test_a_save_makes_a_new_version_and_is_kept_in_the_history(text: Text, writer: User) -> None:
    assert write(writer, text, "<p>Nu.</p>") == 2
    assert body(text) == "<p>Nu.</p>"
    change = Change.objects.of("goals.text", text.key).get()
    assert (change.by_name, change.action, change.plan_key) == ("Noor Ek", "changed", text.plan.key)
    assert change.before == {"title": "Inledning", "body": "<p>Förr.</p>"}
    assert change.after == {"title": "Inledning", "body": "<p>Nu.</p>"}


def test_a_retry_of_the_same_save_is_answered_as_saved(text: Text, writer: User) -> None:
    save = a_save()
    assert [write(writer, text, "<p>Nu.</p>", save) for _ in range(3)] == [2, 2, 2]
    assert Text.objects.get(pk=text.pk).version == 2


def test_a_retry_is_known_though_somebody_has_saved_since(text: Text, writer: User) -> None:
    save = a_save()
    write(writer, text, "<p>Ett.</p>", save)
    write(OPERATOR, text, "<p>Två.</p>", a_save(2))
    write(OPERATOR, text, "<p>Tre.</p>", a_save(3))
    assert write(writer, text, "<p>Ett.</p>", save) == 2
    assert body(text) == "<p>Tre.</p>"


def test_only_the_latest_saves_are_remembered(text: Text, writer: User) -> None:
    first = a_save()
    write(writer, text, "<p>0</p>", first)
    for version in range(2, KEPT_SAVES + 2):
        write(writer, text, f"<p>{version}</p>", a_save(version))
    assert len(Text.objects.get(pk=text.pk).saves) == KEPT_SAVES
    with pytest.raises(Conflict):
        write(writer, text, "<p>0</p>", first)


def test_a_save_from_an_old_version_is_refused_with_the_row(text: Text, writer: User) -> None:
    write(OPERATOR, text, "<p>Någon annans.</p>")
    with pytest.raises(Conflict) as refused:
        write(writer, text, "<p>Mina.</p>")
    row = refused.value.row
    assert isinstance(row, Text)
    assert (row.version, row.body) == (2, "<p>Någon annans.</p>")
    assert body(text) == "<p>Någon annans.</p>"


def test_a_save_that_changes_nothing_makes_no_version(text: Text, writer: User) -> None:
    assert write(writer, text, "<p>Förr.</p>") == 1
    assert not Change.objects.exists()


def test_what_is_kept_is_sanitised(text: Text, writer: User) -> None:
    write(writer, text, '<p onclick="x()">Hej</p><script>alert(1)</script>\x00')
    assert body(text) == "<p>Hej</p>"


def test_a_removed_text_is_said_to_be_gone(text: Text, writer: User) -> None:
    Text.objects.filter(pk=text.pk).delete()
    with pytest.raises(Gone):
        write(writer, text, "<p>Nu.</p>")


def test_a_text_of_another_plan_is_not_there(text: Text, writer: User) -> None:
    other = TextFactory()
    with pytest.raises(Gone):
        write_text(by=writer, plan=text.plan, key=other.key, words=Words("<p>x</p>"), save=a_save())
    assert Text.objects.get(pk=other.pk).body == other.body


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.ADMINISTRATOR])
def test_whoever_may_not_write_is_refused(text: Text, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        write(member(text.plan.unit, role), text, "<p>Nu.</p>")
    assert body(text) == "<p>Förr.</p>"


def test_a_decided_plan_says_whom_to_ask(text: Text, writer: User) -> None:
    member(text.plan.unit.parent, Role.CONTROLLER, name="Petra Ek")
    decided(text.plan)
    with pytest.raises(PlanDecided, match="Fråga Petra Ek"):
        write(writer, text, "<p>Nu.</p>")


def test_a_plan_marked_ready_is_only_the_controllers(text: Text, writer: User) -> None:
    controller = member(text.plan.unit.parent, Role.CONTROLLER, name="Petra Ek")
    mark_ready(by=OPERATOR, plan=text.plan)
    with pytest.raises(PlanReady, match="Petra Ek skicka tillbaka"):
        write(writer, text, "<p>Nu.</p>")
    assert write(controller, text, "<p>Rättat.</p>") == 2


def test_an_unlocked_and_a_revised_plan_are_written_in(text: Text, writer: User) -> None:
    decided(text.plan)
    Plan.objects.filter(pk=text.plan.pk).update(
        unlocked_until=timezone.now() + datetime.timedelta(hours=1), unlock_reason="Stavfel"
    )
    assert write(writer, text, "<p>Rättat.</p>") == 2
    revise_plan(by=OPERATOR, plan=text.plan, reason="Ny budget")
    assert write(writer, text, "<p>Reviderat.</p>", a_save(2)) == 3


def test_own_titles_change_and_the_municipalitys_do_not(text: Text, writer: User) -> None:
    fixed = TextFactory(plan=text.plan, heading=HeadingFactory(place=Place.OPENING, level=None, name="Syfte"))
    for each in (text, fixed):
        words = Words("<p>Nu.</p>", "  Nytt \n namn ")
        write_text(by=writer, plan=text.plan, key=each.key, words=words, save=a_save())
    titles = set(Text.objects.values_list("title", flat=True))
    assert titles == {"Nytt namn", "Syfte"}


def test_what_is_too_long_is_refused(text: Text, writer: User) -> None:
    with pytest.raises(Refused, match="för lång"):
        write(writer, text, "x" * (LONGEST_BODY + 1))
    words = Words("", "x" * 301)
    with pytest.raises(Refused, match="längre än 300"):
        write_text(by=writer, plan=text.plan, key=text.key, words=words, save=a_save())


def test_a_picture_must_be_the_plans_or_one_that_the_writer_sees(text: Text, writer: User) -> None:
    picture = an_image()
    shown = f'<figure><img src="/bilder/{picture.pk}" alt="En gran"></figure>'
    with pytest.raises(Refused, match="finns inte här"):
        write(writer, text, shown)
    beside = PlanFactory(unit=text.plan.unit, year=2026)
    beside.images.add(picture)
    assert write(writer, text, shown) == 2
    assert list(text.plan.images.all()) == [picture]


class TestNew:
    """The first save of a text makes it."""

    @pytest.fixture
    def goal(self, text: Text) -> Any:
        return GoalFactory(plan=text.plan, level=Level.UNIT)

    def add(self, by: Any, text: Text, spot: Spot, title: str = "", **more: Any) -> int:
        given = {"key": uuid.uuid4(), "save": a_save(0), **more}
        return add_text(by=by, plan=text.plan, spot=spot, words=Words("<p>Nytt.</p>", title), **given)

    def test_under_a_heading_of_the_municipality(self, text: Text, writer: User, goal: Any) -> None:
        heading = HeadingFactory(name="Arbetssätt")
        key = uuid.uuid4()
        assert self.add(writer, text, Spot(Place.GOAL, goal.key, heading.pk), "Annat", key=key) == 1
        made = Text.objects.get(key=key)
        assert (made.goal, made.heading, made.title, made.body) == (
            goal,
            heading,
            "Arbetssätt",
            "<p>Nytt.</p>",
        )
        assert Change.objects.get(key=key).action == "added"

    def test_texts_come_in_the_order_of_the_headings(self, text: Text, writer: User, goal: Any) -> None:
        first, second, third = (HeadingFactory(name=name) for name in ("Ett", "Två", "Tre"))
        for heading in (third, first):
            self.add(writer, text, Spot(Place.GOAL, goal.key, heading.pk))
        self.add(writer, text, Spot(Place.GOAL, goal.key), "Eget")
        self.add(writer, text, Spot(Place.GOAL, goal.key, second.pk))
        assert [each.title for each in goal.texts.order_by("position", "pk")] == ["Ett", "Två", "Tre", "Eget"]

    def test_a_retry_makes_one_text(self, text: Text, writer: User) -> None:
        given = {"key": uuid.uuid4(), "save": a_save(0)}
        spot = Spot(Place.OPENING)
        assert [self.add(writer, text, spot, "Eget", **given) for _ in range(2)] == [1, 1]
        assert Text.objects.filter(title="Eget").count() == 1

    def test_two_who_begin_the_same_heading_get_one_text(self, text: Text, writer: User, goal: Any) -> None:
        spot = Spot(Place.GOAL, goal.key, HeadingFactory().pk)
        self.add(OPERATOR, text, spot)
        with pytest.raises(Conflict) as refused:
            self.add(writer, text, spot)
        assert refused.value.row == goal.texts.get()

    def test_without_a_heading_it_needs_a_title(self, text: Text, writer: User) -> None:
        with pytest.raises(Refused, match="rubrik"):
            self.add(writer, text, Spot(Place.CLOSING), "  ")

    def test_a_goal_that_is_gone_or_somebody_elses_takes_no_text(
        self, text: Text, writer: User, goal: Any
    ) -> None:
        above = GoalFactory(source=GoalFactory(level=Level.COMMITTEE), plan=text.plan, level=Level.COMMITTEE)
        for key in (uuid.uuid4(), above.key, GoalFactory(level=Level.UNIT).key):
            with pytest.raises(Gone):
                self.add(writer, text, Spot(Place.GOAL, key), "Eget")

    def test_a_heading_of_another_level_or_year_is_refused(self, text: Text, writer: User, goal: Any) -> None:
        for wrong in (HeadingFactory(level=Level.COMMITTEE), HeadingFactory(from_year=2099)):
            with pytest.raises(Refused, match="används inte"):
                self.add(writer, text, Spot(Place.GOAL, goal.key, wrong.pk))

    def test_a_closed_plan_takes_no_text(self, text: Text, writer: User) -> None:
        decided(text.plan)
        with pytest.raises(PlanDecided):
            self.add(writer, text, Spot(Place.OPENING), "Eget")


def test_what_is_taken_back_at_once_loses_no_word(text: Text, writer: User) -> None:
    """The same person within ten minutes: the words that go stand in the history all the same."""
    write(writer, text, "<p>Nu.</p>")
    change = Change.objects.get(key=text.key)
    restore(by=writer, plan=text.plan, change=change)
    assert body(text) == "<p>Förr.</p>"
    told = Change.objects.of("goals.text", text.key).values_list("action", "before__body", "after__body")
    assert list(told) == [
        ("restored", "<p>Nu.</p>", "<p>Förr.</p>"),
        ("changed", "<p>Förr.</p>", "<p>Nu.</p>"),
    ]
    write(writer, text, "<p>Sedan.</p>", a_save(3))
    assert Change.objects.filter(key=text.key).count() == 3
