"""The demo as `make demo` starts it: its own processes, settings and database, in a folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENDING_SECONDS = 30


@dataclass(frozen=True)
class Demo:
    """Where it answers, and what a process needs in its environment to reach its database."""

    port: int
    environment: Mapping[str, str]

    def ask(self, module: str, *words: str, given: str = "") -> str:
        """What `python -m module words…` prints beside the demo, given a text on its standard input."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=dict(self.environment),
            input=given,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """The demo, from when its pages answer; it has ended afterwards, and its database is gone."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = {"VP_MODE": "demo", "VP_VAR": str(folder), "PORT": str(port)}
    others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = others | ours | {"DJANGO_SETTINGS_MODULE": "vp.settings"}
    command = [sys.executable, "-m", "vp.embedded.demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        try:
            _wait_until_ready(demo)
            yield Demo(port, environment)
        finally:
            demo.terminate()
            demo.wait(ENDING_SECONDS)
            _remove_database(folder / "postgres")


def _wait_until_ready(demo: subprocess.Popen[str]) -> None:
    assert demo.stdout is not None
    said = []
    for line in demo.stdout:
        said.append(line)
        if line.startswith("Ready:"):
            return
    raise RuntimeError("the demo doesn't start: " + "".join(said))


def _remove_database(home: Path) -> None:
    from vp.embedded import server

    if home.exists():
        server.release(home)
        server.remove(home)
