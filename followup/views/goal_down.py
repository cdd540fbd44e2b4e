"""A goal, or all the goals of a plan, down to the units that work with them."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followup.pages.goal_down import goal_down_page
from followup.views.asked import MovedError, word_asked_for
from goals.models import Goal, Plan
from vp.org.models import Unit, User
from vp.org.views.person import person_of


@require_safe
def goals(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """All that the unit itself has set, with what stands under them; `omgang` is the round to show."""
    person = person_of(request)
    plans = Plan.objects.visible_to(person).filter(year=year, unit__slug=unit)
    tops = Goal.objects.filter(plan__in=plans.values("pk"), inherited=False)
    tops = tops.filter(Q(parent=None) | Q(parent__inherited=True))
    roots = list(tops.select_related("plan__unit").order_by("position", "pk"))
    plan = roots[0].plan if roots else plans.select_related("unit").first()
    if plan is None:
        raise _nothing_at(person, unit)
    return _page(request, person, plan.unit, year, [goal.pk for goal in roots], is_one=False)


@require_safe
def goal(request: HttpRequest, year: int, unit: str, key: uuid.UUID) -> HttpResponse:
    """One goal by its key in the unit's plan; where the row shows a goal above it is that one."""
    person = person_of(request)
    plans = Plan.objects.visible_to(person)
    above = plans.filter(pk=OuterRef("source__plan"))
    rows = Goal.objects.filter(plan__in=plans.values("pk")).annotate(sees_source=Exists(above))
    rows = rows.select_related("plan__unit", "source__plan__unit")
    row = rows.filter(key=key, plan__year=year, plan__unit__slug=unit).first()
    if row is None:
        raise _nothing_at(person, unit)
    found = row.source if row.source is not None and row.sees_source else row
    return _page(request, person, found.plan.unit, found.plan.year, [found.pk], is_one=True)


def _nothing_at(person: User, slug: str) -> Http404:
    """That there is nothing, or that the unit has a new address (followup.views.asked.leads_on)."""
    unit = Unit.objects.visible_to(person).at_address(slug)
    return MovedError(unit.slug) if unit is not None and unit.slug != slug else Http404()


def _page(
    request: HttpRequest, person: User, unit: Unit, year: int, roots: list[int], *, is_one: bool
) -> HttpResponse:
    code = word_asked_for(request.GET, "omgang")
    today = timezone.localdate()
    page = goal_down_page(person, unit, year, roots, today, code=code, is_one=is_one)
    if is_one and page.goal is None:
        raise Http404  # a draft of what is in force has it, and she doesn't read the draft
    return render(request, "followup/goal/goal.html", {"page": page, "section": "followup"})
