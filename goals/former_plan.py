"""The plan that a new year's plan can be made from: the unit's last one, as it is in force."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from goals.document import PlanDocument
from goals.models import Plan
from goals.showing import document_of
from vp.org.access import Actor
from vp.org.models import Unit


@dataclass(frozen=True)
class FormerPlan:
    """`sources` has, by the key of a row that shows a goal above, that goal's own key.

    `own_activities` are the keys of the plan's own activities, also of those at goals above that it follows.
    """

    plan: Plan
    document: PlanDocument
    sources: Mapping[uuid.UUID, uuid.UUID]
    own_activities: frozenset[uuid.UUID]


def former_plan(actor: Actor, unit: Unit, year: int) -> FormerPlan | None:
    """The unit's latest plan before the year that the actor may read; None where there is nothing in it.

    What has been decided is copied as it was decided, also while it is revised; else the draft.
    """
    plans = Plan.objects.visible_to(actor).filter(unit=unit, year__lt=year)
    plan = plans.select_related("unit").order_by("-year").first()
    if plan is None:
        return None
    document = document_of(plan)
    if not (document.opening or document.goals or document.closing):
        return None
    links = plan.goals.filter(source__isnull=False).order_by()
    return FormerPlan(
        plan=plan,
        document=document,
        sources=dict(links.values_list("key", "source__key")),
        own_activities=frozenset(plan.activities.order_by().values_list("key", flat=True)),
    )
