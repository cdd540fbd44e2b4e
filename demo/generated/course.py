"""How far a unit has come: with a plan that isn't decided yet, and in a round.

The newest round is under way; in those before it all but a few are approved.
"""

from __future__ import annotations

import uuid

from demo.generated.scope import Scope
from followup.models import State
from goals.models import Plan
from indicators.periods import Stretch
from vp.org.models import Unit

_UNDER_WAY = {State.NOT_STARTED: 25, State.IN_PROGRESS: 35, State.READY: 20, State.APPROVED: 20}
_OVER = {State.IN_PROGRESS: 4, State.APPROVED: 96}
_ANSWERED = {State.NOT_STARTED: 0.0, State.IN_PROGRESS: 0.5, State.READY: 0.95, State.APPROVED: 0.97}


_READY, _UNWRITTEN = 0.3, 0.25


def is_ready(scope: Scope, plan: Plan) -> bool:
    """Whether the plan of a year to come is marked ready."""
    return scope.chance("ready", plan.key).random() < _READY


def is_unwritten(scope: Scope, plan: Plan, place: uuid.UUID) -> bool:
    """Whether a text is empty still: some are in a plan that its unit is writing."""
    if scope.is_decided(plan.year) or is_ready(scope, plan):
        return False
    return scope.chance("unwritten", plan.key, place).random() < _UNWRITTEN


def is_open(scope: Scope, round_: Stretch) -> bool:
    return round_ == scope.rounds[-1]


def state_of(scope: Scope, unit: Unit, round_: Stretch) -> State:
    likely = _UNDER_WAY if is_open(scope, round_) else _OVER
    chance = scope.chance("state", unit.key, round_.year, round_.code)
    return chance.choices(list(likely), weights=list(likely.values()))[0]


def answered(state: State) -> float:
    """The share of what is asked for that is answered in such a state."""
    return _ANSWERED[state]
