"""A compiled report, put together of the documents behind it; pure: of the same sources it is the same."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from followup.document import ActivityFollowUp, FollowUpDocument, PeriodDocument
from followup.economy import Total, sums_of
from followup.models import PartKind
from followup.reports.choosing import Chosen
from followup.reports.compiled_document import (
    CompiledDocument,
    CompiledGoal,
    CoverDocument,
    DeviationDocument,
    EconomyWhole,
    ExtractDocument,
    JudgedDocument,
    MoneyDocument,
    UnitDocument,
    WholeDocument,
)
from followup.reports.compiled_sources import Quoted, Sources, UnitSource
from followup.reports.compiled_tree import Node, tree_of
from followup.reports.compiled_values import wholes_by_node
from vp.richtext import clean, plain

REPORTED = frozenset({"ready", "approved"})
SLIPPED = frozenset({"delayed", "dropped"})
OVER = frozenset({"done", "dropped"})
LONGEST_WHY = 160


@dataclass(frozen=True)
class Asked:
    """Which report: its unit and round, what its controller has written, and what she has chosen."""

    year: int
    code: str
    name: str
    period: PeriodDocument
    unit: str
    within: tuple[str, ...]
    partly_from: int
    parts: Sequence[Chosen]
    cover: CoverDocument
    summary: str = ""
    quotes: Sequence[Quoted] = ()


def compiled(asked: Asked, sources: Sources) -> CompiledDocument:
    """Only the parts that are in hold anything; every count is of the units that are among the sources."""
    kinds = tuple(each.kind for each in asked.parts if each.is_included)
    own_texts = PartKind.OWN_TEXTS in kinds
    quotes = asked.quotes if PartKind.EXTRACTS in kinds else ()
    return CompiledDocument(
        year=asked.year,
        code=asked.code,
        name=asked.name,
        period=asked.period,
        unit=asked.unit,
        within=asked.within,
        cover=asked.cover,
        parts=kinds,
        units=tuple(_unit(each, sources) for each in sources.below),
        summary=asked.summary if own_texts else "",
        texts=sources.own.document.texts if own_texts and sources.own else (),
        goals=_Goals(kinds, asked, sources).all(),
        economy=_economy(sources, asked.period) if PartKind.ECONOMY in kinds else EconomyWhole(),
        extracts=tuple(_headings_quoted(quotes, sources)),
    )


def _unit(source: UnitSource, sources: Sources) -> UnitDocument:
    document = source.document
    above = sources.own.document if sources.own else None
    depth = len(above.within) + 1 if above else 0
    return UnitDocument(
        name=source.name,
        key=source.key,
        within=document.within[depth:] if above else document.within,
        status=document.status,
        is_reported=document.status in REPORTED,
        version=source.number,
        sha256=source.sha256,
    )


class _Goals:
    """The goals with what the chosen parts say at each."""

    def __init__(self, kinds: Sequence[str], asked: Asked, sources: Sources) -> None:
        self.kinds = kinds
        self.sources = sources
        self.asked = asked
        self.nodes = tree_of(sources)
        every = [node for root in self.nodes for node in root.walk()]
        threshold = Decimal(asked.partly_from) / 100
        has_indicators = PartKind.INDICATORS in kinds
        self.wholes = wholes_by_node(every, sources, threshold) if has_indicators else {}
        self.quoted = _quoted_goals(asked.quotes) if PartKind.EXTRACTS in kinds else {}

    def all(self) -> tuple[CompiledGoal, ...]:
        wanted = {*self.kinds} & {"own_goals", "judgements", "indicators", "deviations", "extracts"}
        return tuple(self._goal(node) for node in self.nodes) if wanted else ()

    def _goal(self, node: Node) -> CompiledGoal:
        judges = PartKind.OWN_GOALS in self.kinds and node.own is not None
        tells = PartKind.DEVIATIONS in self.kinds
        wholes: Sequence[WholeDocument] = self.wholes.get(id(node), ())
        return CompiledGoal(
            level=node.level,
            title=node.title,
            key=node.key,
            number=node.number,
            own=node.own is not None,
            attainment=node.own.attainment if judges and node.own else "",
            analysis=node.own.analysis if judges and node.own else "",
            units=len(node.units),
            judgements=self._judgements(node) if PartKind.JUDGEMENTS in self.kinds else (),
            indicators=tuple(wholes),
            activities=len(node.activities) if tells else 0,
            deviations=self._deviations(node) if tells else (),
            extracts=tuple(self._extracts(node)),
            goals=tuple(self._goal(child) for child in node.children),
        )

    def _judgements(self, node: Node) -> tuple[JudgedDocument, ...]:
        return tuple(
            JudgedDocument(source.name, goal.title, goal.number, goal.attainment, shortened(goal.analysis))
            for source, goal in node.goals
        )

    def _deviations(self, node: Node) -> tuple[DeviationDocument, ...]:
        return tuple(
            DeviationDocument(
                source.name, row.title, row.start, row.end, row.responsible, row.status, row.deviation,
                row.carry_over,
            )
            for source, row in node.activities
            if deviates(row, self.asked.period)
        )  # fmt: skip

    def _extracts(self, node: Node) -> Iterable[ExtractDocument]:
        for source, goal in node.goals:
            if goal.key and (source.follow_up, goal.key) in self.quoted and goal.analysis:
                yield ExtractDocument(source.name, f"{goal.number} {goal.title}".strip(), goal.analysis)


def deviates(row: ActivityFollowUp, period: PeriodDocument) -> bool:
    """Whether it slips, its last day passed within the period though it isn't over, or somebody says why."""
    is_late = row.end is not None and row.end <= period.end and row.status not in OVER
    return row.status in SLIPPED or is_late or bool(row.deviation.strip())


