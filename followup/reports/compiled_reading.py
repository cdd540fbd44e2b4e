"""A compiled report as somebody may read it, in a fixed number of queries however many its units are.

Units in a closed round are read from their newest frozen versions, also while one of them is reopened; those
in an open one from their rows. Only follow-ups that the reader sees are read, so they alone are counted.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Max

from followup.building import document_of_sheet
from followup.document import FollowUpDocument, PeriodDocument
from followup.document_reader import read_value
from followup.models import FollowUp, FollowUpVersion, Report, ReportVersion, Round
from followup.reading import read_sheets
from followup.reports.choosing import AT_FIRST, Chosen, Template, chosen_after, chosen_in
from followup.reports.compiled import Asked, compiled
from followup.reports.compiled_document import CompiledDocument, CoverDocument
from followup.reports.compiled_json import read_compiled
from followup.reports.compiled_sources import IndicatorSource, Quoted, Sources, UnitSource
from goals.models import Goal
from indicators.kinds import Aggregation
from indicators.models import Indicator, Measurement
from vp.org.access import Actor, Permission, area, can
from vp.org.models import Unit


@dataclass(frozen=True)
class ShownReport:
    """A report as it is shown to somebody. `report` is None before anybody has written in it.

    `sources` is what a draft was made of; None of a finished version. `is_draft`: the reader sees what is
    being written; else it is a version, or what is public of a round whose report isn't finished.
    `corrected` are the units that have a newer version than a finished report has, for whoever writes it.
    """

    unit: Unit
    round: Round
    within: Sequence[Unit]
    report: Report | None
    document: CompiledDocument
    is_draft: bool
    writes: bool
    parts: Sequence[Chosen] = ()
    quotes: Sequence[Quoted] = ()
    sources: Sources | None = None
    sha256: str = ""
    corrected: Sequence[str] = ()

    @property
    def is_frozen(self) -> bool:
        return self.sources is None


def reads_below(reader: Actor, unit: Unit) -> bool:
    """Whether somebody reads the drafts of all that stands below the unit."""
    return area(reader, Permission.READ_DRAFT).covers_below(unit)


def read_report(unit: Unit, round_: Round, reader: Actor) -> ShownReport | None:
    """What the reader is shown; None where there is nothing for her yet. The round comes with its period."""
    within = above(unit)
    report = Report.objects.filter(round=round_, unit=unit).first()
    is_draft = reads_below(reader, unit) and not (report and report.is_finished)
    if not is_draft:
        version = newest_version(report)
        if version is not None:
            return _frozen(unit, round_, within, report, version, reader)
        if not round_.is_closed:
            return None
    sources = read_sources(unit, round_, reader)
    if not (is_draft or sources.own or sources.below):
        return None
    template = template_of(unit, report) if is_draft else AT_FIRST
    quotes = quotes_of(report) if is_draft else []
    asked = asked_of(unit, round_, within, report if is_draft else None, template, quotes)
    return ShownReport(
        unit=unit,
        round=round_,
        within=within,
        report=report,
        document=compiled(asked, sources),
        is_draft=is_draft,
        writes=can(reader, Permission.DECIDE, unit),
        parts=template.parts,
        quotes=quotes,
        sources=sources,
    )


def above(unit: Unit) -> list[Unit]:
    """The units above, the top one first: those that came with it (`select_related`), else in one query."""
    found: list[Unit] = []
    at = unit
    while at.parent_id and Unit._meta.get_field("parent").is_cached(at) and at.parent:
        at = at.parent
        found.insert(0, at)
    return found if len(found) == len(unit.path) - 1 else list(Unit.objects.above(unit))


def newest_version(report: Report | None) -> ReportVersion | None:
    return report.versions.order_by("-number").first() if report else None


def _frozen(
    unit: Unit,
    round_: Round,
    within: Sequence[Unit],
    report: Report | None,
    version: ReportVersion,
    reader: Actor,
) -> ShownReport:
    writes = can(reader, Permission.DECIDE, unit)
    document = read_compiled(version.document)
    return ShownReport(
        unit=unit,
        round=round_,
        within=within,
        report=report,
        document=document,
        is_draft=False,
        writes=writes,
        sha256=version.sha256,
        corrected=_corrected(document) if writes else (),
    )


def _corrected(document: CompiledDocument) -> list[str]:
    """The units that have been closed again since, with something else to say."""
    versions = {each.key: each for each in document.units if each.key and each.version}
    rows = FollowUpVersion.objects.filter(follow_up__key__in=list(versions)).values_list("follow_up__key")
    newest = dict(rows.annotate(Max("number")))
    return [each.name for key, each in versions.items() if newest.get(key, 0) > (each.version or 0)]


def quotes_of(report: Report | None) -> list[Quoted]:
    if report is None:
        return []
    return [Quoted(*row) for row in report.extracts.values_list("follow_up", "goal_key", "heading")]


def chosen_parts(unit: Unit, round_: Round) -> tuple[Chosen, ...]:
    """The parts of a unit's report as they stand now."""
    return template_of(unit, Report.objects.filter(round=round_, unit=unit).first()).parts


