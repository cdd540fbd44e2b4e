"""The controller's matrix, and reminders to whoever is late in it."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followup.actions.reminding import UNFINISHED, Reminded, RemindedToday, remind
from followup.models import FollowUp, FollowUpQuerySet
from followup.pages.matrix import matrix_page
from followup.pages.rounds import follow_up_year
from followup.views.asked import word_asked_for
from vp.org.access import Permission, area
from vp.org.models import Unit, User
from vp.org.views.person import person_of
from vp.refusals import Refused

_FIELDS = ("en", "alla", "enhet")
_FIRST, _LAST = 1990, 2200


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The matrix of the year that is followed up today."""
    return _page(request, follow_up_year(timezone.localdate()))


@require_safe
def matrix(request: HttpRequest, year: int) -> HttpResponse:
    """`enhet` and `status` narrow it down; what can't be read is left aside."""
    if not _FIRST <= year <= _LAST:
        raise Http404
    return _page(request, year)


@require_POST
def remind_late(request: HttpRequest, year: int) -> HttpResponse:
    """`en` names one follow-up by its key; `alla` everybody who is late in a round's code, below `enhet`.

    Whoever was reminded today is reminded `igen` only when that is asked for.
    """
    person = person_of(request)
    rows = list(_asked_for(request, person, year))
    site = request.build_absolute_uri("/")
    try:
        done = remind(by=person, follow_ups=rows, site=site, again="igen" in request.POST)
    except RemindedToday as refusal:
        page = {
            "year": year,
            "again": refusal.follow_ups,
            "others": len(rows) - len(refusal.follow_ups),
            "sent": [(name, request.POST[name]) for name in _FIELDS if request.POST.get(name)],
            "section": "followup",
        }
        return render(request, "followup/matrix_again.html", page, status=409)
    except Refused as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        _tell(request, done)
    part = word_asked_for(request.POST, "enhet")
    narrowed = f"?{urlencode({'enhet': part})}" if part else ""
    return redirect(reverse("followup:matrix", args=[year]) + narrowed)


def _page(request: HttpRequest, year: int) -> HttpResponse:
    part, status = (word_asked_for(request.GET, name) for name in ("enhet", "status"))
    page = matrix_page(person_of(request), year, timezone.localdate(), part=part, status=status)
    return render(request, "followup/matrix.html", {"page": page, "section": "followup"})


def _asked_for(request: HttpRequest, person: User, year: int) -> FollowUpQuerySet:
    rows = FollowUp.objects.visible_to(person).of_year(year)
    try:
        if "en" in request.POST:
            return rows.filter(key=uuid.UUID(request.POST["en"]))
    except ValueError:
        return rows.none()
    today = timezone.localdate()
    late = rows.filter(round__closed_at=None, round__due_on__lt=today, state__in=UNFINISHED)
    late = late.filter(area(person, Permission.DECIDE).condition("unit"))
    part = Unit.objects.visible_to(person).filter(slug=word_asked_for(request.POST, "enhet")).first()
    if part is not None:
        late = late.filter(unit__path__contains=[part.pk])
    return late.filter(round__code=word_asked_for(request.POST, "alla"))


def _tell(request: HttpRequest, done: Reminded) -> None:
    if done.sent:
        whom = str(done.sent[0].unit) if len(done.sent) == 1 else f"{len(done.sent)} enheter"
        messages.success(request, f"En påminnelse är skickad till {whom}.")
    if done.nobody:
        names = ", ".join(str(row.unit) for row in done.nobody)
        messages.warning(
            request, f"Ingen påminnelse gick till {names}: där har ingen en roll som kan klarmarkera."
        )
