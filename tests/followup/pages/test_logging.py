"""The logging table and its saves: what is asked for, what is answered, and who is refused."""

from __future__ import annotations

import datetime
import json
import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from followup.actions.moves import reopen
from followup.actions.rounds import close_round
from followup.models import FollowUp, State
from followup.pages.sparkline import sparkline
from goals.models import Goal
from indicators.calendar import periods_of_year
from indicators.kinds import Aggregation
from indicators.models import Indicator, Measurement
from tests.factories import (
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanFactory,
    RoundIndicatorFactory,
    TargetFactory,
    UnitFactory,
    member,
)
from tests.logging_table import ADDRESS, NAMES, YEAR, dozen, follow_up_of, unit_of
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
ROW = re.compile(r'<tbody class="log-row".*?</tbody>', re.DOTALL)


@pytest.fixture
def unit() -> Unit:
    return unit_of()


@pytest.fixture
def follow_up(unit: Unit) -> FollowUp:
    return follow_up_of(unit)


@pytest.fixture
def staff(client: Client, unit: Unit) -> Client:
    client.force_login(member(unit, Role.STAFF, name="Kim Ask"))
    return client


def rows(client: Client, address: str = ADDRESS) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return ROW.findall(answer.content.decode())


def row_of(client: Client, name: str) -> str:
    [found] = [row for row in rows(client) if f">{NAMES[name]}</span>" in row]
    return found


def save(client: Client, indicator: Indicator, version: int = 0, **typed: str) -> HttpResponse:
    address = f"{ADDRESS}{indicator.key}/"
    sent = {"save": str(uuid.uuid4()), "version": version, **typed}
    answer: HttpResponse = client.post(address, sent, HTTP_HX_REQUEST="true")
    return answer


