"""Values come in as a file and go out as one: rights, answers, preview, save, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from followup.actions.moves import mark_ready
from followup.models import FollowUp, IncomingSheet, SheetWord
from indicators.actions import log_value
from indicators.entries import Given
from indicators.models import Measurement
from tests.factories import (
    GoalIndicatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PeriodFactory,
    TargetFactory,
    member,
)
from tests.followup.rounds import save
from tests.followup.sheets.files import xlsx
from tests.followup.sheets.town import HEAD, ROWS, Town, exported
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return Town()


def test_a_file_is_looked_at_and_saved(town: Town) -> None:
    answer = town.upload(xlsx(*ROWS))
    incoming = IncomingSheet.objects.get()
    assert answer["Location"] == reverse("followup:incoming_sheet", args=[incoming.key])
    page = town.page(incoming)
    assert "Spara 3 värden" in page
    assert not Measurement.objects.exists()
    answer = town.confirm(incoming)
    assert answer["Location"] == reverse("followup:round", args=town.where)
    assert town.totals() == {
        ("Förskolan Granen", "Sjukfrånvaro"): "5.1",
        ("Förskolan Granen", "Andel nöjda barn"): "80",
        ("Förskolan Tallen", "Sjukfrånvaro"): "6.2",
    }
    assert not IncomingSheet.objects.exists()
    told = Change.objects.filter(subject="indicators.measurement")
    assert {(each.by, each.action) for each in told} == {(town.controller, "changed")}
    assert Measurement.objects.get(unit=town.units[1]).changed_by == town.controller
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"in_progress"}
    again = town.incoming(*ROWS)
    assert "Inget att ändra" in town.page(again)
    before = list(Measurement.objects.order_by("pk").values())
    town.confirm(again)
    assert list(Measurement.objects.order_by("pk").values()) == before


def test_what_changes_is_told_before_it_does(town: Town) -> None:
    town.log(town.units[0], "51")
    incoming = town.incoming(HEAD, ["Förskolan Granen", 5.1, None, None])
    page = town.page(incoming)
    assert '<td data-label="Nu">51' in page
    assert "<strong>5,1\u00a0%</strong>" in page
    assert "mycket mindre än det som står nu (51\u00a0%)" in page
    town.confirm(incoming, inte=f"{town.units[0].pk}-{town.absence.pk}")
    assert town.totals() == {("Förskolan Granen", "Sjukfrånvaro"): "51"}
    MeasurementFactory(
        unit=town.units[0],
        indicator=town.absence,
        period=PeriodFactory(
            code="VB", name="Helår", year=2026, starts_on="2026-01-01", ends_on="2026-12-31"
        ),
        total=5,
    )
    IncomingSheet.objects.all().delete()
    page = town.page(town.incoming(HEAD, ["Förskolan Granen", 48, None, None]))
    assert "Stämmer det här?" in page
    assert "Har ett decimaltecken halkat?" in page


def test_errors_by_row_and_the_rest_is_saved(town: Town) -> None:
    mark_ready(by=OPERATOR, follow_up=FollowUp.objects.get(unit=town.units[1]), although_missing=True)
    TargetFactory(indicator=town.absence, unit=town.committee, words="högst 5 %")
    manager = member(town.units[1], Role.MANAGER)
    incoming = town.incoming(
        [*HEAD, "Sjukfrånvaro kommentar"],
        ["Förskolan Granen", "fem", "-", "79", ""],
        ["Förskolan Tallen", "-", None, "ej mätt: för få svar", ""],
        ["Summa", 4],
    )
    page = town.page(incoming)
    assert "Utfall (fem): Skriv ett tal" in page
    assert "”-” säger inte varför det inte är mätt." in page
    assert "Raden är en summering" in page
    town.confirm(incoming)
    kept = Measurement.objects.get(unit=town.units[1])
    assert kept.not_measured_because == "för få svar"
    assert town.totals() == {("Förskolan Granen", "Andel nöjda barn"): "79"}
    own = Client()
    own.force_login(manager)
    assert town.upload(xlsx(HEAD, ["Förskolan Tallen", 3]), client=own).status_code == 302
    found = IncomingSheet.objects.get(uploaded_by=manager)
    answer = own.get(reverse("followup:incoming_sheet", args=[found.key]))
    assert "Uppföljningen är klarmarkerad." in answer.content.decode()


def test_what_somebody_else_logged_is_asked_about_and_not_written_over(town: Town) -> None:
    kim = member(town.units[0], Role.STAFF, name="Kim Ask")
    incoming = town.incoming(HEAD, ["Förskolan Granen", 5, None, 80], ["Förskolan Tallen", 6, None, None])
    address = reverse("followup:incoming_sheet", args=[incoming.key])
    page = town.client.get(address).context["page"]
    sent = {"version": page.version, "sedda": page.seen, "fragade": page.asked}
    town.log(town.units[0], "9", by=kim)
    answer = town.client.post(address, sent)
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "Ändrat av någon annan sedan du granskade" in words
    assert "Kim Ask" in words
    assert town.totals() == {("Förskolan Granen", "Sjukfrånvaro"): "9"}
    page = answer.context["page"]
    sent = {"version": page.version, "sedda": page.seen, "fragade": page.asked}
    place = page.clashes[0].place
    assert page.asked == place
    town.log(town.units[0], "10", version=1, by=kim)
    assert town.client.post(address, {**sent, "over": place}).status_code == 409
    assert town.client.post(address, sent).status_code == 302
    assert town.totals() == {
        ("Förskolan Granen", "Sjukfrånvaro"): "10",
        ("Förskolan Granen", "Andel nöjda barn"): "80",
        ("Förskolan Tallen", "Sjukfrånvaro"): "6",
    }
    incoming = town.incoming(HEAD, ["Förskolan Granen", 5, None, None])
    town.confirm(incoming)
    assert town.totals()["Förskolan Granen", "Sjukfrånvaro"] == "5"


def test_names_that_are_nearly_right_are_asked_about_once(town: Town) -> None:
    rows = (["Var", "Sjukfrånvarro", "Telefon"], ["Fsk Granen", 5, "08"], ["Okänd", 6, "09"])
    incoming = town.incoming(*rows)
    address = reverse("followup:sheet_choices", args=[incoming.key])
    page = town.client.get(address).context["page"]
    assert "ingen kolumn med enheter" in page.lacks
    assert [each.heading for each in page.uncertain] == ["Sjukfrånvarro"]
    column = "i:sjukfrånvaro"
    sent = {"k-0": "unit", "k-1": column.removeprefix("i:"), "d-1": "total"}
    assert town.client.post(address, sent)["Location"] == address
    page = town.client.get(address).context["page"]
    assert [(each.words, each.rows) for each in page.units] == [("Fsk Granen", "Rad 2"), ("Okänd", "Rad 3")]
    chosen = [
        next((option.value for group in each.options for option in group.options if option.chosen), "")
        for each in page.units
    ]
    assert chosen == [str(town.units[0].key), "-"]
    sent = {f"e-{at}": means for at, means in enumerate(chosen)}
    sent |= {f"e-{at}-ord": each.said for at, each in enumerate(page.units)}
    answer = town.client.post(address, sent)
    assert answer["Location"] == reverse("followup:incoming_sheet", args=[incoming.key])
    town.confirm(incoming)
    assert town.totals() == {("Förskolan Granen", "Sjukfrånvaro"): "5"}
    assert SheetWord.objects.filter(changed_by=town.controller).count() == 4
    again = town.incoming(*rows)
    assert "Inget att ändra" in town.page(again)
    assert "Enheten läses inte in, som du har valt." in town.page(again)


def test_an_answer_in_another_tab_makes_the_preview_old(town: Town) -> None:
    incoming = town.incoming(*ROWS)
    address = reverse("followup:incoming_sheet", args=[incoming.key])
    page = town.client.get(address).context["page"]
    choices = reverse("followup:sheet_choices", args=[incoming.key])
    town.client.post(choices, {"k-3": "-", "d-3": "total"})
    answer = town.client.post(address, {"version": page.version, "sedda": page.seen, "fragade": ""})
    assert answer.status_code == 409
    assert "Granska på nytt" in answer.content.decode()
    assert not Measurement.objects.exists()
    for nonsense in ({"version": "x", "sedda": "[", "fragade": ""}, {}):
        assert town.client.post(address, nonsense).status_code == 409
    town.client.post(choices, {"k-0": "x", "k-1": "i:", "blad": "7", "rubrikrad": "-1", "e-0": "\0"})
    assert town.confirm(incoming).status_code == 302
    assert town.client.post(address, {}).status_code == 404


def test_several_sheets_are_asked_about(town: Town) -> None:
    def second(book: Any) -> None:
        book.create_sheet("T1").append(HEAD)
        book["T1"].append(["Förskolan Tallen", 7])

    answer = town.upload(xlsx(["Läs mig", "först"], prepare=second))
    incoming = IncomingSheet.objects.get()
    address = reverse("followup:sheet_choices", args=[incoming.key])
    assert answer["Location"] == address
    assert "Filen har flera blad." in town.client.get(address).content.decode()
    town.client.post(address, {"blad": "1"})
    town.confirm(incoming)
    assert town.totals() == {("Förskolan Tallen", "Sjukfrånvaro"): "7"}


def test_a_value_is_of_the_period_that_it_is_given_for(town: Town) -> None:
    goal = town.units[0].plans.get().goals.get()
    quarterly = GoalIndicatorFactory(
        goal=goal, indicator=IndicatorFactory(name="Fall", periodicity="Kvartal")
    )
    head = ["Enhet", "Indikator", "Period", "Värde"]
    incoming = town.incoming(
        head,
        ["Förskolan Granen", "Fall", "Kvartal 1 2027", 3],
        ["Förskolan Granen", "Sjukfrånvaro", "K1 2027", 4],
        ["Förskolan Tallen", "Sjukfrånvaro", "T1 2027", 5],
    )
    page = town.page(incoming)
    assert "Raden gäller en annan period. Här lämnas värdet för Tertial 1." in page
    town.confirm(incoming)
    assert Measurement.objects.get(indicator=quarterly.indicator).period.code == "K1"
    assert town.totals() == {("Förskolan Granen", "Fall"): "3", ("Förskolan Tallen", "Sjukfrånvaro"): "5"}
    assert "Inget att ändra" in town.page(town.incoming(*[list(row) for row in exported(town)[1]]))


def test_another_row_of_headings_can_be_chosen(town: Town) -> None:
    incoming = town.incoming(
        ["Enhet", "Sjukfrånvaro"], ["Enhet", "Andel nöjda barn"], ["Förskolan Tallen", 80]
    )
    address = reverse("followup:sheet_choices", args=[incoming.key])
    assert town.client.post(address, {"rubrikrad": "1"})["Location"] == address
    town.client.post(address, {"rubrikrad": "1"})
    town.confirm(incoming)
    assert town.totals() == {("Förskolan Tallen", "Andel nöjda barn"): "80"}


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", 422, "Filen är tom"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), 422, "spara den som .xlsx"),
        (b"a;b\n" * 20_002, 413, "större än vad som läses in"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(town: Town, data: bytes, status: int, words: str) -> None:
    answer = town.upload(data)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert not IncomingSheet.objects.exists()


def test_what_goes_out_comes_in_unchanged(town: Town) -> None:
    town.log(town.units[0], "ca 80")
    town.log(town.units[1], "ej mätt: för få (3)")
    log_value(
        by=OPERATOR,
        indicator=town.content,
        unit=town.units[0],
        period=town.period,
        given=Given(numerator="157", denominator="200", women="80", comment="=Två\r\nrader"),
        save=save(),
    )
    data, rows = exported(town)
    assert [row[:4] for row in rows[1:]] == [
        [unit.name, "Barnnämnden", indicator.name, "T1 2027"]
        for unit in town.units
        for indicator in (town.absence, town.content)
    ]
    before = list(Measurement.objects.order_by("pk").values())
    town.upload(data)
    incoming = IncomingSheet.objects.get()
    page = town.page(incoming)
    assert "Inget att ändra" in page
    assert "Behöver rättas" not in page
    town.confirm(incoming)
    assert list(Measurement.objects.order_by("pk").values()) == before
    _data, rows = exported(town)
    reader = Client()
    reader.force_login(member(town.units[1], Role.READER))
    assert {row[0] for row in exported(town, reader)[1][1:]} == {"Förskolan Tallen"}


@pytest.mark.parametrize("units", [2, 5])
def test_what_it_costs(units: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The same however many rows: a preview, a save and an export."""
    town = Town(units)
    rows = [[unit.name, 5 + at, None, 80] for at, unit in enumerate(town.units)]
    incoming = town.incoming(HEAD, *rows)
    address = reverse("followup:incoming_sheet", args=[incoming.key])
    with django_assert_num_queries(19):
        page = town.client.get(address).context["page"]
    sent = {"version": page.version, "sedda": page.seen, "fragade": ""}
    with django_assert_num_queries(35):
        town.client.post(address, sent)
    assert len(town.totals()) == 2 * units
    with django_assert_num_queries(15):
        town.client.get(reverse("followup:sheet_export", args=town.where))
