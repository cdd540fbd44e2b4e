"""A committee's compiled report as Word: what its page says, to whoever may read that."""

from __future__ import annotations

import io

import docx
import pytest
from django.test import Client

from tests.factories import UnitFactory, member
from tests.followup.reports.committees import Reporting, a_committee, add_unit
from vp.org.models import Kind, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Reporting:
    made = a_committee(2)
    add_unit(made, reports=False)
    return made


def address(found: Reporting, file: str = "word/") -> str:
    return f"/uppfoljning/{found.round.year}/T1/{found.committee.slug}/sammanstallning/{file}"


def inside(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_it_says_what_the_page_says(found: Reporting, django_assert_max_num_queries) -> None:
    client = inside(found.controller)
    page = client.get(address(found, ""))
    assert address(found) in page.content.decode()
    with django_assert_max_num_queries(25):
        answer = client.get(address(found))
    assert ".docx" in answer["Content-Disposition"]
    document = docx.Document(io.BytesIO(answer.content))
    styled = [(each.style.name, each.text) for each in document.paragraphs]
    assert ("Subtitle", "Tjänsteutlåtande") in styled
    said = "\n".join(words for _, words in styled)
    assert "2 av 3 enheter har klarmarkerat sin uppföljning. Inte klarmarkerat: Enhet 02." in said
    assert "3 av 3 aktiviteter avviker." in said
    assert "Summorna är av 2 av 3 enheter. Uppgifter saknas från Enhet 02." in said
    assert [words for name, words in styled if name == "Heading 1"][-1] == "Underlag"
    assert len(document.tables) >= 4


def test_it_is_for_those_who_read_the_page(found: Reporting) -> None:
    strange = UnitFactory(kind=Kind.COUNCIL, parent=None, name="Annans kommun")
    readers = [member(found.committee, role) for role in Role] + [member(strange, Role.CONTROLLER)]
    assert Client().get(address(found))["Location"].startswith("/logga-in/")
    assert inside(found.controller).post(address(found)).status_code == 405
    for is_closed in (False, True):
        if is_closed:
            found.close()
        statuses = [
            tuple(inside(person).get(address(found, file)).status_code for file in ("", "word/"))
            for person in readers
        ]
        assert all(page == word for page, word in statuses)
        assert {page for page, _ in statuses} == {200, 404}
