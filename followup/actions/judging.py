"""Goals are judged, activities get their status, and texts are written under the round's headings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from followup.actions.writing import begin_followup, held_row, keep
from followup.models import (
    ActivityState,
    ActivityStatus,
    FollowUp,
    FollowUpText,
    GoalAssessment,
    RoundHeading,
)
from followup.outlines import Outline, outlines_of
from goals.actions.texts import LONGEST_BODY
from goals.models import Activity, Goal, Plan
from indicators.judgements import Attainment
from vp.org.access import Actor, Permission
from vp.refusals import Gone, Refused
from vp.richtext import images_in, tidy
from vp.saving import Save

NO_GOAL = "Målet finns inte längre i enhetens plan. Dina ord är kvar här."
NO_ACTIVITY = "Aktiviteten finns inte längre i enhetens plan. Dina ord är kvar här."
LONGEST_DEVIATION = 10_000


@dataclass(frozen=True)
class AssessmentWords:
    """`attainment` is one of Attainment's values, or empty where it isn't judged yet; `analysis` is HTML."""

    attainment: str = ""
    analysis: str = ""


@dataclass(frozen=True)
class StatusWords:
    """`status` is one of ActivityState's values, or empty."""

    status: str = ""
    deviation: str = ""
    carry_over: bool = False


@transaction.atomic
def write_assessment(
    *, by: Actor, follow_up: FollowUp, goal: uuid.UUID, words: AssessmentWords, save: Save
) -> int:
    """A person's judgement of one of the unit's own goals, named by its key; returns the row's version.

    Raises PermissionDenied, a `Shut`, Gone where the plan in force hasn't the goal, and Conflict where
    somebody else has saved since.
    """
    follow_up = begin_followup(by=by, follow_up=follow_up)
    if words.attainment and words.attainment not in set(Attainment):
        raise Refused("Välj en av bedömningarna.")
    if not _has_goal(follow_up, goal):
        raise Gone(NO_GOAL)
    row = held_row(GoalAssessment, follow_up, goal_key=goal)
    values = {"attainment": words.attainment, "analysis": _body(words.analysis)}
    return keep(by=by, follow_up=follow_up, subject="followup.goal", row=row, values=values, save=save)


@transaction.atomic
def write_status(
    *, by: Actor, follow_up: FollowUp, activity: uuid.UUID, words: StatusWords, save: Save
) -> int:
    """How one of the unit's own activities goes, as staff may tell too; returns the row's version.

    Raises as `write_assessment` does.
    """
    follow_up = begin_followup(by=by, follow_up=follow_up, permission=Permission.LOG_VALUES)
    if words.status and words.status not in ActivityState.values:
        raise Refused("Välj en av statusarna.")
    if not _has_activity(follow_up, activity):
        raise Gone(NO_ACTIVITY)
    deviation = words.deviation.replace("\x00", "").strip()
    if len(deviation) > LONGEST_DEVIATION:
        raise Refused(f"Avvikelsen är längre än {LONGEST_DEVIATION} tecken.")
    row = held_row(ActivityStatus, follow_up, activity_key=activity)
    values = {"status": words.status, "deviation": deviation, "carry_over": words.carry_over}
    return keep(by=by, follow_up=follow_up, subject="followup.activity", row=row, values=values, save=save)


@transaction.atomic
def write_text(*, by: Actor, follow_up: FollowUp, heading: int, body: str, save: Save) -> int:
    """What stands under one of the round's headings (its id); returns the row's version.

    Raises as `write_assessment` does; Gone where the round hasn't the heading any longer.
    """
    follow_up = begin_followup(by=by, follow_up=follow_up)
    there = RoundHeading.objects.filter(pk=heading, round=follow_up.round_id).first()
    if there is None:
        raise Gone("Rubriken används inte längre. Dina ord är kvar här.")
    row = held_row(FollowUpText, follow_up, heading=there)
    values = {"body": _body(body)}
    return keep(by=by, follow_up=follow_up, subject="followup.text", row=row, values=values, save=save)


def _body(markup: str) -> str:
    """The markup as it is kept."""
    if len(markup) > LONGEST_BODY:
        raise Refused("Texten är för lång för att sparas. Dela upp den på flera rubriker.")
    body = tidy(markup.replace("\x00", ""))
    if images_in(body):
        raise Refused("Bilder kan inte ligga i en uppföljning. Ta bort bilden och spara igen.")
    return body


def _has_goal(follow_up: FollowUp, key: uuid.UUID) -> bool:
    """Whether the unit's plan in force has the goal as its own; a revision is asked only where it must be."""
    own = Goal.objects.filter(plan__unit=follow_up.unit_id, plan__year=follow_up.round.year, inherited=False)
    if own.filter(key=key, plan__revised_at=None).exists():
        return True
    return any(goal.key == key for outline in _revised(follow_up) for goal in outline.own_goals)


def _has_activity(follow_up: FollowUp, key: uuid.UUID) -> bool:
    own = Activity.objects.filter(plan__unit=follow_up.unit_id, plan__year=follow_up.round.year)
    if own.filter(key=key, plan__revised_at=None).exists():
        return True
    goals = [goal for outline in _revised(follow_up) for goal in outline.goals]
    return any(row.key == key for goal in goals for row in goal.activities)


def _revised(follow_up: FollowUp) -> Iterable[Outline]:
    """What is in force of a plan that is being revised: its rows are a draft."""
    plans = Plan.objects.filter(unit=follow_up.unit_id, year=follow_up.round.year)
    return outlines_of(list(plans.exclude(revised_at=None))).values()
