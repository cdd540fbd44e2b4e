"""An indicator for all units together, computed from what each unit's document says; pure.

A unit that has due units below it is made of theirs and doesn't count beside them, as in
`indicators.wholes`. A value that the committee has given itself is the committee's.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from followup.document import FigureDocument, IndicatorFollowUp, OutcomeDocument, PeriodDocument
from followup.reports.compiled_document import ValueDocument, WholeDocument
from followup.reports.compiled_sources import IndicatorSource, Sources, UnitSource
from followup.reports.compiled_tree import Node
from indicators.aggregation import Part, Whole, combine
from indicators.aims import aim_of
from indicators.attainment import judge
from indicators.kinds import Aggregation
from indicators.outcomes import Figure, Measure, Outcome
from indicators.periods import Stretch, covered

FEWEST = 2
"""So many units share an indicator that isn't the committee's; else it stands in the unit's own report."""
_SIXTH = Decimal("0.000001")
_Row = tuple[UnitSource, IndicatorFollowUp]


def wholes_by_node(
    nodes: Iterable[Node], sources: Sources, threshold: Decimal
) -> dict[int, list[WholeDocument]]:
    """By the id() of the node: an indicator stands once, at the committee's goal if it has it there."""
    placed: dict[uuid.UUID | str, list[tuple[Node, _Row]]] = {}
    for node in nodes:
        for source, row in node.rows:
            placed.setdefault(row.indicator or row.name, []).append((node, (source, row)))
    found: dict[int, list[WholeDocument]] = {}
    for rows in placed.values():
        gathered = _Gathered.of([row for _, row in rows], sources)
        if gathered.own is None and len(gathered.lowest) < min(FEWEST, len(sources.lowest)):
            continue
        node = next((node for node, (source, _) in rows if source is sources.own), rows[0][0])
        found.setdefault(id(node), []).append(gathered.whole(sources, threshold))
    return found


@dataclass(frozen=True)
class _Gathered:
    """The rows of one indicator: the committee's, and those of the lowest units that are to give it."""

    own: IndicatorFollowUp | None
    lowest: Sequence[_Row]

    @classmethod
    def of(cls, rows: Iterable[_Row], sources: Sources) -> _Gathered:
        by_unit: dict[int, _Row] = {}
        for source, row in rows:
            by_unit.setdefault(source.unit, (source, row))
        own = by_unit.pop(sources.own.unit, None) if sources.own else None
        above = {pk for source, _ in by_unit.values() for pk in source.path[:-1]}
        order = {each.unit: n for n, each in enumerate(sources.below)}
        lowest = [by_unit[unit] for unit in sorted(by_unit, key=order.__getitem__) if unit not in above]
        return cls(own[1] if own else None, lowest)

    def whole(self, sources: Sources, threshold: Decimal) -> WholeDocument:
        row = self.own or self.lowest[0][1]
        kind = sources.indicators.get(row.indicator) if row.indicator else None
        kind = kind or IndicatorSource(_measure(row), row.periodicity)
        made = combine(kind.measure, self._parts(sources))
        own = outcome_of(self.own.outcome) if self.own else Outcome()
        outcome = own if own.is_reported else made.outcome
        target = self.own.target if self.own else ""
        council = next((each.council_target for each in self._rows if each.council_target), "")
        attainment, reason = _judged(kind, target or council, outcome, row.period, threshold)
        return WholeDocument(
            name=row.name,
            indicator=row.indicator,
            measured_in=row.measured_in,
            decimals=row.decimals,
            by_gender=row.by_gender,
            target=target,
            council_target=council,
            period=row.period,
            outcome=document_of(outcome),
            attainment=attainment,
            reason=reason,
            reported=made.coverage.reported,
            due=len(made.coverage.due),
            counted=made.coverage.counted,
            coverage=_coverage(made, kind.measure),
            missing=tuple(source.name for source, _ in self.lowest if source.unit in made.coverage.missing),
            values=tuple(
                ValueDocument(source.name, each.outcome, each.target, each.attainment)
                for source, each in self.lowest
            ),
        )

    @property
    def _rows(self) -> list[IndicatorFollowUp]:
        return [*([self.own] if self.own else []), *(row for _, row in self.lowest)]

    def _parts(self, sources: Sources) -> Iterable[Part]:
        for source, row in self.lowest:
            at = sources.answered.get((source.unit, row.indicator)) if row.indicator else None
            yield Part(source.unit, outcome_of(row.outcome), at)


def _coverage(made: Whole, measure: Measure) -> str:
    if not made.coverage.due:
        return "Mäts för helheten och inte av enheterna."
    if measure.aggregation == Aggregation.NONE:
        return f"{made.coverage.words} Enheternas värden läggs inte ihop."
    return made.coverage.words


def _judged(
    kind: IndicatorSource, target: str, outcome: Outcome, period: PeriodDocument | None, threshold: Decimal
) -> tuple[str, str]:
    """How the whole meets its target, and why; both empty where there is no value to judge."""
    if period is None or not outcome.is_reported:
        return "", ""
    stretch = Stretch(period.code, period.name, period.start.year, period.start.month, period.end.month)
    months = covered(stretch, accumulates=kind.measure.accumulates, periodicity=kind.periodicity)
    judgement = judge(kind.measure, aim_of(target), outcome, months, threshold).total
    return str(judgement.attainment or ""), judgement.reason


def outcome_of(document: OutcomeDocument) -> Outcome:
    """The outcome as the rules see it."""
    return Outcome(
        total=_figure(document.total),
        women=_figure(document.women),
        men=_figure(document.men),
        forecast=Figure(document.forecast),
        words=document.words,
        not_measured_because=document.not_measured_because,
    )


def document_of(outcome: Outcome) -> OutcomeDocument:
    """The outcome as it is kept: what was computed has six decimals at most."""
    return OutcomeDocument(
        total=_kept(outcome.total),
        women=_kept(outcome.women),
        men=_kept(outcome.men),
        forecast=None if outcome.forecast.value is None else outcome.forecast.value.quantize(_SIXTH),
        words=outcome.words,
        not_measured_because=outcome.not_measured_because,
    )


def _figure(figure: FigureDocument | None) -> Figure:
    return Figure(figure.value, figure.numerator, figure.denominator) if figure else Figure()


def _kept(figure: Figure) -> FigureDocument | None:
    if figure.value is None:
        return None
    return FigureDocument(figure.value.quantize(_SIXTH), figure.numerator, figure.denominator)


def _measure(row: IndicatorFollowUp) -> Measure:
    """Of an indicator that is no more: its values stand, and aren't added up."""
    return Measure(by_gender=row.by_gender, measured_in=row.measured_in, decimals=row.decimals)


Wholes = Mapping[int, Sequence[WholeDocument]]
