"""`/planer/<year>/<unit>/`: who reads what, from rows or from the frozen version, in how many queries."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from goals.document import PlanDocument, TextDocument
from goals.models import Plan, State, Text
from tests.factories import (
    CouncilFactory,
    FormerUnitFactory,
    HeadingFactory,
    LevelLabelFactory,
    UserFactory,
    decided,
    member,
)
from tests.goals.pages.conftest import saved
from tests.rich import key, rich_document
from vp.org.models import Role

ADDRESS = "/planer/2027/granen/"


def test_the_plan_is_read_as_a_document(plan, organisation, as_person) -> None:
    answer = as_person(organisation.person(Role.READER)).get(ADDRESS)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Förskolan Granen 2027 – Verksamhetsplan</title>" in page
    assert "BN 2026/17" in page
    assert "Utkast" in page
    assert f'id="mal-{str(key("unit"))[:8]}"' in page
    assert "Barnen i Granen prövar något nytt varje vecka" in page
    assert "Från kommunfullmäktige" in page


def test_what_is_missing_is_said_on_the_cover(plan, organisation, as_person) -> None:
    HeadingFactory(name="Utveckling", required=True)
    page = as_person(organisation.person(Role.EDITOR)).get(ADDRESS).content.decode()
    count, word = re.findall(r"<span data-left-\w+>(.*?)</span>", page)
    assert (int(count) > 1, word) == (True, "saker")
    assert "Utveckling</h6>" in page
    assert "Inget skrivet ännu" in page


def test_levels_are_named_as_the_municipality_does(plan, organisation, as_person) -> None:
    LevelLabelFactory(name="Enhetens mål", from_year=2020)
    LevelLabelFactory(name="Enhetens åtagande", from_year=2027)
    LevelLabelFactory(name="Framtida mål", from_year=2028)
    page = as_person(organisation.person(Role.READER)).get(ADDRESS).content.decode()
    assert "Enhetens åtagande" in page
    assert "Framtida mål" not in page


@pytest.mark.parametrize("role", list(Role))
def test_everybody_in_the_unit_reads_its_draft(role, plan, organisation, as_person) -> None:
    assert as_person(organisation.person(role)).get(ADDRESS).status_code == 200


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.EDITOR, Role.MANAGER])
def test_a_draft_of_another_unit_does_not_exist(role, plan, organisation, as_person) -> None:
    client = as_person(organisation.person(role, organisation.tallen))
    assert client.get(ADDRESS).status_code == 404
    assert client.get(ADDRESS + "plan.json").status_code == 404


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CONTROLLER])
def test_drafts_below_are_read_from_above(role, plan, organisation, as_person) -> None:
    client = as_person(organisation.person(role, organisation.committee))
    assert client.get(ADDRESS).status_code == 200


def test_a_reader_above_does_not_read_drafts_below(plan, organisation, as_person) -> None:
    client = as_person(organisation.person(Role.READER, organisation.committee))
    assert client.get(ADDRESS).status_code == 404


def test_a_decided_plan_is_read_by_everybody_in_the_municipality(plan, organisation, as_person) -> None:
    decided(plan)
    answer = as_person(organisation.person(Role.READER, organisation.tallen)).get(ADDRESS)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Fastställd" in page
    assert "2026-12-15" in page
    assert "av Nämnden § 12" in page


def test_a_decided_plan_is_not_read_in_another_municipality(plan, as_person) -> None:
    decided(plan)
    other = CouncilFactory(slug="annan-kommun", name="Annan kommun")
    assert as_person(member(other, Role.CONTROLLER)).get(ADDRESS).status_code == 404


def test_somebody_without_a_role_reads_nothing(plan, as_person) -> None:
    decided(plan)
    assert as_person(UserFactory()).get(ADDRESS).status_code == 404


def test_a_decided_plan_is_its_version_whatever_its_rows_say(plan, organisation, as_person) -> None:
    decided(plan)
    Plan.objects.filter(pk=plan.pk).update(
        unlocked_until=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC), unlock_reason="Rättas"
    )
    Text.objects.filter(plan=plan, title="Inledning").update(body="<p>Ändrat efter beslutet.</p>")
    page = as_person(organisation.person(Role.READER)).get(ADDRESS).content.decode()
    assert "Ändrat efter beslutet" not in page
    assert "Granen har fyra avdelningar" in page
    writers = as_person(organisation.person(Role.EDITOR)).get(ADDRESS).content.decode()
    assert "Ändrat efter beslutet" in writers


def test_whoever_is_not_logged_in_comes_to_the_door(plan, client) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/logga-in/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_is_only_read(method, plan, organisation, as_person) -> None:
    client = as_person(organisation.person(Role.CONTROLLER))
    assert getattr(client, method)(ADDRESS).status_code == 405
    assert getattr(client, method)(ADDRESS + "plan.json").status_code == 405


def test_an_old_address_leads_to_the_new_one_for_good(plan, organisation, as_person) -> None:
    FormerUnitFactory(unit=organisation.granen, name="Granens daghem", slug="granens-daghem")
    client = as_person(organisation.person(Role.READER))
    answer = client.get("/planer/2027/granens-daghem/")
    assert (answer.status_code, answer["Location"]) == (301, ADDRESS)
    answer = client.get("/planer/2027/granens-daghem/plan.json")
    assert (answer.status_code, answer["Location"]) == (301, ADDRESS + "plan.json")


@pytest.mark.parametrize(
    "address", ["/planer/2026/granen/", "/planer/2027/finns-inte/", "/planer/99999/granen/"]
)
def test_what_there_is_not_is_404(address, plan, organisation, as_person) -> None:
    assert as_person(organisation.person(Role.READER)).get(address).status_code == 404


def test_an_empty_plan_says_so(organisation, as_person) -> None:
    saved(PlanDocument(2027, "Förskolan Granen", status="draft"), organisation.granen)
    page = as_person(organisation.person(Role.READER)).get(ADDRESS).content.decode()
    assert "Planen är tom" in page


def test_the_page_carries_no_inline_style_or_script(plan, organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get(ADDRESS).content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=") + page.count('<script type="module" src=')


def test_the_document_as_a_file(plan, organisation, as_person) -> None:
    answer = as_person(organisation.person(Role.READER)).get(ADDRESS + "plan.json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    name = quote("Verksamhetsplan 2027 Förskolan Granen.json")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    document = PlanDocument.from_json(answer.content)
    assert document.unit == "Förskolan Granen"
    assert json.loads(answer.content)["goals"][0]["key"] == str(key("d"))


def big(times: int) -> PlanDocument:
    """The rich plan with its goals and chapters so many times over."""
    document = rich_document(keys=False)
    chapters = tuple(TextDocument(f"Kapitel {n}", "<p>Text.</p>") for n in range(times))
    return replace(document, goals=document.goals * times, opening=document.opening + chapters)


@pytest.mark.parametrize("times", [1, 3])
def test_a_draft_of_any_size_takes_thirteen_queries_of_whoever_writes_it(
    times, organisation, as_person, django_assert_num_queries
) -> None:
    saved(big(times), organisation.granen)
    client = as_person(organisation.person(Role.EDITOR))
    with django_assert_num_queries(13):
        assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("times", [1, 3])
def test_a_draft_of_any_size_takes_twelve_queries_of_whoever_reads_it(
    times, organisation, as_person, django_assert_num_queries
) -> None:
    saved(big(times), organisation.granen)
    client = as_person(organisation.person(Role.READER))
    with django_assert_num_queries(12):
        assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("times", [1, 3])
def test_a_decided_plan_of_any_size_takes_as_few(
    times, organisation, as_person, django_assert_num_queries
) -> None:
    plan = saved(big(times), organisation.granen)
    decided(plan)
    assert plan.state == State.DECIDED
    client = as_person(organisation.person(Role.EDITOR))
    with django_assert_num_queries(10):
        assert client.get(ADDRESS).status_code == 200
