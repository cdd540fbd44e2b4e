"""The demo's supervisor: what dies is started again, what won't live is told, what won't end is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN = """
import os, signal, sys, time
from pathlib import Path
from vp.embedded import processes
from vp.embedded.processes import Process, Processes, ProcessesError
folder = Path(sys.argv[1])
def stop(signum, frame):
    raise SystemExit(0)
signal.signal(signal.SIGALRM, stop)
def process(code, **words):
    return Process("it", [sys.executable, "-S", "-c", code], folder / "log", **words)
"""


def supervise(code: str, folder: Path, **words: object) -> subprocess.CompletedProcess[str]:
    """In a process of its own, for the supervisor waits for every child that it has."""
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_what_dies_is_started_again(tmp_path: Path) -> None:
    done = supervise(
        """
with Processes() as all_of_them:
    one = process(f"open('{folder}/lives', 'a').write('x'); import time; time.sleep(99)")
    all_of_them.start(one)
    while not (folder / "lives").exists():
        time.sleep(0.01)
    os.kill(one.pid, signal.SIGKILL)
    signal.setitimer(signal.ITIMER_REAL, 2)
    all_of_them.watch()
""",
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "lives").read_text() == "xx"


def test_what_does_not_stay_up_is_told(tmp_path: Path) -> None:
    done = supervise(
        """
with Processes() as all_of_them:
    all_of_them.start(process(f"open('{folder}/lives', 'a').write('x'); raise SystemExit('broken')"))
    all_of_them.watch()
""",
        tmp_path,
    )
    assert "it doesn't stay up; its log is" in done.stderr
    assert (tmp_path / "lives").read_text() == "xxx"
    assert (tmp_path / "log").read_text() == "broken\n" * 3


def test_what_does_not_end_is_killed(tmp_path: Path) -> None:
    done = supervise(
        """
processes.PATIENCE_SECONDS = 0.5
one = process(f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
              f"open('{folder}/lives', 'w').close(); time.sleep(99)")
with Processes() as all_of_them:
    all_of_them.start(one)
    while not (folder / "lives").exists():
        time.sleep(0.01)
print(Path(f"/proc/{one.pid}").exists(), all_of_them.running)
""",
        tmp_path,
    )
    assert done.stdout == "False {}\n", done.stderr


def test_children_end_with_a_killed_supervisor(tmp_path: Path) -> None:
    done = supervise(
        """
all_of_them = Processes()
one = process(f"open('{folder}/lives', 'w').close(); import time; time.sleep(99)")
all_of_them.start(one)
while not (folder / "lives").exists():
    time.sleep(0.01)
print(one.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
""",
        tmp_path,
    )
    status = Path(f"/proc/{int(done.stdout)}/stat")
    end = time.monotonic() + 10
    while status.exists() and status.read_text().split()[2] != "Z":
        assert time.monotonic() < end, "it lives on"
        time.sleep(0.02)
