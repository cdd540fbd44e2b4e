"""A target of a decided plan is changed, with a date and a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from goals.actions.targets import change_target, refuse_targets_of_draft, require_target_change
from goals.forms.targets import TargetForm
from goals.models import Plan
from vp.org.views.person import person_of
from vp.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    person = person_of(request)
    visible = Plan.objects.visible_to(person).select_related("unit")
    plan = get_object_or_404(visible, year=year, unit__slug=unit)
    require_target_change(person, plan)
    page = {"plan": plan, "heading": "Ändra årsmål", "section": "plans"}
    try:
        refuse_targets_of_draft(plan)
    except Refused as refusal:
        page["refusal"] = " ".join(refusal.messages)
        return render(request, "goals/too_late.html", page, status=409)
    form = TargetForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_bound and form.is_valid():
        try:
            made = change_target(by=person, plan=plan, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Årsmålet är {made.words} från och med {made.since}.")
            return redirect("goals:plan", plan.year, plan.unit.slug)
    return render(request, "goals/move.html", {**page, "form": form}, status=422 if form.errors else 200)
