"""Who brings values in and takes them out, and when: nobody learns of what is out of reach."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from followup.models import IncomingSheet
from followup.pages.sheets import HOW
from indicators.models import Measurement
from tests.factories import (
    CommitteeFactory,
    UnitFactory,
    UserFactory,
    member,
)
from tests.followup.sheets.files import xlsx
from tests.followup.sheets.town import HEAD, ROWS, Town
from vp.org.access import OPERATOR
from vp.org.models import Kind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return Town()


def test_units_out_of_reach_are_told_of_in_the_same_words(town: Town) -> None:
    other = CommitteeFactory(parent=UnitFactory(kind=Kind.COUNCIL, parent=None, name="Annans kommun"))
    UnitFactory(name="Hemliga huset", parent=other)
    beside = UnitFactory(name="Annan enhet", parent=CommitteeFactory(name="Annan nämnd"))
    manager = member(town.units[0], Role.STAFF)
    own = Client()
    own.force_login(manager)
    names = ["Hemliga huset", "Annan enhet", "Förskolan Tallen", "Finns inte"]
    answer = town.upload(xlsx(HEAD, *([name, 5] for name in names)), client=own)
    incoming = IncomingSheet.objects.get()
    page = own.get(answer["Location"]).context["page"]
    assert beside.name in [each.words for each in page.units]
    for each in page.units:
        shown = {option.label for group in each.options for option in group.options}
        assert shown == {"Läses inte in", "Förskolan Granen (Barnnämnden)"}
    errors = own.get(reverse("followup:incoming_sheet", args=[incoming.key])).context["page"].errors
    assert {each.words.replace(name, "X") for name in names for each in errors if name in each.words} == {
        f"”X” är ingen enhet som du lämnar värden för i omgången. {HOW}"
    }
    sent = {"e-0": str(town.units[1].key), "e-0-ord": page.units[0].said}
    own.post(answer["Location"], sent)
    own.post(reverse("followup:incoming_sheet", args=[incoming.key]), {"version": 2, "sedda": "{}"})
    assert not Measurement.objects.exists()


def test_who_may_what(town: Town, client: Client) -> None:
    incoming = town.incoming(*ROWS)
    pages = [reverse(f"followup:{name}", args=town.where) for name in ("sheet", "sheet_export")]
    own = [reverse(f"followup:{name}", args=[incoming.key]) for name in ("incoming_sheet", "sheet_choices")]
    discard = reverse("followup:discard_sheet", args=[incoming.key])
    for address in [*pages, *own]:
        assert client.get(address)["Location"].startswith("/logga-in/")
    assert client.post(discard)["Location"].startswith("/logga-in/")
    outsider = member(UnitFactory(kind=Kind.COUNCIL, parent=None, name="Annans kommun"), Role.CONTROLLER)
    for person in (outsider, UserFactory()):
        client.force_login(person)
        assert {client.get(address).status_code for address in [*pages, *own]} == {404}
        assert client.post(discard).status_code == 404
    reader = member(town.units[0], Role.READER)
    client.force_login(reader)
    assert {client.get(address).status_code for address in own} == {404}
    assert "Du får inte lämna värden" in client.get(pages[0]).content.decode()
    assert town.upload(xlsx(*ROWS), client=client).status_code == 403
    assert client.get(pages[1]).status_code == 200
    assert town.client.get(discard).status_code == 405
    assert town.client.put(pages[0]).status_code == 405
    assert town.client.post(pages[1]).status_code == 405
    town.controller.memberships.all().delete()
    assert {town.client.get(address).status_code for address in own} == {403}
    assert town.client.post(discard).status_code == 302
    assert not IncomingSheet.objects.exists()


def test_a_round_that_is_not_open_takes_nothing(town: Town) -> None:
    incoming = town.incoming(*ROWS)
    town.round.opens_on = "2099-01-01"
    town.round.save()
    assert "öppnar 2099-01-01" in town.upload(xlsx(*ROWS)).content.decode()
    from followup.actions.rounds import close_round

    town.round.opens_on = "2020-01-01"
    town.round.save()
    closed = close_round(by=OPERATOR, round_=town.round, although_missing=True)
    answer = town.upload(xlsx(*ROWS))
    assert (answer.status_code, f"{closed} är stängd" in answer.content.decode()) == (423, True)
    for name in ("incoming_sheet", "sheet_choices"):
        address = reverse(f"followup:{name}", args=[incoming.key])
        assert (town.client.get(address).status_code, town.client.post(address).status_code) == (423, 423)
    assert not Measurement.objects.exists()


def test_an_upload_of_nobody_is_not_found(town: Town) -> None:
    for name in ("incoming_sheet", "sheet_choices"):
        assert town.client.get(reverse(f"followup:{name}", args=[uuid.uuid4()])).status_code == 404
