"""The page where goals are judged and the rest is written, and its saves: what is shown, kept and refused."""

from __future__ import annotations

import datetime
import json
import re
import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from followup.actions.moves import mark_ready, return_follow_up
from followup.models import (
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpText,
    GoalAssessment,
    Round,
    RoundHeading,
)
from tests.factories import (
    ActivityFactory,
    EconomyRowFactory,
    FollowUpTextFactory,
    GoalAssessmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    LevelLabelFactory,
    MeasurementFactory,
    RoundHeadingFactory,
    UnitFactory,
    member,
)
from tests.followup.rounds import Reporting, a_round, save
from vp.org.access import OPERATOR
from vp.org.models import Role, User

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
LogIn = Callable[[User], Client]
NOTHING: Mapping[str, str] = {}


def base(reporting: Reporting) -> str:
    round_ = reporting.round
    return f"/uppfoljning/{round_.year}/{round_.code}/{reporting.unit.slug}/bedomning/"


def shown(client: Client, reporting: Reporting) -> str:
    answer = client.get(base(reporting))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def send(client: Client, address: str, version: int = 0, **fields: str) -> HttpResponse:
    made = save(version)
    sent = {"save": str(made.id), "version": version, **fields}
    answer: HttpResponse = client.post(address, sent, HTTP_HX_REQUEST="true")
    return answer


def said(answer: HttpResponse) -> Any:
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@pytest.fixture
def heading(reporting: Reporting) -> RoundHeading:
    made: RoundHeading = RoundHeadingFactory(
        round=reporting.round, name="Året i korthet", guidance="Det viktigaste först.", required=True
    )
    return made


@pytest.fixture
def manager(reporting: Reporting, as_person: LogIn) -> Client:
    return as_person(reporting.manager)


@pytest.fixture
def addresses(reporting: Reporting, heading: RoundHeading) -> dict[str, str]:
    there = base(reporting)
    return {
        "goal": f"{there}mal/{reporting.goal.key}/",
        "activity": f"{there}aktivitet/{reporting.activity.key}/",
        "text": f"{there}rubrik/{heading.pk}/",
        "economy": f"{there}ekonomi/{uuid.uuid4()}/",
    }


FIELDS = {
    "goal": {"attainment": "fully", "analysis": "<p>Bra.</p>"},
    "activity": {"status": "done"},
    "text": {"body": "<p>Bra.</p>"},
    "economy": {"kind": "cost", "name": "Personal", "budget": "100"},
}


def test_a_goal_is_shown_with_what_is_proposed_and_why(reporting: Reporting, manager: Client) -> None:
    MeasurementFactory(
        indicator=reporting.indicator, unit=reporting.unit, period=reporting.round.period, total=99
    )
    page = shown(manager, reporting)
    assert str(reporting.goal.title) in page
    assert 'Förslag: <span class="judged judged-fully">Uppfylls helt</span>' in page
    assert "Av 1 indikator: 1 uppfylls helt." in page
    assert page.count('type="radio"') == 4
    for label in ("Uppfylls helt", "Uppfylls delvis", "Uppfylls ej", "Ej mätt"):
        assert f"/> {label} </label>" in page
    assert f'/varden/#varde-{str(reporting.row.key)[:8]}"' in page


