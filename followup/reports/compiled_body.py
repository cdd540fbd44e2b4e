"""A compiled report to read: chapters as text, for page and print alike; pure.

Parts that stand at goals, and beside each other, are one run of goals, with each part under every goal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from followup.charts.chart import Chart
from followup.document import ChapterDocument
from followup.models import PartKind
from followup.reports import compiled_tables as tables
from followup.reports import words
from followup.reports.body_style import DEEPEST_HEADING, PAGE, Style
from followup.reports.body_tables import Table
from followup.reports.choosing import GOAL_PARTS
from followup.reports.compiled_document import CompiledDocument, CompiledGoal, ExtractDocument
from followup.reports.compiled_json import plain_of
from followup.reports.compiled_svg import Picture, picture_of
from followup.reports.words import Mark
from goals.printing import LEVEL_LABELS

MOST_PIECES = 8
"""More top goals than this are printed in one piece."""


NOTHING = SafeString()


@dataclass(frozen=True)
class QuotePart:
    """A unit's text: whose, from where, and how it reads."""

    unit: str
    heading: str
    body: SafeString


@dataclass(frozen=True)
class ChartPart:
    """A chart, and the same as a picture for print; None where there is nothing to draw."""

    chart: Chart
    picture: Picture | None


@dataclass(frozen=True)
class Block:
    """What one part says at a goal, or by itself. Whatever isn't there is empty."""

    kind: str
    mark: Mark | None = None
    prose: SafeString = NOTHING
    words: str = ""
    tables: tuple[Table, ...] = ()
    charts: tuple[ChartPart, ...] = ()
    quotes: tuple[QuotePart, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.mark or self.prose or self.words or self.tables or self.charts or self.quotes)


@dataclass(frozen=True)
class Section:
    """A goal, or a chapter without one (`kind` empty), with its blocks and what stands under it."""

    anchor: str
    level: int
    title: str
    kind: str = ""
    label: str = ""
    number: str = ""
    own: bool = False
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def full_title(self) -> str:
        return f"{self.number} {self.title}".strip()

    def walk(self) -> Iterator[Section]:
        """This and all under it, parents first."""
        yield self
        for each in self.sections:
            yield from each.walk()


@dataclass(frozen=True)
class Piece:
    """Sections that are printed together; `fingerprint` follows from all that they say."""

    title: str
    sections: tuple[Section, ...]
    fingerprint: str = ""

    @property
    def pictures(self) -> list[Picture]:
        """The charts that are drawn in it."""
        sections = [each for section in self.sections for each in section.walk()]
        charts = [chart for each in sections for block in each.blocks for chart in block.charts]
        return [each.picture for each in charts if each.picture]


@dataclass(frozen=True)
class CompiledBody:
    """All of a report to read. `coverage` says who is in it, `status` whether it is finished."""

    document: CompiledDocument
    title: str
    months: str
    status: str
    coverage: str
    pieces: tuple[Piece, ...]
    has_appendices: bool

    @property
    def sections(self) -> Iterator[Section]:
        for piece in self.pieces:
            for section in piece.sections:
                yield from section.walk()


def compiled_body(document: CompiledDocument, labels: Mapping[str, str], style: Style = PAGE) -> CompiledBody:
    """`labels`: what goals of each level are called, where the municipality has words of its own."""
    made = _Maker(document, {**LEVEL_LABELS, **labels}, style)
    finished = document.finished_on
    return CompiledBody(
        document=document,
        title=f"{document.cover.title}, {document.unit}",
        months=words.months_of(document.period),
        status=f"Färdigställd {finished.isoformat()}" if finished else "Utkast",
        coverage=tables.coverage_words(document),
        pieces=tuple(made.pieces()),
        has_appendices=PartKind.APPENDICES in document.parts,
    )


