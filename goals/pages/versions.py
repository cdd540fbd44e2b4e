"""A plan's frozen versions: which there are, and one of them as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goals.models import Plan, PlanVersion


@dataclass(frozen=True)
class VersionRow:
    """One version; `holds` is true of the one in force."""

    number: int
    decided_on: str
    decided_by: str
    registry_number: str
    reason: str
    sha256: str
    holds: bool


def versions_of(plan: Plan) -> Sequence[VersionRow]:
    """The newest first; in one query."""
    kept = PlanVersion.objects.filter(plan=plan).order_by("-number")
    rows = kept.values_list("number", "decided_on", "decided_by", "registry_number", "reason", "sha256")
    return [
        VersionRow(number, day.isoformat(), by, registry_number, reason, sha256, place == 0)
        for place, (number, day, by, registry_number, reason, sha256) in enumerate(rows)
    ]
