"""A unit's page leads to its follow-ups, for those who may read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import UnitFactory, member
from tests.followup.rounds import Reporting, a_round
from vp.org.models import Role, User

As = Callable[[User], Client]


def page_of(reporting: Reporting, client: Client) -> str:
    return client.get(f"/enheter/{reporting.unit.slug}/").content.decode()


def test_it_says_how_far_each_has_come(reporting: Reporting, as_person: As) -> None:
    a_round(reporting.round.owner, "T2")
    page = page_of(reporting, as_person(reporting.staff))
    assert page.index(f"/uppfoljning/2027/T2/{reporting.unit.slug}/") < page.index(
        f"/uppfoljning/2027/T1/{reporting.unit.slug}/"
    )
    assert "Ej påbörjad</span>" in page


def test_what_isnt_closed_is_for_those_who_read_drafts(reporting: Reporting, as_person: As) -> None:
    outsider = member(UnitFactory(parent=reporting.unit.parent), Role.READER)
    assert "Uppföljningar" not in page_of(reporting, as_person(outsider))
    reporting.close()
    page = page_of(reporting, as_person(outsider))
    assert "Uppföljningar" in page
    assert "Stängd</span>" in page


@pytest.mark.parametrize("rounds", [1, 3])
def test_queries(rounds: int, reporting: Reporting, as_person: As, django_assert_num_queries) -> None:
    for code in ("T2", "VB")[: rounds - 1]:
        a_round(reporting.round.owner, code)
    client = as_person(reporting.manager)
    with django_assert_num_queries(10):
        page_of(reporting, client)