def shortened(analysis: str) -> str:
    """The beginning of a text, as plain words."""
    words = plain(clean(analysis))
    if len(words) <= LONGEST_WHY:
        return words
    return words[:LONGEST_WHY].rsplit(" ", 1)[0].rstrip(".,;:") + " …"


def _quoted_goals(quotes: Iterable[Quoted]) -> Mapping[tuple[int, uuid.UUID], bool]:
    return {(each.follow_up, each.goal): True for each in quotes if each.goal}


def _headings_quoted(quotes: Iterable[Quoted], sources: Sources) -> Iterable[ExtractDocument]:
    """In the order of the units and of each unit's own texts."""
    wanted = {(each.follow_up, each.heading) for each in quotes if each.goal is None}
    for source in sources.below:
        for text in source.document.texts:
            if (source.follow_up, text.heading) in wanted and text.body:
                yield ExtractDocument(source.name, text.heading, text.body)


def _economy(sources: Sources, period: PeriodDocument) -> EconomyWhole:
    lowest = {each.unit for each in sources.lowest}
    at_year_end = period.end.month == 12
    counted = [
        each
        for each in sources.lowest
        if _is_known(sums_of(each.document.economy).net, at_year_end=at_year_end)
    ]
    rows = [row for each in counted for row in each.document.economy]
    sums = sums_of(rows)
    return EconomyWhole(
        own=sources.own.document.economy if sources.own else (),
        sums=tuple(
            _money(name, total)
            for name, total in (("Kostnader", sums.costs), ("Intäkter", sums.income), ("Netto", sums.net))
            if total.budget is not None
        ),
        units=tuple(_net(each.document) for each in sources.below if each in counted),
        between=tuple(
            _net(each.document) for each in sources.below if each.unit not in lowest and each.document.economy
        ),
        counted=len(counted),
        due=len(lowest),
        missing=tuple(each.name for each in sources.lowest if each not in counted),
    )


def _is_known(net: Total, *, at_year_end: bool) -> bool:
    """Whether every row has its numbers; at the year's end nobody gives a forecast."""
    needed = [net.budget, net.outcome, *([] if at_year_end else [net.forecast])]
    return None not in needed


def _net(document: FollowUpDocument) -> MoneyDocument:
    return _money(document.unit, sums_of(document.economy).net)


def _money(name: str, total: Total) -> MoneyDocument:
    return MoneyDocument(name, total.budget, total.outcome, total.forecast)
