"""The client's side of the embedded PostgreSQL: make sure that it runs for as long as this process lives.

Every process that uses the server holds a shared lock on `clients.lock` until it ends, however it ends. The
server's keeper (vp.embedded.keeper) stops the server when nobody holds it any more.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from vp.embedded import account, programs

KEEPER = Path(__file__).with_name("keeper.py")
_held: dict[Path, int] = {}


class EmbeddedServerError(Exception):
    """The embedded PostgreSQL can't be started; says why and what to do."""


def start(home: Path, *, durable: bool = True) -> Path:
    """Starts the server of this folder unless it runs, and keeps it running while this process lives.

    Returns the folder of its socket. `durable=False` is for tests: quicker, and unsafe at a power cut.
    Several processes may call this at the same moment: one starts the server, the others wait for it.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    if home not in _held:
        clients = _open(home / "clients.lock")
        fcntl.flock(clients, fcntl.LOCK_SH)  # waits while a keeper is stopping the server
        _held[home] = clients
    if found := running(home):
        return found
    with _alone(home / "start.lock"):
        if not (found := running(home)):
            _start_keeper(home, durable=durable)
            found = running(home)
    if not found:
        raise EmbeddedServerError(f"PostgreSQL doesn't answer; its log is {home / 'log'}")
    return found


def running(home: Path) -> Path | None:
    """The folder of the server's socket, if somebody answers there."""
    try:
        folder = Path((home / "socket").read_text())
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(folder / ".s.PGSQL.5432"))
    except OSError:
        return None
    return folder


def release(home: Path) -> None:
    """This process needs the server no more. Its connections must be closed."""
    clients = _held.pop(home.resolve(), None)
    if clients is not None:
        os.close(clients)


def leave(home: Path) -> None:
    """Releases the server, and waits for its end unless somebody else still uses it."""
    release(home)
    if not _used(home.resolve()):
        wait_stopped(home)


def _used(home: Path) -> bool:
    """Whether a client holds the server. The keeper's own lock, when it is stopping the server, is none."""
    clients = _open(home / "clients.lock")
    try:
        for kind, used in ((fcntl.LOCK_EX, False), (fcntl.LOCK_SH, True)):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(clients, kind | fcntl.LOCK_NB)
                return used
        return False
    finally:
        os.close(clients)


def wait_stopped(home: Path) -> None:
    """Waits until no server runs in this folder. Others that use it make this wait for them."""
    with _alone(home / "keeper.lock"):
        pass


def remove(home: Path) -> None:
    """Deletes a server that nobody uses any more, with all its data. For tests."""
    home = home.resolve()
    wait_stopped(home)
    shutil.rmtree(cluster_folder(home), ignore_errors=True)
    shutil.rmtree(home)


def cluster_folder(home: Path) -> Path:
    """Where the data lies: in `home`, or under /var/lib when root's `home` is closed to PostgreSQL's account.

    Raises EmbeddedServerError when there is data in `home` that has become unreachable.
    """
    inside = home / "cluster"
    if not account.needed() or account.reaches(home):
        return inside
    if inside.exists():
        raise EmbeddedServerError(f"a folder above {inside} is closed to the account {account.NAME}")
    return programs.SYSTEM_FOLDER / hashlib.sha256(os.fsencode(home)).hexdigest()[:16]


def _start_keeper(home: Path, *, durable: bool) -> None:
    try:
        owner = account.find_or_create() if account.needed() else None
        cluster = cluster_folder(home)
        if not cluster.is_dir():
            cluster.parent.mkdir(mode=0o755, exist_ok=True)
            cluster.mkdir(mode=0o700)
            if owner:
                os.lchown(cluster, owner.pw_uid, owner.pw_gid)
        order = {
            "home": str(home),
            "cluster": str(cluster),
            "programs": str(programs.find()),
            "durable": durable,
            "account": [owner.pw_uid, owner.pw_gid] if owner else None,
        }
    except OSError as error:
        raise EmbeddedServerError(str(error)) from error
    with subprocess.Popen(
        [sys.executable, "-I", "-S", str(KEEPER), json.dumps(order)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C at the prompt is for the clients
        cwd="/",
        text=True,
    ) as keeper:
        answer = keeper.stdout.readline().strip() if keeper.stdout else ""
        keeper.returncode = 0  # it lives on: don't wait for it, and don't warn about that
    if answer != "ready":
        raise EmbeddedServerError(answer or f"PostgreSQL's keeper ended; its log is {home / 'log'}")


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    handle = _open(lock)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _open(lock: Path) -> int:
    return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
