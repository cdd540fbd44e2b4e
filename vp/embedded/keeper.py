"""Keeps one embedded PostgreSQL: starts it, and stops it when its last client is gone.

Run as a script of its own by vp.embedded.server (`python -I -S keeper.py ORDER`), with nothing but the
standard library, so that it is small and survives whatever its clients do. ORDER is JSON; see `Order`.

It writes one line to standard output: `ready`, or what went wrong. Two locks tell who lives: `keeper.lock` is
held by the one keeper, `clients.lock` shared by all clients; the kernel lets go of them even after `kill -9`.
The keeper waits to have `clients.lock` for itself: when it gets that, no client is left.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

READY_SECONDS = 60
FAST_STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1


class Order:
    """What is asked for, as the client wrote it."""

    def __init__(self, text: str) -> None:
        order = json.loads(text)
        self.home = Path(order["home"])  # locks, log and the socket's place; the client's
        self.cluster = Path(order["cluster"])  # the data; PostgreSQL's account's
        self.programs = Path(order["programs"])
        self.durable = bool(order["durable"])  # False: may lose everything at a power cut (tests)
        self.account: tuple[int, int] | None = tuple(order["account"]) if order["account"] else None

    @property
    def data(self) -> Path:
        return self.cluster / "data"

    def run_as(self) -> dict[str, Any]:
        """Arguments for subprocess: the account if there is one, and an environment without surprises."""
        where: dict[str, Any] = {"cwd": "/", "env": {"LC_ALL": "C", "TZ": "UTC"}, "umask": 0o077}
        if self.account:
            where |= {"user": self.account[0], "group": self.account[1], "extra_groups": []}
        return where


class KeeperError(Exception):
    """Why the server doesn't start, for the person who waits for it."""


@contextlib.contextmanager
def seen_as(account: tuple[int, int] | None) -> Iterator[None]:
    """Look at the account's processes as the account: in a container, root may not look into others' ones."""
    if account is None:
        yield
        return
    os.setegid(account[1])
    os.seteuid(account[0])
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def leftovers(order: Order) -> list[int]:
    """Processes that still work in the data folder: PostgreSQL's processes all stand in it."""
    found = []
    with seen_as(order.account):
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == order.data:
                    found.append(int(entry.name))
    return found


