"""Why a write in a plan was refused, where there is more to say than vp.refusals has words for."""

from __future__ import annotations

from vp.refusals import Closed, Refused


class PlanExists(Refused):
    """There is a plan already, and replacing it was not asked for."""


class PlanDecided(Closed):
    """The plan is decided and therefore locked."""


class PlanReady(Closed):
    """The plan is marked ready: its unit has said that it is done."""
