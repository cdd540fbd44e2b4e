"""Orders in parts: planned once, printed one by one, kept by content, joined when all is done."""

from __future__ import annotations

import datetime
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import UnitFactory, UserFactory
from tests.printing import notes, standards_rules
from tests.printing.walker import Walk
from vp.org.access import OPERATOR, Actor
from vp.printing import keeping, leases, timing, work
from vp.printing.actions import cancel_print, order_print, print_again
from vp.printing.builders import Part
from vp.printing.join.zipped import name_of
from vp.printing.models import KeptPart, RenderJob, RenderPart, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The notes' kinds, and the file that tells what was built."""
    told = tmp_path / "built"
    told.touch()
    monkeypatch.setenv(notes.BUILT, str(told))
    notes.offer()
    yield told
    notes.withdraw()


def ordered(*words: str, by: Actor = OPERATOR, **more: Any) -> RenderJob:
    subject = notes.a_book(*words, **more)
    name = f"Bok.{more.get('joined', 'pdf')}"
    return order_print(by=by, kind=notes.BOOK, subject=subject, unit=UnitFactory(), file_name=name)


def work_through() -> None:
    for _ in range(100):
        if work.print_one() is None:
            return
    raise AssertionError("it never ends")


def done(job: RenderJob) -> RenderJob:
    work_through()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.DONE, "")
    return job


def text_of(job: RenderJob) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(job.file.read())]


def test_parts_are_printed_and_joined() -> None:
    job = ordered("Ett", "Två", "Tre")
    work.print_one()
    job.refresh_from_db()
    assert (job.state, job.noun, job.total, job.parts.count()) == (State.PARTS, "enhet", 3, 3)
    job = done(job)
    content = job.file.read()
    assert Walk(content).findings == []
    assert standards_rules.findings(content) == []
    assert [str(name) for name in Walk(content).pdf.attachments] == ["bok.json"]
    job.file.seek(0)
    text = text_of(job)
    assert "Ett 2; Två 3; Tre 4" in text[0]
    assert "Sid 4 (4)" in text[3]
    assert (job.finished_at is not None, job.leased_until, job.done) == (True, None, job.total)


def test_only_what_changed_is_printed_anew(built: Path) -> None:
    first = done(ordered("Ett", "Två", "Tre"))
    second = done(ordered("Ett", "Två=2", "Tre"))
    assert built.read_text().split() == ["Ett", "Två", "Tre", "Två=2"]
    assert first.file.name != second.file.name
    third = done(ordered("Ett", "Två", "Tre"))
    assert built.read_text().count("\n") == 4
    assert third.file.name == first.file.name, "the same content is the same file"


