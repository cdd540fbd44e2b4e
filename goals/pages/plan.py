"""The page of one plan: its cover, its sections and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from goals.document import PlanDocument
from goals.models import State
from goals.pages.life import Life
from goals.pages.pen import Pen
from goals.pages.plan_sections import ANY_GOAL, Sections, sections_of
from goals.pages.words import Words


@dataclass(frozen=True)
class PlanPage:
    """Everything that the page shows. Dates are written as 2027-03-31."""

    year: int
    unit: str
    slug: str
    within: tuple[str, ...]
    registry_number: str
    state: str
    state_label: str
    version: int | None
    decided_on: str
    decided_by: str
    decision_reason: str
    may_link: bool
    loose_goals: bool
    life: Life
    body: Sections
    may_write: bool = False


NO_LIFE = Life()


def plan_page(
    document: PlanDocument,
    words: Words,
    *,
    slug: str = "",
    may_link: bool = False,
    loose_goals: bool = False,
    life: Life = NO_LIFE,
    pen: Pen | None = None,
) -> PlanPage:
    """The document with the year's words, for the unit whose address ends in `slug`.

    `loose_goals` says that some goals from above aren't linked, or have words of their own; with a `pen`
    the page is written where it is read.
    """
    decision = document.decision
    state = State(document.status or State.DRAFT)
    is_followed_up = slug and state is State.DECIDED
    down = reverse("followup:goal", args=[document.year, slug, ANY_GOAL]) if is_followed_up else ""
    return PlanPage(
        year=document.year,
        unit=document.unit,
        slug=slug,
        within=document.within,
        registry_number=document.registry_number,
        state=state.value,
        state_label=state.label,
        version=document.version,
        decided_on=decision.date.isoformat() if decision and decision.date else "",
        decided_by=decision.by if decision else "",
        decision_reason=decision.reason if decision else "",
        may_link=may_link,
        loose_goals=loose_goals,
        life=life,
        body=sections_of(document, words, pen, down),
        may_write=pen is not None,
    )
