"""What a round asks for is changed: its days and thresholds, its headings, and which indicators are due."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followup.actions.choosing import choose_due
from followup.actions.rounds import change_round
from followup.actions.setting_up import HeadingWords, write_headings
from followup.forms.rounds import ChangeForm, HeadingForms
from followup.models import Round
from followup.pages.due_list import due_choices
from followup.views.asked import sent
from followup.views.round_asked import check_open, round_to_set_up, too_late
from vp.refusals import Refused

_page_methods = require_http_methods(["GET", "HEAD", "POST"])


@_page_methods
def change(request: HttpRequest, year: int, code: str, owner: str) -> HttpResponse:
    person, found = round_to_set_up(request, year, code, owner)
    form = ChangeForm(sent(request), round_=found)
    try:
        if form.is_bound and form.is_valid():
            change_round(by=person, round_=found, words=form.words, version=form.cleaned_data["version"])
            return _changed(request, found)
        check_open(found)
    except Refused as refusal:
        return too_late(request, found, refusal)
    page = {"round": found, "form": form, "section": "followup"}
    return render(request, "followup/round_change.html", page, status=422 if form.errors else 200)


@_page_methods
def headings(request: HttpRequest, year: int, code: str, owner: str) -> HttpResponse:
    person, found = round_to_set_up(request, year, code, owner)
    there = [
        {"id": row.pk, "name": row.name, "guidance": row.guidance, "required": row.required}
        for row in found.headings.all()
    ]
    rows = HeadingForms(sent(request), initial=there)
    try:
        if rows.is_bound and rows.is_valid():
            words = [
                HeadingWords(
                    row.cleaned_data["name"],
                    row.cleaned_data["guidance"],
                    row.cleaned_data["required"],
                    row.cleaned_data["id"],
                )
                for row in rows.ordered_forms
                if row.cleaned_data.get("name")
            ]
            write_headings(by=person, round_=found, headings=words, version=_version(request))
            return _changed(request, found)
        check_open(found)
    except Refused as refusal:
        return too_late(request, found, refusal)
    page = {"round": found, "rows": rows, "section": "followup"}
    status = 200 if not rows.is_bound else 422
    return render(request, "followup/round_headings.html", page, status=status)


@_page_methods
def indicators(request: HttpRequest, year: int, code: str, owner: str) -> HttpResponse:
    """`foljs` names the keys of the indicators that are due; where that is the rule it isn't an exception."""
    person, found = round_to_set_up(request, year, code, owner)
    choices = due_choices(found)
    try:
        if request.method == "POST":
            chosen = set(request.POST.getlist("foljs"))
            told = {choice: str(choice.indicator.key) in chosen for choice in choices}
            changed = {
                choice.indicator: None if wanted == choice.by_rule else wanted
                for choice, wanted in told.items()
                if wanted != choice.is_due
            }
            choose_due(by=person, round_=found, choices=changed, version=_version(request))
            return _changed(request, found)
        check_open(found)
    except Refused as refusal:
        return too_late(request, found, refusal)
    page = {"round": found, "choices": choices, "section": "followup"}
    return render(request, "followup/round_indicators.html", page)


def _version(request: HttpRequest) -> int:
    """That of the round that the page showed; one that can't be read is taken for an old one."""
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def _changed(request: HttpRequest, found: Round) -> HttpResponse:
    messages.success(request, "Omgången är sparad.")
    return redirect("followup:round", found.year, found.code, found.owner.slug)