def test_what_is_left_is_counted_and_linked(
    reporting: Reporting, manager: Client, heading: RoundHeading
) -> None:
    page = shown(manager, reporting)
    assert "4 saker kvar" in page
    left = re.search(r"<details class=\"left\".*?</details>", page)
    assert left
    anchors = re.findall(r'href="#([\w-]+)"', left[0])
    goal, row, activity = (str(each.key)[:8] for each in (reporting.goal, reporting.row, reporting.activity))
    assert anchors == [f"mal-{goal}", f"varde-{row}", f"aktivitet-{activity}", f"rubrik-{heading.pk}"]
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_a_judgement_is_kept_with_its_analysis(
    reporting: Reporting, manager: Client, addresses: Mapping[str, str]
) -> None:
    first = said(send(manager, addresses["goal"], attainment="partly", proposed="fully"))
    assert first["version"] == 1
    assert first["lacks"] == "Bedömningen behöver en analys."
    assert first["needs"] == "Skriv varför du bedömer målet på ett annat sätt än förslaget."
    fields = {"attainment": "partly", "analysis": "<p>Halvvägs.</p>", "proposed": "fully"}
    second = said(send(manager, addresses["goal"], 1, **fields))
    assert (second["version"], second["lacks"]) == (2, "")
    kept = GoalAssessment.objects.get()
    assert (kept.attainment, kept.analysis) == ("partly", "<p>Halvvägs.</p>")
    third = said(send(manager, addresses["goal"], 2, attainment="partly", proposed="partly"))
    assert third["needs"] == "Skriv varför målet inte uppfylls helt."
    fourth = said(send(manager, addresses["goal"], 3, attainment="fully", proposed="fully"))
    assert (fourth["lacks"], fourth["needs"]) == ("", "")


def test_an_activity_that_slips_has_to_be_explained(
    reporting: Reporting, manager: Client, addresses: Mapping[str, str]
) -> None:
    late = {"status": "in_progress", "ends_on": "2020-01-31"}
    answer = said(send(manager, addresses["activity"], **late))
    assert answer["late"] == "Slutdatumet har passerat."
    assert answer["lacks"] == "Skriv varför aktiviteten avviker."
    told = late | {"deviation": "Väntar på bygglov", "carry_over": "on"}
    assert said(send(manager, addresses["activity"], 1, **told))["lacks"] == ""
    kept = ActivityStatus.objects.get()
    assert (kept.status, kept.deviation, kept.carry_over) == ("in_progress", "Väntar på bygglov", True)
    page = shown(manager, reporting)
    assert re.search(r'name="carry_over" autocomplete="off" checked', page)


def test_a_passed_end_date_is_said_in_words(reporting: Reporting, manager: Client) -> None:
    ActivityFactory(goal=reporting.goal, starts_on=None, ends_on=datetime.date(2020, 1, 31))
    page = shown(manager, reporting)
    assert page.count("data-late >Slutdatumet har passerat.") == 1


def test_economy_is_summed_after_each_save(
    reporting: Reporting, manager: Client, addresses: Mapping[str, str]
) -> None:
    Round.objects.update(comment_from=2)
    money = {"kind": "cost", "name": "Personal", "budget": "1 000", "outcome": "350", "forecast": "1 050"}
    answer = said(send(manager, addresses["economy"], **money))
    assert answer["deviation"] == "−50 (5\u00a0%)"
    assert answer["lacks"] == "Avvikelsen behöver en kommentar."
    income = {"kind": "income", "name": "Avgifter", "budget": "200", "outcome": "70", "forecast": "200"}
    other = f"{base(reporting)}ekonomi/{uuid.uuid4()}/"
    sums = said(send(manager, other, **income))["sums"]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", sums)
    assert cells[-4:] == ["−800", "−280", "−850", "−50 (6,3\u00a0%)"]
    wrong = send(manager, other, 1, **(income | {"budget": "mycket", "name": ""}))
    assert wrong.status_code == 422
    assert set(json.loads(wrong.content)["errors"]) == {"budget", "name"}
    answer = said(send(manager, f"{other}ta-bort/", 1))
    assert "−1\u202f050" in answer["sums"]
    assert EconomyRow.objects.count() == 1


def test_rows_are_brought_from_the_round_before(reporting: Reporting, as_person: LogIn) -> None:
    earlier = reporting.follow_up
    EconomyRowFactory(follow_up=earlier, name="Lokaler")
    a_round(reporting.round.owner, "T2")
    manager = as_person(reporting.manager)
    address = base(reporting).replace("/T1/", "/T2/")
    assert "Hämta raderna från" in manager.get(address).content.decode()
    answer = manager.post(f"{address}ekonomi/hamta/", follow=True)
    assert "1 rad är hämtad från förra omgången." in answer.content.decode()
    assert 'value="Lokaler"' in answer.content.decode()
    again = manager.post(f"{address}ekonomi/hamta/", follow=True)
    assert "Det finns redan rader." in again.content.decode()


