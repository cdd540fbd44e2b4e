"""The two questions of whoever looks after the processes."""

import pytest
from django.db import DatabaseError
from django.test import Client

from vp import health


def test_alive_asks_nobody(client: Client) -> None:
    """No database mark on this test: a query would fail it."""
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content == b"ok\n"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_database_and_broker_answer(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "broker": True}
    assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("name", ["database", "broker"])
@pytest.mark.django_db
def test_unready_names_what_is_missing(client: Client, monkeypatch, name: str) -> None:
    def refuse() -> None:
        raise DatabaseError if name == "database" else OSError("refused")

    monkeypatch.setitem(health.QUESTIONS, name, refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "broker": True} | {name: False}


def test_health_refuses_writing(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
