"""Which document a plan is shown as: on the page, in print and in every export."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from goals.document import GoalDocument, IndicatorDocument, PlanDocument
from goals.document_reader import read_value
from goals.loading import load_plan, target_history
from goals.models import Plan, PlanVersion, State
from indicators.models import Target
from vp.org.access import Actor, Permission, can


def reads_draft(reader: Actor, plan: Plan) -> bool:
    """Whether somebody is shown the draft of a plan that is being revised, rather than what is in force."""
    return plan.state != State.DECIDED and can(reader, Permission.READ_DRAFT, plan.unit)


def document_of(plan: Plan, *, draft: bool = False) -> PlanDocument:
    """A plan that has been decided is its newest version, never its rows; any other is what its rows say.

    While it is revised its rows are a draft, shown where `draft` is asked for (`reads_draft`).

    What may change in a decided plan is a target, by a decision of its own: a new row with date and
    reason. Such a change is shown on the version, with the old target beside.
    """
    if plan.is_in_force and not (draft and plan.state != State.DECIDED):
        newest = plan.versions.order_by("-number").first()
        if newest is not None:
            return _with_changed_targets(plan, document_of_version(newest))
    return load_plan(plan)


def document_of_version(version: PlanVersion) -> PlanDocument:
    """A frozen version, exactly as it was decided."""
    return read_value(version.document)


def _with_changed_targets(plan: Plan, document: PlanDocument) -> PlanDocument:
    """The version with the targets that have come since it was frozen."""
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.of_year(plan.year).filter(unit=plan.unit_id):
        targets[target.indicator_id].append(target)
    changed = {
        key: targets[indicator]
        for key, indicator in plan.indicators.values_list("key", "indicator")
        if targets[indicator] and targets[indicator][-1].since
    }
    if not changed:
        return document

    def row(printed: IndicatorDocument) -> IndicatorDocument:
        chain = changed.get(printed.key) if printed.key else None
        if chain is None:
            return printed
        return replace(printed, target=chain[-1].words, target_history=target_history(chain))

    def goal(printed: GoalDocument) -> GoalDocument:
        return replace(
            printed,
            indicators=tuple(row(each) for each in printed.indicators),
            goals=tuple(goal(child) for child in printed.goals),
        )

    return replace(document, goals=tuple(goal(each) for each in document.goals))
