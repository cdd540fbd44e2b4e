"""A plan as a Word file, for those who must edit on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from goals.exports.plan_word import plan_word
from goals.exports.word_file import WORD
from goals.pages.words import words_of
from goals.printed_plan import file_name_of, whole_document
from goals.showing import reads_draft
from goals.views.plan import MovedError, visible_plan
from vp.org.views.person import person_of


@require_safe
def plan_docx(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The same document as the page shows."""
    person = person_of(request)
    try:
        found = visible_plan(person, year, unit)
    except MovedError as moved:
        return HttpResponsePermanentRedirect(reverse("goals:plan_docx", args=[year, moved.slug]))
    document = whole_document(found, draft=reads_draft(person, found))
    return word_answer(plan_word(document, words_of(year).labels), file_name_of(found, "docx"))


def word_answer(content: bytes, name: str) -> HttpResponse:
    """A Word file to keep; nobody on the way keeps it."""
    headers = {
        "Content-Disposition": str(content_disposition_header(True, name)),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=WORD, headers=headers)
