"""Plans that come after a round was opened join it."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from followup.actions.setting_up import bring_in
from goals.models import Plan


def listen() -> None:
    post_save.connect(_saved, sender=Plan, dispatch_uid="followup.joining")


def _saved(*, instance: Plan, created: bool, **_: Any) -> None:
    if created:
        bring_in(instance)
