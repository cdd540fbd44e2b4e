"""What a unit's page says of its follow-ups: each that the reader may read, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from followup.models import FollowUp
from followup.pages.status import Status, status_of
from goals import unit_panels
from vp.org.models import Unit, User

_MOST = 12


@dataclass(frozen=True)
class Line:
    follow_up: FollowUp
    status: Status


def panel(person: User, unit: Unit) -> SafeString:
    """In one query."""
    rows = FollowUp.objects.visible_to(person).filter(unit=unit).select_related("round")
    newest = rows.order_by("-round__period__ends_on", "-round__period__starts_on", "-pk")[:_MOST]
    today = timezone.localdate()
    lines = [Line(row, status_of(row, today)) for row in newest]
    if not lines:
        return SafeString("")
    return render_to_string("followup/unit_panel.html", {"lines": lines, "unit": unit})


def offer() -> None:
    """Let units' pages show it; called once, when the app starts."""
    unit_panels.register(panel)
