"""What the demo needs before it serves: tables, the demo municipality, static files.

To find out takes Django a second or two, so a fingerprint of what it depends on is kept: when nothing has
changed since the last preparation, there is nothing to do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
Login = tuple[str, str, str]  # role in Swedish, e-mail address, password


def remembered(var: Path) -> list[Login] | None:
    """The demo's logins if everything is as the last preparation left it, else None."""
    try:
        note = json.loads(_note(var).read_text())
    except (OSError, ValueError):
        return None
    fresh = (var / "static").is_dir() and note["fingerprint"] == fingerprint()
    return [(role, email, password) for role, email, password in note["logins"]] if fresh else None


def prepare(var: Path) -> list[Login]:
    """Brings everything up to date; what is there already stays. Returns the demo's logins."""
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    before = fingerprint()
    forget(var)
    django.setup()
    from demo.logins import LOGINS  # knows the roles, so it needs Django

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    say("Looking for the demo municipality …")
    call_command("make_demo", verbosity=0)
    connection.close()
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    if _note(var).parent.is_dir():  # another database may be changed without our knowing
        _note(var).write_text(json.dumps({"fingerprint": before, "logins": LOGINS}))
    return list(LOGINS)


def forget(var: Path) -> None:
    """The next start prepares anew."""
    _note(var).unlink(missing_ok=True)


def fingerprint() -> str:
    """Of names, sizes and times of the files that preparation reads; the files themselves aren't read."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in sorted(_sources()):
        about = path.stat()
        digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from (ROOT / "uv.lock", ROOT / "package-lock.json")
    for folder in (path.parent for path in ROOT.glob("*/__init__.py")):
        yield from folder.rglob("*.py")
    for name in ("static", "demo"):
        yield from (path for path in (ROOT / name).rglob("*") if path.is_file() and path.suffix != ".pyc")


def _note(var: Path) -> Path:
    return var / "postgres" / "prepared"  # gone with the database


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201