@dataclass(frozen=True)
class _Maker:
    document: CompiledDocument
    labels: Mapping[str, str]
    style: Style

    def pieces(self) -> Iterator[Piece]:
        document = self.document
        for is_goals, run in groupby(document.parts, lambda kind: kind in GOAL_PARTS):
            kinds = tuple(run)
            if is_goals:
                yield from self._goals(kinds)
            elif PartKind.OWN_TEXTS in kinds:
                yield from self._texts()
            if PartKind.ECONOMY in kinds:
                yield self._piece(self._economy(), document.economy)
        table = tables.unit_table(document.units)
        if table:
            section = self._chapter(
                "underlag", "Underlag", Block("units", words=tables.coverage_words(document), tables=(table,))
            )
            yield self._piece(section, *document.units)

    def _piece(self, section: Section, *data: Any) -> Piece:
        return Piece(section.full_title, (section,), self._fingerprint(data))

    def _fingerprint(self, data: Sequence[Any]) -> str:
        """Of what a piece says, and of whose report it is."""
        document = self.document
        about = [document.unit, document.year, document.code, document.name, document.version]
        said = json.dumps([about, dict(self.labels), *map(plain_of, data)], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def _chapter(
        self, anchor: str, title: str, *blocks: Block, sections: tuple[Section, ...] = ()
    ) -> Section:
        return Section(
            self.style.anchor(anchor),
            self.style.level,
            title,
            blocks=tuple(filter(None, blocks)),
            sections=sections,
        )

    def _texts(self) -> Iterator[Piece]:
        level = self.style.level + 1
        sections = []
        if self.document.summary:
            prose = self.style.prose(self.document.summary, level)
            sections.append(self._chapter("sammanfattning", "Sammanfattning", Block("prose", prose=prose)))
        for at, text in enumerate(self.document.texts, 1):
            if text.body:
                prose = self.style.prose(text.body, level)
                sections.append(self._chapter(f"text-{at}", text.heading, Block("prose", prose=prose)))
        if sections:
            data = _Texts(self.document.summary, self.document.texts)
            yield Piece(sections[0].title, tuple(sections), self._fingerprint([data]))

    def _economy(self) -> Section:
        document = self.document
        made = [tables.own_money_table, tables.sum_table, tables.unit_money_table, tables.between_table]
        found = tuple(table for each in made if (table := each(document)) is not None)
        sign = "utfall" if document.at_year_end else "prognos"
        note = (
            f"{tables.economy_words(document.economy)} Avvikelsen är {sign} minus budget: "
            "minus betyder att pengar saknas."
        )
        return self._chapter("ekonomi", "Ekonomi", Block("economy", words=note, tables=found))

    def _goals(self, kinds: tuple[str, ...]) -> Iterator[Piece]:
        """A piece for each top goal, if they aren't too many; then what is quoted without a goal."""
        prefix = f"mal-{PartKind(kinds[0]).value}"
        made = [
            (goal, section)
            for at, goal in enumerate(self.document.goals, 1)
            if (section := self._goal(goal, kinds, f"{prefix}-{at}", self.style.level)) is not None
        ]
        if len(made) > MOST_PIECES:
            goals, sections = zip(*made, strict=True)
            yield Piece("Uppföljning av mål", sections, self._fingerprint([*goals, self._kinds(kinds)]))
        else:
            for goal, section in made:
                yield Piece(section.full_title, (section,), self._fingerprint([goal, self._kinds(kinds)]))
        if PartKind.EXTRACTS in kinds and self.document.extracts:
            block = Block("extracts", quotes=self._quotes(self.document.extracts, self.style.level + 1))
            section = self._chapter("utdrag", "Utdrag ur enheternas texter", block)
            yield self._piece(section, *self.document.extracts)

    def _kinds(self, kinds: tuple[str, ...]) -> Any:
        """The kinds and the number of units, as something with fields."""
        return _Shown(kinds, len(self.document.units))

    def _goal(self, goal: CompiledGoal, kinds: Sequence[str], anchor: str, level: int) -> Section | None:
        """None where no chosen part says anything there or below."""
        below = (
            self._goal(child, kinds, f"{anchor}-{at}", level + 1) for at, child in enumerate(goal.goals, 1)
        )
        sections = tuple(each for each in below if each is not None)
        level = min(level, DEEPEST_HEADING)
        blocks = tuple(filter(None, (self._block(kind, goal, level) for kind in kinds)))
        if not (blocks or sections):
            return None
        return Section(
            anchor=self.style.anchor(anchor),
            level=level,
            title=goal.title,
            kind=goal.level,
            label=self.labels.get(goal.level, "") if goal.key else "",
            number=goal.number,
            own=goal.own,
            blocks=blocks,
            sections=sections,
        )

    def _block(self, kind: str, goal: CompiledGoal, level: int) -> Block:
        made = {
            PartKind.OWN_GOALS.value: self._own,
            PartKind.JUDGEMENTS.value: self._judgements,
            PartKind.INDICATORS.value: self._indicators,
            PartKind.DEVIATIONS.value: self._deviations,
            PartKind.EXTRACTS.value: self._extracts,
        }
        return made[kind](goal, level)

    def _own(self, goal: CompiledGoal, level: int) -> Block:
        mark = words.mark_of(goal.attainment, words.NOT_JUDGED) if goal.own else None
        return Block("own", mark=mark, prose=self.style.prose(goal.analysis, level + 1))

    def _judgements(self, goal: CompiledGoal, _level: int) -> Block:
        table = tables.judgement_table(goal.judgements)
        said = tables.judgement_words(goal, len(self.document.units))
        return Block("judgements", words=said, tables=(table,) if table else ())

    def _indicators(self, goal: CompiledGoal, _level: int) -> Block:
        table = tables.whole_table(goal.indicators)
        charts = tuple(
            ChartPart(chart, picture_of(chart))
            for row in goal.indicators
            if (chart := tables.chart_of(row)) is not None
        )
        return Block("indicators", tables=(table,) if table else (), charts=charts)

    def _deviations(self, goal: CompiledGoal, _level: int) -> Block:
        table = tables.deviation_table(goal.deviations)
        return Block("deviations", words=tables.deviation_words(goal), tables=(table,) if table else ())

    def _extracts(self, goal: CompiledGoal, level: int) -> Block:
        return Block("extracts", quotes=self._quotes(goal.extracts, level + 1))

    def _quotes(self, rows: Sequence[ExtractDocument], level: int) -> tuple[QuotePart, ...]:
        return tuple(
            QuotePart(each.unit, each.heading, self.style.prose(each.body, level + 1)) for each in rows
        )


@dataclass(frozen=True)
class _Shown:
    """What else than a goal's own words decides how it is printed."""

    kinds: tuple[str, ...]
    units: int


@dataclass(frozen=True)
class _Texts:
    summary: str
    texts: tuple[ChapterDocument, ...]
