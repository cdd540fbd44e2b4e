"""`make demo` from nothing: Ready, Ctrl-C, again at once, `kill -9` of everything, again at once."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from vp.embedded import server

ROOT = Path(__file__).resolve().parent.parent
ROLES = {"Läsare", "Medarbetare", "Redaktör", "Chef", "Controller", "Administratör"}


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """Everything that the demo writes."""
    folder = Path(tempfile.mkdtemp(prefix="vp-test-start-"))
    folder.chmod(0o711)
    yield folder
    for pid in processes(folder):
        os.kill(pid, signal.SIGKILL)
    server.remove(folder / "postgres")
    subprocess.run(["rm", "-r", str(folder)], check=True)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Demo:
    """A demo in its own process group, read up to its last line of greeting."""

    def __init__(self, var: Path, port: int) -> None:
        began = time.monotonic()
        env = {"PATH": os.environ["PATH"], "HOME": str(var), "VP_VAR": str(var), "PORT": str(port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vp.embedded.demo"],
            cwd=ROOT,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.said = ""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Ctrl-C"):
                break
        self.seconds = time.monotonic() - began

    def stop(self, signum: signal.Signals) -> int:
        self.process.send_signal(signum)
        self.said += self.process.communicate(timeout=60)[0]
        return self.process.returncode


def processes(var: Path) -> list[int]:
    """All processes of this demo: its own, and PostgreSQL's, which stand in its data."""
    mark = f"VP_VAR={var}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            ours = mark in (entry / "environ").read_bytes() or (entry / "cwd").readlink().is_relative_to(var)
            if ours and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


def get(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.status, answer.read().decode()


@pytest.mark.slow
def test_the_demo_s_life(var: Path, port: int) -> None:
    demo = Demo(var, port)
    assert f"\nReady: http://127.0.0.1:{port}\n" in demo.said, demo.said
    for role in ROLES:
        assert re.search(rf"^  {role} +\S+@\S+ +\S+$", demo.said, re.MULTILINE), role
    status, page = get(port, "/")
    assert status == 200
    assert re.search(r"/static/vendor/bootstrap/css/bootstrap\.min\.[0-9a-f]{12}\.css", page)
    assert get(port, "/readyz") == (200, '{"database": true, "broker": true}')
    assert demo.stop(signal.SIGINT) == 0
    assert processes(var) == []

    demo = Demo(var, port)
    assert "Preparing" not in demo.said
    assert "Collecting" not in demo.said
    assert f"\nReady: http://127.0.0.1:{port}\n" in demo.said, demo.said
    for pid in processes(var):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    demo = Demo(var, port)
    assert f"\nReady: http://127.0.0.1:{port}\n" in demo.said, demo.said
    assert get(port, "/readyz")[0] == 200
    second = Demo(var, port)
    assert second.process.wait() == 1
    assert "a demo runs here already" in second.said
    assert demo.stop(signal.SIGTERM) == 0
    assert processes(var) == []


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        demo = Demo(tmp_path, other.getsockname()[1])
        assert demo.process.wait() == 1
        assert f"port {other.getsockname()[1]} is taken" in demo.said


def test_the_demo_never_uses_production_s_database_by_accident(tmp_path: Path) -> None:
    """VP_MODE is inherited: a shell set up for production gets production's refusal, not a demo."""
    env = {"PATH": os.environ["PATH"], "VP_VAR": str(tmp_path), "VP_MODE": "production", "PORT": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "vp.embedded.demo"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "VP_MODE is production" in done.stderr
    assert not (tmp_path / "postgres").exists()
