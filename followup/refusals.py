"""Why a write in a follow-up was refused, where there is more to say than vp.refusals has words for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from vp.refusals import Closed, Refused

Thing = TypeVar("Thing")


class NotOpenYet(Closed):
    """The round's opening day hasn't come."""


class IsReady(Closed):
    """Its unit has said that it is done."""


class IsApproved(Closed):
    """A controller has approved it."""


class RoundClosed(Closed):
    """The round is closed, and the unit isn't open again."""


class Incomplete(Refused, Generic[Thing]):
    """Something is missing, and the move was to be asked about first: made again with `although_missing`."""

    def __init__(self, words: str, missing: Sequence[Thing]) -> None:
        super().__init__(words)
        self.missing = tuple(missing)
