"""How the goals that a plan shows from above stand to the plans above."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from goals.models import Goal, Level, Plan
from goals.models.plan import OWN_LEVELS
from vp.org.access import Actor, Permission, area
from vp.org.models import Kind, Unit


@dataclass(frozen=True)
class LinkRow:
    """An inherited goal. `owner` is whose goal it could become where it is unlinked and may be adopted."""

    key: uuid.UUID
    label: str
    number: str
    title: str
    state: str
    source: str
    owner: str
    may_adopt: bool


@dataclass(frozen=True)
class Links:
    rows: tuple[LinkRow, ...]
    adoptable: int


def links_of(plan: Plan, actor: Actor) -> Links:
    """Every inherited goal of the plan, as printed."""
    reach = area(actor, Permission.SET_UP)
    owners = _owners(plan)
    rows = []
    for goal in plan.goals.filter(inherited=True).select_related("source__plan__unit").order_by("position"):
        words = goal.source if goal.source and not goal.keeps_own_words else goal
        owner = owners.get(Level(goal.level).word)
        rows.append(
            LinkRow(
                key=goal.key,
                label=Level(goal.level).label,
                number=words.number,
                title=words.title,
                state=_state(goal),
                source=str(goal.source.plan.unit) if goal.source else "",
                owner=str(owner) if owner else "",
                may_adopt=goal.source is None and owner is not None and reach.covers(owner),
            )
        )
    return Links(tuple(rows), sum(row.may_adopt for row in rows))


def loose_goals() -> Exists:
    """Whether something on a plan's page of links waits for a person, told in the query for the plan."""
    inherited = Goal.objects.filter(plan=OuterRef("pk"), inherited=True)
    differs = Q(keeps_own_words=True) & ~Q(number=F("source__number"), title=F("source__title"))
    return Exists(inherited.filter(Q(source=None) | differs))


def _state(goal: Goal) -> str:
    if goal.source is None:
        return "unlinked"
    if not goal.keeps_own_words:
        return "follows"
    same = (goal.number, goal.title) == (goal.source.number, goal.source.title)
    return "linked" if same else "differs"


def _owners(plan: Plan) -> dict[str, Unit]:
    """For each level, the nearest unit above that sets goals of it."""
    found: dict[str, Unit] = {}
    for unit in Unit.objects.above(plan.unit):
        for level in OWN_LEVELS[Kind(unit.kind)]:
            found[level] = unit
    return found
