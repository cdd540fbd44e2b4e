"""Which values a unit is to give in a round: what its indicators' periodicity says, and the exceptions."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from followup.models import FollowUp, RoundIndicator
from goals.document import PlanDocument
from goals.models import GoalIndicator, PlanVersion
from goals.showing import document_of_version
from indicators.kinds import Aggregation
from indicators.periods import Stretch, due_in


@dataclass(frozen=True)
class DueHere:
    """`stretch` is the period that a value is given for; None where there is none in the round.

    `by_rule` is what the periodicity alone says. `is_made_below`: the value is made of those of the units
    below, and isn't typed. `note` is what a controller should know.
    """

    stretch: Stretch | None
    is_due: bool
    by_rule: bool
    note: str = ""
    is_made_below: bool = False


def due_here(round_: Stretch, periodicity: str, exception: bool | None) -> DueHere:
    """Whether an indicator is due in a round, and for which period; `exception` is the controller's word."""
    rule = due_in(round_, periodicity)
    by_rule = rule.stretch is not None
    is_due = by_rule if exception is None else exception
    return DueHere(rule.stretch or (round_ if is_due else None), is_due, by_rule, rule.note)


Exceptions = Mapping[int, Mapping[int, bool]]
"""By round and indicator."""


def exceptions_of(rounds: Iterable[int]) -> Exceptions:
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    rows = RoundIndicator.objects.filter(round__in=set(rounds))
    for round_, indicator, is_due in rows.values_list("round", "indicator", "is_due"):
        found[round_][indicator] = is_due
    return found


@dataclass(frozen=True)
class DueValue:
    """That a unit is to give an indicator's value in its follow-up."""

    follow_up: int
    unit: int
    indicator: int
    stretch: Stretch


def read_due(follow_ups: Sequence[FollowUp]) -> list[DueValue]:
    """What all of them are to give; they come with their `round.period` and `unit`.

    In two queries, or three where a plan is being revised: what is in force is its version, not its draft.

    A unit isn't asked for what is made of the values of units below it that are among them.
    """
    exceptions = exceptions_of(row.round_id for row in follow_ups)
    asked = _asked(follow_ups)
    stretches: dict[tuple[int, str, bool | None], DueHere] = {}
    found: list[DueValue] = []
    adds_up: set[int] = set()
    for row in follow_ups:
        for indicator, periodicity, aggregation in asked[row.unit_id, row.round.year]:
            exception = exceptions.get(row.round_id, {}).get(indicator)
            case = (row.round_id, periodicity, exception)
            if case not in stretches:
                stretches[case] = due_here(row.round.period.stretch, periodicity, exception)
            here = stretches[case]
            if here.is_due and here.stretch is not None:
                found.append(DueValue(row.pk, row.unit_id, indicator, here.stretch))
            if aggregation != Aggregation.NONE:
                adds_up.add(indicator)
    return _without_made_below(found, adds_up, {row.unit_id: row.unit.path for row in follow_ups})


def _asked(follow_ups: Sequence[FollowUp]) -> Mapping[tuple[int, int], set[tuple[int, str, str]]]:
    """By unit and year, the indicators of its plan in force, with their periodicity and aggregation."""
    rows = GoalIndicator.objects.filter(
        plan__unit__in={row.unit_id for row in follow_ups},
        plan__year__in={row.round.year for row in follow_ups},
    ).order_by()
    columns = ("indicator", "indicator__periodicity", "indicator__aggregation")
    found: dict[tuple[int, int], set[tuple[int, str, str]]] = defaultdict(set)
    revised: dict[int, list[tuple[uuid.UUID, tuple[int, int], tuple[int, str, str]]]] = defaultdict(list)
    for plan, since, key, unit, year, *indicator in rows.values_list(
        "plan", "plan__revised_at", "key", "plan__unit", "plan__year", *columns
    ):
        named = (indicator[0], indicator[1], indicator[2])
        if since is None:
            found[unit, year].add(named)
        else:
            revised[plan].append((key, (unit, year), named))
    printed = _printed_rows(list(revised))
    for plan, drafted in revised.items():
        for key, place, named in drafted:
            if key in printed[plan]:
                found[place].add(named)
    return found


def _printed_rows(plans: Sequence[int]) -> Mapping[int, set[uuid.UUID | None]]:
    """By plan, the keys of the indicator rows in its newest version."""
    if not plans:
        return {}
    newest = PlanVersion.objects.filter(plan__in=plans).order_by("plan", "-number").distinct("plan")
    return {version.plan_id: printed_in(document_of_version(version)) for version in newest}


def printed_in(document: PlanDocument) -> set[uuid.UUID | None]:
    """The keys of the indicator rows that a version prints."""
    return {row.key for goal in document.walk_goals() for row in goal.indicators}


def _without_made_below(
    found: list[DueValue], adds_up: set[int], paths: Mapping[int, Sequence[int]]
) -> list[DueValue]:
    above = {
        (value.indicator, value.stretch, unit)
        for value in found
        if value.indicator in adds_up
        for unit in paths[value.unit][:-1]
    }
    return [value for value in found if (value.indicator, value.stretch, value.unit) not in above]
