"""What programs read with a key: who gets in, what they are told, page by page."""

from __future__ import annotations

import datetime
import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from followup.api import views
from followup.models import EconomyRow
from tests.factories import (
    YEAR,
    MeasurementFactory,
    MembershipFactory,
    PlanFactory,
    UnitFactory,
    UserFactory,
    member,
)
from tests.followup.rounds import Reporting, a_reporting_unit, a_round, with_plan
from tests.org.tokens import DAY, a_token, shown
from vp.org.bearer import REQUESTS, UNKNOWN
from vp.org.models import AccessToken, Attempt, Role, User

pytestmark = pytest.mark.django_db
VALUES = reverse("api:table", args=["varden"])
EVERYTHING = [
    reverse("api:index"),
    reverse("api:rounds"),
    reverse("api:plans"),
    reverse("api:plan", args=[YEAR, "enhet"]),
    *(reverse("api:table", args=[name]) for name in views.TABLES),
    reverse("api:nothing", args=["finns/inte"]),
]


@pytest.fixture
def told() -> Reporting:
    told = a_reporting_unit()
    MeasurementFactory(indicator=told.indicator, unit=told.unit, period=told.round.period, total="71.5")
    EconomyRow.objects.create(follow_up=told.follow_up, kind="cost", name="Löner", budget=-1200)
    return told


def got(person: User, address: str, **asked: str) -> Any:
    """The answer to a program with a new key of the person's."""
    return Client().get(address, asked, **shown(a_token(person)[1]))


@pytest.mark.parametrize("address", EVERYTHING)
def test_nothing_without_a_key_that_holds(told: Reporting, address: str) -> None:
    manager, (_, good) = told.manager, a_token(told.manager)
    out = UserFactory(is_active=False)
    MembershipFactory(user=out, unit=told.unit)
    held = timezone.localdate() - DAY
    shut = [
        a_token(manager, revoked_at=timezone.now())[1],
        a_token(manager, created_on=held, expires_on=held)[1],
        a_token(out)[1],
        "vp_okänd",
    ]
    headers = [{}, {"HTTP_AUTHORIZATION": good}, {"HTTP_AUTHORIZATION": f"Basic {good}"}, *map(shown, shut)]
    client = Client()
    client.force_login(manager)  # a session opens nothing here
    for header in headers:
        answer = client.get(address, **header)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Cache-Control"] == "no-store"
        assert list(answer.json()) == ["detail"]
    assert client.get(f"{address}?token={good}").status_code == 401
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(address, **shown(good))
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert "läsa" in answer.json()["detail"]
    answer = Client().get(address, **shown(good))
    assert answer.status_code == (404 if address in {EVERYTHING[3], EVERYTHING[-1]} else 200)
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_rights_are_those_of_the_person_now(told: Reporting) -> None:
    person = member(told.unit, Role.STAFF)
    header = shown(a_token(person)[1])
    ask = Client()
    assert len(ask.get(VALUES, **header).json()["rows"]) == 1
    person.memberships.update(ends_on=timezone.localdate() - DAY)
    for address in EVERYTHING[1:3] + EVERYTHING[4:-1]:
        assert ask.get(address, **header).json() == {"rows": [], "next": None}
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert ask.get(VALUES, **header).status_code == 401


def test_what_a_value_says(told: Reporting) -> None:
    (row,) = got(told.manager, VALUES).json()["rows"]
    assert row["unit"] == told.unit.name
    assert row["unit_key"] == str(told.unit.key)
    assert row["round_key"] == str(told.round.key)
    assert (row["year"], row["code"], row["outcome"], row["women"]) == (YEAR, "T1", 71.5, None)
    assert (row["period_start"], row["goal_number"]) == (f"{YEAR}-01-01", "1")
    assert row["closed_on"] is None
    assert "places" not in row
    (money,) = got(told.manager, reverse("api:table", args=["ekonomi"])).json()["rows"]
    assert (money["name"], money["budget"], money["outcome"]) == ("Löner", -1200, None)


