"""Ten people save over HTTP at once, some in the same text: nothing is lost (bench/saving.py, in small)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from bench.saving import at_once, faults, written_in
from bench.saving_client import Answer, Browser
from bench.saving_people import look
from tests.factories import PlanFactory, TextFactory, member
from vp.org.models import Role

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def test_every_acknowledged_save_is_there_and_every_refused_one_was_told(live_server: LiveServer) -> None:
    plan = PlanFactory()
    texts = [TextFactory(plan=plan) for _ in range(6)]
    people = []
    for n in range(10):
        user, client = member(plan.unit, Role.EDITOR), Client()
        client.force_login(user)
        people.append(
            Browser(
                port=live_server.thread.port,
                name=user.name,
                person=str(user.pk),
                session=client.cookies["sessionid"].value,
                plan=f"/planer/{plan.year}/{plan.unit.slug}/",
                text=str(texts[n % len(texts)].key),
            )
        )
    for person in people:
        person.open()
    for _ in range(ROUNDS):
        at_once(people, Browser.save)
    answers = [answer for person in people for answer in person.answers]
    assert len(answers) == ROUNDS * len(people)
    assert {answer.status for answer in answers} == {200, 409}
    kept = look([str(text.key) for text in texts])
    assert len(kept) == len(texts)
    assert [fault for key, text in kept.items() for fault in faults(text, written_in(people, key))] == []


def saved(name: str, version: int) -> Answer:
    return Answer(f"id {version}", f"<p>{name} {version}</p>", name, 200, version, 10.0)


SAVES = [saved("Kim", 2), saved("Kim", 3), saved("Lo", 4)]
KEPT: dict[str, Any] = {
    "version": 4,
    "body": "<p>Lo 4</p>",
    "saves": ["id 2", "id 3", "id 4"],
    "changes": [
        {"by_name": "Kim", "before": {"body": ""}, "after": {"body": "<p>Kim 3</p>"}},
        {"by_name": "Lo", "before": {"body": "<p>Kim 3</p>"}, "after": {"body": "<p>Lo 4</p>"}},
    ],
}


def test_what_hangs_together_has_no_faults() -> None:
    assert faults(KEPT, SAVES) == []


@pytest.mark.parametrize(
    ("kept", "saves"),
    [
        (KEPT | {"body": "<p>Kim 3</p>"}, SAVES),
        (KEPT | {"version": 5}, SAVES),
        (KEPT | {"saves": ["id 2", "id 4", "id 3"]}, SAVES),
        (KEPT | {"changes": KEPT["changes"][1:]}, SAVES),
        (KEPT | {"changes": [KEPT["changes"][0], KEPT["changes"][1] | {"before": {"body": ""}}]}, SAVES),
        (KEPT, [*SAVES, saved("Bo", 4)]),
        (KEPT, SAVES[1:]),
    ],
    ids=["body", "version", "ids", "history", "chain", "twice", "not-told"],
)
def test_whatever_is_lost_is_noticed(kept: dict[str, Any], saves: list[Answer]) -> None:
    assert faults(kept, saves)
