"""The two questions of whoever looks after the processes."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client
from redis import Redis

from vp import health

ROOT = Path(__file__).resolve().parent.parent


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


ASK = """
import json, django
django.setup()
from django.core.cache import cache
from django.test import Client
answer = Client().get("/readyz", headers={"host": "localhost"})
if answer.json()["broker"]:
    cache.set("seen", "by all processes")
print(json.dumps([answer.status_code, answer.json()]))
"""


def ready_with(redis: str) -> list[object]:
    """Asks in a process of its own, whose broker and cache are that Redis."""
    env = os.environ | {"REDIS_URL": redis, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def test_ready_with_redis_as_broker_and_cache(redis_url: str) -> None:
    assert ready_with(redis_url) == [200, {"database": True, "broker": True}]
    assert any(b"seen" in key for key in Redis.from_url(redis_url).scan_iter())


def test_unready_without_redis() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and doesn't listen
        url = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        assert ready_with(url) == [503, {"database": True, "broker": False}]
