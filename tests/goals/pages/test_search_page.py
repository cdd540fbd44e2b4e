"""`/sok/`: the page around the hits."""

from __future__ import annotations

import pytest

from goals.pages.numbers import counted, whole
from tests.factories import GoalFactory, PlanFactory, TextFactory
from vp.org.models import Role


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1200, "1\u202f200"), (1234567, "1\u202f234\u202f567")]
)
def test_thousands_stand_apart(number: int, written: str) -> None:
    assert whole(number) == written


def test_one_is_not_several() -> None:
    assert [counted(n, "träff", "träffar") for n in (1, 2)] == ["1 träff", "2 träffar"]


def test_hits_are_shown_marked_and_linked(organisation, as_person) -> None:
    goal = GoalFactory(plan=PlanFactory(unit=organisation.granen), level=4, title="Lek & <lärande>")
    page = as_person(organisation.person(Role.READER)).get("/sok/?q=lek").content.decode()
    assert (
        f'<a href="/planer/2027/granen/#mal-{str(goal.key)[:8]}"><mark>Lek</mark> &amp; &lt;lärande&gt;</a>'
        in page
    )
    assert "1 träff" in page
    assert "Utkast" in page


def test_what_was_asked_is_kept_and_escaped(organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get('/sok/?q="><script>&ar=2027').content.decode()
    assert 'value="&quot;&gt;&lt;script&gt;"' in page


def test_an_empty_question_says_what_can_be_found(organisation, as_person) -> None:
    answer = as_person(organisation.person(Role.READER)).get("/sok/")
    assert answer.status_code == 200
    assert "Skriv ett eller flera ord" in answer.content.decode()


def test_no_hits_come_with_advice(organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get("/sok/?q=finnsinte").content.decode()
    assert "färre eller kortare ord" in page
    assert "Sök i alla år" not in page


def test_a_question_of_signs_is_answered_in_words(organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get("/sok/?q=%26%27").content.decode()
    assert "minst ett ord" in page


@pytest.mark.parametrize("number", ["2", "99", "x", "-1"])
def test_hits_come_in_pages(number, organisation, as_person) -> None:
    plan = PlanFactory(unit=organisation.granen)
    for n in range(25):
        TextFactory(plan=plan, title=f"Lek {n}")
    client = as_person(organisation.person(Role.READER))
    first = client.get("/sok/?q=lek&ar=2027")
    assert len(first.context["page"].hits) == 20
    assert "?q=lek&amp;ar=2027&amp;sida=2" in first.content.decode()
    assert client.get(f"/sok/?q=lek&sida={number}").status_code == 200
    assert len(client.get("/sok/?q=lek&sida=2").context["page"].hits) == 5


def test_it_is_only_read_and_only_logged_in(organisation, as_person, client) -> None:
    assert client.get("/sok/?q=lek").status_code == 302
    assert as_person(organisation.person(Role.READER)).post("/sok/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(
    rows, organisation, as_person, django_assert_num_queries
) -> None:
    plan = PlanFactory(unit=organisation.granen)
    for _ in range(rows):
        goal = GoalFactory(plan=plan, level=4, title="Mer lek")
        TextFactory(goal=goal, title="Lek")
    client = as_person(organisation.person(Role.READER))
    with django_assert_num_queries(8):
        assert len(client.get("/sok/?q=lek").context["page"].hits) == 2 * rows
