"""Access keys: made, shown once, kept as hashes, and ended by whoever may."""

from __future__ import annotations

import datetime
import hashlib
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import CommitteeFactory, UnitFactory, UserFactory, member
from tests.org.tokens import DAY, a_token
from vp.history.models import Change
from vp.org.actions.tokens import MOST, make_token
from vp.org.models import AccessToken, Role, Unit, User

pytestmark = pytest.mark.django_db
OWN = reverse("org:tokens")


def inside(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def day(offset: int) -> datetime.date:
    return timezone.localdate() + offset * DAY


@pytest.fixture
def unit() -> Unit:
    unit: Unit = UnitFactory()
    return unit


@pytest.fixture
def staff(unit: Unit) -> User:
    return member(unit, Role.STAFF, name="Ali Alm")


def test_a_key_is_shown_once_and_kept_as_a_hash(staff: User) -> None:
    client = inside(staff)
    answer = client.post(OWN, {"name": " Power  BI ", "expires_on": day(30).isoformat()})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    found = re.search(r'value="(vp_[\w-]{43})"', answer.content.decode())
    assert found is not None
    token = AccessToken.objects.get()
    assert (token.user, token.name, token.expires_on) == (staff, "Power BI", day(30))
    assert token.sha256 == hashlib.sha256(found[1].encode()).hexdigest()
    again = client.get(OWN).content.decode()
    assert "Power BI" in again
    assert found[1] not in again
    told = Change.objects.get(action="token_made")
    assert told.after == {"name": "Ali Alm", "token": "Power BI", "expires_on": day(30).isoformat()}
    kept = f"{list(Change.objects.values())}{list(client.session.items())}"
    assert found[1] not in kept
    assert token.sha256 not in kept


@pytest.mark.parametrize(
    ("name", "expires", "words"),
    [
        ("", 30, "Skriv vad nyckeln används till."),
        ("BI", -1, "Välj en dag från i dag till"),
        ("BI", 367, "Välj en dag från i dag till"),
        ("BI", None, "Välj en dag."),
    ],
)
def test_what_is_wrong_is_told(staff: User, name: str, expires: int | None, words: str) -> None:
    until = "" if expires is None else day(expires).isoformat()
    answer = inside(staff).post(OWN, {"name": name, "expires_on": until})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not AccessToken.objects.exists()


def test_no_key_without_a_role_and_not_any_number_of_them(staff: User) -> None:
    with pytest.raises(ValidationError, match="ingen roll"):
        make_token(by=UserFactory(), name="BI", expires_on=day(1))
    for _ in range(MOST):
        a_token(staff)
    with pytest.raises(ValidationError, match="Avsluta någon"):
        make_token(by=staff, name="BI", expires_on=day(1))


def test_who_sees_and_ends_whose_keys(unit: Unit, staff: User) -> None:
    """Oneself and whoever manages people there; to everybody else the key doesn't exist."""
    may = [member(unit, Role.MANAGER), member(unit.parent, Role.CONTROLLER), member(unit, Role.ADMINISTRATOR)]
    beside = member(CommitteeFactory(parent=unit.parent.parent), Role.CONTROLLER)
    may_not = [member(unit, Role.READER), member(unit, Role.EDITOR), beside]
    listing = reverse("org:tokens_of", args=[staff.key])
    assert Client().get(listing)["Location"].startswith("/logga-in/")
    for person in [staff, *may_not, *may]:
        token, _ = a_token(staff, name="Kvartalets siffror")
        ending = reverse("org:revoke_token", args=[token.key])
        assert Client().post(ending)["Location"].startswith("/logga-in/")
        client = inside(person)
        allowed = person in may
        own = person == staff
        answer = client.get(listing)
        assert answer.status_code == (200 if allowed else 404)
        assert ("Kvartalets siffror" in answer.content.decode()) == allowed
        assert client.get(ending).status_code == (200 if allowed or own else 404)
        assert client.post(ending).status_code == (302 if allowed or own else 404)
        token.refresh_from_db()
        assert token.revoked_by == (person if allowed or own else None)
        assert client.delete(ending).status_code == 405
    assert Change.objects.filter(action="token_revoked", key=staff.key).count() == 1 + len(may)


def test_the_page_tells_how_each_key_stands(staff: User) -> None:
    a_token(staff, name="Gammal", created_on=day(-40), expires_on=day(-1))
    a_token(staff, name="Slut", revoked_at=timezone.now(), revoked_by=staff)
    a_token(staff, name="Gäller", last_used_at=timezone.now())
    words = inside(staff).get(OWN).content.decode()
    assert f"Gick ut {day(-1)}" in words
    assert f"Avslutad {day(0)} av Ali Alm" in words
    assert f"Gäller till och med {day(30)}" in words
    assert words.count("Avsluta nyckeln") == 1
    assert words.index("Gäller till") < words.index("Gick ut")


@pytest.mark.parametrize("tokens", [1, 3])
def test_queries(staff: User, django_assert_num_queries, tokens: int) -> None:
    for _ in range(tokens):
        a_token(staff, revoked_at=timezone.now(), revoked_by=staff)
    client = inside(staff)
    with django_assert_num_queries(4):
        client.get(OWN)
