"""A unit's follow-up as a report: as a page, as JSON, and ordered as a PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from followup.document import FollowUpDocument
from followup.models import FollowUp, FollowUpVersion
from followup.pages.report import report_page, version_page
from followup.reports.printed import KIND, file_name_of, subject_of
from followup.reports.showing import document_of_version, shown_document
from followup.views.asked import follow_up_asked_for, word_asked_for
from vp.org.views.person import person_of
from vp.printing.actions import order_print


@require_safe
def report(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The frozen report; while it is written, as it stands for those who read that."""
    person = person_of(request)
    try:
        page = report_page(follow_up_asked_for(person, year, code, unit), person, timezone.localdate())
    except FollowUpVersion.DoesNotExist as error:
        raise Http404 from error
    return render(request, "followup/report/report.html", {"page": page, "section": "followup"})


@require_safe
def report_version(request: HttpRequest, year: int, code: str, unit: str, number: int) -> HttpResponse:
    """A version exactly as it was closed."""
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    try:
        page = version_page(follow_up, person, number, timezone.localdate())
    except FollowUpVersion.DoesNotExist as error:
        raise Http404 from error
    return render(request, "followup/report/report.html", {"page": page, "section": "followup"})


@require_safe
def report_json(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The same document in the form of docs/followup.schema.json, as a file; `version` asks for an older."""
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    number = _version_asked_for(follow_up, word_asked_for(request.GET, "version"))
    document: FollowUpDocument
    if number is None:
        document = shown_document(follow_up, reader=person)
    else:
        document = document_of_version(follow_up.versions.get(number=number))
    name = content_disposition_header(True, file_name_of(follow_up, "json"))
    return HttpResponse(
        document.to_json(),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@require_POST
def report_pdf(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """Orders the file, and leads to the page that shows how far it has come."""
    person = person_of(request)
    follow_up = follow_up_asked_for(person, year, code, unit)
    version = _version_asked_for(follow_up, word_asked_for(request.POST, "version"))
    job = order_print(
        by=person,
        kind=KIND,
        subject=subject_of(follow_up, person, version=version),
        unit=follow_up.unit,
        file_name=file_name_of(follow_up),
    )
    return redirect("printing:job", key=job.key)


def _version_asked_for(follow_up: FollowUp, word: str) -> int | None:
    """The number of one of its versions; None where none is asked for, Http404 where there is no such."""
    if not word:
        return None
    numbers = {str(number): number for number in follow_up.versions.values_list("number", flat=True)}
    if word not in numbers:
        raise Http404
    return numbers[word]
