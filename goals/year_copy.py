"""What a unit's new plan begins with is read, and made as rows; in as many queries however much it is."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from goals.document import IndicatorDocument
from goals.former_plan import FormerPlan
from goals.goals_above import goals_above
from goals.going_on import going_on
from goals.importing.measuring import IndicatorRows
from goals.models import Activity, Goal, GoalIndicator, Heading, Plan, Text
from goals.new_year import NewGoal, NewYear, copied_year, empty_year
from indicators.measures import as_number
from indicators.models import Target
from vp.images.models import Image
from vp.org.access import Actor
from vp.org.models import Unit
from vp.richtext import images_in


class _Nested(Protocol):
    @property
    def depth(self) -> int: ...


Row = TypeVar("Row", bound=_Nested)


def year_to_begin(actor: Actor, unit: Unit, year: int, former: FormerPlan | None) -> NewYear:
    """The goals from above that the actor may read, with what the former plan has, if one is given."""
    above = goals_above(actor, unit, year)
    if former is None:
        return empty_year(above)
    there = Activity.objects.filter(goal__in=[goal.id for goal in above]).order_by()
    return copied_year(
        year,
        above,
        former.document,
        sources=former.sources,
        own_activities=former.own_activities,
        not_shown=_not_shown(actor, unit, former),
        activities_above=list(there.values_list("goal", "title")),
        going_on=going_on(unit, former.plan.year),
    )


def _not_shown(actor: Actor, unit: Unit, former: FormerPlan) -> set[uuid.UUID]:
    """The keys of goals that the former plan left out, though it showed others of the same unit's."""
    there, shown = goals_above(actor, unit, former.plan.year), set(former.sources.values())
    owners = {goal.unit for goal in there if goal.key in shown}
    return {goal.key for goal in there if goal.unit in owners} - shown


def make_rows(plan: Plan, begun: NewYear, former: FormerPlan | None) -> None:
    """Make the rows in a plan that is empty, and that the caller holds."""
    goals = _make_goals(plan, begun.goals)
    if former is None:
        return
    _make_texts(plan, begun, goals)
    plan.images.add(*_pictures(begun, former.plan))
    Activity.objects.bulk_create(
        Activity(
            key=row.key or uuid.uuid4(),
            plan=plan,
            goal=goals[goal.key],
            title=row.title,
            starts_on=row.start,
            ends_on=row.end,
            responsible=row.responsible,
            position=position,
        )
        for position, (goal, row) in enumerate(begun.activities)
    )
    _make_indicators(plan, begun, former.plan, goals)


def copy_targets(plan: Plan, begun: NewYear) -> None:
    """Let the unit aim at what the former plan aimed at last, where it has no target for the year yet."""
    words = {row.key: row.target for _, row in begun.indicators if row.key and row.target}
    rows = plan.indicators.filter(key__in=words).values_list("indicator", "key")
    wanted = {indicator: words[key] for indicator, key in rows}
    there = Target.objects.of_year(plan.year).filter(unit=plan.unit, indicator__in=wanted)
    for indicator in set(there.values_list("indicator", flat=True)):
        del wanted[indicator]
    Target.objects.bulk_create(
        Target(indicator_id=indicator, unit=plan.unit, year=plan.year, words=target, value=as_number(target))
        for indicator, target in wanted.items()
    )


def _by_depth(rows: Iterable[Row]) -> list[tuple[int, list[tuple[int, Row]]]]:
    """With the place of each among all, the upper ones first: those below need their ids."""
    found: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    for position, row in enumerate(rows):
        found[row.depth].append((position, row))
    return sorted(found.items())


def _make_goals(plan: Plan, wanted: Sequence[NewGoal]) -> dict[uuid.UUID, Goal]:
    made: dict[uuid.UUID, Goal] = {}
    for _, goals in _by_depth(wanted):
        rows = Goal.objects.bulk_create(_goal(plan, goal, position, made) for position, goal in goals)
        made |= {row.key: row for row in rows}
    return made


def _goal(plan: Plan, goal: NewGoal, position: int, made: dict[uuid.UUID, Goal]) -> Goal:
    follows = goal.source is not None
    return Goal(
        key=goal.key,
        plan=plan,
        parent=made[goal.parent.key] if goal.parent else None,
        parent_level=goal.parent.level if goal.parent else None,
        level=goal.level,
        number="" if follows else goal.number,
        title="" if follows else goal.title,
        inherited=follows,
        source_id=goal.source,
        keeps_own_words=not follows,
        position=position,
    )


def _make_texts(plan: Plan, begun: NewYear, goals: dict[uuid.UUID, Goal]) -> None:
    headings = {
        (heading.place, heading.level, heading.name.casefold()): heading.pk
        for heading in Heading.objects.of_year(plan.year)
    }
    made: dict[uuid.UUID, Text] = {}
    for _, texts in _by_depth(begun.texts):
        rows = Text.objects.bulk_create(
            Text(
                key=text.key,
                plan=plan,
                place=text.place,
                goal=goals[text.goal.key] if text.goal else None,
                parent=made[text.parent.key] if text.parent else None,
                heading_id=headings.get(
                    (text.place, text.goal.level if text.goal else None, text.title.casefold())
                ),
                title=text.title,
                body=text.body,
                position=position,
            )
            for position, text in texts
        )
        made |= {row.key: row for row in rows}


def _pictures(begun: NewYear, former: Plan) -> Iterable[Image]:
    """Those that the texts show and that the former plan has: what one may see there, one may see here."""
    shown = {digest for text in begun.texts for digest in images_in(text.body)}
    return former.images.filter(pk__in=shown) if shown else []


def _make_indicators(plan: Plan, begun: NewYear, former: Plan, goals: dict[uuid.UUID, Goal]) -> None:
    """The same indicators, called what they were called; the council's target is this year's."""
    library = _Library(plan, former)
    GoalIndicator.objects.bulk_create(
        library.row(goals[goal.key], printed, position)
        for position, (goal, printed) in enumerate(begun.indicators)
    )


class _Library:
    """The indicators of a former plan's rows. One that only its version knows is found by its name."""

    def __init__(self, plan: Plan, former: Plan) -> None:
        self.plan = plan
        self.rows = {row.key: row for row in former.indicators.all()}
        self._by_name: IndicatorRows | None = None

    def row(self, goal: Goal, printed: IndicatorDocument, position: int) -> GoalIndicator:
        was = self.rows.get(printed.key) if printed.key else None
        if was is None:
            return self._named(goal, printed, position)
        return GoalIndicator(
            key=was.key,
            plan=self.plan,
            goal=goal,
            indicator_id=was.indicator_id,
            printed_name=was.printed_name,
            printed_periodicity=was.printed_periodicity,
            printed_by_gender=was.printed_by_gender,
            position=position,
        )

    def _named(self, goal: Goal, printed: IndicatorDocument, position: int) -> GoalIndicator:
        if self._by_name is None:
            self._by_name = IndicatorRows(self.plan)
        without_targets = replace(printed, target="", council_target="", target_history=())
        made = self._by_name.row(goal, without_targets, printed.key or uuid.uuid4(), position)
        made.printed_council_target = None
        return made
