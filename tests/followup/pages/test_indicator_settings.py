"""How an indicator is measured is set in a form that says what follows, by those who may."""

from __future__ import annotations

import pytest
from django.test import Client

from indicators.kinds import Aggregation, Direction
from indicators.models import Indicator
from indicators.outcomes import Measure
from tests.factories import CommitteeFactory, IndicatorFactory, MeasurementFactory, UnitFactory, member
from vp.history.models import Change
from vp.org.models import Role

CHOSEN = {
    "direction": "lower",
    "is_share": "nej",
    "measured_in": "dagar",
    "decimals": "1",
    "accumulates": "ja",
    "aggregation": "mean",
    "by_gender": "ja",
    "version": "1",
}


@pytest.fixture
def indicator(db) -> Indicator:
    made: Indicator = IndicatorFactory(owner=CommitteeFactory(), name="Väntetid")
    return made


@pytest.fixture
def controller(indicator, as_person) -> Client:
    client: Client = as_person(member(indicator.owner, Role.CONTROLLER))
    return client


def address(indicator: Indicator) -> str:
    return f"/indikatorer/{indicator.key}/installningar/"


def test_it_is_kept_and_shown(indicator, controller) -> None:
    page = controller.get(address(indicator)).content.decode()
    assert "året hittills är 30" in page
    answer = controller.post(address(indicator), CHOSEN)
    assert (answer.status_code, answer.url) == (302, f"/indikatorer/{indicator.key}/")
    indicator.refresh_from_db()
    assert indicator.measure == Measure(
        Direction.LOWER, Aggregation.MEAN, accumulates=True, by_gender=True, measured_in="dagar", decimals=1
    )
    page = controller.get(answer.url).content.decode()
    assert "Indikatorns inställningar är sparade." in page
    assert "Lägre är bättre" in page
    assert Change.objects.of("indicators.indicator", indicator.key).count() == 1


def test_a_share_is_in_per_cent(indicator, controller) -> None:
    share = {**CHOSEN, "is_share": "ja", "aggregation": "weighted"}
    answer = controller.post(address(indicator), share)
    assert answer.status_code == 422
    assert "En andel mäts alltid i procent. Lämna fältet tomt." in answer.content.decode()
    controller.post(address(indicator), {**share, "measured_in": "%"})
    indicator.refresh_from_db()
    assert (indicator.is_share, indicator.measured_in, indicator.measure.unit) == (True, "", "%")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"decimals": "7"}, "Ett värde har högst sex decimaler."),
        ({"decimals": "två"}, "Skriv ett heltal, eller lämna tomt."),
        ({"direction": "uppåt"}, "Välj ett av alternativen under ”Vad är bättre?”."),
        ({"aggregation": ""}, "Välj ett av alternativen"),
        ({"measured_in": "x" * 61}, "Högst 60 tecken."),
        ({"version": ""}, "Detta fält måste fyllas i."),
    ],
)
def test_what_cant_be_read_is_said(indicator, controller, wrong, words) -> None:
    answer = controller.post(address(indicator), {**CHOSEN, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    indicator.refresh_from_db()
    assert indicator.version == 1


def test_what_has_been_logged_keeps_its_meaning(indicator, controller) -> None:
    MeasurementFactory(indicator=indicator, total=80)
    share = {**CHOSEN, "is_share": "ja", "measured_in": ""}
    answer = controller.post(address(indicator), share)
    assert answer.status_code == 409
    assert "Indikatorn har redan värden." in answer.content.decode()


def test_two_at_once_dont_run_each_other_over(indicator, controller) -> None:
    controller.post(address(indicator), CHOSEN)
    answer = controller.post(address(indicator), {**CHOSEN, "decimals": "3"})
    assert answer.status_code == 409
    assert "Någon annan har ändrat indikatorn" in answer.content.decode()
    indicator.refresh_from_db()
    assert indicator.decimals == 1


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MANAGER, Role.ADMINISTRATOR])
def test_who_may_not_is_told_why(indicator, as_person, role) -> None:
    client = as_person(member(indicator.owner, role))
    for answer in (client.get(address(indicator)), client.post(address(indicator), CHOSEN)):
        assert answer.status_code == 403
        assert f"Bara en controller för {indicator.owner}" in answer.content.decode()
    assert "installningar" not in client.get(f"/indikatorer/{indicator.key}/").content.decode()


def test_whom_it_doesnt_exist_for(indicator, as_person) -> None:
    assert Client().get(address(indicator)).status_code == 302
    below = IndicatorFactory(owner=UnitFactory(parent=indicator.owner))
    client = as_person(member(UnitFactory(parent=indicator.owner), Role.MANAGER))
    assert client.get(address(below)).status_code == 404
    assert client.post(address(below), CHOSEN).status_code == 404
    assert client.delete(address(indicator)).status_code == 405