def test_the_round_before_stands_beside(reporting: Reporting, as_person: LogIn) -> None:
    earlier = reporting.follow_up
    GoalAssessmentFactory(
        follow_up=earlier, goal_key=reporting.goal.key, attainment="not", analysis="<p>Trögt.</p>"
    )
    before = RoundHeadingFactory(round=earlier.round, name="Lärdomar")
    FollowUpTextFactory(follow_up=earlier, heading=before, body="<p>Vi lärde oss.</p>")
    later = a_round(reporting.round.owner, "T2")
    RoundHeadingFactory(round=later, name="Lärdomar")
    page = " ".join(
        as_person(reporting.manager).get(base(reporting).replace("/T1/", "/T2/")).content.decode().split()
    )
    assert page.count(f"Oförändrat sedan {earlier.round.name}") == 2
    assert f"{earlier.round.name}: uppfylls ej" in page
    assert f"Så stod det i {earlier.round.name}" in page
    assert "<p>Trögt.</p>" in page
    assert "<p>Vi lärde oss.</p>" in page


@pytest.mark.parametrize("what", sorted(FIELDS))
def test_two_who_save_the_same_see_both(
    reporting: Reporting, as_person: LogIn, addresses: Mapping[str, str], what: str
) -> None:
    said(send(as_person(reporting.manager), addresses[what], **FIELDS[what]))
    theirs = {name: value.replace("Bra", "Sämre") for name, value in FIELDS[what].items()}
    theirs |= {"status": "delayed", "budget": "90"}
    answer = send(as_person(reporting.controller), addresses[what], **theirs)
    assert answer.status_code == 409
    panel = answer.content.decode()
    assert f"{reporting.manager.name} har också skrivit här" in panel
    key = addresses[what].rstrip("/").rsplit("/", 1)[1]
    assert f'data-key="{key}"' in panel
    assert 'data-version="1"' in panel
    assert said(send(as_person(reporting.controller), addresses[what], 1, **theirs))["version"] == 2


@pytest.mark.parametrize("what", sorted(FIELDS))
def test_what_is_shut_says_so(
    reporting: Reporting, as_person: LogIn, addresses: Mapping[str, str], what: str
) -> None:
    FollowUp.objects.update(state="ready")
    answer = send(as_person(reporting.manager), addresses[what], **FIELDS[what])
    assert answer.status_code == 423
    assert "Uppföljningen är klarmarkerad." in answer.content.decode()
    reporting.close()
    answer = send(as_person(reporting.manager), addresses[what], **FIELDS[what])
    assert answer.status_code == 423
    assert "är stängd." in answer.content.decode()
    page = shown(as_person(reporting.manager), reporting)
    assert "data-autosave" not in page
    assert "är stängd." in page


def test_what_has_vanished_says_so(reporting: Reporting, manager: Client) -> None:
    there = base(reporting)
    for rest in (f"mal/{uuid.uuid4()}/", f"aktivitet/{uuid.uuid4()}/", "rubrik/0/"):
        assert send(manager, f"{there}{rest}").status_code == 410
    gone = send(manager, f"{there}ekonomi/{uuid.uuid4()}/", 3, **FIELDS["economy"])
    assert gone.status_code == 410


@pytest.mark.parametrize(
    ("role", "judges", "tells"),
    [(Role.READER, 403, 403), (Role.STAFF, 403, 200), (Role.EDITOR, 200, 200), (Role.MANAGER, 200, 200)],
)
def test_who_may_write(
    reporting: Reporting,
    as_person: LogIn,
    addresses: Mapping[str, str],
    role: Role,
    judges: int,
    tells: int,
) -> None:
    client = as_person(member(reporting.unit, role))
    for what, address in addresses.items():
        allowed = tells if what == "activity" else judges
        assert send(client, address, **FIELDS[what]).status_code == allowed, what
    assert send(client, f"{addresses['economy']}ta-bort/", 1).status_code == judges
    page = shown(client, reporting)
    assert page.count('data-autosave="activity"') == (tells == 200)
    assert page.count('data-autosave="goal"') == (judges == 200)
    bring = client.post(f"{base(reporting)}ekonomi/hamta/")
    assert bring.status_code == (302 if judges == 200 else 403)


