"""Follow-ups as files: everything in a round or a year as Excel, and a unit's report as Word."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from followup.exports.reading import shown_in
from followup.exports.workbook import write_workbook
from followup.models import FollowUp, FollowUpQuerySet
from followup.pages.rounds import own_units
from followup.views.asked import round_asked_for, word_asked_for
from goals.pages.words import words_of
from vp.org.models import Unit, User
from vp.org.views.person import person_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST, _LAST = 1990, 2200


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
