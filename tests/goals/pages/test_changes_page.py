"""'Visa ändringar': any two of a plan's versions, its draft, last year's plan; nothing one may not read."""

from __future__ import annotations

import pytest

from goals.actions.moves import revise_plan
from goals.models import Text
from tests.factories import CouncilFactory, decided, member
from tests.goals.pages.conftest import saved
from tests.rich import rich_document
from vp.org.access import OPERATOR
from vp.org.models import Role

ADDRESS = "/planer/2027/granen/andringar/"
SECRET = "Paviljongen"


def rewritten(plan, words: str) -> None:
    Text.objects.filter(plan=plan, title="Inledning").update(body=f"<p>Granen har {words} avdelningar.</p>")


@pytest.fixture
def revised(plan):
    """Version 1 with four departments, version 2 with three, and a draft that names a secret."""
    decided(plan)
    again = revise_plan(by=OPERATOR, plan=plan, reason="Halva budgeten drogs in.")
    rewritten(plan, "tre")
    decided(again)
    again = revise_plan(by=OPERATOR, plan=again, reason="Igen.")
    rewritten(plan, SECRET)
    return again


def marked(tag: str, said: str, words: str) -> str:
    """Words that are marked by a tag, and in words to those who don't see it."""
    hidden = '<span class="visually-hidden">'
    return f"<{tag}>{hidden}({said}: </span>{words}{hidden})</span></{tag}>"


def choices(answer) -> list[str]:
    return [choice.value for choice in answer.context["page"].choices]


def test_two_versions_are_compared_word_by_word(revised, organisation, as_person) -> None:
    answer = as_person(organisation.person(Role.READER)).get(ADDRESS + "?fran=1&till=2")
    page = answer.content.decode()
    assert "Ändrad text</p>" in page
    assert "Ändrat: 1</p>" in page
    assert marked("del", "borttaget", "fyra ") in page
    assert marked("ins", "tillagt", "tre ") in page
    assert SECRET not in page


def test_writers_see_first_what_the_draft_changes(revised, organisation, as_person) -> None:
    answer = as_person(organisation.person(Role.EDITOR)).get(ADDRESS)
    assert choices(answer) == ["utkast", "2", "1"]
    assert marked("ins", "tillagt", f"{SECRET} ") in answer.content.decode()


@pytest.mark.parametrize("asked", ["", "?fran=1&till=utkast", "?fran=utkast&till=1", "?fran=x&till=%00"])
def test_others_see_nothing_of_the_draft(asked, revised, organisation, as_person) -> None:
    client = as_person(member(organisation.tallen, Role.CONTROLLER))
    answer = client.get(ADDRESS + asked)
    assert choices(answer) == ["2", "1"]
    assert SECRET not in answer.content.decode()


def test_last_years_plan_is_compared_too(plan, organisation, as_person) -> None:
    decided(saved(rich_document(year=2026), organisation.granen))
    answer = as_person(organisation.person(Role.EDITOR)).get(ADDRESS)
    assert choices(answer) == ["utkast", "forra-aret"]
    assert answer.status_code == 200


def test_the_same_twice_has_nothing_to_show(revised, organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get(ADDRESS + "?fran=1&till=1").content.decode()
    assert "Inget skiljer dem åt" in page


def test_a_plan_with_nothing_beside_it_says_so(plan, organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get(ADDRESS).content.decode()
    assert "Det finns inget att jämföra med" in page


def test_words_are_escaped(revised, organisation, as_person) -> None:
    Text.objects.filter(plan=revised, title="Inledning").update(body="<p>&lt;script&gt;</p>")
    page = as_person(organisation.person(Role.EDITOR)).get(ADDRESS).content.decode()
    assert marked("ins", "tillagt", "&lt;script&gt;") in page


def test_outsiders_and_other_methods(revised, plan, organisation, as_person) -> None:
    client = as_person(member(CouncilFactory(slug="annan-kommun", name="Annan kommun"), Role.CONTROLLER))
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS).status_code == 405
    client.logout()
    assert client.get(ADDRESS)["Location"].startswith("/logga-in/")


@pytest.mark.parametrize(("asked", "queries"), [("?fran=1&till=2", 8), ("?fran=2&till=utkast", 14)])
def test_it_asks_few_questions(asked, queries, revised, organisation, as_person, django_assert_num_queries):
    client = as_person(organisation.person(Role.EDITOR))
    with django_assert_num_queries(queries):
        assert client.get(ADDRESS + asked).status_code == 200
