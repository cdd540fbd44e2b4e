"""The document that a plan is frozen as: its rows, and of revised plans above what is in force there.

A draft shows the drafts above it; what is decided is read by everybody, and must hold nothing of them.
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from goals.document import GoalDocument, PlanDocument
from goals.loading import load_plan
from goals.models import Plan
from goals.showing import document_of


def document_to_freeze(plan: Plan) -> PlanDocument:
    """The plan as its rows stand; goals that it follows in a revised plan have their decided words."""
    document = load_plan(plan)
    followed = _in_force_above(plan)
    if not followed:
        return document
    own = set(plan.activities.values_list("key", flat=True))

    def goal(printed: GoalDocument) -> GoalDocument:
        source = followed.get(printed.key) if printed.key else None
        if source is not None:
            printed = replace(
                printed,
                number=source.number,
                title=source.title,
                texts=source.texts,
                activities=(*source.activities, *(row for row in printed.activities if row.key in own)),
            )
        return replace(printed, goals=tuple(goal(child) for child in printed.goals))

    return replace(document, goals=tuple(goal(each) for each in document.goals))


def _in_force_above(plan: Plan) -> dict[uuid.UUID, GoalDocument]:
    """By the key of the plan's own row, the goal as it is in force in a plan that is being revised.

    A goal that only the draft above has is not among them: it has been decided nowhere yet, and the row
    keeps showing what stands there.
    """
    rows = plan.goals.filter(keeps_own_words=False, source__plan__revised_at__isnull=False)
    pairs = list(rows.values_list("key", "source__key", "source__plan"))
    above = Plan.objects.filter(pk__in={each[2] for each in pairs}).select_related("unit")
    decided = {
        (revised.pk, goal.key): goal for revised in above for goal in document_of(revised).walk_goals()
    }
    return {key: decided[revised, source] for key, source, revised in pairs if (revised, source) in decided}
