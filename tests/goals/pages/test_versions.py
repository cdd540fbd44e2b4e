"""The versions of a plan: a list and a page for each, read by everybody who may read the plan."""

from __future__ import annotations

import pytest

from goals.actions.moves import revise_plan
from goals.models import Text
from tests.factories import CouncilFactory, decided, member
from vp.org.access import OPERATOR
from vp.org.models import Role

ADDRESS = "/planer/2027/granen/"
SECRET = "Paviljongen rivs till hösten."


@pytest.fixture
def twice(plan):
    """Decided, revised and decided again with another introduction."""
    decided(plan)
    revised = revise_plan(by=OPERATOR, plan=plan, reason="Halva budgeten drogs in.")
    Text.objects.filter(plan=plan, title="Inledning").update(body="<p>Granen har tre avdelningar.</p>")
    decided(revised, by_whom="Nämnden § 31")
    return revised


def test_the_list_tells_when_by_whom_and_why(twice, organisation, as_person) -> None:
    client = as_person(member(organisation.tallen, Role.READER))
    page = client.get(ADDRESS + "versioner/").content.decode()
    assert page.index("Version 2") < page.index("Version 1")
    assert page.count("Gäller<") == 1
    for words in ("Halva budgeten drogs in.", "Nämnden § 31", "Nämnden § 12", "2026-12-15", "BN 2026/17"):
        assert words in page
    for version in twice.versions.all():
        assert f"Kontrollsumma {version.sha256}" in page
    assert f'href="{ADDRESS}versioner/"' in client.get(ADDRESS).content.decode()


def test_each_version_is_a_page_as_it_was_decided(twice, organisation, as_person) -> None:
    client = as_person(member(organisation.tallen, Role.READER))
    first = client.get(ADDRESS + "versioner/1/").content.decode()
    second = client.get(ADDRESS + "versioner/2/").content.decode()
    assert "Granen har fyra avdelningar" in first
    assert "Granen har tre avdelningar" in second
    assert "Version 1, som den fastställdes" in first
    assert "Ladda ner PDF" not in first
    assert client.get(ADDRESS + "versioner/3/").status_code == 404


def test_a_draft_has_no_version_and_a_revision_shows_none_of_its_own(twice, organisation, as_person) -> None:
    revise_plan(by=OPERATOR, plan=twice, reason="Igen")
    Text.objects.filter(plan=twice, title="Inledning").update(body=f"<p>{SECRET}</p>")
    client = as_person(member(organisation.tallen, Role.READER))
    for address in ("versioner/", "versioner/1/", "versioner/2/"):
        assert SECRET not in client.get(ADDRESS + address).content.decode()


def test_a_plan_that_was_never_decided_says_so(plan, organisation, as_person) -> None:
    client = as_person(organisation.person(Role.READER))
    assert "inte fastställts ännu" in client.get(ADDRESS + "versioner/").content.decode()
    assert f'href="{ADDRESS}versioner/"' not in client.get(ADDRESS).content.decode()
    outside = as_person(organisation.person(Role.READER, organisation.tallen))
    for address in ("versioner/", "versioner/1/"):
        assert outside.get(ADDRESS + address).status_code == 404


@pytest.mark.parametrize("address", ["versioner/", "versioner/1/"])
def test_outsiders_and_other_methods(address, twice, as_person) -> None:
    other = CouncilFactory(slug="annan-kommun", name="Annan kommun")
    client = as_person(member(other, Role.CONTROLLER))
    assert client.get(ADDRESS + address).status_code == 404
    assert client.post(ADDRESS + address).status_code == 405
    client.logout()
    assert client.get(ADDRESS + address)["Location"].startswith("/logga-in/")


@pytest.mark.parametrize(("address", "queries"), [("versioner/", 5), ("versioner/1/", 6)])
def test_they_ask_few_questions(address, queries, twice, as_person, organisation, django_assert_num_queries):
    client = as_person(organisation.person(Role.READER))
    with django_assert_num_queries(queries):
        assert client.get(ADDRESS + address).status_code == 200