def test_a_part_that_changed_while_it_was_printed_is_kept_as_what_it_became(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planned as 1, printed as 2, and so planned and joined as 2."""
    subject = {"words": "Ett", "now": "2"}
    monkeypatch.setattr(notes, "parts_of", lambda words, length: [Part(notes.NOTE, subject, "Ett", "1")])
    job = ordered("Ett")
    work.print_one()
    work.print_one()
    monkeypatch.setattr(notes, "parts_of", lambda words, length: [Part(notes.NOTE, subject, "Ett", "2")])
    done(job)
    assert built.read_text().split() == ["Ett"]
    assert KeptPart.objects.get().content_hash == keeping.hash_of(notes.NOTE, "2")


def test_parts_that_change_before_the_join_are_planned_again_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, built: Path
) -> None:
    numbers = iter(range(100))
    monkeypatch.setattr(
        notes, "parts_of", lambda words, length: notes_parts(f"Ett={next(numbers)}", "Två")
    )  # fmt: skip
    job = done(ordered("Ett"))
    assert job.plans == 3
    assert built.read_text().count("Ett") == 3
    assert built.read_text().count("Två") == 1


def notes_parts(*words: str) -> list[Part]:
    return [Part(notes.NOTE, {"words": word}, word.split("=")[0], word) for word in words]


def test_a_broken_part_is_named_and_the_rest_is_there(built: Path) -> None:
    job = done(ordered("Ett", "Trasig", "Borta", "Tre", by=UserFactory()))
    assert built.read_text().split().count("Trasig") == timing.MOST_ATTEMPTS
    assert built.read_text().split().count("Borta") == 1
    assert list(job.parts.broken().values_list("title", "error")) == [
        ("Trasig", work.PART_BROKEN),
        ("Borta", "Den är borttagen."),
    ]
    text = text_of(job)
    assert f"Trasig {work.PART_BROKEN}" in " ".join(text[0].split())
    assert "Den här delen saknas" in text[2]
    assert "Den är borttagen." in " ".join(text[3].split())
    assert "Sid 5 (5)" in text[4]
    job.file.seek(0)
    assert Walk(job.file.read()).findings == []
    built.write_text("")
    assert isinstance(job.requested_by, type(UserFactory()))
    print_again(by=job.requested_by, job=job)
    done(job)
    assert set(built.read_text().split()) == {"Trasig", "Borta"}


def test_nothing_but_broken_parts_is_no_file() -> None:
    job = ordered("Borta", "Borta igen")
    work_through()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "Ingen av delarna gick att skapa: Den är borttagen.")


def test_what_is_gone_is_told_and_what_one_may_not_see_isnt_printed() -> None:
    job = ordered(gone=True)
    work_through()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "Rundan finns inte längre.")
    with pytest.raises(PermissionDenied):
        ordered("Ett", secret=True)


def test_a_file_without_parts_is_its_front() -> None:
    assert "Innehåll" in text_of(done(ordered()))[0]


def test_a_single_order_doesnt_wait_behind_the_parts_of_another() -> None:
    long = ordered("1", "2", "3", "4")
    work.print_one()
    work.print_one()
    single = order_print(
        by=OPERATOR, kind=notes.NOTE, subject={"words": "Ensam"}, unit=UnitFactory(), file_name="Ensam.pdf"
    )
    other = ordered("5", "6")
    taken = [work.print_one() for _ in range(6)]
    jobs = [each.job if isinstance(each, RenderPart) else each for each in taken]
    assert jobs == [long, single, other, long, other, long]
    done(long)
    done(other)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_different_parts() -> None:
    job = ordered("1", "2")
    work.print_one()
    other: list[Any] = []

    def take_meanwhile() -> None:
        other.append(work.take())
        connection.close()

    with transaction.atomic():
        first = job.parts.select_for_update().get(position=0)
        thread = threading.Thread(target=take_meanwhile)
        thread.start()
        thread.join(10)
    assert first.position == 0
    assert [each.position for each in other] == [1]


def test_a_part_is_taken_over_and_after_three_dead_workers_given_up() -> None:
    job = ordered("Ett", "Två")
    work.print_one()
    for attempt in (1, 2, 3):
        part = work.take()
        assert isinstance(part, RenderPart)
        assert (part.position, part.attempts) == (0, attempt)
        RenderPart.objects.filter(pk=part.pk).update(
            leased_until=timezone.now() - datetime.timedelta(seconds=1)
        )
    work_through()
    job.refresh_from_db()
    assert job.state == State.DONE
    assert list(job.parts.order_by("position").values_list("state", "error")) == [
        (State.FAILED, leases.INTERRUPTED),
        (State.DONE, ""),
    ]


def test_a_slow_worker_leaves_nothing_behind_and_no_part_is_kept_twice() -> None:
    job = ordered("Ett")
    work.print_one()
    slow = work.take()
    assert isinstance(slow, RenderPart)
    RenderPart.objects.update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    done(job)
    with pytest.raises(leases.LeaseLostError):
        leases.hand_over(slow, state=State.DONE)
    kept = KeptPart.objects.get()
    assert keeping.keep(kept.content_hash, b"%PDF", 1) == kept
    assert keeping.storage().listdir(keeping.FOLDER)[1] == [Path(str(kept.file.name)).name]


def test_a_stopped_order_is_no_ones_work() -> None:
    person = UserFactory()
    job = ordered("Ett", "Två", by=person)
    work.print_one()
    part = work.take()
    assert isinstance(part, RenderPart)
    assert cancel_print(by=person, job=job).state == State.CANCELLED
    assert work.take() is None
    work._do(part, lambda: work.compiling.print_part(part), "", "")
    assert not KeptPart.objects.exists()
    assert not RenderPart.objects.exists()
    assert print_again(by=person, job=job).state == State.QUEUED
    done(job)


def test_a_kept_part_whose_file_is_gone_is_printed_anew(built: Path) -> None:
    done(ordered("Ett", "Två"))
    job = ordered("Ett", "Två", "Tre")
    work.print_one()
    lost = KeptPart.objects.order_by("pk")[0]
    lost.file.storage.delete(lost.file.name)
    done(job)
    assert built.read_text().split() == ["Ett", "Två", "Tre", "Ett"]


def test_what_nobody_used_for_long_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    done(ordered("Ett", "Två"))
    ordered("Ett")
    work.print_one()
    old = timezone.now() - timing.KEPT_FOR - datetime.timedelta(hours=1)
    assert keeping.forget() == 0
    KeptPart.objects.update(used_at=old)
    assert keeping.forget() == 1, "what an order is about to join stays"
    assert KeptPart.objects.get().content_hash == keeping.hash_of(notes.NOTE, "Ett")
    keeping.storage().save(f"{keeping.FOLDER}/strandad.pdf", io.BytesIO(b"%PDF"))
    assert keeping.forget() == 0
    monkeypatch.setattr(timing, "STRAY_AFTER", -datetime.timedelta(hours=1))
    assert keeping.forget() == 1
    assert len(keeping.storage().listdir(keeping.FOLDER)[1]) == 1


def test_an_archive_holds_each_part_with_its_own_numbers_and_source() -> None:
    job = done(ordered("Ett", "Ett=2", "Trasig", joined="zip"))
    with zipfile.ZipFile(job.file) as archive:
        assert archive.namelist() == ["bok.json", "Ett.pdf", "Ett (2).pdf", "Saknas.txt"]
        assert "Trasig: Något gick fel" in archive.read("Saknas.txt").decode()
        content = archive.read("Ett.pdf")
    assert Walk(content).findings == []
    assert standards_rules.findings(content) == []
    assert "Sid 1 (1)" in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert [str(name) for name in Walk(content).pdf.attachments] == ["lapp.json"]
    assert done(ordered("Ett", "Ett=2", "Trasig", joined="zip")).file.name == job.file.name


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Köket.pdf", "Köket.pdf"), ("../../etc/passwd.pdf", "etc passwd.pdf"),
        ("a\\b\n:c?.pdf", "a b c.pdf"),
        ("CON.pdf", "_CON.pdf"), ("nul.x.pdf", "_nul.x.pdf"), (" ..pdf", "Del.pdf"),
        ("å" * 300 + ".pdf", "å" * 120 + ".pdf"),
        ("KÖKET 2.pdf", "KÖKET 2 (2).pdf"),
    ],
)  # fmt: skip
def test_names_in_an_archive_are_safe_and_unique(wanted: str, name: str) -> None:
    taken = {"köket 2.pdf"}
    assert name_of(wanted, taken) == name
    assert name.casefold() in taken
