"""Which indicators somebody is to type values for in a unit's follow-up, in the order of its plan's goals."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import OuterRef, Subquery

from followup.due import DueHere, due_here
from followup.models import FollowUp
from goals.models import GoalIndicator
from indicators.kinds import Aggregation
from indicators.models import Indicator
from indicators.periods import Stretch
from vp.refusals import Gone

_INDICATOR = tuple(field.attname for field in Indicator._meta.concrete_fields)
_GOALS = f"""
    SELECT goal.id, goal.parent_id,
      CASE WHEN goal.keeps_own_words THEN goal.number ELSE source.number END,
      CASE WHEN goal.keeps_own_words THEN goal.title ELSE source.title END,
      row.key, row.printed_name, exception.is_due, {", ".join(f"indicator.{name}" for name in _INDICATOR)}
    FROM goals_goal goal
    JOIN goals_plan plan ON plan.id = goal.plan_id
    LEFT JOIN goals_goal source ON source.id = goal.source_id
    LEFT JOIN goals_goalindicator row ON row.goal_id = goal.id
    LEFT JOIN indicators_indicator indicator ON indicator.id = row.indicator_id
    LEFT JOIN followup_roundindicator exception
      ON exception.indicator_id = row.indicator_id AND exception.round_id = %s
    WHERE plan.unit_id = %s AND plan.year = %s
    ORDER BY goal.position, goal.id, row.position, row.id
"""  # noqa: S608  the names are the model's own
"""As SQL, because the ORM takes four times as long to ask for this as to read sixty indicators."""
_MADE_BELOW = """
    SELECT DISTINCT row.indicator_id
    FROM followup_followup follow_up
    JOIN followup_round round ON round.id = follow_up.round_id AND round.year = %s AND round.code = %s
    JOIN org_unit unit ON unit.id = follow_up.unit_id AND unit.path @> %s::bigint[] AND unit.id <> %s
    JOIN goals_plan plan ON plan.unit_id = unit.id AND plan.year = round.year
    JOIN goals_goalindicator row ON row.plan_id = plan.id
    JOIN indicators_indicator indicator ON indicator.id = row.indicator_id AND indicator.aggregation <> %s
"""


class Asked(NamedTuple):
    """An indicator that is asked for; one that stands at several goals is asked for at the first.

    `goal` is that goal's number and title. `key` and `name` are those of the row in the plan.
    """

    goal: str
    key: uuid.UUID
    name: str
    indicator: Indicator
    stretch: Stretch


class _Row(NamedTuple):
    """A row of a goal's table as columns; without a key where the goal has none."""

    key: uuid.UUID | None
    printed_name: str
    exception: bool | None
    indicator: Sequence[Any]

    @property
    def made(self) -> Indicator:
        return Indicator.from_db(DEFAULT_DB_ALIAS, _INDICATOR, self.indicator)


class _Goal(NamedTuple):
    pk: int
    title: str
    rows: list[_Row]


def asked_in(follow_up: FollowUp) -> list[Asked]:
    """All of them, in two queries. It comes with its `round.period`."""
    made_below = _made_below(follow_up)
    months = follow_up.round.period.stretch

    @cache
    def due(periodicity: str, exception: bool | None) -> DueHere:
        return due_here(months, periodicity, exception)

    found: dict[int, Asked] = {}
    for goal in _goals(follow_up):
        for row in goal.rows:
            indicator = row.made
            here = due(indicator.periodicity, row.exception)
            is_asked = here.is_due and indicator.pk not in made_below and indicator.pk not in found
            if is_asked and here.stretch is not None and row.key is not None:
                name = row.printed_name or str(indicator)
                found[indicator.pk] = Asked(goal.title, row.key, name, indicator, here.stretch)
    return list(found.values())


def asked_for(follow_up: FollowUp, key: uuid.UUID) -> Asked:
    """One of them, by the indicator's key, in one query. Raises Gone where nobody is asked for it here."""
    rows = GoalIndicator.objects.filter(plan__unit=follow_up.unit_id, plan__year=follow_up.round.year)
    exceptions = follow_up.round.indicators.filter(indicator=OuterRef("indicator")).values("is_due")
    with_exceptions = rows.annotate(exception=Subquery(exceptions)).select_related("indicator")
    row = with_exceptions.filter(indicator__key=key).order_by("position", "pk").first()
    if row is None:
        raise Gone("Indikatorn står inte längre i enhetens plan. Ladda om sidan.")
    months = follow_up.round.period.stretch
    due = due_here(months, row.indicator.periodicity, row.exception)
    if not due.is_due or due.stretch is None:
        raise Gone("Indikatorn följs inte längre upp i den här omgången. Ladda om sidan.")
    return Asked("", row.key, str(row), row.indicator, due.stretch)


def _goals(follow_up: FollowUp) -> list[_Goal]:
    """The goals of the unit's plan as printed, parents before children, each with its rows; in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_GOALS, [follow_up.round_id, follow_up.unit_id, follow_up.round.year])
        columns = cursor.fetchall()
    below: dict[int | None, list[_Goal]] = defaultdict(list)
    for pk, parent, number, title, key, printed_name, exception, *indicator in columns:
        beside = below[parent]
        if not beside or beside[-1].pk != pk:
            beside.append(_Goal(pk, f"{number or ''} {title or ''}".strip(), []))
        if key is not None:
            beside[-1].rows.append(_Row(key, printed_name, exception, indicator))

    def walk(parent: int | None) -> Iterator[_Goal]:
        for goal in below[parent]:
            yield goal
            yield from walk(goal.pk)

    return list(walk(None))


def _made_below(follow_up: FollowUp) -> set[int]:
    """The ids of the indicators whose value is made of what units below give in the same round."""
    round_, unit = follow_up.round, follow_up.unit_id
    with connection.cursor() as cursor:
        cursor.execute(_MADE_BELOW, [round_.year, round_.code, [unit], unit, Aggregation.NONE])
        return {indicator for (indicator,) in cursor.fetchall()}
