"""The indicators of a round's units: which are due, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from followup.due import due_here, exceptions_of
from followup.models import FollowUp, Round
from goals.models import GoalIndicator
from indicators.models import Indicator
from indicators.periods import Periodicity, Stretch, periodicity_of
from vp.org.swedish import swedish_key

_RHYTHMS = {
    Periodicity.MONTH: "Mäts varje månad. Den senaste månaden i omgången följs upp.",
    Periodicity.QUARTER: "Mäts varje kvartal. Det senaste hela kvartalet följs upp.",
    Periodicity.TERTIAL: "Mäts varje tertial och följs upp i varje omgång.",
    Periodicity.HALF: "Mäts varje halvår och följs upp från halvårets slut.",
    Periodicity.YEAR: "Mäts en gång om året och följs upp vid årets slut.",
}


@dataclass(frozen=True)
class DueChoice:
    """`by_rule` is what the periodicity alone says; `units` how many units have the indicator."""

    indicator: Indicator
    is_due: bool
    by_rule: bool
    why: str
    units: int

    @property
    def is_exception(self) -> bool:
        return self.is_due != self.by_rule


def due_choices(round_: Round) -> list[DueChoice]:
    """In Swedish order of name; in three queries."""
    units = FollowUp.objects.filter(round=round_).values_list("unit", flat=True)
    exceptions = exceptions_of([round_.pk]).get(round_.pk, {})
    return choices_of(round_.period.stretch, round_.year, units, exceptions)


def choices_of(
    stretch: Stretch, year: int, units: Iterable[int | None], exceptions: Mapping[int, bool]
) -> list[DueChoice]:
    """What a round over the stretch asks of the units; `units` as a lookup takes them."""
    rows = GoalIndicator.objects.filter(plan__unit__in=units, plan__year=year).order_by()
    where: dict[int, set[int]] = {}
    for indicator, unit in rows.values_list("indicator", "plan__unit"):
        where.setdefault(indicator, set()).add(unit)
    found = Indicator.objects.filter(pk__in=where).select_related("owner")
    return sorted(
        (_choice(stretch, each, exceptions.get(each.pk), len(where[each.pk])) for each in found),
        key=lambda choice: swedish_key(choice.indicator.name),
    )


def _choice(stretch: Stretch, indicator: Indicator, exception: bool | None, units: int) -> DueChoice:
    here = due_here(stretch, indicator.periodicity, exception)
    known = periodicity_of(indicator.periodicity)
    why = here.note or (_RHYTHMS[known] if known else "")
    return DueChoice(indicator, here.is_due, here.by_rule, why, units)


def due_count(choices: Sequence[DueChoice]) -> int:
    return sum(choice.is_due for choice in choices)