def wait_until(condition: Callable[[], object], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def written_pid(order: Order) -> int | None:
    try:
        return int((order.data / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return None


def send(pids: list[int], signum: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signum)


def clear_leftovers(order: Order) -> None:
    """After `kill -9`: end what is left of the last server, and never touch its data.

    Only the one who holds keeper.lock may do this: whatever runs in the data folder then has no keeper.
    """
    postmaster = written_pid(order)
    if postmaster in leftovers(order):
        send([postmaster], signal.SIGINT)  # a fast, clean stop
        wait_until(lambda: postmaster not in leftovers(order), FAST_STOP_SECONDS)
    # Without their postmaster, PostgreSQL's processes end by themselves as soon as they notice.
    for signum in (signal.SIGQUIT, signal.SIGKILL):
        if wait_until(lambda: not leftovers(order), 2):
            break
        send(leftovers(order), signum)
    if not wait_until(lambda: not leftovers(order), 5):
        raise KeeperError(f"the processes {leftovers(order)} of an earlier server don't end")
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if postmaster:
            os.kill(postmaster, 0)
            # The number belongs to a stranger now, whom PostgreSQL would take for a running server.
            (order.data / "postmaster.pid").unlink(missing_ok=True)


def run(order: Order, arguments: list[str], text: str = "") -> None:
    program = order.programs / arguments[0]
    done = subprocess.run(
        [str(program), *arguments[1:]], input=text, capture_output=True, text=True, **order.run_as()
    )
    if done.returncode:
        raise KeeperError(f"{arguments[0]}: {done.stderr.strip() or done.stdout.strip()}")


def create(order: Order) -> None:
    """A new cluster with an empty database `vp`. Built aside and renamed: a broken-off one is built again."""
    new = order.cluster / "new"
    shutil.rmtree(new, ignore_errors=True)
    # The built-in C.UTF-8 knows that Ä is the capital of ä, on every machine alike; libc's C doesn't.
    words = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    words += ["--username=vp", "--auth-local=trust", "--auth-host=reject", "--no-instructions"]
    run(order, ["initdb", f"--pgdata={new}", *words, *([] if order.durable else ["--no-sync"])])
    run(order, ["postgres", "--single", "-D", str(new), "postgres"], "CREATE DATABASE vp\n")
    new.rename(order.data)


def socket_folder(order: Order) -> Path:
    """A private folder for the socket: who may enter it may connect. Its path is short: 107 bytes at most."""
    note = order.home / "socket"
    with contextlib.suppress(OSError):
        old = Path(note.read_text())
        if old.parent == Path("/tmp") and old.name.startswith("vp-pg-"):  # noqa: S108
            shutil.rmtree(old)
    folder = Path(tempfile.mkdtemp(prefix="vp-pg-", dir="/tmp"))
    if order.account:
        os.chown(folder, *order.account)
    return folder


def end_with_parent(signum: int) -> None:
    """Asks the kernel (of Linux) for this signal when the parent ends, even by `kill -9`."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(PR_SET_PDEATHSIG, signum)


def with_parent(signum: int) -> Callable[[], None]:
    """What a child calls before it becomes its program, so that it ends with this process."""
    parent = os.getpid()

    def ask() -> None:
        end_with_parent(signum)
        if os.getppid() != parent:  # it was quicker
            os._exit(1)

    return ask


def start(order: Order, folder: Path) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "timezone": "UTC",
        "jit": "off",
        "max_wal_size": "256MB",
        "io_workers": "1",
        "autovacuum_naptime": "5min",
    }
    if not order.durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    words = [f"--{name}={value}" for name, value in settings.items()]
    log = order.home / "log"
    if log.exists() and log.stat().st_size > 2_000_000:
        log.replace(order.home / "log.old")
    with log.open("ab") as out:
        return subprocess.Popen(
            [str(order.programs / "postgres"), "-D", str(order.data), *words],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            # Runs after the change of account, which would clear the wish to get a signal.
            preexec_fn=with_parent(signal.SIGINT),
            **order.run_as(),
        )


def wait_ready(order: Order, server: subprocess.Popen[bytes]) -> None:
    def ready() -> bool:
        if server.poll() is not None:
            raise KeeperError(f"PostgreSQL ended at its start; its log is {order.home / 'log'}")
        with contextlib.suppress(OSError, IndexError, ValueError):  # not written yet, or half
            lines = (order.data / "postmaster.pid").read_text().split("\n")
            return int(lines[0]) == server.pid and lines[7].strip() == "ready"
        return False

    if not wait_until(ready, READY_SECONDS):
        server.send_signal(signal.SIGQUIT)
        raise KeeperError(f"PostgreSQL isn't ready after {READY_SECONDS} s; its log is {order.home / 'log'}")


def stop_when_alone(order: Order) -> None:
    """Waits, in a thread, until no client is left. The lock is kept: who comes then waits for the end."""
    clients = os.open(order.home / "clients.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(clients, fcntl.LOCK_EX)
    os.kill(os.getpid(), signal.SIGTERM)


def keep(order: Order) -> int:
    lock = os.open(order.home / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)  # the last keeper, if it is about to end
    clear_leftovers(order)
    if not order.data.exists():
        create(order)
    folder = socket_folder(order)
    note = order.home / "socket"
    note.write_text(str(folder))
    server = start(order, folder)
    wait_ready(order, server)

    def stop(signum: int, frame: object) -> None:
        server.send_signal(signal.SIGINT)  # fast: open transactions are rolled back
        signal.alarm(FAST_STOP_SECONDS)

    signal.signal(signal.SIGALRM, lambda signum, frame: server.send_signal(signal.SIGQUIT))
    signal.signal(signal.SIGTERM, stop)
    say("ready")
    threading.Thread(target=stop_when_alone, args=(order,), daemon=True).start()
    code = server.wait()
    note.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    return code


def say(line: str) -> None:
    with contextlib.suppress(OSError):  # the client that asked may be gone already
        os.write(1, f"{line}\n".encode())
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)


def main() -> NoReturn:
    try:
        code = keep(Order(sys.argv[1]))
    except Exception as error:  # nobody else would see it
        say(str(error) if isinstance(error, KeeperError) else repr(error))
        code = 1
    os._exit(code)


if __name__ == "__main__":
    main()