def test_others_dont_know_of_it(reporting: Reporting, as_person: LogIn, addresses: Mapping[str, str]) -> None:
    outsider = as_person(member(UnitFactory(), Role.MANAGER))
    assert outsider.get(base(reporting)).status_code == 404
    for what, address in addresses.items():
        assert send(outsider, address, **FIELDS[what]).status_code == 404
    assert send(outsider, f"{addresses['economy']}ta-bort/").status_code == 404
    assert outsider.post(f"{base(reporting)}ekonomi/hamta/").status_code == 404


def test_what_is_being_corrected_is_not_public(reporting: Reporting, as_person: LogIn) -> None:
    other = as_person(member(UnitFactory(parent=reporting.round.owner), Role.MANAGER))
    assert other.get(base(reporting)).status_code == 404
    reporting.close()
    report = base(reporting).replace("/bedomning/", "/rapport/")
    assert other.get(base(reporting))["Location"] == report
    until = timezone.now() + datetime.timedelta(days=1)
    FollowUp.objects.update(reopened_until=until, reopen_reason="Fel summa")
    assert other.get(base(reporting))["Location"] == report
    assert "Fel summa" not in other.get(report).content.decode()
    assert 'data-autosave="goal"' in shown(as_person(reporting.manager), reporting)


def test_the_page_asks_the_same_questions_however_many_goals(
    reporting: Reporting, manager: Client, heading: RoundHeading, django_assert_num_queries: Queries
) -> None:
    with django_assert_num_queries(20):
        shown(manager, reporting)
    for _ in range(2):
        goal = GoalFactory(plan=reporting.plan, level=4)
        GoalIndicatorFactory(goal=goal, indicator=reporting.indicator)
        ActivityFactory(goal=goal)
    with django_assert_num_queries(20):
        shown(manager, reporting)


@pytest.mark.parametrize(("what", "queries"), [("goal", 12), ("activity", 12), ("text", 12), ("economy", 12)])
def test_a_save_asks_few_questions(
    reporting: Reporting,
    manager: Client,
    addresses: Mapping[str, str],
    django_assert_num_queries: Queries,
    what: str,
    queries: int,
) -> None:
    """Counted with the two of a savepoint, which only a test has."""
    said(send(manager, addresses[what], **FIELDS[what]))
    changed = FIELDS[what] | {"analysis": "<p>Än bättre.</p>", "deviation": "Nej", "body": "<p>Ja.</p>"}
    with django_assert_num_queries(queries):
        assert said(send(manager, addresses[what], 1, **(changed | {"comment": "Ja"})))["version"] == 2


def test_the_text_is_kept(reporting: Reporting, manager: Client, addresses: Mapping[str, str]) -> None:
    assert (
        said(send(manager, addresses["text"], body="", required="ja"))["lacks"] == "Texten är inte skriven."
    )
    answer = said(send(manager, addresses["text"], body="<p>Ett bra år.</p><script>x</script>"))
    assert answer["lacks"] == ""
    assert FollowUpText.objects.get().body == "<p>Ett bra år.</p>"
    assert "<p>Ett bra år.</p>" in shown(manager, reporting)


def test_levels_are_called_what_the_municipality_calls_them(reporting: Reporting, manager: Client) -> None:
    LevelLabelFactory(level=4, name="Vår enhets mål", from_year=reporting.round.year)
    page = shown(manager, reporting)
    assert '<p class="judge-word">Vår enhets mål</p>' in page


def test_what_was_sent_back_says_why(reporting: Reporting, manager: Client) -> None:
    follow_up = mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)
    return_follow_up(by=reporting.controller, follow_up=follow_up, reason="Skriv om maten.")
    assert "Skriv om maten." in shown(manager, reporting)
    mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)
    assert "Skriv om maten." not in shown(manager, reporting)
