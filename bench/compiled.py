"""How fast a thousand pages of sixty parts are compiled by two workers, cold and after one part has changed.

Real Celery workers in processes of their own, and in the end one bare WeasyPrint run over the same HTML with
no tags and no PDF/A. `python -m bench compiled`; `measure` and `bare` take any other compiler's kind.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

WORKERS = 2
UNITS = int(os.environ.get("VP_BENCH_PARTS", "60"))
LONGEST = 900.0  # seconds
ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


def run() -> None:
    from bench import long_reports

    long_reports.offer()
    kind, subject = long_reports.WHOLE, {"units": UNITS, "changed": -1}
    changed = subject | {"changed": UNITS // 2}
    cold = measure(kind, {"Cold": subject, "One part changed": changed, "Nothing changed": subject})
    spent = bare(kind, subject)
    print(f"  bare WeasyPrint      {spent:6.1f} s CPU; ratio of CPU {cold / spent:.2f}")
    print("  (aims: cold 45 s, one part changed 6 s, 600 MB for each process)")


def measure(
    kind: str, subjects: Mapping[str, Any], before: Callable[[str], None] = lambda name: None
) -> float:
    """Print each subject in turn; gives the CPU seconds of the first. `before` is told each one's name."""
    workers = [_worker() for _ in range(WORKERS)]
    try:
        _until(lambda: all(_is_up(worker) for worker in workers))
        spent = []
        for name, subject in subjects.items():
            before(name)
            cpu, wall = sum(map(_cpu, workers)), time.perf_counter()
            job = _printed(kind, subject)
            wall, cpu = time.perf_counter() - wall, sum(map(_cpu, workers)) - cpu
            spent.append(cpu)
            pages = sum(job.parts.values_list("pages", flat=True))
            print(
                f"  {name:20} {wall:6.1f} s  {cpu:6.1f} s CPU in {WORKERS} workers  {pages} pages in"
                f" {job.parts.count()} parts  {job.file.size / 1e6:.1f} MB"
            )
        memory = ", ".join(f"{_memory(worker):.0f} MB" for worker in workers)
        print(f"  at most              {memory}")
        return spent[0]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def _worker() -> subprocess.Popen[bytes]:
    from django.conf import settings
    from django.db import connection

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings_of_worker",
        "VP_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "LOG_LEVEL": "ERROR",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "vp",
        "--quiet",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "ERROR",
    ]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _printed(kind: str, subject: Any) -> Any:
    from django.db import transaction

    from tests.factories import UnitFactory
    from vp.org.access import OPERATOR
    from vp.printing.actions import order_print
    from vp.printing.models import UNFINISHED, State

    with transaction.atomic():
        job = order_print(
            by=OPERATOR, kind=kind, subject=subject, unit=UnitFactory(), file_name="Mätning.pdf"
        )

    def ended() -> bool:
        job.refresh_from_db()
        return job.state not in UNFINISHED

    _until(ended)
    if job.state != State.DONE or job.parts.broken().exists():
        raise RuntimeError(f"{job.state}: {job.error} {list(job.parts.broken())}")
    return job


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def _is_up(worker: subprocess.Popen[bytes]) -> bool:
    """Whether the worker has done with starting: its sweeper thread runs beside it."""
    if worker.poll() is not None:
        raise RuntimeError("a worker ended")
    return sum(1 for _ in Path(f"/proc/{worker.pid}/task").iterdir()) > 1


def _cpu(worker: subprocess.Popen[bytes]) -> float:
    fields = Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _memory(worker: subprocess.Popen[bytes]) -> float:
    """The most that the process has had in memory, in MB."""
    status = Path(f"/proc/{worker.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def bare(kind: str, subject: Any) -> float:
    """CPU seconds of a process that prints the parts' HTML with WeasyPrint alone."""
    from vp.printing.builders import builder_of, compiler_of

    compiler = compiler_of(kind)
    if compiler is None:
        raise ValueError(f"{kind} isn't compiled")
    printables = [builder_of(part.kind).build(part.subject) for part in compiler.compile(subject).parts]
    pid = os.fork()  # its own processor time, and its own memory
    if pid == 0:
        from vp.printing import pdf

        for each in printables:
            pdf.lay_out(each.html, each.images).write_pdf()
        os._exit(0)
    _pid, status, used = os.wait4(pid, 0)
    if status:
        raise RuntimeError("bare WeasyPrint failed")
    return used.ru_utime + used.ru_stime
