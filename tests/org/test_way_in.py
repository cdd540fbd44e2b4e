"""Logging in and out, and the password: what works, what is refused, and what nobody learns."""

from __future__ import annotations

import re
import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client

from tests.factories import PASSWORD, UnitFactory, UserFactory, member
from vp.org.models import Role, User

pytestmark = pytest.mark.django_db
NEW = "en-helt-annan-fras"
LOGIN, CHANGE, FORGOTTEN = "/logga-in/", "/losenord/", "/losenord/glomt/"


@pytest.fixture
def person() -> User:
    return member(UnitFactory(), Role.STAFF, email="kim@example.se", name="Kim Lind")


def log_in(client: Client, email: str = "kim@example.se", password: str = PASSWORD, **extra: str):
    return client.post(LOGIN, {"username": email, "password": password, **extra})


def main(answer) -> str:
    words: str = answer.content.decode()
    return words[words.index("<main") : words.index("</main>")]


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_the_door_is_open_without_a_login(client: Client) -> None:
    page = client.get(LOGIN)
    assert page.status_code == 200
    words = page.content.decode()
    assert re.search(r"<h1>\s*Logga in\s*</h1>", words)
    assert 'autocomplete="username"' in words
    assert 'autocomplete="current-password"' in words
    for address in ("/konto/", "/personer/", CHANGE):
        assert client.get(address).headers["Location"] == f"{LOGIN}?next={address}"


def test_logging_in_leads_on_with_a_new_session(client: Client, person: User) -> None:
    client.get(LOGIN)
    client.session["before"] = 1
    client.session.save()
    before = client.session.session_key
    answer = log_in(client, " KIM@example.se", next="/konto/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/konto/")
    assert is_in(client)
    assert client.session.session_key != before
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client: Client, person: User, address: str) -> None:
    assert log_in(client, next=address).headers["Location"] == "/"


def test_wrong_and_unknown_and_closed_are_answered_alike(client: Client, person: User) -> None:
    UserFactory(email="avstangd@example.se", is_active=False)
    answers = {
        re.sub(r'value="[^"]*"', "", main(answer))
        for answer in (
            log_in(client, password="fel"),
            log_in(client, "ingen@example.se"),
            log_in(client, "avstangd@example.se"),
        )
    }
    assert len(answers) == 1
    assert "E-postadressen eller lösenordet stämmer inte." in answers.pop()
    assert not is_in(client)


def test_what_is_missing_is_said_at_its_field(client: Client) -> None:
    words = client.post(LOGIN, {"username": "kim", "password": ""}).content.decode()
    assert "Skriv hela e-postadressen." in words
    assert "Skriv ditt lösenord." in words
    assert '<a href="#id_username">E-postadress</a>' in words
    assert words.count('aria-invalid="true"') == 2
    assert words.count('aria-describedby="id_username_error"') == 1
    assert words.count('role="alert"') == 1
    assert "<title>Fel: Logga in" in words


