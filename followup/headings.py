"""The headings that follow-ups have when an installation starts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from followup.models import FollowUpHeading
from vp.org import events
from vp.org.models import Unit

_HEADINGS = [
    (
        "Sammanfattande analys",
        True,
        "Det viktigaste under perioden: vad har gått bra, och vad inte?",
    ),
    ("Uppföljning av ekonomi", False, "Förklara resultatet och det som avviker mot budget."),
    (
        "Systematiskt kvalitetsarbete",
        False,
        "Egenkontroll, synpunkter och klagomål, och vad de ledde till.",
    ),
    ("Övrigt", False, "Sådant som inte passar under någon annan rubrik."),
]


@transaction.atomic
def ensure_headings() -> None:
    """Make the ordinary headings where there are none yet; what is there is left alone."""
    if not FollowUpHeading.objects.exists():
        FollowUpHeading.objects.bulk_create(
            FollowUpHeading(name=name, required=required, guidance=guidance, position=position)
            for position, (name, required, guidance) in enumerate(_HEADINGS)
        )


def listen() -> None:
    """Give every installation its headings when its first municipality is made."""
    events.changed.connect(_unit_changed, dispatch_uid="followup.headings")


def _unit_changed(*, unit: Unit, subject: str, action: str, **_: Any) -> None:
    if (subject, action) == (events.UNIT, "created") and unit.parent_id is None:
        ensure_headings()
