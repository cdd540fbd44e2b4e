"""Saves that come from a browser: made from a version of a row, retried when an answer was lost.

A row keeps the ids of its latest saves, the newest last, and each of them made one version. So a save that
comes again is told from a second one, and whatever else has happened to the row since is known too.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone

from vp.refusals import Stale

KEPT_SAVES = 16
"""How many saves of a row are remembered: one for each who retries at the same moment, and some."""


class Saved(Protocol):
    """A row that people write, with the ids of its latest saves, the newest last."""

    version: int
    saves: list[uuid.UUID]


@dataclass(frozen=True)
class Save:
    """What a browser says of a save: its own id, and the version it was made from; 0 for a new row."""

    id: uuid.UUID
    version: int


class Conflict(Stale):
    """Somebody else has saved the row since; `row` is as it stands now."""

    def __init__(self, row: Saved) -> None:
        super().__init__("Någon annan har ändrat här sedan du öppnade det.")
        self.row = row


def kept_already(row: Saved, save: Save) -> int | None:
    """The version that this same save made, where it was committed though its answer was lost."""
    if save.id not in row.saves:
        return None
    later = len(row.saves) - 1 - row.saves.index(save.id)
    return row.version - later


def check_version(row: Saved, save: Save) -> None:
    """Raise Conflict where the row isn't as it was when the save was made."""
    if row.version != save.version:
        raise Conflict(row)


def mark_saved(row: Saved, save: Save | None = None) -> None:
    """The row has a new version; without a save from a browser it has an id of its own."""
    row.version += 1
    row.saves = [*row.saves, save.id if save else uuid.uuid4()][-KEPT_SAVES:]


def clock() -> str:
    """The time as it is told after a save: 14:32."""
    return timezone.localtime().strftime("%H:%M")
