"""A committee's compiled report: read, chosen, written, finished, and ordered as files."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from followup.actions.finishing import finish_report, reopen_report
from followup.actions.reports import (
    CoverWords,
    Quote,
    choose_extracts,
    choose_parts,
    write_cover,
)
from followup.models import Report, Round
from followup.pages.compiled import compiled_page, place_of
from followup.pages.compiled_choosing import choosing_page, cover_conflict, moved, part_lines, quote_of
from followup.reports.compiled_printed import REPORT, ZIP, file_name_of, subject_of
from followup.reports.compiled_reading import chosen_parts
from followup.views.compiled_asked import check_writes, place_asked_for, report_asked_for
from followup.views.logging import told_in_words
from goals.views.editing import save_of, saved
from vp.org.models import Unit, User
from vp.org.views.person import person_of
from vp.printing.actions import order_print
from vp.refusals import NotUnderstood, Refused
from vp.saving import Conflict

BUTTONS = ("upp", "ner", "med", "inte-med")


@require_safe
def report(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    page = compiled_page(report_asked_for(person_of(request), year, code, unit))
    return render(request, "followup/compiled/report.html", {"page": page, "section": "followup"})


@require_safe
def json_(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The same in the form of docs/compiled.schema.json, as a file."""
    shown = report_asked_for(person_of(request), year, code, unit)
    name = content_disposition_header(True, file_name_of(shown.unit, shown.round, "json"))
    return HttpResponse(
        shown.document.to_json(),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@require_safe
def choosing(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    person = person_of(request)
    found, round_ = place_asked_for(person, year, code, unit)
    check_writes(person, found, round_)
    page = choosing_page(found, round_, person)
    return render(request, "followup/compiled/choosing.html", {"page": page, "section": "followup"})


@require_POST
@told_in_words
def cover(request: HttpRequest, person: User, year: int, code: str, unit: str) -> HttpResponse:
    """A save of the cover and the summary; answers with both versions where two have saved."""
    found, round_ = place_asked_for(person, year, code, unit)
    check_writes(person, found, round_)
    sent = {name: request.POST.get(name, "") for name in CoverWords.__dataclass_fields__}
    words = CoverWords(**sent | {"dated_on": _day(sent["dated_on"])})  # type: ignore[arg-type]
    try:
        version = write_cover(by=person, round_=round_, unit=found, words=words, save=save_of(request))
    except Conflict as clash:
        page = cover_conflict(clash.row, sent)
        return render(request, "goals/writing/conflict.html", {"conflict": page}, status=409)
    return saved(version)


@require_POST
def parts(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """A button was pressed: a part goes up or down, in or out. Asked by htmx, only the list is answered."""
    person = person_of(request)
    found, round_ = place_asked_for(person, year, code, unit)
    check_writes(person, found, round_)
    do = next((name for name in BUTTONS if name in request.POST), "")
    now = moved(chosen_parts(found, round_), request.POST.get(do, ""), do)
    refusal = ""
    try:
        choose_parts(by=person, round_=round_, unit=found, parts=now, arrangement=_arrangement(request))
    except Refused as refused:
        refusal = " ".join(refused.messages)
    if not request.headers.get("HX-Request"):
        if refusal:
            messages.error(request, refusal)
        return _to_choosing(round_, found, "delar")
    kept = Report.objects.filter(round=round_, unit=found).values_list("arrangement", flat=True).first()
    page = {
        "parts": part_lines(chosen_parts(found, round_)),
        "arrangement": kept or 0,
        "address": reverse("followup:choose_compiled", args=place_of(round_, found)),
        "refusal": refusal,
        "is_fragment": True,
    }
    return render(request, "followup/compiled/parts.html", {"page": page})


@require_POST
def extracts(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The texts that are ticked are quoted, and no others."""
    person = person_of(request)
    found, round_ = place_asked_for(person, year, code, unit)
    check_writes(person, found, round_)
    read = [quote for name in request.POST.getlist("text") if (quote := quote_of(name)) is not None]
    quotes = [Quote(each.follow_up, each.goal, each.heading) for each in read]
    try:
        choose_extracts(
            by=person, round_=round_, unit=found, quotes=quotes, arrangement=_arrangement(request)
        )
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        number = "1 text" if len(quotes) == 1 else f"{len(quotes)} texter"
        messages.success(request, f"{number} från enheterna är med i rapporten.")
    return _to_choosing(round_, found, "utdrag")


@require_POST
def finish(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    person = person_of(request)
    found, round_ = place_asked_for(person, year, code, unit)
    check_writes(person, found, round_)
    try:
        finish_report(by=person, round_=round_, unit=found)
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
        return _to_choosing(round_, found, "fardigstall")
    messages.success(request, "Rapporten är färdigställd. Alla i kommunen kan läsa den.")
    return redirect("followup:compiled", *place_of(round_, found))


@require_POST
def reopen(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    person = person_of(request)
    found, round_ = place_asked_for(person, year, code, unit)
    check_writes(person, found, round_)
    try:
        reopen_report(by=person, round_=round_, unit=found, reason=request.POST.get("reason", ""))
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "Rapporten är öppen igen. Andra läser den färdigställda tills vidare.")
    return _to_choosing(round_, found, "fardigstall")


@require_POST
def pdf(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """Orders the file, and leads to the page that shows how far it has come."""
    return _ordered(request, REPORT, "pdf", year, code, unit)


@require_POST
def zip_(request: HttpRequest, year: int, code: str, unit: str) -> HttpResponse:
    """The same of all units' own reports, as one ZIP."""
    return _ordered(request, ZIP, "zip", year, code, unit)


def _ordered(
    request: HttpRequest, kind: str, extension: str, year: int, code: str, unit: str
) -> HttpResponse:
    person = person_of(request)
    shown = report_asked_for(person, year, code, unit)
    job = order_print(
        by=person,
        kind=kind,
        subject=subject_of(shown, person),
        unit=shown.unit,
        file_name=file_name_of(shown.unit, shown.round, extension),
    )
    return redirect("printing:job", key=job.key)


def _to_choosing(round_: Round, unit: Unit, anchor: str) -> HttpResponse:
    answer = redirect("followup:choose_compiled", *place_of(round_, unit))
    answer["Location"] += f"#{anchor}"
    return answer


def _arrangement(request: HttpRequest) -> int | None:
    """The arrangement that was looked at; None where nobody has made one yet."""
    word = request.POST.get("arrangement", "")
    return int(word) if word.isascii() and word.isdigit() and 0 < int(word) < 2**31 else None


def _day(word: str) -> datetime.date | None:
    """NotUnderstood, in words at its field, for what is no day."""
    try:
        return datetime.date.fromisoformat(word.strip()) if word.strip() else None
    except ValueError as error:
        raise NotUnderstood({"dated_on": "Skriv datumet som 2027-05-20."}) from error