def test_pages_follow_each_other_without_gaps(told: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also from one round to the next; nothing stands twice."""
    monkeypatch.setattr(views, "BATCH", 2)
    monkeypatch.setattr(views, "MOST", 2)
    owner = told.round.owner
    for _ in range(4):
        with_plan(UnitFactory(parent=owner))
    a_round(owner, code="T2")
    controller = member(owner, Role.CONTROLLER)
    header = shown(a_token(controller)[1])
    for address, pages, rows in (
        (VALUES, 6, 10),
        (reverse("api:rounds"), 1, 2),
        (reverse("api:plans"), 3, 5),
    ):
        at, seen, count = f"{address}?ar={YEAR}", [], 0
        while at:
            answer = Client().get(at, **header).json()
            seen += answer["rows"]
            at, count = answer["next"], count + 1
            assert at is None or f"ar={YEAR}" in at
        assert (count, len(seen)) == (pages, rows)
        assert len({str(row) for row in seen}) == rows


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"ar": "27"}, 400, "årtal med fyra siffror"),
        ({"kod": "en alldeles för lång kod"}, 400, "kod ska vara"),
        ({"efter": "1"}, 400, "Följ adressen i next"),
        ({"efter": "9" * 30 + "-1"}, 400, "Följ adressen i next"),
        ({"sida": "2"}, 400, "sida"),
        ({"enhet": "finns-inte"}, 404, "finns-inte"),
        ({"enhet": "annans"}, 404, "annans"),
        ({"enhet": "\0"}, 404, "ingen enhet"),
        ({"ar": "2099"}, 200, ""),
        ({"kod": "T1", "ar": str(YEAR)}, 200, ""),
    ],
)
def test_questions_are_understood_or_refused_in_words(
    told: Reporting, asked: dict[str, str], status: int, words: str
) -> None:
    UnitFactory(kind="council", parent=None, name="Annans kommun", slug="annans")
    answer = got(told.manager, VALUES, **asked)
    assert answer.status_code == status
    assert words in str(answer.json())


def test_filters_narrow_down(told: Reporting) -> None:
    beside = UnitFactory(parent=told.round.owner)
    with_plan(beside)
    controller = member(told.round.owner, Role.CONTROLLER)
    assert len(got(controller, VALUES).json()["rows"]) == 2
    (row,) = got(controller, VALUES, enhet=beside.slug).json()["rows"]
    assert row["unit"] == beside.name
    assert got(controller, VALUES, kod="T2").json()["rows"] == []
    assert got(controller, VALUES, ar=str(YEAR + 1)).json()["rows"] == []


def test_a_whole_plan(told: Reporting) -> None:
    (row,) = got(told.manager, reverse("api:plans")).json()["rows"]
    assert (row["unit"], row["state"]) == (told.unit.name, "draft")
    plan = got(told.manager, row["address"]).json()
    assert (plan["format"], plan["unit"]["name"]) == ("verksamhetsplan/1", told.unit.name)
    hidden = PlanFactory(unit=UnitFactory(parent=told.round.owner))
    assert got(told.manager, reverse("api:plan", args=[YEAR, hidden.unit.slug])).status_code == 404


def test_too_many_must_wait(told: Reporting) -> None:
    token, secret = a_token(told.manager)
    assert Client().get(VALUES, **shown(secret)).status_code == 200
    one = Attempt.objects.get(purpose=REQUESTS.purpose)
    Attempt.objects.bulk_create(
        Attempt(purpose=one.purpose, subject=one.subject) for _ in range(REQUESTS.count - 1)
    )
    answer = Client().get(VALUES, **shown(secret))
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= REQUESTS.within.total_seconds()
    assert "Vänta" in answer.json()["detail"]
    assert got(told.manager, VALUES).status_code == 200  # another key of hers
    for n in range(UNKNOWN.count + 1):
        status = Client().get(VALUES, **shown(f"vp_gissning{n}")).status_code
        assert status == (401 if n < UNKNOWN.count else 429)
    assert AccessToken.objects.get(pk=token.pk).last_used_at is not None


def test_a_key_is_in_no_log_and_its_use_is_kept_now_and_then(
    told: Reporting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token, secret = a_token(told.manager)
    for address in (VALUES, EVERYTHING[-1]):
        Client().get(address, **shown(secret))
        token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    Client().get(VALUES, **shown(secret))
    token.refresh_from_db()
    assert token.last_used_at == first
    AccessToken.objects.update(last_used_at=first - datetime.timedelta(minutes=2))
    Client().get(VALUES, **shown(secret))
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert token.last_used_at >= first
    assert secret not in caplog.text


@pytest.mark.parametrize("units", [1, 3])
def test_queries(told: Reporting, django_assert_num_queries, units: int) -> None:
    for _ in range(units - 1):
        with_plan(UnitFactory(parent=told.round.owner))
    header = shown(a_token(member(told.round.owner, Role.CONTROLLER), last_used_at=timezone.now())[1])
    for address, queries in ((VALUES, 25), (reverse("api:rounds"), 9), (reverse("api:plans"), 9)):
        with django_assert_num_queries(queries):
            assert Client().get(address, **header).status_code == 200
