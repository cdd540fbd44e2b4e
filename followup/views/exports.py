"""Follow-ups as files: everything in a round or a year as Excel, and reports as Word."""

from __future__ import annotations

import re
import tempfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from followup.exports.compiled_word import compiled_word
from followup.exports.reading import shown_in
from followup.exports.report_word import report_word
from followup.exports.workbook import write_workbook
from followup.models import FollowUp, FollowUpQuerySet
from followup.pages.rounds import own_units
from followup.reports.compiled_printed import file_name_of as compiled_name
from followup.reports.printed import file_name_of
from followup.reports.showing import document_of_version, shown_documents
from followup.views.asked import follow_up_asked_for, round_asked_for, word_asked_for
from followup.views.compiled_asked import report_asked_for
from goals.pages.words import words_of
from goals.views.exports import word_answer
from vp.org.models import Unit, User
from vp.org.views.person import person_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST, _LAST = 1990, 2200
_NUMBER = re.compile("[0-9]{1,4}")


@require_safe
def round_excel(request: HttpRequest, year: int, code: str, owner: str) -> FileResponse:
    """What the reader sees of the follow-ups in a round."""
    person = person_of(request)
    found = round_asked_for(person, year, code, owner)
    title = f"Uppföljning {found.code} {year} {found.owner.name}"
    return _excel(person, FollowUp.objects.filter(round=found), year, title)


@require_safe
def year_excel(request: HttpRequest, year: int) -> FileResponse:
    """What the reader sees of a year's rounds, in and below her own units or, with `enhet`, one unit."""
    if not _FIRST <= year <= _LAST:
        raise Http404
    person = person_of(request)
    slug = word_asked_for(request.GET, "enhet")
    rows, title = FollowUp.objects.of_year(year), f"Uppföljning {year}"
    if slug:
        unit = get_object_or_404(Unit.objects.visible_to(person), slug=slug)
        return _excel(person, rows.filter(unit__path__contains=[unit.pk]), year, f"{title} {unit.name}")
    own = [unit.pk for unit in own_units(person)]
    return _excel(person, rows.filter(unit__path__overlap=own), year, title)


@require_safe
def report_docx(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The report that its page shows; `version` asks for an older one."""
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    number = word_asked_for(request.GET, "version")
    if number:
        older = follow_up.versions.filter(number=number) if _NUMBER.fullmatch(number) else ()
        document = next((document_of_version(version) for version in older), None)
    else:
        document = shown_documents([follow_up], reader=person).get(follow_up.pk)
    if document is None:
        raise Http404
    content = report_word(document, words_of(year).labels)
    return word_answer(content, file_name_of(follow_up, "docx"))


@require_safe
def compiled_docx(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The compiled report that its page shows."""
    shown = report_asked_for(person_of(request), year, code, unit)
    content = compiled_word(shown.document, words_of(year).labels)
    return word_answer(content, compiled_name(shown.unit, shown.round, "docx"))


def _excel(person: User, follow_ups: FollowUpQuerySet, year: int, title: str) -> FileResponse:
    """The file grows on disk and is sent in pieces, so that neither takes memory."""
    file = tempfile.TemporaryFile(prefix="vp-excel-")  # noqa: SIM115  the answer closes it
    try:
        write_workbook(file, shown_in(follow_ups, reader=person), title=title, labels=words_of(year).labels)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{file_name(title)}.xlsx", content_type=EXCEL,
        headers={"Cache-Control": "private, no-store"},
    )  # fmt: skip


def file_name(title: str) -> str:
    """The title as a name that every file system takes."""
    return "".join(" " if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in title)[:180]
