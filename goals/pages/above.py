"""The page of the goals above a plan: which of them it shows, and how its rows stand to them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from goals.goal_places import GoalPlaces, name_of
from goals.goals_above import goals_above
from goals.models import Goal, Level, Plan
from goals.pages.links import Links, links_of
from goals.pages.words import words_of
from vp.org.access import Actor


@dataclass(frozen=True)
class ChoiceAbove:
    """A goal of a plan above. `state` says how the plan's row stands to it (goals.pages.links), if any;
    `held_by` names what keeps that from being hidden.
    """

    key: uuid.UUID
    label: str
    name: str
    whose: str
    depth: int
    shown: bool
    chosen: bool
    state: str
    held_by: str


@dataclass(frozen=True)
class AbovePage:
    """The goals of the plans above as a tree, and the plan's rows from above that belong to none of them."""

    choices: Sequence[ChoiceAbove]
    loose: Links


def above_page(plan: Plan, actor: Actor, chosen: Collection[uuid.UUID] | None = None) -> AbovePage:
    """`chosen` are the ticks as they were sent; otherwise what is shown is ticked."""
    above, places = goals_above(actor, plan.unit, plan.year), GoalPlaces(plan)
    words, links = words_of(plan.year, asks=False), links_of(plan, actor)
    shown = {row.source_id: row for row in places.goals if row.source_id}
    states = {row.key: row.state for row in links.rows}
    depths: dict[int | None, int] = {None: -1}
    choices = []
    for each in above:
        row = shown.get(each.id)
        depths[each.id] = depths[each.parent] + 1
        choices.append(
            ChoiceAbove(
                key=each.key,
                label=words.label(Level(each.level).word),
                name=f"{each.number} {each.title}".strip(),
                whose=each.unit,
                depth=depths[each.id],
                shown=row is not None,
                chosen=row is not None if chosen is None else each.key in chosen,
                state=states.get(row.key, "") if row else "",
                held_by=_held_by(places, row),
            )
        )
    linked = {shown[each.id].key for each in above if each.id in shown}
    loose = tuple(row for row in links.rows if row.key not in linked)
    return AbovePage(choices, Links(loose, links.adoptable))


def _held_by(places: GoalPlaces, row: Goal | None) -> str:
    """The plan's own goals right under the row: one by its name, several by their number."""
    own = [child for child in places.under(row) if not child.inherited] if row else []
    return name_of(own[0]) if len(own) == 1 else f"{len(own)} av planens egna mål" if own else ""
