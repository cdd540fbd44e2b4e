"""What a compiled report is made of: as it was chosen, or as it begins."""

from __future__ import annotations

from dataclasses import dataclass

from followup.models import PartKind, Report

GOAL_PARTS = frozenset(
    {
        PartKind.OWN_GOALS.value,
        PartKind.JUDGEMENTS.value,
        PartKind.INDICATORS.value,
        PartKind.DEVIATIONS.value,
        PartKind.EXTRACTS.value,
    }
)
"""Parts that stand at goals: those beside each other are shown together, under each goal."""
_NOT_AT_FIRST = frozenset({PartKind.APPENDICES.value})


@dataclass(frozen=True)
class Chosen:
    """A part by its kind, and whether it is in."""

    kind: str
    is_included: bool = True

    @property
    def label(self) -> str:
        return PartKind(self.kind).label


@dataclass(frozen=True)
class Template:
    """What follows to a unit's next report."""

    parts: tuple[Chosen, ...]
    handled_by: str = ""
    addressed_to: str = ""


AT_FIRST = Template(tuple(Chosen(kind, kind not in _NOT_AT_FIRST) for kind in PartKind.values))


def chosen_in(report: Report) -> tuple[Chosen, ...]:
    """The report's parts in their order; one query."""
    return tuple(Chosen(row.kind, row.is_included) for row in report.parts.order_by("position"))


def chosen_after(latest: Report | None) -> Template:
    """What a unit's next report begins with, after its latest one; parts that are new come last."""
    if latest is None:
        return AT_FIRST
    parts = chosen_in(latest)
    known = {each.kind for each in parts}
    new = tuple(each for each in AT_FIRST.parts if each.kind not in known)
    return Template((*parts, *new), latest.handled_by, latest.addressed_to)
