"""How the product is started decides what it stands on: each case in a process of its own."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from vp import environment

ROOT = Path(__file__).resolve().parent.parent
SAFE = {
    "SECRET_KEY": "r4Nd0m-" * 9,
    "ALLOWED_HOSTS": "plan.example.se",
    "DATABASE_URL": "postgres://vp:secret@database.example.se/vp",
}
WSGI = [sys.executable, "-c", "import vp.wsgi"]
WORKER = [sys.executable, "-m", "celery", "-A", "vp", "report"]
CHECK = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]


def run(command: list[str], tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "VP_VAR": str(tmp_path), **settings}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("door", [WSGI, WORKER], ids=["web", "worker"])
def test_production_names_everything_that_is_missing(door: list[str], tmp_path: Path) -> None:
    done = run(door, tmp_path)
    assert done.returncode != 0
    for name in SAFE:
        assert f"{name} is missing" in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", sorted(SAFE))
def test_manage_refuses_a_half_configured_production(name: str, tmp_path: Path) -> None:
    """One production variable is enough to be production: no command falls back to the demo's database."""
    done = run(CHECK, tmp_path, **{name: SAFE[name]})
    assert done.returncode != 0
    for other in SAFE:
        assert (f"{other} is missing" in done.stderr) == (other != name)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too weak"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is too weak"),
        ("ALLOWED_HOSTS", "*", "must name its hosts"),
        ("DEBUG", "1", "DEBUG"),
        ("DATABASE_URL", "sqlite:///db", "must begin with postgres://"),
        ("VP_MODE", "staging", "production, demo, test"),
    ],
)
def test_production_refuses_what_is_unsafe(name: str, value: str, reason: str, tmp_path: Path) -> None:
    done = run(WSGI, tmp_path, **SAFE | {name: value})
    assert done.returncode != 0
    assert reason in done.stderr
    assert "secret@" not in done.stderr


def test_production_passes_django_s_own_deployment_check(tmp_path: Path) -> None:
    done = run(CHECK, tmp_path, **SAFE)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_a_bare_command_uses_the_demo_s_settings_and_starts_no_database(tmp_path: Path) -> None:
    done = run([sys.executable, "manage.py", "check"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "postgres").exists()
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert len((tmp_path / "secret_key").read_text()) >= environment.SECRET_KEY_LENGTH


def test_the_demo_s_key_is_made_once(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret_key"
    first = environment.kept_secret(file)
    assert environment.kept_secret(file) == first
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://vp:a%40b%2Fc@db.example.se:5433/plan?sslmode=require",
            ("plan", "vp", "a@b/c", "db.example.se", "5433", {"sslmode": "require"}),
        ),
        ("postgresql:///plan?host=/run/postgresql", ("plan", "", "", "/run/postgresql", "", {})),
    ],
)
def test_database_url(url: str, expected: tuple[object, ...]) -> None:
    read = environment.database(url)
    assert tuple(read[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == expected


@pytest.mark.parametrize(("value", "reason"), [("[1]", "JSON object"), ("{", "no JSON")])
def test_json_must_be_an_object(value: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_OPTIONS", value)
    with pytest.raises(ImproperlyConfigured, match=reason):
        environment.json_object("STORAGE_OPTIONS")


def test_every_name_that_is_read_is_documented() -> None:
    read = set()
    for file in ("vp/settings.py", "vp/environment.py", "gunicorn.conf.py"):
        text = (ROOT / file).read_text()
        read |= set(
            re.findall(r'(?:text|flag|number|words|one_of|json_object|environ\.get)\(\s*"([A-Z_]+)"', text)
        )
    documented = set(re.findall(r"`([A-Z_]{4,})`", (ROOT / "docs/operations.md").read_text()))
    assert read - documented == set()
