"""Indicators: the list, one with its values as charts, and how it is measured."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from followup.forms.indicator import MeasureForm
from followup.indicator_sight import indicators_visible_to
from followup.pages.indicator import indicator_page, own_unit
from followup.pages.indicator_list import indicators_page
from followup.views.asked import sent, word_asked_for
from indicators.actions import define_measure, require_to_define
from indicators.models import Indicator
from vp.org.models import Unit, User
from vp.org.views.person import person_of
from vp.refusals import Refused


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """`q` are words of a name, `agare` whose, `sida` the page of the list."""
    asked, owner, number = (word_asked_for(request.GET, name) for name in ("q", "agare", "sida"))
    page = indicators_page(person_of(request), asked, owner, number)
    return render(request, "followup/indicator/list.html", {"page": page, "section": "indicators"})


@require_safe
def indicator(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """`enhet` is whose values are shown, `period` the one in which the units below are compared."""
    person = person_of(request)
    found = indicator_asked_for(person, key)
    unit = _unit(person, found, word_asked_for(request.GET, "enhet"))
    period = word_asked_for(request.GET, "period")
    page = indicator_page(person, found, unit, timezone.localdate(), period)
    return render(request, "followup/indicator/indicator.html", {"page": page, "section": "indicators"})


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How it is measured; what was chosen stays in the form where it is refused."""
    person = person_of(request)
    found = indicator_asked_for(person, key)
    require_to_define(person, found)
    form = MeasureForm(sent(request), indicator=found)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            define_measure(by=person, indicator=found, measure=form.measure, version=version)
        except Refused as refusal:
            form.add_error(None, refusal)
            status = refusal.status
        else:
            messages.success(request, "Indikatorns inställningar är sparade.")
            return redirect("followup:indicator", found.key)
    elif form.is_bound:
        status = 422
    page = {"form": form, "indicator": found, "section": "indicators"}
    return render(request, "followup/indicator/settings.html", page, status=status)


def indicator_asked_for(person: User, key: uuid.UUID) -> Indicator:
    """With its owner; 404 for whom it doesn't exist."""
    return get_object_or_404(indicators_visible_to(person).select_related("owner"), key=key)


def _unit(person: User, found: Indicator, slug: str) -> Unit:
    if not slug:
        return own_unit(person, found)
    unit = Unit.objects.visible_to(person).at_address(slug)
    if unit is None or found.owner_id not in unit.path:
        raise Http404
    return unit
