"""Which indicators somebody is to type values for in a unit's follow-up, in the order of its plan's goals."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from followup.due import due_here
from followup.models import FollowUp
from goals.models import Goal, GoalIndicator
from indicators.kinds import Aggregation
from indicators.models import Indicator
from indicators.periods import Stretch
from vp.refusals import Gone

_GOAL = ("pk", "parent", "keeps_own_words", "number", "title", "source__number", "source__title")


@dataclass(frozen=True)
class Asked:
    """An indicator that is asked for; one that stands at several goals is asked for at the first.

    `goal` is that goal's number and title. `row` is the indicator as the plan names it.
    """

    goal: str
    row: GoalIndicator
    indicator: Indicator
    stretch: Stretch

    @property
    def name(self) -> str:
        return str(self.row)


def asked_in(follow_up: FollowUp) -> list[Asked]:
    """All of them, in three queries; four where units below report too. It comes with its `round.period`."""
    goals, rows = _goals(follow_up), _rows(follow_up)
    made_below = _made_below(follow_up)
    months = follow_up.round.period.stretch
    found: dict[int, Asked] = {}
    for pk, title in goals:
        for row in rows[pk]:
            indicator = row.indicator
            due = due_here(months, indicator.periodicity, row.exception)  # type: ignore[attr-defined]
            if due.is_due and due.stretch is not None and indicator.pk not in made_below:
                found.setdefault(indicator.pk, Asked(title, row, indicator, due.stretch))
    return list(found.values())


def asked_for(follow_up: FollowUp, key: uuid.UUID) -> Asked:
    """One of them, by the indicator's key, in one query. Raises Gone where nobody is asked for it here."""
    row = _asked(follow_up).filter(indicator__key=key).first()
    if row is None:
        raise Gone("Indikatorn står inte längre i enhetens plan. Ladda om sidan.")
    months = follow_up.round.period.stretch
    due = due_here(months, row.indicator.periodicity, row.exception)  # type: ignore[attr-defined]
    if not due.is_due or due.stretch is None:
        raise Gone("Indikatorn följs inte längre upp i den här omgången. Ladda om sidan.")
    return Asked("", row, row.indicator, due.stretch)


def _goals(follow_up: FollowUp) -> list[tuple[int, str]]:
    """The goals of the unit's plan as printed, parents before children: their ids and titles."""
    rows = Goal.objects.filter(plan__unit=follow_up.unit_id, plan__year=follow_up.round.year)
    below: dict[int | None, list[tuple[int, str]]] = defaultdict(list)
    for pk, parent, is_own, *words in rows.order_by("position", "pk").values_list(*_GOAL):
        number, title = words[:2] if is_own else words[2:]
        below[parent].append((pk, f"{number or ''} {title or ''}".strip()))

    def walk(parent: int | None) -> Iterator[tuple[int, str]]:
        for goal in below[parent]:
            yield goal
            yield from walk(goal[0])

    return list(walk(None))


def _rows(follow_up: FollowUp) -> dict[int, list[GoalIndicator]]:
    """The plan's indicator rows by goal."""
    found: dict[int, list[GoalIndicator]] = defaultdict(list)
    for row in _asked(follow_up):
        found[row.goal_id].append(row)
    return found


def _asked(follow_up: FollowUp) -> QuerySet[GoalIndicator]:
    """The plan's indicator rows, each with the round's `exception` for it, None where there is none."""
    rows = GoalIndicator.objects.filter(plan__unit=follow_up.unit_id, plan__year=follow_up.round.year)
    exceptions = follow_up.round.indicators.filter(indicator=OuterRef("indicator")).values("is_due")
    with_exceptions = rows.annotate(exception=Subquery(exceptions))
    return with_exceptions.select_related("indicator").order_by("position", "pk")


def _made_below(follow_up: FollowUp) -> set[int]:
    """The ids of the indicators whose value is made of what units below give in the same round."""
    round_ = follow_up.round
    beside = FollowUp.objects.filter(round__year=round_.year, round__code=round_.code)
    below = beside.filter(unit__path__contains=[follow_up.unit_id]).exclude(pk=follow_up.pk)
    units = list(below.values_list("unit", flat=True))
    if not units:
        return set()
    rows = GoalIndicator.objects.filter(plan__unit__in=units, plan__year=round_.year)
    adds_up = rows.exclude(indicator__aggregation=Aggregation.NONE)
    return set(adds_up.order_by().values_list("indicator", flat=True).distinct())
