"""How far a target is met, on the scale of Swedish municipalities, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Attainment(StrEnum):
    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"
    NOT_MEASURED = "not_measured"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Attainment.FULLY: "Uppfylls helt",
    Attainment.PARTLY: "Uppfylls delvis",
    Attainment.NOT: "Uppfylls ej",
    Attainment.NOT_MEASURED: "Ej mätt",
}


@dataclass(frozen=True)
class Judgement:
    """`attainment` None: a person judges, or there is nothing to judge yet; `reason` says which.

    `on_the_way`: the year isn't over, and it was judged by a forecast or by a part of the target.
    """

    attainment: Attainment | None
    reason: str
    on_the_way: bool = False


@dataclass(frozen=True)
class Judgements:
    """Of the total, and of women and men; None where these have no judgement of their own."""

    total: Judgement
    women: Judgement | None = None
    men: Judgement | None = None
