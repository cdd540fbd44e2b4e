"""What was measured of one indicator, in a unit and everything below it, over the latest years.

Read in a fixed number of queries whatever the number of units. What the reader may not see is in no value
and in no count; of units whose drafts she doesn't read only closed rounds count.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, OuterRef, Subquery, When

from followup.due import due_here, printed_in
from followup.indicator_sight import targets_visible_to
from followup.models import FollowUp, RoundIndicator
from followup.visibility import values_visible_to
from goals.document_reader import read_value
from goals.models import GoalIndicator, PlanVersion
from indicators.aggregation import Whole
from indicators.aims import Aim, aim_of
from indicators.attainment import PARTLY_FROM, judge
from indicators.judgements import Judgement
from indicators.kinds import Aggregation
from indicators.models import Indicator, Measurement, Target
from indicators.outcomes import NO_OUTCOME, Outcome
from indicators.periods import Periodicity, Stretch, covered, due_in, periodicity_of, stretch_of
from indicators.wholes import Tree
from vp.org.access import Permission, area
from vp.org.models import Unit, User

YEARS = 5
MOST = 36
"""So many periods are shown at most, the latest."""
MANY = 0.5
"""Of the year's periods so many must have been asked for or answered for all of them to be shown."""
Slot = tuple[int, str]
"""A year and a period's code."""
_CODES: Mapping[Periodicity, tuple[str, ...]] = {
    Periodicity.MONTH: tuple(f"M{number:02}" for number in range(1, 13)),
    Periodicity.QUARTER: ("K1", "K2", "K3", "K4"),
    Periodicity.TERTIAL: ("T1", "T2", "VB"),
    Periodicity.HALF: ("T2", "VB"),
    Periodicity.YEAR: ("VB",),
}


@dataclass
class Gathered:
    """What is known of one period: who was due, what was given, whether its rounds are closed."""

    stretch: Stretch
    due: set[int] = field(default_factory=set)
    values: dict[int, Measurement] = field(default_factory=dict)
    thresholds: dict[int, Decimal] = field(default_factory=dict)
    is_open: bool = False


@dataclass(frozen=True)
class Shown:
    """A unit's outcome in a period. `whole` is what the units below it make; `is_own`: it has a value of its
    own beside that."""

    outcome: Outcome = NO_OUTCOME
    whole: Whole | None = None
    is_own: bool = False


@dataclass
class Course:
    """An indicator in a unit: its periods in order, and what each unit below it says in them.

    `units` are the unit itself, all below it and all above it, by id.
    """

    indicator: Indicator
    unit: Unit
    units: Mapping[int, Unit]
    periods: Sequence[Gathered]
    targets: Mapping[tuple[int, int], Sequence[Target]]
    reads_all_below: bool

    def __post_init__(self) -> None:
        self._wholes: dict[Slot, Mapping[int, Whole]] = {}

    @property
    def children(self) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.parent_id == self.unit.pk]

    def shown(self, period: Gathered, unit: Unit) -> Shown:
        """The unit's own value; where it has none, what the units below it make."""
        row = period.values.get(unit.pk)
        whole = self._by_unit(period).get(unit.pk)
        if row is not None and row.outcome.is_reported:
            return Shown(row.outcome, whole, is_own=True)
        if whole is None or self.indicator.aggregation == Aggregation.NONE:
            return Shown(row.outcome if row else NO_OUTCOME, whole)
        return Shown(whole.outcome, whole)

    def _by_unit(self, period: Gathered) -> Mapping[int, Whole]:
        slot = (period.stretch.year, period.stretch.code)
        if slot not in self._wholes:
            paths = {pk: tuple(unit.path) for pk, unit in self.units.items()}
            tree = Tree(self.indicator, frozenset(period.due), period.values, paths)
            self._wholes[slot] = tree.by_unit()
        return self._wholes[slot]

    def target(self, period: Gathered, unit: Unit) -> str:
        """What held when the period ended: the unit's own target, else the nearest above."""
        for pk in reversed(unit.path):
            rows = self.targets.get((pk, period.stretch.year), ())
            held = [row for row in rows if row.since is None or row.since <= period.stretch.ends_on]
            if held:
                return held[-1].words
        return ""

    def aim(self, period: Gathered, unit: Unit) -> Aim:
        return aim_of(self.target(period, unit))

    def judgement(self, period: Gathered, unit: Unit, outcome: Outcome) -> Judgement:
        indicator = self.indicator
        months = covered(period.stretch, accumulates=indicator.accumulates, periodicity=indicator.periodicity)
        threshold = period.thresholds.get(unit.pk) or next(iter(period.thresholds.values()), PARTLY_FROM)
        return judge(indicator.measure, self.aim(period, unit), outcome, months, threshold).total


