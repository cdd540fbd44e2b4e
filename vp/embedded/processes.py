"""The demo's processes: start them, start them again when they die, stop them all."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from vp.embedded.keeper import with_parent

PATIENCE_SECONDS = 10  # for a process to end by itself
STEADY_SECONDS = 10  # a process that lives this long has started well
MOST_QUICK_DEATHS = 3


class ProcessesError(Exception):
    """A process doesn't stay up."""


@dataclass
class Process:
    """One program. `orphan_signal` is what it gets when the supervisor dies without a word."""

    name: str
    command: list[str]
    log: Path
    orphan_signal: signal.Signals = signal.SIGTERM
    pass_fds: tuple[int, ...] = ()
    pid: int = 0
    started: float = 0
    quick_deaths: int = 0


@dataclass
class Processes:
    """All of them. Use as a context manager: none outlives it."""

    running: dict[int, Process] = field(default_factory=dict)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self, process: Process) -> None:
        process.log.parent.mkdir(parents=True, exist_ok=True)
        with process.log.open("ab") as log:
            started = subprocess.Popen(
                process.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=process.pass_fds,
                start_new_session=True,  # Ctrl-C goes to the supervisor alone
                preexec_fn=with_parent(process.orphan_signal),
            )
        started.returncode = 0  # this class waits for it
        process.pid, process.started = started.pid, time.monotonic()
        self.running[process.pid] = process

    def watch(self) -> NoReturn:
        """Blocks until a signal handler raises. Raises ProcessesError when a process won't stay up."""
        while True:
            pid, _ = os.wait()  # the database's keeper is a child, too; it is started by the next connection
            if process := self.running.pop(pid, None):
                quick = time.monotonic() - process.started < STEADY_SECONDS
                process.quick_deaths = process.quick_deaths + 1 if quick else 0
                if process.quick_deaths >= MOST_QUICK_DEATHS:
                    raise ProcessesError(f"{process.name} doesn't stay up; its log is {process.log}")
                self.start(process)

    def stop(self) -> None:
        """Asks all to end, waits, and kills the process groups of those that don't."""
        for pid in self.running:
            os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + PATIENCE_SECONDS
        for pid in list(self.running):
            while os.waitpid(pid, os.WNOHANG) == (0, 0):
                if time.monotonic() > end:
                    os.killpg(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
                    break
                time.sleep(0.02)
            del self.running[pid]
