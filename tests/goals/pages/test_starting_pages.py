"""A plan begins in the browser: what the page tells, what it leads to, and when it refuses."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goals.models import Level, Plan
from tests.factories import (
    ActivityFactory,
    FormerUnitFactory,
    GoalFactory,
    GoalIndicatorFactory,
    PlanFactory,
    TargetFactory,
    TextFactory,
    UnitFactory,
    decided,
    member,
)
from vp.org.models import Role, Unit

THIS = timezone.localdate().year
NEXT = THIS + 1
ADDRESS = f"/planer/{NEXT}/granen/borja/"
PLAN = f"/planer/{NEXT}/granen/"


@pytest.fixture
def client_of_manager(organisation, as_person):
    return as_person(organisation.person(Role.MANAGER))


@pytest.fixture
def former(organisation) -> Plan:
    """Granen's plan for this year: a goal under one of the committee's, which has none for next year yet."""
    above = PlanFactory(unit=organisation.committee, year=THIS)
    theirs = GoalFactory(plan=above, level=Level.COMMITTEE, title="Trygga barn")
    plan = PlanFactory(unit=organisation.granen, year=THIS)
    shown = GoalFactory(plan=plan, source=theirs, level=Level.COMMITTEE)
    goal = GoalFactory(parent=shown, title="Vi går ut")
    TextFactory(goal=goal)
    TextFactory(plan=plan)
    row = GoalIndicatorFactory(goal=goal)
    TargetFactory(indicator=row.indicator, unit=organisation.granen, year=THIS)
    ActivityFactory(goal=goal)
    ActivityFactory(goal=goal, ends_on=None)
    return plan


def test_an_empty_plan_begins_under_the_goals_from_above(organisation, client_of_manager) -> None:
    GoalFactory(plan=PlanFactory(unit=organisation.committee, year=NEXT), level=3, title="Trygga barn")
    page = client_of_manager.get(ADDRESS).content.decode()
    assert f"Börja på planen för {NEXT}" in page
    assert "1 mål från Barnnämnden" in page
    assert "Hur vill du börja?" not in page
    answer = client_of_manager.post(ADDRESS, follow=True)
    assert answer.redirect_chain == [(PLAN, 302)]
    page = answer.content.decode()
    assert "Lägg till enhetens mål under målen ovanför." in page
    assert "Trygga barn" in page


def test_without_anything_above_it_says_so(client_of_manager, organisation) -> None:
    assert f"Ingen plan ovanför har mål för {NEXT} ännu." in client_of_manager.get(ADDRESS).content.decode()
    page = client_of_manager.post(ADDRESS, follow=True).content.decode()
    assert "Skriv första kapitlet, eller lägg till ett mål." in page


def test_the_page_counts_what_is_copied_and_tells_what_ends_up_elsewhere(former, client_of_manager) -> None:
    page = client_of_manager.get(ADDRESS).content.decode()
    for words in (
        f"Utgå från planen för {THIS}",
        "Utkastet som det står nu kopieras: 1 eget mål, 1 text vid målen,",
        "och 1 indikator.",
        f"Alla mål ovanför finns inte {NEXT}. Av planens mål och rader får 1 en annan plats.",
        "1 aktivitet är avslutad",
        "Ta med 1 aktivitet som inte är avslutad",
        f"Ta med 1 årsmål från {THIS}",
        "Stod under Trygga barn.",
        "Ställs överst i planen.",
    ):
        assert words in page, words


def test_a_copy_takes_along_what_was_ticked(former, client_of_manager) -> None:
    answer = client_of_manager.post(ADDRESS, {"begin": "utga", "targets": "on"}, follow=True)
    page = answer.content.decode()
    assert "Ändra det som är nytt och skriv årsmålen. Se efter var målen står" in page
    plan = Plan.objects.get(year=NEXT)
    assert plan.goals.get().title == "Vi går ut"
    assert not plan.activities.exists()
    assert "85 %" in page


def test_one_may_begin_empty_though_there_is_a_former_plan(former, client_of_manager) -> None:
    assert client_of_manager.post(ADDRESS, {"begin": "tom"})["Location"] == PLAN
    assert not Plan.objects.get(year=NEXT).goals.exists()


def test_a_choice_is_asked_for(former, client_of_manager) -> None:
    answer = client_of_manager.post(ADDRESS)
    assert answer.status_code == 422
    assert "Välj hur du vill börja." in answer.content.decode()
    assert not Plan.objects.filter(year=NEXT).exists()


def test_what_was_decided_is_told_with_its_day(former, client_of_manager) -> None:
    decided(former)
    assert f"Planen som den fastställdes {THIS - 1}-12-15" in client_of_manager.get(ADDRESS).content.decode()


def test_a_plan_that_exists_is_linked_to(organisation, client_of_manager) -> None:
    PlanFactory(unit=organisation.granen, year=NEXT)
    for answer in (client_of_manager.get(ADDRESS), client_of_manager.post(ADDRESS)):
        assert answer.status_code == 409
        assert f'href="{PLAN}"' in answer.content.decode()


def test_a_unit_that_is_closed_is_told_of(organisation, client_of_manager) -> None:
    Unit.objects.filter(slug="granen").update(closed_on=datetime.date(THIS, 1, 31))
    answer = client_of_manager.get(ADDRESS)
    assert answer.status_code == 409
    assert f"Förskolan Granen finns inte {NEXT}" in answer.content.decode()


def test_other_years_and_others_units_are_refused_in_words(organisation, client_of_manager) -> None:
    answer = client_of_manager.get(f"/planer/{NEXT + 1}/granen/borja/")
    assert answer.status_code == 403
    assert "Fråga en controller" in answer.content.decode()
    answer = client_of_manager.get(f"/planer/{NEXT}/tallen/borja/")
    assert answer.status_code == 403
    assert "Du får inte skriva i planen för Förskolan Tallen" in answer.content.decode()
    assert client_of_manager.get("/planer/3000/granen/borja/").status_code == 404
    assert client_of_manager.put(ADDRESS).status_code == 405


def test_an_old_address_leads_on(organisation, client_of_manager) -> None:
    FormerUnitFactory(unit=organisation.granen, slug="granens-daghem")
    answer = client_of_manager.get(f"/planer/{NEXT}/granens-daghem/borja/")
    assert (answer.status_code, answer["Location"]) == (301, ADDRESS)


def test_whoever_may_write_is_led_there(organisation, as_person) -> None:
    client = as_person(organisation.person(Role.EDITOR))
    for address in ("/", "/enheter/granen/", "/planer/"):
        page = client.get(address)
        year = page.context["page"].year if address != "/enheter/granen/" else page.context["page"].starts
        assert f"/planer/{year}/granen/borja/" in page.content.decode(), address
        assert "/tallen/borja/" not in page.content.decode()
    PlanFactory(unit=organisation.granen, year=year)
    reader = as_person(organisation.person(Role.READER))
    for address in ("/", "/enheter/granen/", "/planer/", "/enheter/tallen/"):
        assert "/borja/" not in client.get(address).content.decode()
        assert "/borja/" not in reader.get(address).content.decode()


def test_a_list_of_one_state_offers_nothing_to_begin(organisation, as_person) -> None:
    client = as_person(organisation.person(Role.CONTROLLER, organisation.committee))
    assert "Inte påbörjade" in client.get("/planer/").content.decode()
    assert "Inte påbörjade" not in client.get("/planer/?status=draft").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    rows, former, organisation, as_person, django_assert_num_queries
) -> None:
    for _ in range(rows - 1):
        goal = GoalFactory(plan=former, level=Level.UNIT)
        TextFactory(goal=goal)
        GoalIndicatorFactory(goal=goal)
        ActivityFactory(goal=goal)
        GoalFactory(plan=Plan.objects.get(unit=organisation.committee), level=Level.COMMITTEE)
    client = as_person(organisation.person(Role.MANAGER))
    with django_assert_num_queries(18):
        assert client.get(ADDRESS).status_code == 200


# ------------------------------------------------------------------ the registry number


def test_the_registry_number_is_written_on_the_cover(organisation, client_of_manager) -> None:
    plan = PlanFactory(unit=organisation.granen, year=NEXT)
    assert "Skriv diarienumret" in client_of_manager.get(PLAN).content.decode()
    answer = client_of_manager.post(PLAN + "diarienummer/", {"number": "BN 2027/4", "former": ""})
    assert answer["Location"] == PLAN + "#diarienummer"
    assert 'value="BN 2027/4"' in client_of_manager.get(PLAN).content.decode()
    answer = client_of_manager.post(PLAN + "diarienummer/", {"number": "BN 2027/5", "former": ""})
    assert answer.status_code == 409
    answer = client_of_manager.post(PLAN + "diarienummer/", {"number": "x" * 201, "former": "BN 2027/4"})
    assert answer.status_code == 409
    assert "längre än 200" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.registry_number == "BN 2027/4"


def test_a_reader_has_no_form_for_it(organisation, as_person) -> None:
    PlanFactory(unit=organisation.granen, year=NEXT)
    page = as_person(organisation.person(Role.READER)).get(PLAN).content.decode()
    assert "Skriv diarienumret" not in page
    outsider = as_person(member(UnitFactory(parent=organisation.committee), Role.MANAGER))
    assert outsider.post(PLAN + "diarienummer/", {"number": "1", "former": ""}).status_code == 404
