"""The embedded PostgreSQL: started once, stopped by the last, and none the worse for `kill -9`."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from vp.embedded import account, keeper, programs, server
from vp.embedded.backend.base import DatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
CLIENT = """
import sys
from pathlib import Path
from vp.embedded import server
print(server.start(Path(sys.argv[1]), durable="durable" in sys.argv), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for one server. Not pytest's tmp_path: that is closed to the account that root lends."""
    folder = Path(tempfile.mkdtemp(prefix="vp-test-embedded-"))
    folder.chmod(0o711)
    yield folder / "postgres"
    server.release(folder / "postgres")
    server.remove(folder / "postgres")
    folder.rmdir()


class Client:
    """Another process that uses the server until it is told to end."""

    def __init__(self, home: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(home), *words],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def socket(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate(timeout=20)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=20)


def ask(home: Path, query: str) -> object:
    folder = server.running(home.resolve())
    with psycopg.connect(host=str(folder), dbname="vp", user="vp", autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def pids(home: Path) -> list[int]:
    """PostgreSQL's processes: they all stand in the data folder."""
    data = server.cluster_folder(home.resolve()) / "data"
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == data:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def postmaster(home: Path) -> int:
    return int((server.cluster_folder(home.resolve()) / "data/postmaster.pid").read_text().split()[0])


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except OSError:
        return True


def soon(condition: Callable[[], object], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_starts_with_what_the_product_needs(home: Path) -> None:
    server.start(home, durable=False)
    assert ask(home, "SELECT lower('ÅÄÖ')") == "åäö"
    assert ask(home, "SHOW server_encoding") == "UTF8"
    assert ask(home, "SHOW data_checksums") == "on"
    assert ask(home, "SHOW listen_addresses") == ""
    assert "familjehem" in str(ask(home, "SELECT to_tsvector('swedish', 'familjehemmen')::text"))


def test_the_demo_keeps_what_is_written(home: Path) -> None:
    server.start(home)
    assert [ask(home, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")] == [
        "on"
    ] * 3


def test_the_socket_is_for_its_owner_only_and_its_path_is_short(home: Path) -> None:
    folder = server.start(home, durable=False)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(os.fsencode(folder / ".s.PGSQL.5432")) <= 107
    data = server.cluster_folder(home.resolve()) / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_several_first_starts_at_once_make_one_server(home: Path) -> None:
    clients = [Client(home) for _ in range(4)]
    sockets = {client.socket() for client in clients}
    assert len(sockets) == 1
    assert ask(home, "SELECT count(*) FROM pg_database WHERE datname = 'vp'") == 1
    for client in clients:
        client.leave()


def test_the_last_one_stops_it_and_data_stay(home: Path) -> None:
    first, second = Client(home), Client(home)
    assert first.socket() == second.socket()
    ask(home, "CREATE TABLE kept AS SELECT 42 AS answer")
    first.leave()
    assert ask(home, "SELECT answer FROM kept") == 42
    second.leave()
    server.wait_stopped(home)
    assert server.running(home) is None
    assert pids(home) == []
    server.start(home, durable=False)
    assert ask(home, "SELECT answer FROM kept") == 42


def test_leaving_waits_for_the_end_but_not_for_others(home: Path) -> None:
    client = Client(home)
    client.socket()
    server.start(home, durable=False)
    server.leave(home)
    assert ask(home, "SELECT 1") == 1
    server.start(home, durable=False)
    client.leave()
    server.leave(home)
    assert pids(home) == []


def test_a_killed_client_leaves_no_server_behind(home: Path) -> None:
    client = Client(home)
    client.socket()
    client.kill()
    server.wait_stopped(home)
    assert pids(home) == []


def test_starts_at_once_after_all_is_killed(home: Path) -> None:
    """Client, keeper, postmaster and all its children at the same moment, as a machine's end would do."""
    client = Client(home, "durable")
    socket = client.socket()
    ask(home, "CREATE TABLE kept AS SELECT 42 AS answer")
    keeper_pid = int(Path(f"/proc/{postmaster(home)}/stat").read_text().split()[3])
    all_of_them = [client.process.pid, keeper_pid, *pids(home)]
    for pid in all_of_them:
        kill(pid)
    client.process.communicate()
    assert soon(lambda: all(map(ended, all_of_them)))  # the kernel takes a moment
    assert str(server.start(home)) != socket
    assert ask(home, "SELECT answer FROM kept") == 42
    assert not Path(socket).exists()


def test_a_killed_postmaster_s_children_are_waited_for(home: Path) -> None:
    """A session at work outlives its postmaster, and a second server over the same data would destroy it."""
    folder = server.start(home, durable=False)
    with contextlib.closing(psycopg.connect(host=str(folder), dbname="vp", user="vp")) as busy:
        worker = busy.info.backend_pid
        busy.pgconn.send_query(
            b"DO $$ DECLARE n bigint := 0; BEGIN WHILE true LOOP n := n + 1; END LOOP; END $$"
        )
        kill(old := postmaster(home))
        assert soon(lambda: ended(old))
        server.start(home, durable=False)
        assert ended(worker)
        assert ask(home, "SELECT 1") == 1


def test_a_killed_keeper_takes_the_server_down_and_the_next_connection_brings_it_back(home: Path) -> None:
    server.start(home, durable=False)
    old = postmaster(home)
    kill(int(Path(f"/proc/{old}/stat").read_text().split()[3]))
    assert soon(lambda: ended(old))
    server.start(home, durable=False)
    assert postmaster(home) != old
    assert ask(home, "SELECT 1") == 1


def test_a_pid_that_now_is_a_stranger_s_stops_nobody(home: Path) -> None:
    server.start(home, durable=False)
    server.release(home)
    server.wait_stopped(home)
    data = server.cluster_folder(home.resolve()) / "data"
    sleeper = subprocess.Popen(["sleep", "60"], **_as_owner(data))
    try:
        (data / "postmaster.pid").write_text(f"{sleeper.pid}\n{data}\n")
        server.start(home, durable=False)
        assert ask(home, "SELECT 1") == 1
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def _as_owner(data: Path) -> dict[str, object]:
    about = data.stat()
    return {"user": about.st_uid, "group": about.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}


def test_a_broken_off_initdb_is_done_again(home: Path) -> None:
    server.start(home, durable=False)
    server.release(home)
    server.wait_stopped(home)
    cluster = server.cluster_folder(home.resolve())
    (cluster / "data").rename(cluster / "new")
    (cluster / "new/PG_VERSION").unlink()
    server.start(home, durable=False)
    assert ask(home, "SELECT 1") == 1
    assert not (cluster / "new").exists()


def test_what_goes_wrong_is_told(home: Path) -> None:
    server.start(home, durable=False)
    server.release(home)
    server.wait_stopped(home)
    (server.cluster_folder(home.resolve()) / "data/PG_VERSION").write_text("9.6\n")
    with pytest.raises(server.EmbeddedServerError, match="its log is"):
        server.start(home, durable=False)
    assert "9.6" in (home / "log").read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
def test_root_in_a_closed_folder_loosens_no_permission() -> None:
    closed = Path(tempfile.mkdtemp(prefix="vp-test-embedded-"))
    home = closed / "postgres"
    try:
        server.start(home, durable=False)
        assert ask(home, "SELECT current_setting('data_directory')") == f"{server.cluster_folder(home)}/data"
        assert server.cluster_folder(home).is_relative_to(programs.SYSTEM_FOLDER)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert Path(f"/proc/{postmaster(home)}").stat().st_uid == account.find_or_create().pw_uid
    finally:
        server.release(home)
        server.remove(home)
        closed.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a copy of the programs")
def test_programs_out_of_reach_are_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    package = tmp_path / programs.WHEEL
    (package / "pginstall18/bin").mkdir(parents=True)
    (package / "pginstall18/bin/postgres").write_text("#!/bin/sh\n")
    package.with_name(f"{programs.WHEEL}.libs").mkdir()
    system = Path(tempfile.mkdtemp(prefix="vp-test-programs-"))
    monkeypatch.setattr(programs, "SYSTEM_FOLDER", system)
    copied = programs._copy(package)
    assert account.reaches(copied / "pginstall18/bin")
    assert stat.S_IMODE((copied / "pginstall18/bin/postgres").stat().st_mode) & 0o555 == 0o555
    assert programs._copy(package) == copied


def test_the_keeper_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", keeper.__file__, "{}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == "KeyError('home')\n"


def test_django_connects_again_at_once_after_a_crash(home: Path) -> None:
    wrapper = DatabaseWrapper(
        connections["default"].settings_dict | {"NAME": "vp", "EMBEDDED": {"HOME": home, "DURABLE": True}}
    )

    def connect() -> psycopg.Connection:
        return wrapper.get_new_connection(wrapper.get_connection_params())

    with contextlib.closing(connect()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        connection.commit()
        kill(postmaster(home))  # and not a moment's wait
    with contextlib.closing(connect()) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
