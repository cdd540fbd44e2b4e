"""What the page of an order says: how far it has come, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils import timezone

from vp.printing.models import UNFINISHED, RenderJob, State

SOON = 30  # seconds during which the page asks often: any plan is printed by then
AFTERWARDS = (
    3  # pieces of work that a compiled file needs beside its parts, in the bar that shows how far it is
)


@dataclass(frozen=True)
class Progress:
    """The state of one order. broken: title and reason of each part that couldn't be made."""

    job: RenderJob
    words: str
    percent: int
    broken: Sequence[tuple[str, str]] = ()

    @property
    def is_going_on(self) -> bool:
        return self.job.state in UNFINISHED

    @property
    def ask_again_after(self) -> str:
        age = (timezone.now() - self.job.created_at).total_seconds()
        return "150ms" if age < SOON else "1s"

    @property
    def is_archive(self) -> bool:
        return PurePosixPath(self.job.file_name).suffix.lower() == ".zip"


def progress_of(job: RenderJob) -> Progress:
    """One query more for an order in parts."""
    if not job.planned:
        return Progress(job, _words(job), 100 * job.done // max(job.total, 1))
    rows = list(job.parts.order_by("position").values_list("title", "state", "error"))
    finished = sum(state in {State.DONE, State.FAILED} for _, state, _ in rows)
    broken = [(title, error) for title, state, error in rows if state == State.FAILED]
    percent = 100 * (finished + 1) // (len(rows) + AFTERWARDS)
    if job.state != State.PARTS or finished == len(rows):
        return Progress(job, job.stage or "Sätter samman filen", percent, broken)
    return Progress(job, f"Skapar {job.noun} {finished + 1} av {len(rows)}", percent, broken)


def _words(job: RenderJob) -> str:
    return "Väntar på sin tur" if job.state == State.QUEUED else job.stage or "Börjar"
