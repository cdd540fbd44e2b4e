"""Activities that aren't finished go on in the next year's plan."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from followup.models import ActivityStatus, FollowUp
from followup.outlines import outlines_of
from goals.actions.activities import ActivityWords, add_activity
from goals.document import ActivityDocument
from goals.models import Plan
from vp.org.access import Actor
from vp.refusals import Refused
from vp.saving import Save


@dataclass(frozen=True)
class Carried:
    """How many were brought, how many stood there already, and those whose goal isn't in the next plan."""

    made: int
    already: int
    left: tuple[str, ...] = ()


def to_carry(follow_up: FollowUp) -> list[tuple[uuid.UUID, ActivityDocument]]:
    """The activities that are marked to go on, each with the key of its goal."""
    marked = ActivityStatus.objects.filter(follow_up=follow_up, carry_over=True)
    keys = set(marked.values_list("activity_key", flat=True))
    plan = Plan.objects.filter(unit=follow_up.unit_id, year=follow_up.round.year).first()
    if plan is None or not keys:
        return []
    goals = outlines_of([plan])[plan.pk].goals
    return [(goal.key, row) for goal in goals for row in goal.activities if row.key in keys]


@transaction.atomic
def carry_over(*, by: Actor, follow_up: FollowUp) -> Carried:
    """Bring the marked activities to the same goals in the unit's next plan, with their keys and their days.

    What is there already is left as it is, so that it can be done again. Raises Refused where there is no
    plan of the next year yet; PermissionDenied and what closes a plan as `add_activity` does.
    """
    year = follow_up.round.year + 1
    plan = Plan.objects.select_related("unit").filter(unit=follow_up.unit_id, year=year).first()
    if plan is None:
        raise Refused(f"Det finns ingen plan för {year} ännu. Börja på den först.")
    there = set(plan.activities.values_list("key", flat=True))
    goals = set(plan.goals.values_list("key", flat=True))
    made, already, left = 0, 0, []
    for goal, row in to_carry(follow_up):
        if row.key is None or row.key in there:
            already += 1
        elif goal not in goals:
            left.append(row.title)
        else:
            words = ActivityWords(row.title, row.start, row.end, row.responsible)
            add_activity(by=by, plan=plan, goal=goal, key=row.key, words=words, save=Save(uuid.uuid4(), 0))
            made += 1
    return Carried(made, already, tuple(left))
