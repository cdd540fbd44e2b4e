"""The texts of a report's units that may be quoted, without reading the rest of what the units say."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from followup.document import FollowUpDocument
from followup.models import FollowUp, FollowUpText, FollowUpVersion, GoalAssessment, Round
from followup.reports.showing import document_of_version
from goals.models import Goal
from vp.org.access import Actor
from vp.org.models import Unit


@dataclass(frozen=True)
class QuotableText:
    """What stands under a heading, or a goal's analysis: then `goal` is its key, and `heading` its title."""

    heading: str
    body: str
    goal: uuid.UUID | None = None


@dataclass(frozen=True)
class QuotableUnit:
    follow_up: int
    name: str
    texts: Sequence[QuotableText]


def read_quotable(unit: Unit, round_: Round, reader: Actor) -> list[QuotableUnit]:
    """The units below that have written something, in as many queries however many they are."""
    rows = FollowUp.objects.visible_to(reader).filter(
        round__year=round_.year, round__code=round_.code, unit__path__contains=[unit.pk]
    )
    follow_ups = list(rows.exclude(unit=unit).select_related("round", "unit").in_tree())
    texts = {
        **_frozen([row for row in follow_ups if row.round.is_closed]),
        **_written([row for row in follow_ups if not row.round.is_closed]),
    }
    return [QuotableUnit(row.pk, row.unit.name, texts[row.pk]) for row in follow_ups if texts.get(row.pk)]


def _frozen(follow_ups: Sequence[FollowUp]) -> Mapping[int, list[QuotableText]]:
    if not follow_ups:
        return {}
    rows = FollowUpVersion.objects.filter(follow_up__in=[row.pk for row in follow_ups])
    newest = rows.order_by("follow_up", "-number").distinct("follow_up")
    return {row.follow_up_id: list(_in_document(document_of_version(row))) for row in newest}


def _in_document(document: FollowUpDocument) -> Iterable[QuotableText]:
    for text in document.texts:
        if text.body:
            yield QuotableText(text.heading, text.body)
    for goal in document.walk_goals():
        if goal.key and goal.analysis and not goal.inherited:
            yield QuotableText(f"{goal.number} {goal.title}".strip(), goal.analysis, goal.key)


def _written(follow_ups: Sequence[FollowUp]) -> Mapping[int, list[QuotableText]]:
    if not follow_ups:
        return {}
    found: dict[int, list[QuotableText]] = defaultdict(list)
    ids = {row.unit_id: row.pk for row in follow_ups}
    texts = FollowUpText.objects.filter(follow_up__in=ids.values()).exclude(body="")
    columns = ("follow_up", "heading__name", "body")
    for row, heading, body in texts.order_by("heading__position", "heading").values_list(*columns):
        found[row].append(QuotableText(heading, body))
    kept = GoalAssessment.objects.filter(follow_up__in=ids.values()).exclude(analysis="")
    analyses = {(row, key): body for row, key, body in kept.values_list("follow_up", "goal_key", "analysis")}
    goals = Goal.objects.filter(
        plan__unit__in=ids, plan__year=follow_ups[0].round.year, inherited=False
    ).order_by("plan", "position", "pk")
    for unit, key, number, title in goals.values_list("plan__unit", "key", "number", "title"):
        if (ids[unit], key) in analyses:
            body = analyses[ids[unit], key]
            found[ids[unit]].append(QuotableText(f"{number} {title}".strip(), body, key))
    return found
