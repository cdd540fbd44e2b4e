"""A picture is put into a plan, for its texts to show."""

from __future__ import annotations

from django.db import transaction

from goals.actions.writing import begin_words, require_writing
from goals.models import Plan
from vp.images.actions import store_image
from vp.images.models import Image
from vp.org.access import Actor


def add_picture(*, by: Actor, plan: Plan, data: bytes) -> Image:
    """Check, clean and keep a picture; whoever reads the plan's rows may see it from now on.

    The history tells of it when a text shows it. Raises PermissionDenied without the right, PlanDecided and
    PlanReady where the plan is closed, and ValidationError, with what to do, for what is no usable picture.
    """
    require_writing(by, plan)  # asked once before the picture is decoded, which takes its time
    image = store_image(by=by, data=data)
    with transaction.atomic():
        begin_words(by=by, plan=plan).images.add(image)
    return image
