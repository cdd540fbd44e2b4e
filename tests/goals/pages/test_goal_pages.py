"""Goals written in place: the tools on the plan's page, the forms, and what each answers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goals.models import Goal, Plan, Text
from goals.pages.removal import removal_of
from goals.snapshots import snapshot_of
from tests.factories import ActivityFactory, GoalFactory, LevelLabelFactory, PlanFactory, TextFactory, decided
from tests.goals.pages.conftest import Organisation
from tests.rich import key
from vp.history.models import Change
from vp.org.models import Role

Ask = Callable[..., Any]


@pytest.fixture
def editor(organisation: Organisation, plan: Plan, as_person: Callable[..., Client]) -> Client:
    return as_person(organisation.person(Role.EDITOR))


def at(plan: Plan, name: str, *rest: object) -> str:
    return reverse(f"goals:{name}", args=[plan.year, plan.unit.slug, *rest])


def fields(goal: str = "committee", **changes: str) -> dict[str, str]:
    return {"key": str(uuid.uuid4()), "under": str(key(goal)), "title": "Ute varje dag", **changes}


def test_an_own_goal_has_its_tools(editor: Client, plan: Plan) -> None:
    LevelLabelFactory()
    page = editor.get(at(plan, "plan")).content.decode()
    own, above = key("unit"), key("committee")
    assert f'data-title="{own}"' in page
    assert f'data-title="{above}"' not in page
    assert f"{at(plan, 'new_goal')}?under={above}" in page
    assert page.count("mal/ny/") == 3  # under the goals of each level above, and not at the top
    assert "Lägg till enhetens mål" in page
    assert "Flytta upp" not in page  # it stands alone


def test_whoever_reads_has_no_tools(organisation: Organisation, plan: Plan, as_person: Ask) -> None:
    page = as_person(organisation.person(Role.STAFF)).get(at(plan, "plan")).content.decode()
    assert not re.search(r"data-goal|mal/ny/|goal-tools|ordning", page)


def test_an_empty_plan_offers_a_first_goal(editor: Client, plan: Plan) -> None:
    empty = PlanFactory(unit=plan.unit, year=2028)
    page = editor.get(at(empty, "plan")).content.decode()
    assert "Lägg till enhetsmål" in page
    assert "Välj mål ovanför" in page


def test_a_goal_is_added_without_script(editor: Client, plan: Plan) -> None:
    page = editor.get(at(plan, "new_goal"), {"under": str(key("committee"))}).content.decode()
    assert "<h1>Nytt mål</h1>" in page
    assert "under Alla barn lär och leker i trygghet" in page
    sent = fields()
    for _ in range(2):  # the answer was lost
        answer = editor.post(at(plan, "new_goal"), sent)
        assert answer.status_code == 302
        assert answer["Location"] == f"{at(plan, 'plan')}#mal-{sent['key'][:8]}"
    assert plan.goals.get(title="Ute varje dag").parent == plan.goals.get(key=key("committee"))
    assert "Målet Ute varje dag är tillagt." in editor.get(at(plan, "plan")).content.decode()


def test_a_goal_without_a_title_is_told_at_the_field(editor: Client, plan: Plan) -> None:
    sent = fields(title=" ", number="1.7")
    answer = editor.post(at(plan, "new_goal"), sent, HTTP_HX_REQUEST="true")
    form = answer.content.decode()
    assert answer.status_code == 422
    assert "<html" not in form
    assert "Skriv vad målet heter." in form
    assert 'value="1.7"' in form
    assert sent["key"] in form


@pytest.mark.parametrize(
    ("under", "status"), [("unit", 409), ("gone", 410)], ids=["its own level", "a goal that has gone"]
)
def test_where_no_goal_can_stand(under: str, status: int, editor: Client, plan: Plan) -> None:
    for answer in (
        editor.get(at(plan, "new_goal"), {"under": str(key(under))}),
        editor.post(at(plan, "new_goal"), fields(under)),
    ):
        assert answer.status_code == status
        assert "Det gick inte" in answer.content.decode()


def test_an_address_that_is_not_whole(editor: Client, plan: Plan) -> None:
    assert editor.get(at(plan, "new_goal"), {"under": "x"}).status_code == 409
    assert editor.post(at(plan, "move_goal", key("unit")), {"parent": "x"}).status_code == 409
    assert editor.post(at(plan, "remove", "annat", key("unit"))).status_code == 410


def test_a_title_is_opened_saved_and_read_again(editor: Client, plan: Plan) -> None:
    form = editor.get(at(plan, "goal", key("unit")), {"niva": "5"}).content.decode()
    assert 'data-version="1"' in form
    assert "visa/?niva=5" in form
    sent = {"title": "Ute varje dag", "number": "4", "version": "1", "save": str(uuid.uuid4())}
    answer = editor.post(at(plan, "goal", key("unit")), sent, HTTP_HX_REQUEST="true")
    assert answer.json()["version"] == 2
    head = editor.get(at(plan, "goal_read", key("unit")), {"niva": "5"}).content.decode()
    assert re.search(r"<h5 [^>]*>4 Ute varje dag</h5>", head)
    assert head in editor.get(at(plan, "plan")).content.decode()


def test_an_empty_title_is_not_saved(editor: Client, plan: Plan) -> None:
    sent = {"title": "", "number": "", "version": "1", "save": str(uuid.uuid4())}
    answer = editor.post(at(plan, "goal", key("unit")), sent)
    assert (answer.status_code, answer.json()) == (422, {"errors": {"title": "Skriv vad målet heter."}})


def test_two_in_one_title(editor: Client, plan: Plan) -> None:
    Goal.objects.filter(key=key("unit")).update(version=2, title="Barnen i Granen leker")
    sent = {"title": "Ute varje dag", "number": "", "version": "1", "save": str(uuid.uuid4())}
    answer = editor.post(at(plan, "goal", key("unit")), sent, HTTP_HX_REQUEST="true")
    assert answer.status_code == 409
    assert "Barnen i Granen" in answer.content.decode()


def test_a_goal_is_moved_without_script(editor: Client, plan: Plan) -> None:
    GoalFactory(parent=plan.goals.get(key=key("committee")), title="Ute varje dag", position=99)
    move = at(plan, "move_goal", key("unit"))
    answer = editor.post(move, {"till": "ner"}, follow=True)
    told = "Flyttat till plats 2 av 2 under Alla barn lär och leker i trygghet."
    assert told in answer.content.decode()
    answer = editor.post(move, {"till": "ner"}, follow=True)
    assert "Målet står kvar på plats 2 av 2" in answer.content.decode()
    page = editor.get(move).content.decode()
    assert page.index("Överst i planen") < page.index("En kommun att växa i") < page.index("där står det nu")
    editor.post(move, {"parent": str(key("area"))})
    assert plan.goals.get(key=key("unit")).parent == plan.goals.get(key=key("area"))
    editor.post(move, {"parent": ""})
    assert plan.goals.get(key=key("unit")).parent is None


def test_a_goal_with_more_under_it_is_asked_about(editor: Client, plan: Plan) -> None:
    remove = at(plan, "remove", "mal", key("unit"))
    for answer in (editor.get(remove), editor.post(remove)):
        assert "2 texter, 1 indikator och 2 aktiviteter under sig" in answer.content.decode()
    assert plan.goals.filter(key=key("unit")).exists()
    page = editor.post(remove, {"ja": "1"}, follow=True).content.decode()
    assert "är borttaget." in page
    change = Change.objects.get(action="removed")
    undo = at(plan, "restore", change.pk)
    assert f'formaction="{undo}"' in page
    back = editor.post(undo)
    assert back["Location"].endswith(f"#mal-{str(key('unit'))[:8]}")
    assert plan.goals.filter(key=key("unit")).exists()
    again = editor.post(undo, HTTP_HX_REQUEST="true")
    assert (again.status_code, again.content.decode()) == (
        409,
        "Det som togs bort finns i planen igen. Ladda om sidan för att se det.",
    )


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("text", "t1", "Texten Förväntat resultat är borttagen."),
        ("indikator", "i3", "Indikatorn Utetid per dag är borttagen."),
        ("aktivitet", "a2", "Aktiviteten Skogsveckan är borttagen."),
    ],
)
def test_a_row_alone_is_removed_at_once(kind: str, name: str, words: str, editor: Client, plan: Plan) -> None:
    page = editor.post(at(plan, "remove", kind, key(name)), follow=True).content.decode()
    assert words in page
    answer = editor.post(at(plan, "restore", Change.objects.get(action="removed").pk), follow=True)
    assert "står i planen igen" in answer.content.decode()


def test_what_comes_back_elsewhere_is_told(editor: Client, plan: Plan) -> None:
    editor.post(at(plan, "remove", "mal", key("unit")), {"ja": "1"})
    Goal.objects.filter(key=key("committee")).delete()
    answer = editor.post(at(plan, "restore", Change.objects.get(action="removed").pk), follow=True)
    assert "på ett annat ställe" in answer.content.decode()


def test_a_change_of_another_plan_is_not_put_back_here(editor: Client, plan: Plan) -> None:
    other = TextFactory()
    change = Change.objects.create(
        unit=other.plan.unit, subject="goals.text", key=other.key, action="removed", plan_key=other.plan.key
    )
    assert editor.post(at(plan, "restore", change.pk)).status_code == 410


def test_a_closed_plan_says_whom_to_ask(organisation: Organisation, plan: Plan, as_person: Ask) -> None:
    client = as_person(organisation.person(Role.EDITOR))
    decided(plan)
    for address in (at(plan, "goal", key("unit")), at(plan, "remove", "mal", key("unit"))):
        answer = client.post(address, HTTP_HX_REQUEST="true")
        assert answer.status_code == 423
        assert "fastställd och låst" in answer.content.decode()


@pytest.mark.django_db
def test_what_a_removal_says() -> None:
    goal = GoalFactory(number="1.2", title="Trygga barn")
    assert removal_of(snapshot_of(goal)).removed == "Målet 1.2 Trygga barn är borttaget."
    assert removal_of(snapshot_of(goal)).under == ""
    GoalFactory(parent=goal)
    assert removal_of(snapshot_of(goal)).under == "1 mål"
    ActivityFactory(goal=goal)
    assert removal_of(snapshot_of(goal)).under == "1 aktivitet och 1 mål"


@pytest.mark.parametrize("more", [0, 12])
def test_each_save_asks_few_questions(
    more: int, editor: Client, plan: Plan, django_assert_num_queries: Ask
) -> None:
    """Of the queries two are the transaction's marks."""
    above = plan.goals.get(key=key("committee"))
    for _ in range(more):
        Text.objects.filter(pk=TextFactory(goal=GoalFactory(parent=above)).pk)
    GoalFactory(parent=above, title="Sist", position=99)
    title = {"title": "Ute", "number": "", "version": "1", "save": str(uuid.uuid4())}
    for queries, address, sent in (
        (10, at(plan, "new_goal"), fields()),
        (10, at(plan, "goal", key("unit")), title),
        (10, at(plan, "move_goal", key("unit")), {"till": "ner"}),
        (12, at(plan, "remove", "mal", key("unit")), {"ja": "1"}),
    ):
        with django_assert_num_queries(queries, info=address):
            assert editor.post(address, sent).status_code in {200, 302}
