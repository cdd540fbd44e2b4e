"""A picture of a text, for those who may read a plan that shows it."""

from __future__ import annotations

from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from goals.models import Plan, PlanVersion
from vp.images.models import Image
from vp.org.models import User
from vp.org.views.person import person_of


def _is_seen(person: User, sha256: str) -> bool:
    """Whether a plan that one reads shows it: as its rows stand, or in a version where one reads those."""
    plans = Plan.objects.filter(images=sha256)
    if plans.rows_visible_to(person).exists():
        return True
    versions = PlanVersion.objects.filter(plan__in=plans.visible_to(person))
    return versions.annotate(words=Cast("document", TextField())).filter(words__contains=sha256).exists()


@require_safe
def image(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The bytes never change, so the reader's own browser may keep them, and nobody between."""
    found = Image.objects.filter(pk=sha256).first() if _is_seen(person_of(request), sha256) else None
    if found is None:
        raise Http404
    tag = f'"{sha256}"'
    answer: HttpResponseBase
    if tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponseNotModified()
    else:
        try:
            answer = FileResponse(found.file.open(), content_type=found.media_type)
        except FileNotFoundError as error:
            raise Http404 from error
        answer["Content-Length"] = str(found.size)
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
