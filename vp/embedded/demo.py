"""`make demo`: the whole product on this machine: database, web server, worker and scheduler.

Run as `python -m vp.embedded.demo`. Serves on 127.0.0.1 and PORT (8000), prints `Ready: …` when the page
answers, and runs until Ctrl-C or SIGTERM, which stop everything (docs/adr/0003-demo-supervisor.md).
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn

from vp.embedded import preparation, server
from vp.embedded.keeper import end_with_parent
from vp.embedded.preparation import Login, say
from vp.embedded.processes import Process, Processes, ProcessesError

READY_SECONDS = 60
ENDING_SECONDS = 3  # for an earlier demo that is about to end
ORPHANS_SECONDS = 15  # for what an earlier demo left behind when it was killed
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
    except (DemoError, ProcessesError, server.EmbeddedServerError) as error:
        sys.exit(f"The demo stops: {error}")


def stop(signum: int, frame: object) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C doesn't leave anything behind
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)


def run() -> NoReturn:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vp.settings")
    if (mode := os.environ.setdefault("VP_MODE", "demo")) != "demo":
        raise DemoError(f"VP_MODE is {mode} in this shell, and this is the demo")
    os.chdir(ROOT)
    var = Path(os.environ.get("VP_VAR") or ROOT / "var")
    lock = take_turn(var)
    listener = listen(os.environ.get("PORT") or "8000")
    home = None if os.environ.get("DATABASE_URL") else var / "postgres"
    if home:
        server.start(home)
    try:
        logins = (preparation.remembered(var) if home else None) or preparation.prepare(var)
        with Processes() as processes:
            start(processes, var, listener, lock)
            say_ready(f"http://127.0.0.1:{listener.getsockname()[1]}", logins, var)
            processes.watch()
    finally:
        if home:
            server.leave(home)


def take_turn(var: Path) -> int:
    """One demo at a time in this folder. Its processes share the lock: it is free when all are gone."""
    var.mkdir(parents=True, exist_ok=True)
    lock = os.open(var / "demo.lock", os.O_RDWR | os.O_CREAT, 0o600)
    began = time.monotonic()
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = (var / "demo.lock").read_text()
            lives = bool(owner) and Path(f"/proc/{owner}").exists()
            if time.monotonic() > began + (ENDING_SECONDS if lives else ORPHANS_SECONDS):
                raise DemoError(f"a demo runs here already (process {owner or '?'})") from None
            time.sleep(0.05)
        else:
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
            return lock


def listen(port: str) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", int(port)))
    except (ValueError, OverflowError):
        raise DemoError(f"PORT must be a number up to 65535, not {port!r}") from None
    except OSError as error:
        raise DemoError(
            f"port {port} is taken ({error.strerror}); choose another: make demo PORT=8001"
        ) from None
    listener.listen(128)
    return listener


def start(processes: Processes, var: Path, listener: socket.socket, lock: int) -> None:
    logs = var / "log"

    def python(name: str, *words: str, orphan: signal.Signals = signal.SIGKILL) -> Process:
        command = [sys.executable, "-m", *words]
        return Process(name, command, logs / f"{name}.log", orphan, (lock, listener.fileno()))

    web = ["gunicorn", "--bind", f"fd://{listener.fileno()}", "--graceful-timeout", "3"]
    celery = ["celery", "--app", "vp", "--quiet"]
    schedule = ["--schedule", str(var / "celerybeat-schedule"), "--pidfile="]
    processes.start(python("web", *web, orphan=signal.SIGTERM))
    processes.start(python("worker", *celery, "worker", "--concurrency", "1", "--loglevel", "INFO"))
    try:
        wait_for_page(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    except DemoError as error:
        preparation.forget(var)
        raise DemoError(f"{error}; see {logs / 'web.log'}") from None
    processes.start(python("scheduler", *celery, "beat", *schedule))  # it may be late, the page may not


def say_ready(url: str, logins: list[Login], var: Path) -> None:
    say(f"\nReady: {url}\n")
    for role, email, password in logins:
        say(f"  {role:<16} {email:<40} {password}")
    say(f"\nCtrl-C stops everything. Logs: {var / 'log'}")


def wait_for_page(url: str) -> None:
    end = time.monotonic() + READY_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=READY_SECONDS).close()  # noqa: S310 - our own
        except urllib.error.HTTPError as error:
            raise DemoError(f"{url} answers {error.code}") from None
        except OSError as error:
            if time.monotonic() > end:
                raise DemoError(f"{url} doesn't answer ({error})") from None
            time.sleep(0.02)
        else:
            return


if __name__ == "__main__":
    main()
