"""Which document a plan is shown as: on the page, in print and in every export."""

from __future__ import annotations

import json

from goals.document import PlanDocument
from goals.document_reader import read_document
from goals.loading import load_plan
from goals.models import Plan, PlanVersion, State


def document_of(plan: Plan) -> PlanDocument:
    """A decided plan is its newest version, never its rows; any other is what its rows say now."""
    if plan.state == State.DECIDED:
        newest = plan.versions.order_by("-number").first()
        if newest is not None:
            return document_of_version(newest)
    return load_plan(plan)


def document_of_version(version: PlanVersion) -> PlanDocument:
    """A frozen version, exactly as it was decided."""
    return read_document(json.dumps(version.document))
