"""`make demo`: the whole product on this machine: database, web server, worker and scheduler.

Run as `python -m vp.embedded.demo`. Serves on 127.0.0.1 and PORT (8000), prints `Ready: …` when the page
answers, and runs until Ctrl-C or SIGTERM, which stop everything (docs/adr/0003-demo-supervisor.md).
"""

from __future__ import annotations

import fcntl
import importlib
import importlib.util
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn

from vp.embedded import server
from vp.embedded.keeper import end_with_parent
from vp.embedded.processes import Process, Processes, ProcessesError

READY_SECONDS = 60
OLD_DEMO_SECONDS = 15  # what is left of a killed demo ends by itself within this time
ROOT = Path(__file__).resolve().parent.parent.parent


class DemoError(Exception):
    """Why there is no demo, for the person at the prompt."""


def main() -> NoReturn:
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if "--with-parent" in sys.argv:  # under make: don't outlive it
        end_with_parent(signal.SIGTERM)
    try:
        run()
    except (DemoError, ProcessesError) as error:
        sys.exit(f"The demo stops: {error}")


def stop(signum: int, frame: object) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C doesn't leave anything behind
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)


def run() -> NoReturn:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vp.settings")
    os.environ.setdefault("VP_MODE", "demo")
    os.chdir(ROOT)
    import django
    from django.conf import settings

    lock = take_turn(settings.VAR)
    listener = listen(int(os.environ.get("PORT") or 8000))
    django.setup()
    prepare()
    try:
        with Processes() as processes:
            serve(processes, settings.VAR / "log", listener, lock)
    finally:
        if not os.environ.get("DATABASE_URL"):
            home = settings.VAR / "postgres"
            server.release(home)
            server.wait_stopped(home)


def take_turn(var: Path) -> int:
    """One demo at a time in this folder. Its processes share the lock: it is free when all are gone."""
    var.mkdir(parents=True, exist_ok=True)
    lock = os.open(var / "demo.lock", os.O_RDWR | os.O_CREAT, 0o600)
    end = time.monotonic() + OLD_DEMO_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(lock, 20).decode().strip()
            os.lseek(lock, 0, os.SEEK_SET)
            if (owner and Path(f"/proc/{owner}").exists()) or time.monotonic() > end:
                raise DemoError(f"a demo runs here already (process {owner or '?'})") from None
            time.sleep(0.05)
        else:
            os.ftruncate(lock, 0)
            os.write(lock, str(os.getpid()).encode())
            return lock


def listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        raise DemoError(
            f"port {port} is taken ({error.strerror}); choose another: make demo PORT=8001"
        ) from None
    listener.listen(128)
    return listener


def prepare() -> None:
    """The database's tables, the demo's data when there is none, and the static files."""
    from django.apps import apps
    from django.core.management import call_command, get_commands
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from vp.embedded import static_files

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    if "make_demo" in get_commands() and not apps.get_model("org", "Unit")._default_manager.exists():
        say("Loading the demo municipality …")
        call_command("make_demo", verbosity=0)
    connection.close()
    if static_files.collect_if_changed():
        say("Collected the static files.")


def serve(processes: Processes, logs: Path, listener: socket.socket, lock: int) -> NoReturn:
    def python(name: str, module: str, *words: str, orphan: signal.Signals = signal.SIGKILL) -> Process:
        command = [sys.executable, "-m", module, *words]
        return Process(name, command, logs / f"{name}.log", orphan, (lock, listener.fileno()))

    port = listener.getsockname()[1]
    web_words = ["--bind", f"fd://{listener.fileno()}", "--workers", "1", "--graceful-timeout", "3"]
    processes.start(python("web", "gunicorn", *web_words, "vp.wsgi", orphan=signal.SIGTERM))
    celery = ["-A", "vp", "--quiet"]
    processes.start(python("worker", "celery", *celery, "worker", "--concurrency", "1", "--loglevel", "INFO"))
    wait_for_page(f"http://127.0.0.1:{port}/", logs / "web.log")
    say(f"\nReady: http://127.0.0.1:{port}\n")
    for role, email, password in logins():
        say(f"  {role:<16} {email:<40} {password}")
    say(f"\nCtrl-C stops everything. Logs: {logs}")
    schedule = ["--schedule", str(logs.parent / "celerybeat-schedule")]
    processes.start(python("scheduler", "celery", *celery, "beat", *schedule, "--pidfile="))
    processes.watch()
    raise AssertionError("unreachable")


def wait_for_page(url: str, log: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=10).close()  # noqa: S310
        except urllib.error.HTTPError as error:
            raise DemoError(f"{url} answers {error.code}; the log is {log}") from None
        except OSError as error:
            if time.monotonic() > end:
                raise DemoError(f"{url} doesn't answer ({error}); the log is {log}") from None
            time.sleep(0.02)
        else:
            return


def logins() -> list[tuple[str, str, str]]:
    """(role, e-mail, password) of one person of each role."""
    if importlib.util.find_spec("demo") and importlib.util.find_spec("demo.logins"):
        return list(importlib.import_module("demo.logins").LOGINS)
    return []


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
