"""What is proposed for a goal, from its indicators and from the goals below, with the reasons in words; pure.

All that can be judged counts the same: if everything is met fully the goal is proposed as met, if nothing
is met in any part as not met, otherwise as met in part. What couldn't be measured decides only where
nothing could be. A person makes the judgement; where hers differs she says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.judgements import Attainment, Judgement

_SAID = {
    Attainment.FULLY: "uppfylls helt",
    Attainment.PARTLY: "uppfylls delvis",
    Attainment.NOT: "uppfylls ej",
    Attainment.NOT_MEASURED: "är ej mätt",
}


@dataclass(frozen=True)
class Proposal:
    """`attainment` None: there is nothing to go by. `reasons` are sentences."""

    attainment: Attainment | None = None
    reasons: tuple[str, ...] = ()


NOTHING_PROPOSED = Proposal()


def propose(indicators: Sequence[Judgement], below: Sequence[Attainment | None] = ()) -> Proposal:
    """`indicators`: how each at the goal was judged; `below`: how each goal below was, None where not yet."""
    attainment = weigh([*(each.attainment for each in indicators), *below])
    reasons = [
        *_counted([each.attainment for each in indicators], "indikator", "indikatorer", "har inte bedömts"),
        *_counted(below, "mål under", "mål under", "är inte bedömt"),
    ]
    if attainment is not None and any(each.on_the_way for each in indicators):
        reasons.append("Året är inte slut: utfall har jämförts med prognos eller riktvärde.")
    return Proposal(attainment, tuple(reasons))


def weigh(judged: Iterable[Attainment | None]) -> Attainment | None:
    """Several judgements as one; None where there is none."""
    known = [each for each in judged if each is not None]
    measured = {each for each in known if each is not Attainment.NOT_MEASURED}
    if not measured:
        return Attainment.NOT_MEASURED if known else None
    return measured.pop() if len(measured) == 1 else Attainment.PARTLY


def needs_analysis(attainment: str, proposal: Proposal) -> bool:
    """Whether the judgement has to be explained: it isn't *fully*, or it isn't what was proposed."""
    if not attainment:
        return False
    differs = proposal.attainment is not None and attainment != proposal.attainment
    return differs or attainment != Attainment.FULLY


def _counted(judged: Sequence[Attainment | None], one: str, many: str, unjudged: str) -> list[str]:
    """`Av 3 indikatorer: 2 uppfylls helt, 1 uppfylls delvis.` Nothing where there are none."""
    if not judged:
        return []
    counts = Counter(judged)
    said = [f"{counts[each]} {words}" for each, words in _SAID.items() if counts[each]]
    if counts[None]:
        said.append(f"{counts[None]} {unjudged}")
    return [f"Av {len(judged)} {one if len(judged) == 1 else many}: {', '.join(said)}."]
