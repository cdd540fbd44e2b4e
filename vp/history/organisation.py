"""Keeps what the organisation tells: vp.org knows nothing of the history, so the history listens."""

from __future__ import annotations

from typing import Any

from vp.history.record import record
from vp.org import events


def listen() -> None:
    events.changed.connect(_keep, dispatch_uid="vp.history.organisation")


def _keep(sender: object, *, signal: object, **told: Any) -> None:
    record(**told)
