"""Why a write was refused, in words for the user. `status` is that of the answer."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class Refused(ValidationError):  # noqa: N818  it reads as it is said
    """Nothing was written; the message says why and what to do."""

    status = 409


class Stale(Refused):
    """Somebody has changed what the write was made from."""


class Gone(Refused):
    """What was to be written in isn't there any longer."""

    status = 410


class NotUnderstood(Refused):
    """What was typed can't be saved: words by field, in `message_dict`."""

    status = 422


class Closed(Refused):
    """It isn't open for writing now: the words say why, and whom to ask."""

    status = 423
