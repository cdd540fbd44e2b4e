"""The library of indicators, to pick from for a goal."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from goals.actions.row_places import new_place
from goals.forms.rows import OwnIndicatorForm
from goals.indicator_rows import library_for
from goals.models import GoalIndicator, Plan
from goals.pages.row_editors import periodicities
from indicators.models import Direction, Indicator


@dataclass(frozen=True)
class Choice:
    """An indicator: its name and what is told of it. `is_there` where it stands at the goal already."""

    key: uuid.UUID
    name: str
    told: str
    is_there: bool


@dataclass(frozen=True)
class LibraryPage:
    """`key` is that of the row that a choice makes."""

    key: uuid.UUID
    goal: str
    address: str
    choices: Sequence[Choice]
    own: OwnPage


@dataclass(frozen=True)
class OwnPage:
    """The form of an indicator of one's own; `alike` are those that it may be already."""

    key: uuid.UUID
    address: str
    pick: str
    form: OwnIndicatorForm
    periodicities: Sequence[str] = ()
    alike: Sequence[Choice] = ()


def library_page(plan: Plan, goal: uuid.UUID) -> LibraryPage:
    """What the unit can use, by name, in two queries. Gone where the goal has been removed."""
    key = uuid.uuid4()
    at = new_place(plan, GoalIndicator, goal, key).goal
    found = list(library_for(plan, at).by_name())
    words = at.source if at.source and not at.keeps_own_words else at
    return LibraryPage(
        key=key,
        goal=words.title,
        address=pick_address(plan, goal),
        choices=[choice(indicator, is_there=indicator.is_there) for indicator in found],  # type: ignore[attr-defined]
        own=own_page(plan, goal, key, used=[indicator.periodicity for indicator in found]),
    )


def own_page(
    plan: Plan,
    goal: uuid.UUID,
    key: uuid.UUID,
    *,
    form: OwnIndicatorForm | None = None,
    used: Sequence[str] = (),
    alike: Sequence[Indicator] = (),
) -> OwnPage:
    """The form anew, or as it was sent; `used` are the periodicities of the library."""
    plain = {"by_gender": "nej", "direction": Direction.NONE.label}
    address = reverse("goals:add_own_indicator", args=[plan.year, plan.unit.slug])
    return OwnPage(
        key=key,
        address=f"{address}?mal={goal}",
        pick=pick_address(plan, goal),
        form=OwnIndicatorForm(initial=plain) if form is None else form,
        periodicities=periodicities(used),
        alike=[choice(indicator) for indicator in alike],
    )


def choice(indicator: Indicator, *, is_there: bool = False) -> Choice:
    parts = [indicator.owner.name, indicator.periodicity, "könsuppdelad" if indicator.by_gender else ""]
    return Choice(indicator.key, indicator.name, " · ".join(part for part in parts if part), is_there)


def pick_address(plan: Plan, goal: uuid.UUID) -> str:
    return f"{reverse('goals:add_indicator', args=[plan.year, plan.unit.slug])}?mal={goal}"
