"""Twenty compiled reports at once by two real workers that are killed at random: all finish, none twice."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings

from tests.factories import UnitFactory
from tests.printing import notes
from tests.printing.conftest import Start, until
from tests.printing.walker import Walk
from vp.org.access import OPERATOR
from vp.printing import keeping, timing
from vp.printing.actions import order_print
from vp.printing.models import UNFINISHED, KeptPart, RenderJob, RenderPart, State

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

REPORTS = 20
KILLS = int(os.environ.get("VP_KILLS", "3"))
"""How many workers die; the ordinary run's are few, since each new one takes seconds to start."""


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    notes.offer()
    yield
    notes.withdraw()


def a_report(number: int) -> RenderJob:
    """Every fifth is an archive; one note stands in all of them."""
    words = [f"Enhet {number}.{i}" for i in range(3)]
    return order_print(
        by=OPERATOR, kind=notes.BOOK, unit=UnitFactory(), file_name=f"Rapport {number}.pdf",
        subject=notes.a_book("Gemensam", *words, length=KILLS, joined="pdf" if number % 5 else "zip"),
    )  # fmt: skip


def unfinished() -> bool:
    return RenderJob.objects.filter(state__in=UNFINISHED).exists()


def test_killed_at_random_all_finish_and_none_twice(
    start_worker: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "built"
    quick = {"VP_TEST_LEASE": "3", notes.BUILT: str(built)}
    reports = [a_report(number) for number in range(REPORTS)]
    workers = [start_worker(**quick) for _ in range(2)]
    until(built.exists, 120)
    chance = random.Random(20270520)
    for _ in range(KILLS):
        victim = workers.pop(chance.randrange(2))
        until(lambda worker=victim: has_something(worker) or not unfinished(), 120)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.2))  # the random moment that the test is about
        _kill(victim)
        workers.append(start_worker(**quick))
    until(lambda: not unfinished(), 300)

    done = RenderJob.objects.filter(state=State.DONE)
    assert done.count() == REPORTS == len(set(done.values_list("file", flat=True)))
    assert set(RenderPart.objects.values_list("state", "error")) == {(State.DONE, "")}
    assert KeptPart.objects.count() == 3 * REPORTS + 1
    for report in reports[1:3]:
        report.refresh_from_db()
        content = report.file.read()
        assert Walk(content).findings == []
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(content))]
        titles = list(report.parts.order_by("position").values_list("title", flat=True))
        begun = [page.splitlines()[0] for page in pages]
        assert [line for line in begun if line in titles] == titles
    monkeypatch.setattr(timing, "STRAY_AFTER", -timing.KEPT_FOR)
    keeping.forget()
    assert _files() == 3 * REPORTS + 1 + REPORTS, "what killed workers left is found and removed"
    if KILLS > 2:
        assert len(built.read_text().splitlines()) <= 3 * REPORTS + 1 + 2 * KILLS + 1, (
            "printed again and again"
        )


def has_something(worker: subprocess.Popen[bytes]) -> bool:
    held = {"state": State.RUNNING, "worker__contains": f":{worker.pid}:"}
    return RenderJob.objects.filter(**held).exists() or RenderPart.objects.filter(**held).exists()


def _kill(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def _files() -> int:
    return sum(path.is_file() for path in Path(settings.MEDIA_ROOT, "pdf").rglob("*"))
