"""Pictures for a plan's texts come in, one at a time."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from goals.actions.pictures import add_picture
from goals.models import Plan
from goals.views.editing import writing
from vp.bodies import takes_at_most
from vp.images.cleaning import LARGEST_FILE, TOO_LARGE
from vp.org.models import User
from vp.refusals import Refused

AROUND = 64 * 1024
"""Bytes of a form around its file."""


@takes_at_most(LARGEST_FILE + AROUND, TOO_LARGE)
@require_POST
@writing
def add(request: HttpRequest, person: User, plan: Plan) -> HttpResponse:
    """Keep the file `picture`: 201 with its address and size in pixels, or 422 with what to do in words."""
    file = request.FILES.get("picture")
    try:
        image = add_picture(by=person, plan=plan, data=file.read() if file else b"")
    except Refused:
        raise
    except ValidationError as error:
        words = " ".join(error.messages)
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    place = {"address": f"/bilder/{image.sha256}", "width": image.width, "height": image.height}
    return JsonResponse(place, status=201)
