"""An open plan page tells that somebody is there, and is told who else is."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from goals.actions.presence import tell_presence
from goals.models import Plan, Presence
from goals.views.editing import writing
from vp.org.models import User


@require_POST
@writing
def here(request: HttpRequest, person: User, plan: Plan) -> HttpResponse:
    """`row` is the key of what she has open. The answer names the others, each with what she has open."""
    try:
        row = uuid.UUID(request.POST.get("row", ""))
    except ValueError:
        row = None
    tell_presence(by=person, plan=plan, row=row)
    others = Presence.objects.here().filter(plan=plan).exclude(user=person)
    people = [{"name": name, "row": row} for name, row in others.values_list("user__name", "row_key")]
    return JsonResponse({"people": people})