def test_guessing_has_to_wait_and_the_right_password_too(client: Client, person: User) -> None:
    for _ in range(10):
        assert log_in(client, password="fel").status_code == 200
    answer = log_in(client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 15 * 60
    assert "Vänta 15 minuter" in answer.content.decode()
    assert not is_in(client)


def test_who_gets_it_right_in_the_end_starts_from_nothing(client: Client, person: User) -> None:
    for _ in range(2):
        for _ in range(9):
            log_in(client, password="fel")
        assert log_in(client).status_code == 302
        client.post("/logga-ut/")


def test_logging_out_is_a_post(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get("/logga-ut/").status_code == 405
    assert is_in(client)
    assert client.post("/logga-ut/").headers["Location"] == LOGIN
    assert not is_in(client)


def test_forms_need_their_token(person: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in (LOGIN, FORGOTTEN, "/logga-ut/"):
        assert strict.post(address, {}).status_code == 403


def test_who_is_logged_in_does_not_see_the_door(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(LOGIN).headers["Location"] == "/"


def test_who_is_kept_out_is_out_at_once(client: Client, person: User) -> None:
    client.force_login(person)
    User.objects.update(is_active=False)
    assert client.get("/konto/").headers["Location"].startswith(LOGIN)


def test_changing_the_password_ends_other_sessions(client: Client, person: User) -> None:
    other = Client()
    client.force_login(person)
    other.force_login(person)
    answer = client.post(CHANGE, {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert answer.headers["Location"] == "/konto/"
    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("fel", NEW, NEW, "Det är inte ditt nuvarande lösenord."),
        (PASSWORD, "kort", "kort", "12"),
        (PASSWORD, NEW, NEW + "!", "stämmer inte överens"),
        (PASSWORD, "kim@example.se", "kim@example.se", "alltför likt"),
        ("", "", "", "Skriv ett nytt lösenord."),
    ],
)
def test_a_bad_change_is_refused_in_words(
    client: Client, person: User, old: str, new: str, again: str, words: str
) -> None:
    client.force_login(person)
    answer = client.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": again})
    assert words in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_guessing_the_old_password_has_to_wait(client: Client, person: User) -> None:
    client.force_login(person)
    wrong = {"old_password": "fel", "new_password1": NEW, "new_password2": NEW}
    assert [client.post(CHANGE, wrong).status_code for _ in range(11)] == [200] * 10 + [429]


def sent_link() -> str:
    """The link of the only mail, which is sent beside the answer."""
    end = time.monotonic() + 5
    while not mail.outbox and time.monotonic() < end:
        time.sleep(0.01)
    [message] = mail.outbox
    return next(line for line in message.body.splitlines() if "/losenord/" in line)


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client: Client, person: User) -> None:
    other = Client()
    other.force_login(person)
    answer = client.post(FORGOTTEN, {"email": "Kim@Example.SE"})
    assert answer.headers["Location"] == "/losenord/glomt/skickat/"
    assert "Länken är på väg" in client.get(answer.headers["Location"]).content.decode()
    link = sent_link()
    assert link.startswith("http://testserver/losenord/")
    [message] = mail.outbox
    assert (message.to, message.subject) == (["kim@example.se"], "Välj ett nytt lösenord")
    assert "Hej Kim Lind!" in message.body

    form = client.get(link, follow=True)
    assert form.redirect_chain[-1][0].endswith("/nytt/")
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in form.content.decode()
    assert 'autocomplete="new-password"' in form.content.decode()
    done = client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    assert done.headers["Location"] == LOGIN
    assert other.get("/konto/").status_code == 302
    assert log_in(client, password=NEW).status_code == 302

    again = Client().get(link, follow=True)
    assert "Länken gäller inte längre" in again.content.decode()


def test_the_answer_does_not_tell_who_has_an_account(client: Client, person: User) -> None:
    UserFactory(email="avstangd@example.se", is_active=False)
    for email in ("ingen@example.se", "avstangd@example.se"):
        answer = client.post(FORGOTTEN, {"email": email})
        assert answer.headers["Location"] == "/losenord/glomt/skickat/"
    time.sleep(0.1)
    assert not mail.outbox


def test_asking_for_links_has_to_wait_for_known_and_unknown_alike(client: Client, person: User) -> None:
    for email in ("kim@example.se", "ingen@example.se"):
        codes = [client.post(FORGOTTEN, {"email": email}).status_code for _ in range(6)]
        assert codes == [302] * 5 + [429]


def test_who_was_invited_can_ask_for_a_new_link(client: Client) -> None:
    invited = User.objects.create_user("ny@example.se", name="Ny")
    assert not invited.has_usable_password()
    client.post(FORGOTTEN, {"email": "ny@example.se"})
    link = sent_link()
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"new_password1": NEW, "new_password2": NEW})
    assert log_in(client, "ny@example.se", NEW).status_code == 302


def test_a_link_to_a_closed_account_opens_nothing(client: Client, person: User) -> None:
    client.post(FORGOTTEN, {"email": "kim@example.se"})
    link = sent_link()
    User.objects.update(is_active=False)
    assert "Länken gäller inte längre" in client.get(link, follow=True).content.decode()
    assert "Länken gäller inte längre" in client.get("/losenord/hej/hopp/").content.decode()


def test_ones_own_page_shows_who_one_is(client: Client, person: User) -> None:
    client.force_login(person)
    words = client.get("/konto/").content.decode()
    for part in ("Kim Lind", "kim@example.se", "Medarbetare i"):
        assert part in words
    assert client.post("/konto/").status_code == 405
