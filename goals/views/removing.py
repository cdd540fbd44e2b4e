"""Rows of a plan are removed; what has more under it is asked about first."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goals.actions.removing import StandsUnderError, removable, remove_row
from goals.models import Plan
from goals.pages.removal import removal_of
from goals.snapshots import Snapshot, snapshot_of
from goals.views.editing import offer_undo, writing
from vp.org.models import User
from vp.refusals import Gone

KINDS = {
    "mal": "goals.goal",
    "text": "goals.text",
    "indikator": "goals.indicator",
    "aktivitet": "goals.activity",
}
"""What addresses call the kinds of rows."""


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def remove(request: HttpRequest, person: User, plan: Plan, kind: str, key: uuid.UUID) -> HttpResponse:
    """GET: the question. POST: the row is removed; where more stands under it only with the answer `ja`."""
    if kind not in KINDS:
        raise Gone("Adressen är inte hel. Ladda om sidan och försök igen.")
    if request.method != "POST":
        return _question(request, plan, kind, key, snapshot_of(removable(plan, KINDS[kind], key)))
    sure = bool(request.POST.get("ja"))
    try:
        change = remove_row(by=person, plan=plan, subject=KINDS[kind], key=key, with_all_under=sure)
    except StandsUnderError as more:
        return _question(request, plan, kind, key, more.snapshot)
    offer_undo(request, plan, removal_of(change.before or {}).removed, change)
    return redirect("goals:plan", plan.year, plan.unit.slug)


def _question(
    request: HttpRequest, plan: Plan, kind: str, key: uuid.UUID, snapshot: Snapshot
) -> HttpResponse:
    part = "_form" if request.headers.get("HX-Request") else ""
    page = {"plan": plan, "removal": removal_of(snapshot), "kind": kind, "key": key, "section": "plans"}
    return render(request, f"goals/writing/goal_remove{part}.html", page)
