"""Which indicators a round asks for, chosen for all of them at once."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from followup.actions.rounds import begin_round
from followup.actions.setting_up import set_due
from followup.models import Round
from indicators.models import Indicator
from vp.org.access import Actor


@transaction.atomic
def choose_due(
    *, by: Actor, round_: Round, choices: Mapping[Indicator, bool | None], version: int | None = None
) -> Round:
    """Each indicator is due or isn't; None lets its periodicity say so. All of it, or nothing."""
    round_ = begin_round(by=by, round_=round_, version=version)
    for indicator, is_due in choices.items():
        round_ = set_due(by=by, round_=round_, indicator=indicator, is_due=is_due)
    return round_
