"""`/enheter/` and a unit's own page: the tree, what is closed, what was, and who works there."""

from __future__ import annotations

import datetime

import pytest

from goals.pages.organisation import in_reading_order, tree
from tests.factories import (
    CouncilFactory,
    DepartmentFactory,
    FormerUnitFactory,
    PlanFactory,
    UnitFactory,
    UserFactory,
    decided,
    member,
)
from vp.org.models import Role, Unit


def test_a_tree_is_read_from_the_top_in_swedish_order(organisation) -> None:
    department = DepartmentFactory(parent=organisation.committee, name="Avdelning Väst")
    UnitFactory(parent=department, name="Örnen")
    UnitFactory(parent=department, name="Älgen")
    rows = in_reading_order(tree(Unit.objects.all()))
    assert [(row.depth, row.unit.name) for row in rows] == [
        (0, "Granskogs kommun"),
        (1, "Barnnämnden"),
        (2, "Avdelning Väst"),
        (3, "Älgen"),
        (3, "Örnen"),
        (2, "Förskolan Granen"),
        (2, "Förskolan Tallen"),
    ]


def test_closed_units_stand_apart(organisation, as_person) -> None:
    UnitFactory(parent=organisation.committee, name="Förskolan Eken", closed_on=datetime.date(2020, 6, 30))
    answer = as_person(organisation.person(Role.READER)).get("/enheter/")
    page = answer.context["page"]
    assert [unit.name for unit in page.closed] == ["Förskolan Eken"]
    assert "Förskolan Eken" not in [row.unit.name for row in in_reading_order(page.tops)]
    assert "till och med 2020-06-30" in answer.content.decode()


def test_the_tree_shows_only_plans_that_one_may_see(organisation, as_person) -> None:
    client = as_person(organisation.person(Role.READER))
    year = client.get("/enheter/").context["page"].year
    PlanFactory(unit=organisation.granen, year=year)
    PlanFactory(unit=organisation.tallen, year=year)
    page = client.get("/enheter/").content.decode()
    assert f"/planer/{year}/granen/" in page
    assert f"/planer/{year}/tallen/" not in page


def test_another_municipality_is_not_there(organisation, as_person) -> None:
    other = CouncilFactory(slug="annan-kommun", name="Annan kommun")
    client = as_person(organisation.person(Role.ADMINISTRATOR, other))
    assert "Förskolan Granen" not in as_person(member(other, Role.READER)).get("/enheter/").content.decode()
    client = as_person(organisation.person(Role.READER))
    assert "Annan kommun" not in client.get("/enheter/").content.decode()
    assert client.get("/enheter/annan-kommun/").status_code == 404


def test_whoever_has_no_role_is_told(as_person, db) -> None:
    assert "när du har fått en roll" in as_person(UserFactory()).get("/enheter/").content.decode()


def test_a_unit_shows_where_it_stands_its_plans_and_its_past(organisation, as_person) -> None:
    decided(PlanFactory(unit=organisation.granen, year=2026))
    PlanFactory(unit=organisation.granen, year=2027)
    FormerUnitFactory(unit=organisation.granen, name="Granens daghem", slug="granens-daghem")
    page = as_person(organisation.person(Role.READER)).get("/enheter/granen/").content.decode()
    assert "Barnnämnden" in page
    assert "Verksamhetsplan 2027" in page
    assert "Verksamhetsplan 2026" in page
    assert "Granens daghem" in page
    assert "till och med 2020-12-31" in page


def test_an_outsider_sees_decided_plans_and_no_people(organisation, as_person) -> None:
    decided(PlanFactory(unit=organisation.granen, year=2026))
    PlanFactory(unit=organisation.granen, year=2027)
    member(organisation.granen, Role.MANAGER, name="Eva Gran")
    page = (
        as_person(organisation.person(Role.READER, organisation.tallen))
        .get("/enheter/granen/")
        .content.decode()
    )
    assert "Verksamhetsplan 2026" in page
    assert "Verksamhetsplan 2027" not in page
    assert "Eva Gran" not in page


def test_people_stand_with_the_most_trusted_first(organisation, as_person) -> None:
    member(organisation.granen, Role.STAFF, name="Åke")
    member(organisation.granen, Role.STAFF, name="Zara")
    member(organisation.granen, Role.MANAGER, name="Eva")
    answer = as_person(member(organisation.granen, Role.READER, name="Läsaren")).get("/enheter/granen/")
    assert [role.user.name for role in answer.context["page"].people] == ["Eva", "Zara", "Åke", "Läsaren"]
    assert "Ändra roller" not in answer.content.decode()


def test_who_manages_people_is_led_there(organisation, as_person) -> None:
    page = as_person(organisation.person(Role.MANAGER)).get("/enheter/granen/").content.decode()
    assert "/personer/?enhet=granen" in page


def test_an_old_address_leads_on(organisation, as_person) -> None:
    FormerUnitFactory(unit=organisation.granen, slug="granens-daghem")
    answer = as_person(organisation.person(Role.READER)).get("/enheter/granens-daghem/")
    assert (answer.status_code, answer["Location"]) == (301, "/enheter/granen/")


@pytest.mark.parametrize("address", ["/enheter/", "/enheter/granen/"])
def test_they_are_only_read_and_only_logged_in(address, organisation, as_person, client) -> None:
    assert client.get(address).status_code == 302
    assert as_person(organisation.person(Role.CONTROLLER)).post(address).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_they_ask_as_often_for_three_as_for_one(
    rows, organisation, as_person, django_assert_num_queries
) -> None:
    for _ in range(rows):
        PlanFactory(unit=UnitFactory(parent=organisation.committee))
        PlanFactory(unit=organisation.committee, year=2027 + organisation.committee.plans.count())
        FormerUnitFactory(unit=organisation.committee)
        member(organisation.committee, Role.STAFF)
    client = as_person(organisation.person(Role.CONTROLLER, organisation.committee))
    with django_assert_num_queries(6):
        client.get("/enheter/")
    with django_assert_num_queries(10):
        client.get("/enheter/barnnamnden/")
