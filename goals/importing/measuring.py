"""Indicator rows of an imported plan: which indicator each one is, and the unit's targets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from goals.document import IndicatorDocument
from goals.importing.near import NEAR, nearness
from goals.loading import target_history
from goals.models import Goal, GoalIndicator, Plan
from indicators.measures import as_number
from indicators.models import Indicator, Target


class IndicatorRows:
    """Makes the plan's indicator rows. A row whose indicator the library lacks gets one of the unit's own."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.library = list(Indicator.objects.usable_in(plan.unit).order_by("-owner__path__len", "pk"))
        self.by_key: dict[uuid.UUID, Indicator] = {
            row.key: row.indicator for row in plan.indicators.select_related("indicator")
        }
        self.aimed: dict[int, tuple[object, ...]] = {}
        self.council = {
            target.indicator_id: target.words
            for target in Target.objects.filter(unit_id=plan.unit.path[0], year=plan.year).order_by(
                "since", "pk"
            )
        }

    def row(self, goal: Goal, printed: IndicatorDocument, key: uuid.UUID, position: int) -> GoalIndicator:
        indicator = self._indicator(printed, key)
        self.aimed[indicator.pk] = _aim(printed)
        council = self.council.get(indicator.pk, "") if self.plan.unit.parent_id else ""
        return GoalIndicator(
            key=key,
            plan=self.plan,
            goal=goal,
            indicator=indicator,
            printed_name="" if printed.name == indicator.name else printed.name,
            printed_periodicity=None if printed.periodicity == indicator.periodicity else printed.periodicity,
            printed_by_gender=None if printed.by_gender == indicator.by_gender else printed.by_gender,
            printed_council_target=None if printed.council_target == council else printed.council_target,
            position=position,
        )

    def _indicator(self, printed: IndicatorDocument, key: uuid.UUID) -> Indicator:
        known = self.by_key.get(key)
        for indicator in [known] if known else self._alike(printed):
            if self.aimed.get(indicator.pk, _aim(printed)) == _aim(printed):
                return indicator
        made = Indicator.objects.create(
            owner=self.plan.unit,
            name=printed.name,
            periodicity=printed.periodicity,
            by_gender=printed.by_gender,
        )
        self.library.append(made)
        return made

    def _alike(self, printed: IndicatorDocument) -> list[Indicator]:
        """The library's indicators of nearly that name, the nearest first, own before those from above."""
        scored = [(nearness(printed.name, each.name), each) for each in self.library]
        near_enough = [pair for pair in scored if pair[0] >= NEAR]
        return [each for _score, each in sorted(near_enough, key=lambda pair: -pair[0])]

    def save_targets(self) -> None:
        """Write the unit's targets of the year where they are not what was printed."""
        wanted = self.aimed
        held: dict[int, list[Target]] = {pk: [] for pk in wanted}
        for target in Target.objects.of_year(self.plan.year).filter(
            unit=self.plan.unit, indicator_id__in=wanted
        ):
            held[target.indicator_id].append(target)
        changed = [pk for pk, aim in wanted.items() if _held_aim(held[pk]) != aim]
        Target.objects.filter(unit=self.plan.unit, year=self.plan.year, indicator_id__in=changed).delete()
        Target.objects.bulk_create(target for pk in changed for target in self._targets(pk, wanted[pk]))

    def _targets(self, indicator: int, aim: tuple[object, ...]) -> Sequence[Target]:
        words, history = aim
        chain = [(change.target, change.since, change.reason) for change in history]  # type: ignore[attr-defined]
        texts = [each[0] for each in chain] + [words]
        if texts == [""]:
            return []
        starts = [(None, ""), *((since, reason) for _target, since, reason in chain)]
        return [
            Target(
                indicator_id=indicator,
                unit=self.plan.unit,
                year=self.plan.year,
                words=text,
                value=as_number(text),
                since=since,
                reason=reason,
            )
            for text, (since, reason) in zip(texts, starts, strict=True)
        ]


def _aim(printed: IndicatorDocument) -> tuple[str, tuple[object, ...]]:
    return printed.target, printed.target_history


def _held_aim(targets: Sequence[Target]) -> tuple[str, tuple[object, ...]]:
    return (targets[-1].words if targets else "", target_history(targets))
