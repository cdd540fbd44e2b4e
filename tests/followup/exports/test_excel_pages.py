"""The addresses of the Excel files: their names, their queries, and who is sent away."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import YEAR, UnitFactory, member
from tests.followup.rounds import a_reporting_unit, a_round, with_plan
from vp.org.models import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_queries(client: Client, django_assert_num_queries, units: int, is_closed: bool) -> None:
    told = a_reporting_unit()
    for _ in range(units - 1):
        with_plan(UnitFactory(parent=told.round.owner))
    if is_closed:
        told.close()
    client.force_login(member(told.round.owner, Role.CONTROLLER))
    with django_assert_num_queries(8 if is_closed else 22):
        answer = client.get(reverse("followup:round_excel", args=[YEAR, "T1", told.round.owner.slug]))
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_file_has_a_name_and_is_kept_by_nobody(client: Client) -> None:
    told = a_reporting_unit()
    told.unit.parent.name = 'Nämnden "A/B"'
    told.unit.parent.save()
    client.force_login(told.manager)
    answer = client.get(reverse("followup:round_excel", args=[YEAR, "T1", told.round.owner.slug]))
    assert "N%C3%A4mnden%20%20A%20B%20.xlsx" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    page = client.get(reverse("followup:round", args=[YEAR, "T1", told.round.owner.slug]))
    assert answer.wsgi_request.path in page.content.decode()


def test_what_is_asked_for_wrongly(client: Client) -> None:
    told = a_reporting_unit()
    year = reverse("followup:year_excel", args=[YEAR])
    assert client.get(year)["Location"].startswith("/logga-in/")
    client.force_login(told.manager)
    assert client.post(year).status_code == 405
    assert client.get(year, {"enhet": "finns-inte"}).status_code == 404
    assert client.get(reverse("followup:year_excel", args=[3000])).status_code == 404
    beside = a_round(UnitFactory(kind="council", parent=None, name="Annans kommun"))
    assert client.get(year, {"enhet": beside.owner.slug}).status_code == 404