def read_course(person: User, indicator: Indicator, unit: Unit, today: datetime.date) -> Course:
    """Six queries."""
    since = today.year - YEARS + 1
    beside = Unit.objects.at_or_below(unit) | Unit.objects.filter(pk__in=unit.path)
    units = {each.pk: each for each in beside.by_name()}
    drafts = area(person, Permission.READ_DRAFT)
    reads_all_below = drafts.covers_below(unit)
    values = values_visible_to(person).filter(indicator=indicator, period__year__gte=since).at_or_below(unit)
    found = _Periods(indicator)
    for row in values.select_related("period").order_by("pk"):
        row.indicator = indicator
        found.at(row.period.stretch).values[row.unit_id] = row
    planned = _planned(indicator, unit, since)
    for follow_up in _follow_ups(person, indicator, unit, since):
        is_settled = follow_up.round.is_closed and follow_up.reopened_until is None
        counts = is_settled or reads_all_below or follow_up.unit_id == unit.pk
        if counts and (follow_up.unit_id, follow_up.round.year) in planned:
            found.add(follow_up)
    if reads_all_below:
        found.without_rounds(planned)
    return Course(
        indicator, unit, units, found.in_order(), _targets(person, indicator, units, since), reads_all_below
    )


class _Periods:
    def __init__(self, indicator: Indicator) -> None:
        self.indicator = indicator
        self.by_slot: dict[Slot, Gathered] = {}

    def at(self, stretch: Stretch) -> Gathered:
        return self.by_slot.setdefault((stretch.year, stretch.code), Gathered(stretch))

    def add(self, follow_up: FollowUp) -> None:
        """What a follow-up is to say of the indicator, if anything."""
        exception = getattr(follow_up, "exception", None)
        due = due_here(follow_up.round.period.stretch, self.indicator.periodicity, exception)
        if due.is_due and due.stretch is not None:
            period = self.at(due.stretch)
            period.due.add(follow_up.unit_id)
            period.thresholds[follow_up.unit_id] = follow_up.round.threshold
            period.is_open = period.is_open or not follow_up.round.is_closed

    def without_rounds(self, planned: set[tuple[int, int]]) -> None:
        """A period with values and no round, as of a year before the system: those whose plans have the
        indicator were due."""
        for period in self.by_slot.values():
            if period.values and not period.due:
                is_due = due_in(period.stretch, self.indicator.periodicity).stretch == period.stretch
                there = {unit for unit, year in planned if year == period.stretch.year}
                period.due |= set(period.values) | (there if is_due else set())

    def in_order(self) -> list[Gathered]:
        """With the periods between that nobody has said anything of, so that a gap is seen."""
        codes = _CODES[periodicity_of(self.indicator.periodicity) or Periodicity.YEAR]
        known = {code for _year, code in self.by_slot}
        if len(known & set(codes)) < len(codes) * MANY:
            codes = tuple(code for code in codes if code in known)  # months that only rounds ask for
        years = [year for year, _code in self.by_slot]
        for year in range(min(years), max(years) + 1) if years else ():
            for code in codes:
                self.at(stretch_of(year, code))
        ordered = sorted(
            self.by_slot.values(), key=lambda each: (each.stretch.ends_on, -each.stretch.first_month)
        )
        return ordered[-MOST:]


def _planned(indicator: Indicator, unit: Unit, since: int) -> set[tuple[int, int]]:
    """The units and years whose plan in force has the indicator."""
    newest = PlanVersion.objects.filter(plan=OuterRef("plan")).order_by("-number").values("document")
    in_force = Case(When(plan__revised_at__isnull=False, then=Subquery(newest[:1])))
    rows = GoalIndicator.objects.filter(
        indicator=indicator, plan__unit__path__contains=[unit.pk], plan__year__gte=since
    ).order_by()
    columns = ("plan__unit", "plan__year", "key")
    return {
        (at, year)
        for at, year, key, document in rows.annotate(in_force=in_force).values_list(*columns, "in_force")
        if document is None or key in printed_in(read_value(document))
    }


def _follow_ups(person: User, indicator: Indicator, unit: Unit, since: int) -> Sequence[FollowUp]:
    """Those whose unit has a plan with the indicator, each with its round's `exception` for it, if any."""
    exception = RoundIndicator.objects.filter(round=OuterRef("round"), indicator=indicator).values("is_due")
    has_row = GoalIndicator.objects.filter(indicator=indicator, plan__year__gte=since).values("plan__unit")
    rows = FollowUp.objects.visible_to(person).filter(
        unit__path__contains=[unit.pk], unit__in=has_row, round__year__gte=since
    )
    return list(rows.select_related("round__period").annotate(exception=Subquery(exception[:1])))


def _targets(
    person: User, indicator: Indicator, units: Mapping[int, Unit], since: int
) -> Mapping[tuple[int, int], Sequence[Target]]:
    """By unit and year, in the order in which they came to hold."""
    rows = targets_visible_to(person).filter(indicator=indicator, unit__in=list(units), year__gte=since)
    found: dict[tuple[int, int], list[Target]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: (each.since or datetime.date.min, each.pk)):
        found[row.unit_id, row.year].append(row)
    return found
