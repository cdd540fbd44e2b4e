"""`/planer/`: a year at a time, in the order of the organisation, and only what one may see."""

from __future__ import annotations

import pytest

from tests.factories import PlanFactory, UnitFactory, decided
from vp.org.models import Role


def names(answer) -> list[str]:
    return [row.unit.name for row in answer.context["page"].rows]


def test_plans_come_in_the_order_of_the_organisation(organisation, as_person) -> None:
    for name in ("Öppna förskolan", "Ängen", "Åsen", "Zenit"):
        PlanFactory(unit=UnitFactory(parent=organisation.committee, name=name))
    PlanFactory(unit=organisation.committee)
    PlanFactory(unit=organisation.council)
    client = as_person(organisation.person(Role.CONTROLLER, organisation.council))
    assert names(client.get("/planer/?ar=2027")) == [
        "Granskogs kommun",
        "Barnnämnden",
        "Zenit",
        "Åsen",
        "Ängen",
        "Öppna förskolan",
    ]


def test_others_drafts_are_neither_shown_nor_counted(organisation, as_person) -> None:
    PlanFactory(unit=organisation.granen)
    PlanFactory(unit=organisation.tallen)
    answer = as_person(organisation.person(Role.MANAGER)).get("/planer/?ar=2027")
    assert names(answer) == ["Förskolan Granen"]
    assert [each.count for each in answer.context["page"].states] == [1, 1, 0, 0]
    assert "Tallen" not in answer.content.decode()


def test_decided_plans_are_shown_to_everybody(organisation, as_person) -> None:
    decided(PlanFactory(unit=organisation.tallen))
    answer = as_person(organisation.person(Role.READER)).get("/planer/?ar=2027")
    assert names(answer) == ["Förskolan Tallen"]


def test_year_and_state_narrow_the_list_down(organisation, as_person) -> None:
    decided(PlanFactory(unit=organisation.granen, year=2026))
    PlanFactory(unit=organisation.granen, year=2027)
    client = as_person(organisation.person(Role.READER))
    assert client.get("/planer/?ar=2026").context["page"].years == [2027, 2026]
    assert names(client.get("/planer/?ar=2026&status=decided")) == ["Förskolan Granen"]
    answer = client.get("/planer/?ar=2026&status=draft")
    assert names(answer) == []
    assert "Visa alla planer för 2026" in answer.content.decode()


@pytest.mark.parametrize("asked", ["?ar=abc", "?ar=20270", "?ar=%00", "?ar=1000", "?status=x&ar="])
def test_what_can_not_be_read_is_left_aside(asked, organisation, as_person) -> None:
    answer = as_person(organisation.person(Role.READER)).get("/planer/" + asked)
    assert answer.status_code == 200
    assert answer.context["page"].state == ""


def test_an_empty_year_says_why(organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get("/planer/?ar=2027").content.decode()
    assert "Det finns ingen plan för 2027 som du kan läsa ännu" in page


def test_only_who_may_write_is_led_to_the_import(organisation, as_person) -> None:
    assert (
        "/planer/importera/" in as_person(organisation.person(Role.EDITOR)).get("/planer/").content.decode()
    )
    page = as_person(organisation.person(Role.READER)).get("/planer/").content.decode()
    assert "/planer/importera/" not in page


def test_it_is_only_read_and_only_logged_in(organisation, as_person, client) -> None:
    assert client.get("/planer/").status_code == 302
    assert as_person(organisation.person(Role.READER)).post("/planer/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(
    rows, organisation, as_person, django_assert_num_queries
) -> None:
    for _ in range(rows):
        PlanFactory(unit=UnitFactory(parent=organisation.committee))
    client = as_person(organisation.person(Role.CONTROLLER, organisation.committee))
    with django_assert_num_queries(7):
        assert len(client.get("/planer/?ar=2027").context["page"].rows) == rows
