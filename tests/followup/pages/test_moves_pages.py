"""A follow-up's moves in the browser: each page works, and says in words why it refuses."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from followup.actions.moves import approve, mark_ready, reopen, return_follow_up
from followup.actions.rounds import RoundWords
from followup.models import State
from tests.factories import ActivityFactory, GoalFactory, GoalIndicatorFactory, UnitFactory, member
from tests.followup.rounds import a_reporting_unit
from vp.org.access import OPERATOR
from vp.org.models import Role

MOVES = ("klarmarkera", "skicka-tillbaka", "godkann", "oppna-igen", "stang-igen")
REASON = "Analysen saknas."
DAY = datetime.timedelta(days=1)


def address(reporting, move: str = "") -> str:
    return f"/uppfoljning/2027/T1/{reporting.unit.slug}/{move}{'/' if move else ''}"


def send(client, reporting, move: str, **values):
    return client.post(address(reporting, move), {"version": reporting.follow_up.version, **values})


def ready(reporting):
    return mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)


def test_the_page_names_and_links_what_is_missing(reporting, as_person) -> None:
    page = as_person(reporting.staff).get(address(reporting)).content.decode()
    assert f'href="{address(reporting)}varden/#varde-{str(reporting.row.key)[:8]}"' in page
    assert f'href="{address(reporting)}bedomning/#mal-{str(reporting.goal.key)[:8]}"' in page
    assert "Målet är inte bedömt." in page
    assert "0 av 1 lämnade" in page
    assert "Ej påbörjad" in page
    assert "Klarmarkera" not in page


def test_marking_ready_lists_what_is_missing_and_asks(reporting, as_person) -> None:
    client = as_person(reporting.manager)
    assert address(reporting, "klarmarkera") in client.get(address(reporting)).content.decode()
    assert "Utfallet är inte lämnat." in client.get(address(reporting, "klarmarkera")).content.decode()
    answer = send(client, reporting, "klarmarkera")
    assert answer.status_code == 422
    assert "Kryssa i rutan" in answer.content.decode()
    answer = send(client, reporting, "klarmarkera", although_missing="on")
    assert (answer.status_code, answer["Location"]) == (302, address(reporting))
    assert reporting.follow_up.state == State.READY


def test_what_was_returned_says_why_until_it_is_ready_again(reporting, as_person) -> None:
    ready(reporting)
    client = as_person(reporting.controller)
    assert "väntar på att du godkänner den" in client.get(address(reporting)).content.decode()
    assert send(client, reporting, "skicka-tillbaka").status_code == 422
    assert send(client, reporting, "skicka-tillbaka", reason=REASON).status_code == 302
    page = client.get(address(reporting)).content.decode()
    assert "Tillbakaskickad av" in page
    assert page.count(REASON) == 2  # at the top, and among the steps
    ready(reporting)
    page = client.get(address(reporting)).content.decode()
    assert "Tillbakaskickad av" not in page
    assert page.count(REASON) == 1


def test_approving_tells_what_is_missing(reporting, as_person) -> None:
    ready(reporting)
    client = as_person(reporting.controller)
    assert "men det här saknas" in client.get(address(reporting, "godkann")).content.decode()
    assert send(client, reporting, "godkann").status_code == 302
    assert reporting.follow_up.state == State.APPROVED


def test_a_closed_unit_is_reopened_and_closed_again(reporting, as_person) -> None:
    reporting.close()
    client = as_person(reporting.controller)
    page = client.get(address(reporting), follow=True).content.decode()
    assert "Det här saknas" not in page
    assert address(reporting, "oppna-igen") in page
    until = f"{timezone.localtime() + DAY:%Y-%m-%dT%H:%M}"
    assert send(client, reporting, "oppna-igen", until="2020-01-01T10:00", reason=REASON).status_code == 422
    assert send(client, reporting, "oppna-igen", until=until, reason=REASON).status_code == 302
    page = client.get(address(reporting)).content.decode()
    assert "Öppnad igen till" in page
    assert "Det här saknas" in page
    answer = client.post(
        address(reporting, "stang-igen"), {"version": reporting.follow_up.version}, follow=True
    )
    assert "Inget var ändrat." in answer.content.decode()


def test_each_state_has_its_own_words(reporting, as_person) -> None:
    client = as_person(reporting.staff)
    page = lambda: client.get(address(reporting), follow=True).content.decode()  # noqa: E731
    ready(reporting)
    assert "Uppföljningen är klarmarkerad." in page()
    approve(by=OPERATOR, follow_up=reporting.follow_up)
    assert "Uppföljningen är godkänd." in page()
    reporting.close()
    assert "är stängd. Fråga" in page()


@pytest.mark.parametrize(
    ("opens", "due", "words"),
    [(DAY, 2 * DAY, "öppnar"), (-3 * DAY, -DAY, "Sista dagen var")],
)
def test_not_open_yet_and_overdue_are_told(db, as_person, opens, due, words) -> None:
    today = timezone.localdate()
    reporting = a_reporting_unit(RoundWords(opens_on=today + opens, due_on=today + due))
    client = as_person(reporting.manager)
    assert words in client.get(address(reporting)).content.decode()
    status = client.get(address(reporting, "klarmarkera")).status_code
    assert status == (409 if opens > datetime.timedelta() else 200)


def test_a_move_that_comes_too_late_is_told(reporting, as_person) -> None:
    ready(reporting)
    client = as_person(reporting.controller)
    old = reporting.follow_up.version
    return_follow_up(by=OPERATOR, follow_up=reporting.follow_up, reason=REASON)
    ready(reporting)
    answer = client.post(address(reporting, "godkann"), {"version": old})
    assert answer.status_code == 409
    assert "sedan du öppnade sidan" in answer.content.decode()
    assert client.get(address(reporting, "stang-igen")).status_code == 409


@pytest.mark.parametrize("move", MOVES)
def test_who_may_not_is_told_and_who_may_not_see_finds_nothing(reporting, as_person, move) -> None:
    ready(reporting)
    client = as_person(reporting.staff)
    for answer in (client.get(address(reporting, move)), send(client, reporting, move)):
        assert answer.status_code == 403
        assert "Du får inte" in answer.content.decode()
    client = as_person(member(UnitFactory(parent=reporting.unit.parent), Role.MANAGER))
    assert client.get(address(reporting, move)).status_code == 404
    assert client.get(address(reporting)).status_code == 404
    assert client.put(address(reporting, move)).status_code == 405
    assert reporting.follow_up.state == State.READY


def test_others_read_that_it_is_closed_and_nothing_of_a_correction(reporting, as_person) -> None:
    reporting.close()
    until = timezone.now() + DAY
    reopen(by=OPERATOR, follow_up=reporting.follow_up, until=until, reason=REASON)
    client = as_person(member(UnitFactory(parent=reporting.unit.parent), Role.READER))
    page = client.get(address(reporting), follow=True).content.decode()
    assert reporting.goal.title in page
    assert REASON not in page
    assert "Det här saknas" not in page
    assert "lämnade" not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("", 20), ("klarmarkera", 19)])
def test_as_many_queries_for_three_goals_as_for_one(
    reporting, as_person, django_assert_num_queries, rows, page, queries
) -> None:
    for _ in range(rows - 1):
        goal = GoalFactory(plan=reporting.plan, level=4)
        GoalIndicatorFactory(goal=goal)
        ActivityFactory(goal=goal)
    client = as_person(reporting.manager)
    client.get(address(reporting, page))
    with django_assert_num_queries(queries):
        client.get(address(reporting, page))
