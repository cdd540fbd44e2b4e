"""What a round says about a value that is to be logged; asked by indicators.actions.log_value."""

from __future__ import annotations

from django.utils import timezone

from followup.actions.writing import hold, start
from followup.gate import shut_for
from followup.models import FollowUp
from indicators import guards
from indicators.models import Indicator, Period
from vp.org.access import Actor
from vp.org.models import Unit


def ask_the_round(actor: Actor, indicator: Indicator, unit: Unit, period: Period) -> None:
    """Refuse in words where the follow-up that the value belongs to isn't open; hold it until the end.

    A value of months that the unit reports in no round is nobody's to refuse. The first value starts the
    unit's follow-up.
    """
    found = FollowUp.objects.keeping(unit, period).select_related("round__period").first()
    if found is None:
        return
    found.unit = unit
    held = hold(found)
    shut = shut_for(actor, held, timezone.localdate())
    if shut is not None:
        raise shut
    start(actor, held)


def listen() -> None:
    guards.register(ask_the_round)
