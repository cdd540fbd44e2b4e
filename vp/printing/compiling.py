"""A compiled file's job: its parts are planned, printed by whoever has time, and joined.

Planning and joining are pieces of work like any other, taken on a lease and done again from the beginning
where the worker died. What is printed is kept by content (keeping.py), so nothing is printed twice for it.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from vp.printing import keeping, leases
from vp.printing.builders import Compilation, Compiler, GoneError, Part, Printable, builder_of
from vp.printing.join import Piece, Sheets
from vp.printing.leases import LeaseLostError
from vp.printing.models import KeptPart, RenderJob, RenderPart, State
from vp.printing.wakening import wake

log = logging.getLogger(__name__)

MOST_PLANS = 3
MOST_WAKENED = 8
ALL_BROKEN = "Ingen av delarna gick att skapa: {}"


def plan(job: RenderJob, compiler: Compiler) -> None:
    """Write down which parts there are; those that are kept are done at once."""
    compilation = compiler.compile(job.subject)
    rows = _rows(job, compilation.parts)
    with transaction.atomic():
        leases.hand_over(
            job, state=State.PARTS, planned=True, plans=job.plans + 1, attempts=0, noun=compilation.noun[:40],
            stage="", done=0, total=max(len(rows), 1),
        )  # fmt: skip
        RenderPart.objects.filter(job=job).delete()
        RenderPart.objects.bulk_create(rows)
    left = sum(row.state == State.QUEUED for row in rows)
    log.info("Order %s (%s) has %d parts, %d to print", job.key, job.kind, len(rows), left)
    wake(times=min(left, MOST_WAKENED))


def _rows(job: RenderJob, parts: Sequence[Part]) -> list[RenderPart]:
    hashes = [keeping.hash_of(part.kind, part.fingerprint) for part in parts]
    kept = keeping.find(hashes)
    return [
        RenderPart(
            job=job, position=position, kind=part.kind, subject=dict(part.subject), title=part.title[:300],
            fingerprint=part.fingerprint, file_name=part.file_name[:200], **_outcome(kept.get(content_hash)),
        )
        for position, (part, content_hash) in enumerate(zip(parts, hashes, strict=True))
    ]  # fmt: skip


def _outcome(kept: KeptPart | None) -> dict[str, object]:
    return {"kept": kept, "pages": kept.pages, "state": State.DONE} if kept else {}


def print_part(part: RenderPart) -> None:
    """Print a part that is held, and keep it."""
    content_hash = keeping.hash_of(part.kind, part.fingerprint)
    kept = keeping.find([content_hash]).get(content_hash)
    if kept is None:
        printable = builder_of(part.kind).build(part.subject)
        part.fingerprint = printable.fingerprint or part.fingerprint
        content_hash = keeping.hash_of(part.kind, part.fingerprint)
        kept = keeping.find([content_hash]).get(content_hash) or _print(part, printable, content_hash)
    leases.hand_over(part, fingerprint=part.fingerprint, error="", **_outcome(kept))


def _print(part: RenderPart, printable: Printable, content_hash: str) -> KeptPart:
    sheets = laid_out(printable)
    _ask(part)
    content = sheets.draw()
    _ask(part)
    return keeping.keep(content_hash, content, sheets.pages)


def _ask(part: RenderPart) -> None:
    """Stop where the order was stopped, or somebody else has the part."""
    if not leases.held(part).exists():
        raise LeaseLostError


def laid_out(printable: Printable) -> Sheets:
    """Pages without page numbers, for a part or for what stands before the parts."""
    from vp.printing import pdf

    document = pdf.lay_out(printable.html, printable.images)
    return Sheets(
        len(document.pages),
        lambda: pdf.finish(document, printable.description, printable.source, numbered=False),
    )


def join(job: RenderJob, compiler: Compiler) -> None:
    """Make one file of the parts, or let those be printed that have changed or are lost meanwhile."""
    compilation = compiler.compile(job.subject)
    rows = list(job.parts.select_related("kept").order_by("position"))
    if job.plans < MOST_PLANS and _planned(rows) != _wanted(compilation):
        leases.hand_over(job, state=State.QUEUED, planned=False, attempts=0, stage="")
        return
    broken = [row for row in rows if row.state == State.FAILED]
    if rows and len(broken) == len(rows):
        raise GoneError(ALL_BROKEN.format(broken[0].error))
    if lost := [row for row in rows if row.state == State.DONE and not keeping.is_there(row.kept)]:
        _print_lost(job, lost)
        return
    _tell(job, "Sätter samman filen")
    with tempfile.TemporaryFile() as output:
        write = _zipped if compilation.joined == "zip" else _whole
        write(compilation, _pieces(rows), cast(BinaryIO, output))
        _hand_over(job, output, compilation.joined)


def _planned(rows: Sequence[RenderPart]) -> list[tuple[str, str, str]]:
    return [(row.kind, row.fingerprint, row.title) for row in rows]


def _wanted(compilation: Compilation) -> list[tuple[str, str, str]]:
    return [(part.kind, part.fingerprint, part.title[:300]) for part in compilation.parts]


@transaction.atomic
def _print_lost(job: RenderJob, lost: Sequence[RenderPart]) -> None:
    leases.hand_over(job, state=State.PARTS, attempts=0, stage="")
    log.warning("Order %s has lost %d of its parts' files", job.key, len(lost))
    KeptPart.objects.filter(pk__in=[row.kept_id for row in lost]).delete()
    RenderPart.objects.filter(pk__in=[row.pk for row in lost]).update(
        state=State.QUEUED, attempts=0, kept=None, pages=0
    )
    transaction.on_commit(wake)


def _tell(job: RenderJob, stage: str) -> None:
    if not leases.held(job).update(stage=stage):
        raise LeaseLostError


def _pieces(rows: Sequence[RenderPart]) -> Iterator[Piece]:
    """The parts one by one, as they are read from where they are kept."""
    for row in rows:
        part = Part(row.kind, row.subject, row.title, row.fingerprint, row.file_name)
        yield Piece(part, row.error, keeping.read(row.kept) if row.kept else None)


def _whole(compilation: Compilation, pieces: Iterator[Piece], output: BinaryIO) -> None:
    from vp.printing.join import whole

    whole.write(compilation, pieces, laid_out, output)


def _zipped(compilation: Compilation, pieces: Iterator[Piece], output: BinaryIO) -> None:
    from vp.printing.join import zipped

    zipped.write(compilation, pieces, output)


def _hand_over(job: RenderJob, output: IO[bytes], extension: str) -> None:
    """Keep the file. The same bytes as an earlier order's are that order's file."""
    output.seek(0)
    content_hash = hashlib.file_digest(cast(BytesIO, output), "sha256").hexdigest()
    storage = RenderJob._meta.get_field("file").storage
    same = RenderJob.objects.filter(content_hash=content_hash, state=State.DONE).exclude(pk=job.pk)
    name = same.order_by("-pk").values_list("file", flat=True).first() or ""
    new = not (name and storage.exists(name))
    if new:
        output.seek(0)
        name = timezone.now().strftime(keeping.MONTH) + f"/{job.key}.{extension}"
        name = storage.save(name, File(cast(IO[str], output)))
    try:
        leases.hand_over(
            job, state=State.DONE, file=name, content_hash=content_hash, done=job.total, stage="",
            finished_at=timezone.now(),
        )  # fmt: skip
    except LeaseLostError:
        if new:
            storage.delete(name)
        raise
    log.info("Order %s (%s) is done: %s", job.key, job.kind, name)
