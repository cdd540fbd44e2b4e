"""Rows over HTTP: opened, saved, picked and moved; every refused state; query counts whatever the size."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goals.actions.moves import mark_ready, revise_plan
from goals.models import Activity, Goal, GoalIndicator, Level, Plan
from indicators.models import Indicator, Target
from tests.factories import (
    ActivityFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    PlanFactory,
    decided,
)
from tests.goals.pages.conftest import saved
from tests.goals.pages.test_plan_page import big
from tests.rich import key
from vp.org.access import OPERATOR
from vp.org.models import Role

PAGE = "/planer/2027/granen/"
SCRIPT = {"HTTP_HX_REQUEST": "true"}
NAMES = {
    "name": "Antal utflykter",
    "periodicity": "Månad",
    "by_gender": "nej",
    "direction": "högre är bättre",
}


@pytest.fixture
def writer(plan: Plan, organisation, as_person) -> Client:
    return as_person(organisation.person(Role.EDITOR))


@pytest.fixture
def goal(plan: Plan) -> Goal:
    return plan.goals.get(level=Level.UNIT)


def activity(plan: Plan, name: str = "a2") -> Activity:
    return plan.activities.get(key=key(name))


def row(plan: Plan, name: str = "i3") -> GoalIndicator:
    return plan.indicators.get(key=key(name))


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(f"{PAGE}{address}", **SCRIPT)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def send(client: Client, address: str, **fields: Any) -> Any:
    given = {"version": 1, "save": uuid.uuid4(), **fields}
    return client.post(f"{PAGE}{address}", given, **SCRIPT)


def told(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return json.loads(answer.content)


def words(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.content.decode()
    text: str = answer.content.decode()
    return text


class TestThePage:
    def test_it_offers_to_write_what_is_the_plans_own(self, plan, writer, organisation, as_person) -> None:
        page = read(writer, "")
        assert f'data-open="{PAGE}aktiviteter/{key("a2")}/"' in page
        assert f'data-open="{PAGE}indikatorer/{key("i1")}/"' in page
        for goal in plan.goals.all():
            assert f'data-add-row="{PAGE}aktiviteter/ny/?mal={goal.key}"' in page
            assert f'data-add-indicator="{PAGE}indikatorer/ny/?mal={goal.key}"' in page
        reader = read(as_person(organisation.person(Role.READER)), "")
        assert "row-tools" not in reader
        assert "data-row" not in reader

    def test_an_activity_of_a_goal_above_is_shown_only(self, plan, writer, organisation) -> None:
        above = GoalFactory(plan=PlanFactory(unit=organisation.committee), level=Level.COMMITTEE)
        theirs = ActivityFactory(goal=above, title="Nämnden prövar taxan")
        GoalFactory(plan=plan, source=above, level=Level.COMMITTEE)
        page = read(writer, "")
        assert "Nämnden prövar taxan" in page
        assert str(theirs.key) not in page
        assert "finns inte längre" in read(writer, f"aktiviteter/{theirs.key}/", 410)


class TestActivities:
    def test_a_row_opens_saves_and_is_read_again(self, plan, writer) -> None:
        address = f"aktiviteter/{key('a2')}/"
        editor = read(writer, address)
        for part in ("Skogsveckan</textarea>", 'value="2026-12-01"', 'value="2028-01-31"', 'data-version="'):
            assert part in editor
        assert '<option value="Ateljeristan">' in editor
        version = activity(plan).version
        answer = send(writer, address, title="Skogs&veckan", starts_on="2027-02-01", version=version)
        assert told(answer)["version"] == version + 1
        line = read(writer, f"{address}visa/")
        assert "Skogs&amp;veckan</th>" in line
        assert "2027-02-01" in line
        assert f'data-open="{PAGE}{address}"' in line
        assert line in read(writer, "")

    def test_a_new_one_is_made_by_its_first_save(self, plan, goal, writer) -> None:
        editor = read(writer, f"aktiviteter/ny/?mal={goal.key}")
        made = editor.split('data-key="')[1][:36]
        assert 'data-version="0"' in editor
        save = uuid.uuid4()
        for _ in range(2):
            answer = send(
                writer, f"aktiviteter/{made}/?mal={goal.key}", title=" Öppet\nhus ", version=0, save=save
            )
            assert told(answer)["version"] == 1
        assert plan.activities.get(key=made).title == "Öppet hus"

    @pytest.mark.parametrize(
        ("fields", "where", "what"),
        [
            ({"title": " "}, "title", "Skriv vad som ska göras."),
            ({"title": "a" * 1001}, "title", "Högst 1000 tecken. Du har skrivit 1001."),
            ({"title": "a\0"}, "title", "Ett tecken i texten går inte att spara."),
            ({"responsible": "a" * 301}, "responsible", "Högst 300 tecken"),
            ({"starts_on": "i maj"}, "starts_on", "Skriv dagen som 2025-03-31."),
            ({"starts_on": "0202-05-01"}, "starts_on", "Skriv årtalet med fyra siffror."),
            ({"starts_on": "2027-05-02", "ends_on": "2027-05-01"}, "ends_on", "Slutdatum ligger före"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, fields, where, what, plan, writer) -> None:
        answer = send(writer, f"aktiviteter/{key('a2')}/", **{"title": "Skogen", **fields})
        assert what in told(answer, 422)["errors"][where]
        assert activity(plan).title == "Skogsveckan"

    def test_two_versions_stand_side_by_side(self, plan, writer) -> None:
        address = f"aktiviteter/{key('a2')}/"
        fields = {"starts_on": "", "ends_on": "", "responsible": ""}
        send(writer, address, title="Skogsveckan i maj", **fields)
        page = words(send(writer, address, title="Skogsveckan i juni", **fields), 409)
        assert "<ins>juni</ins>" in page
        assert "<ins>maj</ins>" in page
        assert 'data-version="2"' in page

    def test_rows_change_places(self, plan, goal, writer) -> None:
        address = f"aktiviteter/{key('a3')}/flytta/"
        assert told(send(writer, address, vart="upp")) == {"moved": True}
        assert told(send(writer, address, vart="upp")) == {"moved": False}
        keys = goal.activities.order_by("position").values_list("key", flat=True)
        assert list(keys) == [key("a3"), key("a2")]
        assert "upp eller ner" in words(send(writer, address, vart="bort"), 409)
        assert writer.get(f"{PAGE}{address}").status_code == 405


class TestTheLibrary:
    def test_it_is_picked_from(self, plan, goal, writer, organisation) -> None:
        IndicatorFactory(name="Antal <soldagar>", owner=organisation.committee, by_gender=True)
        IndicatorFactory(name="Någon annans", owner=organisation.tallen)
        page = read(writer, f"indikatorer/ny/?mal={goal.key}")
        assert "Antal &lt;soldagar&gt;" in page
        assert "Barnnämnden · Tertial · könsuppdelad" in page
        assert "Någon annans" not in page
        assert page.count("Står redan vid målet") == goal.indicators.count()
        chosen = Indicator.objects.get(name="Antal <soldagar>")
        address = f"indikatorer/ny/?mal={goal.key}"
        for _ in range(2):
            answer = send(writer, address, key=key("new"), indicator=chosen.key)
            assert told(answer, 201) == {"open": f"{PAGE}indikatorer/{key('new')}/"}
        again = send(writer, address, key=uuid.uuid4(), indicator=chosen.key)
        assert "står redan vid målet" in words(again, 409)
        assert "Välj en indikator" in words(send(writer, address, key="x"), 409)

    def test_another_plans_goal_is_404_and_one_that_is_gone_is_410(self, writer) -> None:
        elsewhere = GoalFactory(level=Level.UNIT)
        for address in ("aktiviteter/ny/", "indikatorer/ny/"):
            read(writer, f"{address}?mal={elsewhere.key}", 404)
            read(writer, f"{address}?mal={uuid.uuid4()}", 410)
            read(writer, address, 410)

    def test_one_of_ones_own_is_made(self, plan, goal, writer) -> None:
        answer = send(writer, f"indikatorer/egen/?mal={goal.key}", key=key("new"), **NAMES)
        assert told(answer, 201)["open"] == f"{PAGE}indikatorer/{key('new')}/"
        made = row(plan, "new").indicator
        assert (made.owner, made.direction, made.by_gender) == (plan.unit, "higher", False)

    def test_what_is_called_nearly_the_same_is_a_question(self, plan, goal, writer) -> None:
        there = IndicatorFactory(name="Antal utflykter")
        address = f"indikatorer/egen/?mal={goal.key}"
        fields = {**NAMES, "name": "Antal utflykter!", "key": key("new")}
        page = words(send(writer, address, **fields), 422)
        assert "Finns redan:" in page
        assert f'value="{there.key}"' in page
        assert 'formaction="/planer/2027/granen/indikatorer/ny/?mal=' in page
        told(send(writer, address, **fields, anda="ja"), 201)
        assert row(plan, "new").indicator != there

    def test_what_is_wrong_stands_in_its_form(self, goal, writer) -> None:
        address = f"indikatorer/egen/?mal={goal.key}"
        page = words(
            send(writer, address, key=key("new"), **{**NAMES, "name": "", "direction": "uppåt"}), 422
        )
        assert "Skriv vad som mäts." in page
        assert "Välj en riktning i listan." in page


class TestTargets:
    @pytest.mark.parametrize(
        ("target", "number"), [("87 %", "87"), ("1 200,50 kr", "1\u202f200,5"), ("öka", ""), ("", "")]
    )
    def test_it_is_saved_as_written_and_the_number_is_told(self, target, number, plan, writer) -> None:
        answer = told(send(writer, f"indikatorer/{key('i1')}/", target=target))
        assert (answer["version"], answer["number"]) == (2, number)
        held = Target.objects.get(indicator=row(plan, "i1").indicator, unit=plan.unit)
        assert held.words == target
        line = read(writer, f"indikatorer/{key('i1')}/visa/")
        assert f">{target or '–'}</span>" in line
        assert line in read(writer, "")

    def test_its_editor_tells_of_the_councils_and_of_whose_it_is(self, plan, writer) -> None:
        editor = read(writer, f"indikatorer/{key('i1')}/")
        assert 'value="85 %"' in editor
        assert "Läses som talet 85." in editor
        assert "90 %" in editor
        assert f"{PAGE}indikatorer/{key('i1')}/namn/" in editor
        shared = GoalIndicatorFactory(goal=row(plan, "i1").goal)
        editor = read(writer, f"indikatorer/{shared.key}/")
        assert "Granskogs kommun bestämmer namnet" in editor
        assert "/namn/" not in editor

    def test_too_many_characters(self, writer) -> None:
        answer = send(writer, f"indikatorer/{key('i1')}/", target="a" * 501)
        assert "Högst 500 tecken" in told(answer, 422)["errors"]["target"]

    def test_two_versions_stand_side_by_side(self, plan, writer) -> None:
        address = f"indikatorer/{key('i1')}/"
        send(writer, address, target="86 procent")
        page = words(send(writer, address, target="87 procent"), 409)
        assert "<ins>87 </ins>procent" in page
        assert "<ins>86 </ins>procent" in page

    def test_what_is_decided_is_changed_elsewhere(self, plan, writer) -> None:
        decided(plan)
        revise_plan(by=OPERATOR, plan=plan, reason="Ny budget")
        address = f"indikatorer/{key('i1')}/"
        editor = read(writer, address)
        assert f'href="{PAGE}arsmal/"' in editor
        assert 'name="target"' not in editor
        assert "datum och skäl" in words(send(writer, address, target="öka"), 409)


class TestOwnIndicators:
    def test_one_is_named_anew(self, plan, writer) -> None:
        address = f"indikatorer/{key('i3')}/namn/"
        editor = read(writer, address)
        assert "Utetid per dag</textarea>" in editor
        for word in ("Tertial", "Kvartal", "Månad"):
            assert f'<option value="{word}">' in editor
        assert told(send(writer, address, **NAMES))["version"] == 2
        assert "Antal utflykter</th>" in read(writer, f"indikatorer/{key('i3')}/visa/")
        assert (
            "Skriv vad som mäts."
            in told(send(writer, address, **{**NAMES, "name": ""}), 422)["errors"]["name"]
        )
        page = words(send(writer, address, **{**NAMES, "name": "Antal turer", "by_gender": "ja"}), 409)
        assert "Könsuppdelad" in page

    def test_a_shared_one_is_not(self, plan, writer) -> None:
        shared = GoalIndicatorFactory(goal=row(plan).goal)
        answer = send(writer, f"indikatorer/{shared.key}/namn/", **NAMES)
        assert "bestämmer vad den heter" in words(answer, 409)


GETS = (
    "aktiviteter/{a}/",
    "aktiviteter/{a}/visa/",
    "indikatorer/{i}/",
    "indikatorer/{i}/namn/",
    "indikatorer/{i}/visa/",
)


class TestRefusals:
    def test_a_row_that_is_gone(self, plan, writer) -> None:
        plan.activities.all().delete()
        plan.indicators.all().delete()
        for address in ("aktiviteter/{a}/", "indikatorer/{i}/", "indikatorer/{i}/namn/"):
            address = address.format(a=key("a2"), i=key("i3"))
            read(writer, address, 410)
            words(send(writer, address, title="x", target="x", **NAMES), 410)
        for address in ("aktiviteter/{a}/visa/", "indikatorer/{i}/visa/"):
            assert read(writer, address.format(a=key("a2"), i=key("i3"))) == ""

    @pytest.mark.parametrize("closed", ["ready", "decided"])
    def test_a_closed_plan(self, closed, plan, writer) -> None:
        mark_ready(by=OPERATOR, plan=plan)
        if closed == "decided":
            decided(Plan.objects.get(pk=plan.pk))
        for address in GETS:
            read(writer, address.format(a=key("a2"), i=key("i3")), 423)
        answer = send(writer, f"aktiviteter/{key('a2')}/", title="Nej")
        assert ("låst" if closed == "decided" else "klarmarkerad") in words(answer, 423)

    def test_readers_and_outsiders(self, plan, organisation, as_person) -> None:
        for person, status in (
            (organisation.person(Role.STAFF), 403),
            (organisation.person(Role.EDITOR, organisation.tallen), 404),
        ):
            client = as_person(person)
            for address in GETS:
                read(client, address.format(a=key("a2"), i=key("i3")), status)
            assert send(client, f"aktiviteter/{key('a2')}/", title="Nej").status_code == status
            assert send(client, f"indikatorer/{key('i3')}/", target="1").status_code == status
        assert activity(plan).title == "Skogsveckan"


@pytest.mark.parametrize("size", [1, 3])
class TestQueries:
    @pytest.fixture
    def big_plan(self, size: int, organisation) -> Plan:
        for _ in range(3 * size):
            IndicatorFactory()
        return saved(big(size), organisation.granen)

    @pytest.fixture
    def quick(self, big_plan: Plan, organisation, as_person) -> Client:
        return as_person(organisation.person(Role.EDITOR))

    def test_opening(self, size, big_plan, quick, django_assert_num_queries) -> None:
        goal = big_plan.goals.filter(level=Level.UNIT).first()
        a, i = ActivityFactory(goal=goal), GoalIndicatorFactory(goal=goal)
        for address, count in (
            (f"aktiviteter/{a.key}/", 6),
            (f"aktiviteter/{a.key}/visa/", 5),
            (f"aktiviteter/ny/?mal={goal.key}", 6),
            (f"indikatorer/{i.key}/", 6),
            (f"indikatorer/{i.key}/visa/", 6),
            (f"indikatorer/{i.key}/namn/", 6),
            (f"indikatorer/ny/?mal={goal.key}", 6),
        ):
            with django_assert_num_queries(count):
                read(quick, address)

    def test_saving(self, size, big_plan, quick) -> None:
        """The marks of the transaction itself (SAVEPOINT here, BEGIN outside a test) aren't counted."""
        goal = big_plan.goals.filter(level=Level.UNIT).first()
        a, i = ActivityFactory(goal=goal), GoalIndicatorFactory(goal=goal)
        ActivityFactory(goal=goal)
        GoalIndicatorFactory(goal=big_plan.goals.exclude(pk=goal.pk).first(), indicator=i.indicator)
        own = GoalIndicatorFactory(goal=goal, indicator=IndicatorFactory(owner=big_plan.unit))
        library, where = IndicatorFactory(), f"?mal={goal.key}"
        for address, fields, count in (
            (f"aktiviteter/{a.key}/", {"title": "Skogen"}, 8),
            (f"aktiviteter/{uuid.uuid4()}/{where}", {"title": "Skogen", "version": 0}, 8),
            (f"aktiviteter/{a.key}/flytta/", {"vart": "ner"}, 9),
            (f"indikatorer/{i.key}/", {"target": "85 %"}, 9),
            (f"indikatorer/{own.key}/namn/", NAMES, 9),
            (f"indikatorer/ny/{where}", {"key": uuid.uuid4(), "indicator": library.key}, 9),
            (f"indikatorer/egen/{where}", {**NAMES, "name": "Antal tåg", "key": uuid.uuid4()}, 10),
        ):
            with CaptureQueriesContext(connection) as asked:
                assert send(quick, address, **fields).status_code in {200, 201}, address
            marks = [each for each in asked if "SAVEPOINT" in each["sql"]]
            assert len(asked) - len(marks) == count, address
