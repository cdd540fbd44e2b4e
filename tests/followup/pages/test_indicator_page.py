"""An indicator's page: values over years and periods, the units compared, and nobody sees what isn't hers."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.text import slugify

from followup.actions.rounds import close_round
from goals.actions.moves import revise_plan
from goals.models import Plan
from indicators.calendar import periods_of_year
from indicators.models import Indicator
from tests.factories import (
    YEAR,
    CommitteeFactory,
    CouncilFactory,
    DepartmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanFactory,
    TargetFactory,
    UnitFactory,
    decided,
    member,
)
from tests.followup.rounds import a_round
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit


@pytest.fixture
def committee(db) -> Unit:
    made: Unit = CommitteeFactory(name="Socialnämnden", slug="sn")
    return made


@pytest.fixture
def indicator(committee: Unit) -> Indicator:
    made: Indicator = IndicatorFactory(
        owner=committee, name="Andel nöjda", direction="higher", aggregation="mean", by_gender=True
    )
    TargetFactory(indicator=made, unit=committee, words="minst 80")
    return made


def a_unit(indicator: Indicator, name: str, **values: float) -> Unit:
    """A unit under the committee whose decided plan has the indicator, with its values by period."""
    unit: Unit = UnitFactory(parent=indicator.owner, name=name, slug=slugify(name))
    plan = PlanFactory(unit=unit, year=YEAR)
    GoalIndicatorFactory(goal=GoalFactory(plan=plan, level=4), indicator=indicator)
    decided(plan)
    periods = periods_of_year(YEAR)
    for code, value in values.items():
        MeasurementFactory(indicator=indicator, unit=unit, period=periods[code], total=value)
    return unit


def address(indicator: Indicator, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/indikatorer/{indicator.key}/{f'?{query}' if query else ''}"


def page_for(client: Client, indicator: Indicator, **asked: str) -> str:
    answer = client.get(address(indicator, **asked))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_committees_value_is_made_of_its_units(indicator, committee, as_person) -> None:
    for name, value in (("Granen", 90), ("Tallen", 70), ("Björken", 60)):
        a_unit(indicator, name, T1=value)
    a_unit(indicator, "Eken")
    a_round(committee)
    page = page_for(as_person(member(committee, Role.CONTROLLER)), indicator)
    assert '<p class="latest-value">73,3</p>' in page
    assert "3 av 4 enheter har rapporterat." in page
    assert "Uppfylls delvis" in page
    assert "Omgången är inte stängd" in page
    names = re.findall(r'<th scope="row"> ?<a href="[^"]*enhet=([^"]+)">', page)
    assert names == ["granen", "tallen", "bjorken", "eken"]


def test_a_level_between_is_made_of_its_units_and_leads_to_them(indicator, committee, as_person) -> None:
    between = DepartmentFactory(parent=committee, name="Avdelningen", slug="avdelningen")
    for name, value in (("Granen", {"T1": 90}), ("Tallen", {"T1": 80}), ("Eken", {})):
        Unit.objects.filter(pk=a_unit(indicator, name, **value).pk).update(parent=between)
    a_round(committee)
    client = as_person(member(committee, Role.CONTROLLER))
    page = page_for(client, indicator)
    assert "<td>85 (2 av 3)</td>" in page
    assert "85 (2 av 3), uppfylls helt" in page
    page = page_for(client, indicator, enhet="avdelningen")
    assert '<p class="latest-value">85</p>' in page
    assert re.findall(r"enhet=(granen|tallen|eken)", page) == ["granen", "tallen", "eken"]
    assert '<a href="?enhet=sn">' in page
    period = periods_of_year(YEAR)["T1"]
    MeasurementFactory(indicator=indicator, unit=between, period=period, total=50)
    page = page_for(client, indicator, enhet="avdelningen")
    assert '<p class="latest-value">50</p>' in page
    assert "Enheterna under har tillsammans 85. 2 av 3 enheter har rapporterat." in page


def test_months_that_only_rounds_ask_for(committee, as_person) -> None:
    indicator = IndicatorFactory(owner=committee, periodicity="Månad")
    unit = a_unit(indicator, "Granen", M04=3, M08=4)
    page = page_for(as_person(member(unit, Role.STAFF)), indicator)
    assert re.findall(r'<th scope="row"> ?(\w+ \d+) ?</th>', page) == [f"apr {YEAR}", f"aug {YEAR}"]


def test_women_and_men_and_the_targets_change(indicator, committee, as_person) -> None:
    unit = UnitFactory(parent=committee)
    plan = PlanFactory(unit=unit, year=YEAR)
    GoalIndicatorFactory(goal=GoalFactory(plan=plan, level=4), indicator=indicator)
    TargetFactory(indicator=indicator, unit=unit, words="75")
    decided(plan)
    periods = periods_of_year(YEAR)
    MeasurementFactory(indicator=indicator, unit=unit, period=periods["T1"], total=70)
    of_t2 = {"total": 80, "women": 82, "men": 78, "forecast": 84}
    MeasurementFactory(indicator=indicator, unit=unit, period=periods["T2"], **of_t2)
    TargetFactory(indicator=indicator, unit=unit, words="85", since=f"{YEAR}-06-01", reason="Beslut")
    page = page_for(as_person(member(unit, Role.STAFF)), indicator)
    cells = re.findall(r"<td>([^<]*)</td>", page)
    assert cells == [
        *("70", "–", "–", "–", "75"),
        *("80", "82", "78", "–", "85"),
        *("–", "–", "–", "84", "85"),
    ]
    assert "Prognos helår 84" in page
    assert page.count("chart-lines") == 2
    assert "Enheterna jämförda" not in page


def test_words_have_no_chart(committee, as_person) -> None:
    indicator = IndicatorFactory(owner=committee)
    unit = a_unit(indicator, "Granen")
    period = periods_of_year(YEAR)["T1"]
    MeasurementFactory(indicator=indicator, unit=unit, period=period, words="Bättre än i fjol")
    page = page_for(as_person(member(unit, Role.STAFF)), indicator)
    assert "<td>Bättre än i fjol</td>" in page
    assert "<svg" not in page


def test_values_of_an_open_round_are_drafts(indicator, committee, as_person) -> None:
    unit, other = a_unit(indicator, "Granen", T1=91), a_unit(indicator, "Tallen", T1=33)
    round_ = a_round(committee)
    client = as_person(member(unit, Role.STAFF))
    assert '<p class="latest-value">91</p>' in page_for(client, indicator)
    for slug in ("tallen", "sn"):
        page = page_for(client, indicator, enhet=slug)
        assert "latest-value" not in page
        assert ">33<" not in page
        assert " av 2 " not in page
    assert "Du ser det som är offentligt" in page
    assert "<td>91</td>" in page, "her own unit's value among the units"
    assert "Tallen" not in page
    close_round(by=OPERATOR, round_=round_, although_missing=True)
    page = page_for(client, indicator, enhet="sn")
    assert '<p class="latest-value">62</p>' in page
    assert "2 av 2 enheter har rapporterat." in page
    assert f"enhet={other.slug}" in page


def test_an_indicator_of_a_draft_beside_doesnt_exist(committee, as_person) -> None:
    unit, beside = UnitFactory(parent=committee), UnitFactory(parent=committee)
    indicator = IndicatorFactory(owner=beside, name="Hemligt mått")
    row = GoalIndicatorFactory(goal=GoalFactory(plan__unit=beside, level=4), indicator=indicator)
    client = as_person(member(unit, Role.STAFF))
    assert client.get(address(indicator)).status_code == 404
    assert "Hemligt mått" not in client.get("/indikatorer/").content.decode()
    decided(row.plan)
    assert client.get(address(indicator)).status_code == 200
    assert "Hemligt mått" in client.get("/indikatorer/").content.decode()
    assert Client().get(address(indicator)).status_code == 302


def test_a_target_of_a_draft_beside_isnt_shown(indicator, committee, as_person) -> None:
    unit = a_unit(indicator, "Granen")
    beside = UnitFactory(parent=committee, slug="bredvid")
    PlanFactory(unit=beside, year=YEAR)
    TargetFactory(indicator=indicator, unit=beside, words="4711")
    a_round(committee)
    MeasurementFactory(indicator=indicator, unit=beside, period=periods_of_year(YEAR)["T1"], total=1)
    assert "4711" not in page_for(as_person(member(unit, Role.STAFF)), indicator, enhet="bredvid")
    assert "4711" in page_for(as_person(member(committee, Role.CONTROLLER)), indicator, enhet="bredvid")


def test_a_unit_that_cant_have_the_indicator_isnt_there(indicator, as_person) -> None:
    CommitteeFactory(slug="annan")
    client = as_person(member(indicator.owner, Role.CONTROLLER))
    assert client.get(address(indicator, enhet="annan")).status_code == 404
    assert client.get(address(indicator, enhet="finns-inte")).status_code == 404
    assert client.get(address(indicator, enhet=indicator.owner.parent.slug)).status_code == 404
    assert client.get(address(indicator, period="%00")).status_code == 200
    assert client.post(address(indicator)).status_code == 405
    other_town = CouncilFactory(slug="annan-kommun", name="En annan kommun")
    stranger = as_person(member(UnitFactory(parent=CommitteeFactory(parent=other_town)), Role.MANAGER))
    assert stranger.get(address(indicator)).status_code == 404


@pytest.mark.parametrize("units", [6, 60])
def test_nine_queries_however_many_units(
    indicator, committee, as_person, django_assert_num_queries, units
) -> None:
    for number in range(units):
        a_unit(indicator, f"Enhet-{number}", T1=number, T2=number)
    for code in ("T1", "T2"):
        a_round(committee, code)
    client = as_person(member(committee, Role.CONTROLLER))
    client.get(address(indicator))
    with django_assert_num_queries(9):
        page = client.get(address(indicator)).content.decode()
    assert f"{units} av {units} enheter har rapporterat." in page
    revise_plan(by=OPERATOR, plan=Plan.objects.get(unit__name="Enhet-0"), reason="Ny budget.")
    with django_assert_num_queries(10):
        page = client.get(address(indicator, enhet=committee.slug)).content.decode()
    assert f"{units} av {units} enheter har rapporterat." in page


def test_the_list_is_searched_in_swedish_order(committee, as_person) -> None:
    for name in ("Öppna dörrar", "Ärenden i tid", "Andel nöjda"):
        IndicatorFactory(owner=committee, name=name)
    IndicatorFactory(name="KF:s mått")
    client = as_person(member(committee, Role.READER))
    page = client.get("/indikatorer/").content.decode()
    places = [page.index(name) for name in ("Andel nöjda", "KF:s mått", "Ärenden i tid", "Öppna dörrar")]
    assert places == sorted(places)
    page = client.get("/indikatorer/", {"q": "ärend", "agare": "sn"}).content.decode()
    assert "Ärenden i tid" in page
    assert "Öppna dörrar" not in page
    assert "Ingen indikator passar" in client.get("/indikatorer/", {"q": "finns inte"}).content.decode()
    assert client.post("/indikatorer/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_queries(committee, as_person, django_assert_num_queries, rows) -> None:
    for _ in range(rows):
        IndicatorFactory(owner=committee)
    client = as_person(member(committee, Role.READER))
    client.get("/indikatorer/")
    with django_assert_num_queries(6):
        client.get("/indikatorer/")


def test_a_draft_of_a_revision_counts_for_nobody(indicator, committee, as_person) -> None:
    a_unit(indicator, "Granen", T1=90)
    other = a_unit(IndicatorFactory(owner=committee), "Tallen")
    plan = other.plans.get()
    revise_plan(by=OPERATOR, plan=plan, reason="Ny budget.")
    GoalIndicatorFactory(goal=plan.goals.get(), indicator=indicator)
    a_round(committee)
    page = page_for(as_person(member(committee, Role.CONTROLLER)), indicator)
    assert "1 av 1 enhet har rapporterat." in page
    assert "Tallen" not in page
