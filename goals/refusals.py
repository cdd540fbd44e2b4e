"""Why a write was refused, in words for the user."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class Refused(ValidationError):  # noqa: N818  it reads as it is said
    """Nothing was written; the message says why and what to do."""


class PlanExists(Refused):
    """There is a plan already, and replacing it was not asked for."""


class PlanDecided(Refused):
    """The plan is decided and therefore locked."""


class Stale(Refused):
    """Somebody has changed what the write was made from."""
