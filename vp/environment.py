"""Typed reading of the environment. Only vp.settings reads it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Django's own check warns below this length (security.W009); here it is a refusal.
SECRET_KEY_LENGTH = 50


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes or on; anything else that is set is False."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def one_of(name: str, choices: Sequence[str]) -> str:
    """One of the choices; the first when nothing is said."""
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def json_object(name: str) -> dict[str, Any]:
    try:
        value = json.loads(text(name, "{}"))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise ImproperlyConfigured(f"{name} must be a JSON object")
    return value


def refuse_unsafe() -> None:
    """Production starts with everything it needs or not at all. Names all that is wrong at once."""
    wrong = [
        f"{name} is missing: {what}"
        for name, what in (
            ("SECRET_KEY", f"at least {SECRET_KEY_LENGTH} random characters, the same for all processes"),
            ("ALLOWED_HOSTS", "the host names that are answered, separated by commas"),
            ("DATABASE_URL", "postgres://user:password@host:port/name"),
        )
        if not text(name)
    ]
    key = text("SECRET_KEY")
    if key and (len(key) < SECRET_KEY_LENGTH or len(set(key)) < 5):
        wrong.append(f"SECRET_KEY is too weak: at least {SECRET_KEY_LENGTH} random characters")
    if "*" in words("ALLOWED_HOSTS"):
        wrong.append("ALLOWED_HOSTS must name its hosts, not *")
    if flag("DEBUG"):
        wrong.append("DEBUG shows secrets to visitors and can't be on")
    if wrong:
        raise ImproperlyConfigured(
            "Production doesn't start like this (see docs/operations.md; for a try: VP_MODE=demo):\n- "
            + "\n- ".join(wrong)
        )


def kept_secret(file: Path) -> str:
    """A random key, made once and kept in a file that only its owner reads."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent) as new:  # mode 0600
            new.write(secrets.token_urlsafe(SECRET_KEY_LENGTH))
            new.flush()
            with contextlib.suppress(FileExistsError):  # another process was first; both use its key
                os.link(new.name, file)
    return file.read_text()


def database(url: str) -> dict[str, Any]:
    """Django's database settings from postgres://user:password@host:port/name?option=value."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
