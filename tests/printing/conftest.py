"""Real workers in processes of their own, over the run's database, broker and files."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

COMMAND = (sys.executable, "-m", "celery", "-A", "vp", "worker", "--pool", "solo", "--loglevel", "INFO")
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker() -> Iterator[Start]:
    """Starts workers, with more in their environment where wished; they end with the test."""
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.printing.settings_of_worker",
        "VP_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }

    def start(**more: str) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(COMMAND, cwd=Path(settings.BASE_DIR), env=environment | more)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def until(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)
