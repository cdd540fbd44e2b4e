"""Which units and indicators a file for a round can name, for whoever brings it in; and what words meant.

What she may not log values for isn't known here at all, so that no answer tells whether it exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from followup.models import FollowUp, Round, SheetWord
from followup.sheets.matching import Named, Names
from followup.sheets.vocabulary import Vocabulary
from goals.importing.near import folded
from goals.models import GoalIndicator
from indicators.periods import Stretch, due_in
from vp.org.access import Actor, Permission, area
from vp.org.models import FormerUnit


@dataclass(frozen=True)
class Known:
    """`follow_ups` by the unit's key, each with its round and unit."""

    follow_ups: Mapping[str, FollowUp]
    words: Vocabulary


def may_bring_in(actor: Actor, round_: Round) -> bool:
    """Whether there is any unit in the round that the actor logs values for."""
    reach = area(actor, Permission.LOG_VALUES)
    return bool(reach) and FollowUp.objects.filter(reach.condition("unit"), round=round_).exists()


def read_known(actor: Actor, round_: Round) -> Known:
    """In four queries. The round comes with its `period`."""
    reach = area(actor, Permission.LOG_VALUES)
    rows = FollowUp.objects.filter(reach.condition("unit"), round=round_).select_related("unit__parent")
    follow_ups = {}
    for row in rows.in_tree():
        row.round = round_
        follow_ups[str(row.unit.key)] = row
    units = [row.unit_id for row in follow_ups.values()]
    former: dict[int, list[str]] = defaultdict(list)
    for unit, name in FormerUnit.objects.filter(unit__in=units).order_by("pk").values_list("unit", "name"):
        former[unit].append(name)
    periodicities: set[str] = set()
    remembered: dict[str, dict[str, str]] = {kind: {} for kind in SheetWord.Kind.values}
    for kind, said, means in SheetWord.objects.filter(owner=round_.owner_id).values_list(
        "kind", "said", "means"
    ):
        remembered[kind][said] = means
    words = Vocabulary(
        units=Names(
            Named(
                key,
                row.unit.name,
                tuple(former[row.unit_id]),
                row.unit.parent.name if row.unit.parent else "",
            )
            for key, row in follow_ups.items()
        ),
        indicators=Names(_indicators(units, round_.year, periodicities)),
        remembered_units=remembered[SheetWord.Kind.UNIT],
        remembered_columns=remembered[SheetWord.Kind.COLUMN],
        periods=_periods(round_, periodicities),
        year=round_.year,
    )
    return Known(follow_ups, words)


def _indicators(units: list[int], year: int, periodicities: set[str]) -> list[Named]:
    """Those of the units' plans, each name once: which one is meant is the unit's to say."""
    rows = GoalIndicator.objects.filter(plan__unit__in=units, plan__year=year).order_by("indicator__name")
    named: dict[str, tuple[str, set[str]]] = {}
    columns = ("indicator__name", "printed_name", "indicator__periodicity")
    for name, printed, periodicity in rows.values_list(*columns).distinct():
        periodicities.add(periodicity)
        others = named.setdefault(folded(name), (name, set()))[1]
        if printed:
            others.add(printed)
    return [Named(key, name, tuple(sorted(others))) for key, (name, others) in named.items() if key]


def _periods(round_: Round, periodicities: set[str]) -> frozenset[str]:
    """What the months of its values are called, folded, without the year."""
    own = round_.period.stretch
    stretches = [due_in(own, each).stretch for each in periodicities]
    return period_names(round_, own).union(*(period_names(round_, each) for each in stretches if each))


def period_names(round_: Round, stretch: Stretch) -> frozenset[str]:
    """What a value of the period can be said to be of, folded: the period, or the round that asks for it."""
    called = (round_.code, round_.name, round_.period.name, str(round_.period.stretch.months))
    return frozenset(folded(name) for name in (*called, stretch.code, stretch.name, str(stretch.months)))
