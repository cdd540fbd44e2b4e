"""Activities that aren't finished go on in the next year's plan."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from followup.carrying import Place, read_onward
from followup.models import FollowUp
from goals.actions.activities import ActivityWords, add_activity
from goals.actions.writing import begin_structure
from vp.org.access import Actor
from vp.refusals import Refused
from vp.saving import Save


@dataclass(frozen=True)
class Carried:
    """How many were brought, how many stood there already, and those whose goal isn't in the next plan."""

    made: int
    already: int
    left: tuple[str, ...] = ()


@transaction.atomic
def carry_over(*, by: Actor, follow_up: FollowUp) -> Carried:
    """Bring the marked activities to the same goals in the unit's next plan, with their keys and their days.

    What is there already is left as it is, so that it can be done again. Raises Refused where there is no
    plan of the next year yet; PermissionDenied and what closes a plan as `add_activity` does.
    """
    onward = read_onward(follow_up)
    if not onward.rows:
        return Carried(0, 0)
    if onward.plan is None:
        raise Refused(f"Det finns ingen plan för {onward.year} ännu. Börja på den först.")
    plan = begin_structure(by=by, plan=onward.plan)
    for row in onward.at(Place.READY):
        assert row.goal is not None  # noqa: S101  its place says so; narrows the type
        given = row.activity
        words = ActivityWords(given.title, given.start, given.end, given.responsible)
        add_activity(by=by, plan=plan, goal=row.goal, key=row.key, words=words, save=Save(uuid.uuid4(), 0))
    left = tuple(row.activity.title for row in onward.at(Place.NO_GOAL))
    return Carried(len(onward.at(Place.READY)), len(onward.at(Place.THERE)), left)