def said(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def now(indicator: Indicator) -> Measurement:
    """What is kept for the round's months."""
    return Measurement.objects.get(indicator=indicator, period=periods_of_year(YEAR)["T2"])


def test_every_indicator_that_is_due_stands_once_in_the_plans_order(
    follow_up: FollowUp, unit: Unit, staff: Client
) -> None:
    dozen(unit)
    found = [re.findall(r'<span id="namn-\d+">(.*?)</span>', row)[0] for row in rows(staff)]
    assert found == list(NAMES.values())
    page = staff.get(ADDRESS).content.decode()
    assert page.index("1.3 Barn trivs") < page.index(NAMES["share"]) < page.index("Vi äter bra")
    assert "0</span> av 12 ifyllda" in page


def test_what_stands_beside_the_fields(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    found = dozen(unit)
    TargetFactory(indicator=found["percent"], unit=unit.parent, words="6,8 %")
    row = row_of(staff, "percent")
    assert "<span>6,6\u00a0%</span>" in row
    assert "T1 2027" in row
    assert "<span>7\u00a0%</span>" in row
    assert "T2 2026" in row
    assert re.search(r"<span>6,5 %</span>.*Nämnden 6,8 %.*KF 7 %", row)
    assert "Trend: 4 värden, från 7,1\u00a0% (T1 2026) till 6,6\u00a0% (T1 2027)" in row
    month = row_of(staff, "month")
    assert "Augusti 2027" in month
    assert '<span class="note">Juli 2027</span>' in month


def test_a_row_has_the_fields_that_its_indicator_asks_for(
    follow_up: FollowUp, unit: Unit, staff: Client
) -> None:
    dozen(unit)

    def names(name: str) -> list[str]:
        return re.findall(r' name="(\w+)"', row_of(staff, name))

    assert names("percent") == ["total", "forecast", "comment", "not_measured_because"]
    assert names("gender")[:3] == ["total", "women", "men"]
    assert names("share")[:6] == [
        "numerator", "denominator", "total", "women_numerator", "women_denominator", "women",
    ]  # fmt: skip
    assert "<textarea" in row_of(staff, "words").split("</td>")[0]


def test_a_round_says_what_else_is_due(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    goal = GoalFactory(plan=PlanFactory(unit=unit, year=YEAR))
    names = []
    for periodicity, exception in [("Tertial", False), ("År", True), ("År", None), ("Halvår", None)]:
        row = GoalIndicatorFactory(goal=goal, indicator__periodicity=periodicity)
        if exception is not None:
            RoundIndicatorFactory(round=follow_up.round, indicator=row.indicator, is_due=exception)
        names.append(str(row))
    found = [re.findall(r'<span id="namn-\d+">(.*?)</span>', row)[0] for row in rows(staff)]
    assert found == [names[1], names[3]]


def test_what_units_below_make_is_not_asked_for(client: Client, unit: Unit) -> None:
    """Twelve queries, also for a committee."""
    committee = unit.parent
    assert committee is not None
    summed = IndicatorFactory(name="Antal utflykter", aggregation=Aggregation.SUM)
    own = IndicatorFactory(name="Nöjdhet")
    for each in (committee, unit):
        goal = GoalFactory(plan=PlanFactory(unit=each, year=YEAR))
        for indicator in (summed, own):
            GoalIndicatorFactory(goal=goal, indicator=indicator)
    above = follow_up_of(committee, owner=committee)
    FollowUp.objects.create(round=above.round, unit=unit)
    client.force_login(member(committee, Role.CONTROLLER))
    address = ADDRESS.replace("granen", "barnnamnden")
    [row] = rows(client, address)
    assert "Nöjdhet" in row


def test_everything_that_people_type_is_understood(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    found = dozen(unit)
    for name, typed, stored in [
        ("percent", "12,5 %", "12.5"),
        ("count", "1 200", "1200"),
        ("days", "-3", "-3"),
        ("staff", "5.25", "5.25"),
    ]:
        answer = save(staff, found[name], total=typed)
        assert answer.status_code == 200, answer.content
        assert now(found[name]).total == float(stored)
    save(staff, found["words"], total="Vi har börjat")
    assert now(found["words"]).words == "Vi har börjat"
    save(staff, found["mean"], total="ej mätt: för få svar")
    assert now(found["mean"]).not_measured_because == "för få svar"
    page = staff.get(ADDRESS).content.decode()
    assert "6</span> av 12 ifyllda" in page
    assert 'value="12,5"' in page
    assert 'value="för få svar"' in page
    assert "Vi har börjat</textarea>" in page


def test_a_month_is_kept_with_its_own_period(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    found = dozen(unit)
    assert save(staff, found["month"], total="58").status_code == 200
    assert Measurement.objects.get(indicator=found["month"], total=58).period.code == "M08"


def test_a_share_is_computed_and_judged(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    found = dozen(unit)
    answer = said(save(staff, found["share"], numerator="170", denominator="200"))
    assert answer["reads"]["total"] == "= 85\u00a0%"
    assert "Uppfylls helt" in answer["said"]
    assert answer["reported"] is True
    assert "85\u00a0% (T2 2027)" in answer["trend"]
    assert "Uppfylls helt" in row_of(staff, "share")
    assert "= 85\u00a0%" in row_of(staff, "share")


def test_what_could_be_a_slip_is_asked_and_saved(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    found = dozen(unit)
    answer = said(save(staff, found["month"], total="580"))
    assert "Har ett decimaltecken halkat?" in answer["said"]
    assert "Har ett decimaltecken halkat?" in row_of(staff, "month")
    answer = said(save(staff, found["staff"], total="ca 5,2"))
    assert "Vi räknar med 5,2" in answer["said"]


def test_what_is_wrong_is_told_by_field_and_nothing_is_saved(
    follow_up: FollowUp, unit: Unit, staff: Client
) -> None:
    found = dozen(unit)
    answer = save(staff, found["percent"], total="x9!!", forecast="7")
    assert answer.status_code == 422
    assert list(said(answer)["errors"]) == ["total"]
    answer = save(staff, found["percent"], total="ej mätt")
    assert said(answer)["errors"] == {"not_measured_because": "Skriv varför det inte är mätt."}
    assert not Measurement.objects.filter(
        indicator=found["percent"], period=periods_of_year(YEAR)["T2"]
    ).exists()


def test_the_same_save_again_is_answered_as_saved(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    indicator = dozen(unit)["count"]
    key = str(uuid.uuid4())
    first = said(save(staff, indicator, total="4", save=key))
    again = said(save(staff, indicator, total="4", save=key))
    assert (first["version"], again["version"]) == (1, 1)
    assert Change.objects.filter(subject="indicators.measurement").count() == 1


def test_two_who_log_the_same_see_both(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    indicator = dozen(unit)["count"]
    save(staff, indicator, total="4", comment="Två i maj")
    other = Client()
    other.force_login(member(unit, Role.EDITOR, name="Mona Alm"))
    answer = save(other, indicator, total="5", comment="Två i maj")
    assert answer.status_code == 409
    panel = answer.content.decode()
    assert "Kim Ask har också fyllt i raden" in panel
    assert 'data-version="1"' in panel
    assert re.search(r"Utfall</th>\s*<td>5</td>\s*<td>4</td>", panel)
    assert "Kommentar</th>" not in panel
    assert save(other, indicator, 1, total="5", comment="Två i maj").status_code == 200


def test_nothing_is_saved_in_another_persons_name(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    indicator = dozen(unit)["count"]
    address = f"{ADDRESS}{indicator.key}/"
    answer = staff.post(address, {"total": "4"}, HTTP_HX_REQUEST="true", HTTP_X_PERSON="0")
    assert answer.status_code == 401
    assert "Kim Ask är inloggad här nu" in answer.content.decode()


def test_the_wrong_method(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    assert staff.post(ADDRESS).status_code == 405
    assert staff.get(f"{ADDRESS}{dozen(unit)['count'].key}/").status_code == 405


def test_an_outsider_finds_nothing(follow_up: FollowUp, unit: Unit, client: Client) -> None:
    indicator = dozen(unit)["count"]
    client.force_login(member(UnitFactory(), Role.MANAGER))
    assert client.get(ADDRESS).status_code == 404
    assert save(client, indicator, total="4").status_code == 404


def test_a_reader_reads_the_table_as_text(follow_up: FollowUp, unit: Unit, client: Client) -> None:
    indicator = dozen(unit)["count"]
    period = periods_of_year(YEAR)["T2"]
    MeasurementFactory(indicator=indicator, unit=unit, period=period, total=1200)
    client.force_login(member(unit, Role.READER))
    page = client.get(ADDRESS).content.decode()
    assert "Du får inte rapportera för Förskolan Granen" in page
    assert "log-field" not in page
    assert "1\u202f200</td>" in page
    answer = save(client, indicator, total="4")
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    ("round_", "state", "words"),
    [
        ({"opens_on": "2099-01-01"}, State.NOT_STARTED, "öppnar 2099-01-01"),
        ({}, State.READY, "Uppföljningen är klarmarkerad"),
        ({}, State.APPROVED, "Uppföljningen är godkänd"),
    ],
)
def test_what_is_not_open_is_read_and_refused_in_words(
    unit: Unit, staff: Client, round_: dict[str, object], state: State, words: str
) -> None:
    indicator = dozen(unit)["count"]
    follow_up = follow_up_of(unit, **round_)
    FollowUp.objects.filter(pk=follow_up.pk).update(state=state)
    page = staff.get(ADDRESS).content.decode()
    assert words in page
    assert "log-field" not in page
    answer = save(staff, indicator, total="4")
    assert answer.status_code == 423
    assert words in answer.content.decode()


def test_a_closed_round_is_read_as_it_was_frozen(
    follow_up: FollowUp, unit: Unit, staff: Client, django_assert_num_queries: Queries
) -> None:
    found = dozen(unit)
    save(staff, found["share"], numerator="170", denominator="200", women="86")
    save(staff, found["mean"], total="ej mätt: för få svar")
    save(staff, found["month"], total="58")
    follow_up.refresh_from_db()
    close_round(by=OPERATOR, round_=follow_up.round, although_missing=True)
    TargetFactory(indicator=found["share"], unit=unit, words="95 %", since="2027-09-15", reason="Ny budget")
    with django_assert_num_queries(7):
        page = staff.get(ADDRESS).content.decode()
    assert "Tertial 2 2027 är stängd." in page
    assert "3</span> av 12 ifyllda" in page
    share = row_of(staff, "share")
    assert re.search(r"85\u00a0%</td>.*86\u00a0%</td>.*82\u00a0%.*T1 2027.*85 %.*KF 80 %", share)
    assert "Uppfylls helt" in share
    assert "95 %" not in share
    assert "ej mätt</td>" in row_of(staff, "mean")
    assert "Augusti 2027" in row_of(staff, "month")
    assert save(staff, found["share"], 1, total="90").status_code == 423


def test_while_a_unit_is_reopened_others_read_what_was_frozen(
    follow_up: FollowUp, unit: Unit, staff: Client
) -> None:
    indicator = dozen(unit)["count"]
    save(staff, indicator, total="4")
    follow_up.refresh_from_db()
    close_round(by=OPERATOR, round_=follow_up.round, although_missing=True)
    follow_up.refresh_from_db()
    until = timezone.now() + datetime.timedelta(hours=1)
    reopen(by=OPERATOR, follow_up=follow_up, until=until, reason="Fel siffra")
    assert save(staff, indicator, 1, total="5").status_code == 200
    assert 'value="5"' in row_of(staff, "count")
    other = Client()
    other.force_login(member(UnitFactory(parent=unit.parent), Role.STAFF))
    assert "4</td>" in row_of(other, "count")
    assert save(other, indicator, 2, total="6").status_code == 403


def test_past_the_due_day_one_is_told_and_can_still_log(unit: Unit, staff: Client) -> None:
    indicator = dozen(unit)["count"]
    follow_up_of(unit, due_on="2001-01-01")
    assert "Sista dagen var 2001-01-01" in staff.get(ADDRESS).content.decode()
    assert save(staff, indicator, total="4").status_code == 200


def test_an_indicator_that_is_no_longer_asked_for(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    dozen(unit)
    answer = save(staff, IndicatorFactory(), total="4")
    assert answer.status_code == 410
    goal = Goal.objects.filter(plan__unit=unit).latest("pk")
    yearly = GoalIndicatorFactory(goal=goal, indicator__periodicity="År").indicator
    assert save(staff, yearly, total="4").status_code == 410


def test_a_unit_with_nothing_to_log(follow_up: FollowUp, unit: Unit, staff: Client) -> None:
    assert "inga värden att lämna för Förskolan Granen" in staff.get(ADDRESS).content.decode()


@pytest.mark.parametrize("count", [3, 60])
def test_queries(
    follow_up: FollowUp, unit: Unit, staff: Client, count: int, django_assert_num_queries: Queries
) -> None:
    goal = GoalFactory(plan=PlanFactory(unit=unit, year=YEAR))
    period = periods_of_year(YEAR)["T2"]
    for _ in range(count):
        indicator = GoalIndicatorFactory(goal=goal).indicator
        TargetFactory(indicator=indicator, unit=unit)
        MeasurementFactory(indicator=indicator, unit=unit, period=period, total=4)
    with django_assert_num_queries(9):
        assert len(rows(staff)) == count


def test_queries_of_a_save(
    follow_up: FollowUp, unit: Unit, staff: Client, django_assert_num_queries: Queries
) -> None:
    """Three for who asks, two for what, one for the round, four for the value, one to read it again, and
    the two of a savepoint."""
    indicator = dozen(unit)["percent"]
    save(staff, indicator, total="7")
    with django_assert_num_queries(13):
        assert save(staff, indicator, 1, total="6,9").status_code == 200


def test_a_trend_is_drawn_between_its_ends() -> None:
    drawn = sparkline([1, 3], "Trend")
    assert 'points="4.0,22.0 84.0,4.0"' in drawn
    assert "spark-target" not in drawn
    assert 'points="4.0,22.0 84.0,4.0"' in sparkline([1, 3], "Trend", 900)
    assert "spark-target" in sparkline([1, 3], "Trend", 4)
    assert 'points="4.0,13.0 84.0,13.0"' in sparkline([2, 2], "Trend")
    assert 'aria-label="&lt;"' in sparkline([2, 2], "<")
