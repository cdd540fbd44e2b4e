"""A plan's indicator rows with what a writer must know of them: the target, and whose the indicator is."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, Subquery

from goals.importing.near import NEAR, nearness
from goals.models import Goal, GoalIndicator, Plan, PlanVersion
from indicators.models import Indicator, IndicatorQuerySet, Target
from vp.org.models import Unit


@dataclass(frozen=True)
class RowToWrite:
    """A row as its editor has it.

    `target_is_held` where the target has been decided, and is changed with a date and a reason only;
    `is_own` where the unit owns the indicator and no other unit uses it, so that its writers define it.
    """

    row: GoalIndicator
    target: str
    target_id: int | None
    target_is_held: bool
    is_own: bool

    @property
    def name(self) -> str:
        return self.row.printed_name or self.row.indicator.name

    def told(self) -> dict[str, object]:
        """The row's fields as the history keeps them; of a shared indicator only the target."""
        told: dict[str, object] = {"target": self.target}
        if self.is_own:
            told |= self.definition()
        return told

    def definition(self) -> dict[str, object]:
        """How the indicator is defined, as the row shows it."""
        row, indicator = self.row, self.row.indicator
        period, gender = row.printed_periodicity, row.printed_by_gender
        return {
            "name": self.name,
            "periodicity": indicator.periodicity if period is None else period,
            "by_gender": indicator.by_gender if gender is None else gender,
            "direction": indicator.direction,
        }


def rows_of_indicator(plan: Plan, key: uuid.UUID) -> QuerySet[GoalIndicator]:
    """All rows of the plan with the same indicator as the row with the key; none where that isn't there.

    With the unit's newest target of the year, so that they are held and written together, in one query.
    """
    same = GoalIndicator.objects.filter(plan=plan, key=key).values("indicator")
    return _with_targets(plan, GoalIndicator.objects.filter(plan=plan, indicator=Subquery(same[:1])))


def row_of(plan: Plan, key: uuid.UUID) -> RowToWrite | None:
    """One row, in one query."""
    row = _with_targets(plan, GoalIndicator.objects.filter(plan=plan, key=key)).first()
    return row_to_write(plan, row) if row else None


def row_to_write(plan: Plan, row: GoalIndicator) -> RowToWrite:
    """The row of `rows_of_indicator`."""
    made_at: datetime.datetime | None = row.target_made_at  # type: ignore[attr-defined]
    frozen_at: datetime.datetime | None = row.frozen_at  # type: ignore[attr-defined]
    since: datetime.date | None = row.target_since  # type: ignore[attr-defined]
    in_force_since = plan.revised_at or frozen_at
    return RowToWrite(
        row=row,
        target=row.target_words or "",  # type: ignore[attr-defined]
        target_id=row.target_id,  # type: ignore[attr-defined]
        target_is_held=plan.is_in_force
        and made_at is not None
        and (since is not None or in_force_since is None or made_at < in_force_since),
        is_own=row.indicator.owner_id == plan.unit_id and not row.used_elsewhere,  # type: ignore[attr-defined]
    )


def library_for(plan: Plan, goal: Goal) -> IndicatorQuerySet:
    """The indicators that the plan's unit can use, each with `is_there`: whether it stands at the goal."""
    there = Exists(GoalIndicator.objects.filter(goal=goal, indicator=OuterRef("pk")))
    return Indicator.objects.usable_in(plan.unit).select_related("owner").annotate(is_there=there)


def alike(unit: Unit, name: str) -> list[Indicator]:
    """The indicators in the unit's library with nearly the name, the nearest first, at most five."""
    library = Indicator.objects.usable_in(unit).select_related("owner")
    scored = [(nearness(name, each.name), each) for each in library.by_name()]
    found = sorted((pair for pair in scored if pair[0] >= NEAR), key=lambda pair: -pair[0])
    return [indicator for _score, indicator in found[:5]]


def _with_targets(plan: Plan, rows: QuerySet[GoalIndicator]) -> QuerySet[GoalIndicator]:
    targets = Target.objects.filter(indicator=OuterRef("indicator"), unit=plan.unit_id, year=plan.year)
    newest = targets.order_by(F("since").desc(nulls_last=True), "-pk")
    elsewhere = GoalIndicator.objects.filter(indicator=OuterRef("indicator")).exclude(plan__unit=plan.unit_id)
    versions = PlanVersion.objects.filter(plan=OuterRef("plan")).order_by("-number")
    return (
        rows.select_related("indicator__owner")
        .annotate(
            target_id=Subquery(newest.values("pk")[:1]),
            target_words=Subquery(newest.values("words")[:1]),
            target_since=Subquery(newest.values("since")[:1]),
            target_made_at=Subquery(newest.values("made_at")[:1]),
            frozen_at=Subquery(versions.values("frozen_at")[:1], output_field=DateTimeField()),
            used_elsewhere=Exists(elsewhere),
        )
        .order_by("pk")
    )
