"""A compiled report on paper: its pieces, the units' reports after them, and what is printed again."""

from __future__ import annotations

import io
import json
import zipfile

import pikepdf
import pytest

from followup.actions.finishing import finish_report, reopen_report
from followup.actions.reports import CoverWords, choose_parts, write_cover
from followup.models import GoalAssessment
from followup.reports.choosing import AT_FIRST, Chosen
from followup.reports.compiled_printed import APPENDIX, PIECE, REPORT, ZIP, file_name_of, subject_of
from followup.reports.compiled_reading import read_report
from tests.factories import member
from tests.followup.reports.committees import Reporting, a_committee
from tests.followup.rounds import save
from tests.printing.walker import Walk
from vp.org.models import Membership, Role, User
from vp.printing import work
from vp.printing.actions import order_print
from vp.printing.builders import GoneError, compiler_of
from vp.printing.models import RenderJob, State

pytestmark = pytest.mark.django_db


def order(found: Reporting, kind: str, by: User | None = None) -> RenderJob:
    person = by or found.controller
    shown = read_report(found.committee, found.round, person)
    assert shown is not None
    return order_print(
        by=person,
        kind=kind,
        subject=subject_of(shown, person),
        unit=found.committee,
        file_name=file_name_of(found.committee, found.round, "pdf"),
    )


def printed(found: Reporting, kind: str = REPORT) -> tuple[RenderJob, list[str]]:
    """The order when it is done, and the titles of the parts that had to be printed for it."""
    job = order(found, kind)
    work.print_one()  # plans it
    waiting = list(job.parts.exclude(state=State.DONE).order_by("position").values_list("title", flat=True))
    while work.print_one() is not None:
        pass
    job.refresh_from_db()
    assert (job.state, job.error) == (State.DONE, "")
    return job, waiting


def with_appendices(found: Reporting) -> None:
    parts = [Chosen(each.kind) for each in AT_FIRST.parts]
    choose_parts(by=found.controller, round_=found.round, unit=found.committee, parts=parts)
    words = CoverWords(
        registry_number="SN 2027/12",
        handled_by="Handläggaren",
        addressed_to="Socialnämnden",
        proposal="<p>Nämnden godkänner rapporten.</p>",
        summary="<p>Ett gott år.</p>",
    )
    write_cover(by=found.controller, round_=found.round, unit=found.committee, words=words, save=save(1))


def test_one_file_of_cover_pieces_and_units_reports() -> None:
    found = a_committee(2)
    with_appendices(found)
    found.close()
    version = finish_report(by=found.controller, round_=found.round, unit=found.committee)
    job, parts = printed(found)
    assert parts == [
        "Sammanfattning",
        "1.1 Invånarna är trygga",
        "Ekonomi",
        "Underlag",
        "Enhet 00",
        "Enhet 01",
    ]
    content = job.file.read()
    assert Walk(content).findings == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        titles = [str(each.title) for each in pdf.open_outline().root]
        assert titles[-2:] == ["Enhet 00", "Enhet 01"]
        source = pdf.attachments["sammanstallning.json"].get_file().read_bytes()
    assert json.loads(source) == version.document
    # said again the same, nothing is printed anew; a new cover is laid out and the parts are kept
    again, parts = printed(found)
    assert (parts, again.file.name) == ([], job.file.name)
    reopen_report(by=found.controller, round_=found.round, unit=found.committee, reason="Fel till")
    words = CoverWords(registry_number="SN 2027/12", addressed_to="Kommunstyrelsen", summary="<p>Ett år.</p>")
    write_cover(by=found.controller, round_=found.round, unit=found.committee, words=words, save=save(2))
    _, parts = printed(found)
    assert not {"Enhet 00", "Enhet 01"} & set(parts)


def test_one_changed_unit_is_printed_anew() -> None:
    found = a_committee(2)
    with_appendices(found)
    printed(found)
    GoalAssessment.objects.filter(follow_up=found.follow_up(1)).update(analysis="<p>Det vände i april.</p>")
    _, parts = printed(found)
    assert parts == ["1.1 Invånarna är trygga", "Enhet 01"]


def test_all_units_reports_as_a_zip() -> None:
    found = a_committee(2)
    found.close()
    job, parts = printed(found, ZIP)
    assert parts == ["Enhet 00", "Enhet 01"]
    with zipfile.ZipFile(io.BytesIO(job.file.read())) as held:
        assert held.namelist() == [f"{name} T1 {found.round.year}.pdf" for name in parts]


def test_a_worker_shows_what_the_one_who_ordered_may_see() -> None:
    found = a_committee(2)
    with_appendices(found)
    job = order(found, REPORT)
    compiler = compiler_of(REPORT)
    assert compiler is not None
    plan = compiler.compile(job.subject)
    assert {part.kind for part in plan.parts} == {PIECE, APPENDIX}
    assert all(str(found.controller.key) in part.subject.values() for part in plan.parts)
    stranger = member(found.committee, Role.CONTROLLER)
    assert compiler.allowed(found.controller, job.subject)
    assert not compiler.allowed(stranger, job.subject)
    Membership.objects.filter(user=found.controller).delete()
    later = User.objects.get(pk=found.controller.pk)
    assert not compiler.allowed(later, job.subject)
    with pytest.raises(GoneError):
        compiler.compile(job.subject)
