"""Rounds are opened, changed and closed in the browser."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from followup.actions.moves import approve, mark_ready
from followup.actions.rounds import RoundWords
from followup.models import FollowUp, Round, RoundIndicator
from goals.models import GoalIndicator
from tests.factories import (
    FollowUpHeadingFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    UnitFactory,
    member,
)
from tests.followup.rounds import a_reporting_unit, with_plan
from vp.org.access import OPERATOR
from vp.org.models import Role

NEW = "/uppfoljning/omgangar/ny/"
DAYS = {"opens_on": "2027-04-15", "due_on": "2027-05-15", "comment_from": "2,5", "partly_from": "80"}
PAGES = ("andra", "rubriker", "indikatorer", "stang", "ta-bort")


def address(reporting, page: str = "") -> str:
    owner = reporting.round.owner
    return f"/uppfoljning/2027/{reporting.round.code}/{owner.slug}/omgang/{page}{'/' if page else ''}"


def choose(reporting, code: str) -> str:
    return f"{NEW}?enhet={reporting.round.owner.slug}&ar=2027&omgang={code}"


def now(reporting) -> Round:
    return Round.objects.get(pk=reporting.round.pk)


def test_the_next_round_is_proposed_with_its_days_and_units(reporting, as_person) -> None:
    FollowUpHeadingFactory(name="Sammanfattande analys")
    client = as_person(reporting.controller)
    page = client.get(f"{NEW}?ar=2027").content.decode()
    assert '<option value="T2" selected>' in page
    assert 'value="2027-08-15"' in page
    assert 'value="2027-09-15"' in page
    assert "1 med en plan för 2027" in page
    assert "Sammanfattande analys" in page
    assert "1 av 1 följs upp" in page


def test_a_round_is_opened(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    answer = client.post(choose(reporting, "T2"), DAYS, follow=True)
    made = Round.objects.get(code="T2")
    assert (made.name, made.comment_from) == ("Tertialrapport 2", 2.5)
    assert "Omgången är skapad." in answer.content.decode()
    assert FollowUp.objects.filter(round=made, unit=reporting.unit).exists()


def test_what_is_wrong_is_told_at_its_field(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    answer = client.post(choose(reporting, "T2"), {**DAYS, "due_on": "2027-04-01", "partly_from": "0"})
    assert answer.status_code == 422
    assert "Sista dagen ligger före den första." in answer.content.decode()
    answer = client.post(choose(reporting, "T1"), DAYS)
    assert answer.status_code == 422
    assert "har redan den omgången" in answer.content.decode()


def test_a_round_of_its_own_has_a_code_and_months(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    own = {**DAYS, "own_code": "Q1", "first_month": "1", "last_month": "3", "name": "Första kvartalet"}
    answer = client.post(choose(reporting, "egen"), {**own, "own_code": "Q/1"})
    assert "Använd bara bokstäver" in answer.content.decode()
    answer = client.post(choose(reporting, "egen"), {**own, "last_month": "0", "first_month": "2"})
    assert answer.status_code == 422
    assert client.post(choose(reporting, "egen"), own).status_code == 302
    made = Round.objects.select_related("period").get(code="Q1")
    assert (made.name, str(made.period.stretch.months)) == ("Första kvartalet", "januari–mars")


def test_what_cant_be_read_in_the_address_is_proposed_anew(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    for asked in ("?ar=tjugo", "?enhet=finns-inte&ar=2027", "?omgang=X9", "?ar=999999999999"):
        assert client.get(NEW + asked).status_code == 200, asked


@pytest.mark.parametrize("role", [Role.MANAGER, Role.STAFF, Role.READER, Role.ADMINISTRATOR])
def test_others_open_no_rounds(reporting, as_person, role) -> None:
    client = as_person(member(reporting.unit, role))
    assert client.get(NEW).status_code == 403
    assert client.post(choose(reporting, "T2"), DAYS).status_code == 403
    assert Round.objects.count() == 1


def test_days_and_thresholds_are_changed(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    page = client.get(address(reporting, "andra")).content.decode()
    assert 'value="2020-01-01"' in page
    given = {**DAYS, "name": "Vårens uppföljning", "version": now(reporting).version}
    assert client.post(address(reporting, "andra"), given, follow=True).status_code == 200
    assert now(reporting).name == "Vårens uppföljning"
    answer = client.post(address(reporting, "andra"), given)
    assert answer.status_code == 409
    assert "sedan du öppnade sidan" in answer.content.decode()


def headings(reporting, *rows: dict[str, str]) -> dict[str, str]:
    sent = {"version": str(now(reporting).version), "form-TOTAL_FORMS": str(len(rows))}
    sent |= {"form-INITIAL_FORMS": str(reporting.round.headings.count())}
    return sent | {f"form-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_headings_are_written_ordered_and_removed(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    first = {"name": "Analys", "ORDER": "2", "required": "on"}
    sent = headings(reporting, first, {"name": "Ekonomi", "ORDER": "1"}, {"name": ""})
    assert client.post(address(reporting, "rubriker"), sent).status_code == 302
    rows = list(reporting.round.headings.values_list("name", "required"))
    assert rows == [("Ekonomi", False), ("Analys", True)]
    one, two = reporting.round.headings.all()
    page = client.get(address(reporting, "rubriker")).content.decode()
    assert page.count("<fieldset") == 3
    kept = {"id": str(two.pk), "name": "Sammanfattning", "ORDER": "1"}
    gone = {"id": str(one.pk), "name": "Ekonomi", "ORDER": "2", "DELETE": "on"}
    assert client.post(address(reporting, "rubriker"), headings(reporting, kept, gone)).status_code == 302
    assert [row.name for row in reporting.round.headings.all()] == ["Sammanfattning"]
    nameless = {"id": str(two.pk), "name": "", "ORDER": "1"}
    assert client.post(address(reporting, "rubriker"), headings(reporting, nameless)).status_code == 422


def test_indicators_are_ticked_with_the_reason(reporting, as_person) -> None:
    yearly = IndicatorFactory(name="Personalomsättning", periodicity="År")
    row: GoalIndicator = GoalIndicatorFactory(goal=reporting.goal, indicator=yearly)
    client = as_person(reporting.controller)
    page = client.get(address(reporting, "indikatorer")).content.decode()
    assert "Mäts en gång om året och följs upp vid årets slut." in page
    assert page.count(" checked") == 1
    version = now(reporting).version
    both = {"foljs": [str(row.indicator.key), str(reporting.indicator.key)], "version": version}
    assert client.post(address(reporting, "indikatorer"), both).status_code == 302
    assert list(RoundIndicator.objects.values_list("indicator", "is_due")) == [(yearly.pk, True)]
    assert "Ändrad för den här omgången." in client.get(address(reporting, "indikatorer")).content.decode()
    assert client.post(address(reporting, "indikatorer"), both).status_code == 409
    as_ruled = {"foljs": [str(reporting.indicator.key)], "version": now(reporting).version}
    assert client.post(address(reporting, "indikatorer"), as_ruled).status_code == 302
    assert not RoundIndicator.objects.exists()


def test_closing_lists_what_is_missing_and_asks(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    page = client.get(address(reporting, "stang")).content.decode()
    assert "1 av 1 är inte godkända" in page
    assert "Ej påbörjad. Saknar 1 utfall" in page
    version = {"version": now(reporting).version}
    assert client.post(address(reporting, "stang"), version).status_code == 422
    answer = client.post(address(reporting, "stang"), {**version, "although_missing": "on"}, follow=True)
    assert "är stängd" in answer.content.decode()
    assert now(reporting).is_closed
    for page in PAGES:
        assert client.get(address(reporting, page)).status_code == 409
        assert client.post(address(reporting, page), {**DAYS, **version}).status_code in {409, 422}


def test_a_round_where_all_is_approved_is_closed_without_a_question(reporting, as_person) -> None:
    mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)
    approve(by=OPERATOR, follow_up=reporting.follow_up)
    client = as_person(reporting.controller)
    assert "Den enda uppföljningen är godkänd." in client.get(address(reporting, "stang")).content.decode()
    assert client.post(address(reporting, "stang"), {"version": now(reporting).version}).status_code == 302


def test_a_round_isnt_closed_before_it_opens(db, as_person) -> None:
    day = timezone.localdate() + datetime.timedelta(days=3)
    reporting = a_reporting_unit(RoundWords(opens_on=day, due_on=day))
    answer = as_person(reporting.controller).get(address(reporting, "stang"))
    assert answer.status_code == 409
    assert "kan inte stängas före det" in answer.content.decode()


def test_a_round_opened_by_mistake_is_taken_away(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    assert address(reporting, "ta-bort") in client.get(address(reporting)).content.decode()
    assert client.get(address(reporting, "ta-bort")).status_code == 200
    answer = client.post(address(reporting, "ta-bort"), {"version": now(reporting).version})
    assert (answer.status_code, answer["Location"]) == (302, "/uppfoljning/2027/")
    assert not Round.objects.exists()


def test_a_round_that_somebody_has_begun_stays(reporting, as_person) -> None:
    mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)
    client = as_person(reporting.controller)
    assert address(reporting, "ta-bort") not in client.get(address(reporting)).content.decode()
    answer = client.post(address(reporting, "ta-bort"), {"version": now(reporting).version})
    assert answer.status_code == 409
    assert "Någon har redan börjat rapportera." in answer.content.decode()


def test_the_round_shows_what_one_may_see(reporting, as_person) -> None:
    beside = UnitFactory(parent=reporting.unit.parent, name="Enheten bredvid")
    with_plan(beside)
    page = as_person(reporting.controller).get(address(reporting)).content.decode()
    assert "Enheten bredvid" in page
    assert "2 ej påbörjade" in page
    page = as_person(reporting.staff).get(address(reporting)).content.decode()
    assert "Enheten bredvid" not in page
    assert "1 ej påbörjad" in page
    assert "Stäng omgången" not in page


@pytest.mark.parametrize("page", PAGES)
def test_others_change_no_round(reporting, as_person, page) -> None:
    client = as_person(reporting.manager)
    assert client.get(address(reporting, page)).status_code == 403
    assert client.post(address(reporting, page), DAYS).status_code == 403
    assert client.put(address(reporting, page)).status_code == 405
    outsider = member(UnitFactory(kind="council", parent=None), Role.CONTROLLER)
    assert as_person(outsider).get(address(reporting, page)).status_code == 404
    assert client.get(address(reporting)).status_code == 404


def test_the_owners_own_address_leads_to_the_round(reporting, as_person) -> None:
    client = as_person(reporting.controller)
    answer = client.get(f"/uppfoljning/2027/T1/{reporting.round.owner.slug}/")
    assert (answer.status_code, answer["Location"]) == (302, address(reporting))


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"), [("", 10), ("andra", 4), ("rubriker", 5), ("indikatorer", 7), ("stang", 20)]
)
def test_as_many_queries_for_three_units_as_for_one(
    reporting, as_person, django_assert_num_queries, units, page, queries
) -> None:
    for _ in range(units - 1):
        with_plan(UnitFactory(parent=reporting.unit.parent))
    client = as_person(reporting.controller)
    client.get(address(reporting, page))
    with django_assert_num_queries(queries):
        client.get(address(reporting, page))


@pytest.mark.parametrize("units", [1, 3])
def test_a_proposal_takes_as_many_queries_for_three_units_as_for_one(
    reporting, as_person, django_assert_num_queries, units
) -> None:
    for _ in range(units - 1):
        with_plan(UnitFactory(parent=reporting.unit.parent))
    client = as_person(reporting.controller)
    client.get(choose(reporting, "T2"))
    with django_assert_num_queries(10):
        client.get(choose(reporting, "T2"))