def template_of(unit: Unit, report: Report | None) -> Template:
    """As the controller has chosen; before she has, as for the unit's latest report."""
    if report is None:
        return chosen_after(Report.objects.latest_of(unit).first())
    return Template(chosen_in(report))


def asked_of(
    unit: Unit,
    round_: Round,
    within: Iterable[Unit],
    report: Report | None,
    template: Template,
    quotes: Sequence[Quoted],
) -> Asked:
    """`report` is None where nobody's words are to be shown."""
    period = round_.period
    words = report or Report(handled_by=template.handled_by, addressed_to=template.addressed_to)
    return Asked(
        year=round_.year,
        code=round_.code,
        name=round_.name,
        period=PeriodDocument(period.code, period.name, period.starts_on, period.ends_on),
        unit=unit.name,
        within=tuple(each.name for each in within),
        partly_from=round_.partly_from,
        parts=template.parts,
        cover=CoverDocument(
            title=words.title or usual_title(round_),
            registry_number=words.registry_number,
            handled_by=words.handled_by,
            addressed_to=words.addressed_to,
            dated_on=words.dated_on,
            proposal=words.proposal,
        ),
        summary=words.summary,
        quotes=quotes,
    )


def usual_title(round_: Round) -> str:
    """What a report is called until somebody gives it a title of its own."""
    return f"{round_.name} {round_.year}"


def read_sources(unit: Unit, round_: Round, reader: Actor) -> Sources:
    """The unit's follow-up of the round's code and those below it, as far as the reader sees them."""
    rows = FollowUp.objects.visible_to(reader).filter(
        round__year=round_.year, round__code=round_.code, unit__path__contains=[unit.pk]
    )
    follow_ups = list(rows.select_related("round__period", "unit").in_tree())
    found = _documents(follow_ups)
    sources = [found[row.pk] for row in follow_ups if row.pk in found]
    indicators = _indicators(sources)
    return Sources(
        own=next((each for each in sources if each.unit == unit.pk), None),
        below=tuple(each for each in sources if each.unit != unit.pk),
        shows=_shown([each.unit for each in sources], round_.year),
        indicators={each.key: IndicatorSource(each.measure, each.periodicity) for each in indicators},
        answered=_answered(sources, indicators),
    )


def _documents(follow_ups: Sequence[FollowUp]) -> dict[int, UnitSource]:
    """By id: the newest version of each in a closed round, and the rows of the others."""
    closed = [row.pk for row in follow_ups if row.round.is_closed]
    newest = FollowUpVersion.objects.filter(follow_up__in=closed).order_by("follow_up", "-number")
    versions = {each.follow_up_id: each for each in newest.distinct("follow_up")} if closed else {}
    documents: dict[int, FollowUpDocument] = {pk: read_value(each.document) for pk, each in versions.items()}
    open_ones: dict[int, list[FollowUp]] = defaultdict(list)
    for row in follow_ups:
        if not row.round.is_closed:
            open_ones[row.round_id].append(row)
    for rows in open_ones.values():
        sheets = read_sheets(rows, alone=True)
        documents |= {pk: document_of_sheet(sheet) for pk, sheet in sheets.items()}
    return {
        row.pk: UnitSource(
            row.pk,
            row.key,
            tuple(row.unit.path),
            documents[row.pk],
            versions[row.pk].number if row.pk in versions else None,
            versions[row.pk].sha256 if row.pk in versions else "",
        )
        for row in follow_ups
        if row.pk in documents
    }


def _shown(units: Iterable[int], year: int) -> dict[tuple[int, uuid.UUID], uuid.UUID]:
    rows = Goal.objects.filter(plan__unit__in=list(units), plan__year=year).exclude(source=None).order_by()
    found = rows.annotate(shown=F("source__key")).values_list("plan__unit", "key", "shown")
    return {(unit, key): shown for unit, key, shown in found}


def _indicators(sources: Iterable[UnitSource]) -> list[Indicator]:
    keys = {
        row.indicator
        for each in sources
        for goal in each.document.walk_goals()
        for row in goal.indicators
        if row.indicator and row.is_due
    }
    return list(Indicator.objects.filter(key__in=keys))


def _answered(
    sources: Sequence[UnitSource], indicators: Iterable[Indicator]
) -> dict[tuple[int, uuid.UUID], datetime.datetime]:
    """Asked only where somebody's latest value is everybody's."""
    latest = [each.pk for each in indicators if each.aggregation == Aggregation.LATEST]
    if not latest:
        return {}
    document = sources[0].document
    rows = Measurement.objects.filter(
        indicator__in=latest,
        unit__in=[each.unit for each in sources],
        period__year=document.year,
        period__ends_on__lte=document.period.end,
    )
    found = rows.order_by("changed_at").values_list("unit", "indicator__key", "changed_at")
    return {(unit, key): at for unit, key, at in found}
