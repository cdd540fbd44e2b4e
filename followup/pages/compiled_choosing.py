"""Where a controller chooses what her report holds and quotes, in which order, and writes its cover."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from followup.actions.reports import SUBJECT
from followup.models import Report, Round
from followup.pages.compiled import place_of
from followup.pages.followup import Step
from followup.pages.judging_parts import ProsePart
from followup.reports.choosing import GOAL_PARTS, Chosen
from followup.reports.compiled import shortened
from followup.reports.compiled_reading import above, quotes_of, template_of, usual_title
from followup.reports.compiled_sources import Quoted
from followup.reports.quotable import QuotableUnit, read_quotable
from goals.pages.conflicts import ConflictPage, conflict_between
from goals.pages.markup import text_html
from vp.history.models import Change
from vp.org.access import Actor
from vp.org.models import Unit
from vp.richtext import clean, plain
from vp.saving import Saved

_STEPS = {"begin": "Påbörjad", "finish": "Färdigställd", "reopen": "Öppnad igen"}
HINTS = {
    "own_texts": "Sammanfattningen här ovanför, och det som ni har skrivit i er egen uppföljning.",
    "own_goals": "Hur ni bedömer era egna mål, med er analys.",
    "judgements": "En tabell vid varje mål: enhet, bedömning och varför.",
    "indicators": "Enheternas värden tillsammans, med hur många som har svarat, och diagram.",
    "deviations": "Aktiviteter som är försenade, utgår eller har passerat sitt slutdatum.",
    "extracts": "De texter från enheterna som du väljer här nedanför.",
    "economy": "Summor över enheterna, och netto per enhet.",
    "appendices": "Varje enhets hela rapport sist i PDF:en.",
}


@dataclass(frozen=True)
class PartLine:
    """A part: `is_first` and `is_last` have nowhere to go. `at_goals`: it stands under each goal."""

    kind: str
    label: str
    hint: str
    is_included: bool
    at_goals: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class QuoteLine:
    """A text of a unit's that may be quoted. `name` is its field's value."""

    name: str
    heading: str
    begins: str
    is_quoted: bool


@dataclass(frozen=True)
class UnitLine:
    unit: str
    quotes: Sequence[QuoteLine]

    @property
    def chosen(self) -> int:
        return sum(each.is_quoted for each in self.quotes)


@dataclass(frozen=True)
class ChoosingPage:
    """`arrangement` and `version` are what was looked at: 0 and 1 before anybody has written."""

    unit: Unit
    round: Round
    within: Sequence[Unit]
    address: str
    reading: str
    arrangement: int
    version: int
    cover: Report
    usual_title: str
    dated_on: str
    proposal: ProsePart
    summary: ProsePart
    parts: Sequence[PartLine]
    units: Sequence[UnitLine]
    quoted: int
    may_finish: bool
    is_finished: bool
    steps: Sequence[Step]


def choosing_page(unit: Unit, round_: Round, reader: Actor) -> ChoosingPage:
    """Of a report that is finished only that it is."""
    where = place_of(round_, unit)
    report = Report.objects.filter(round=round_, unit=unit).first()
    is_finished = report is not None and report.is_finished
    template = template_of(unit, report)
    words = report or Report(handled_by=template.handled_by, addressed_to=template.addressed_to)
    units = [] if is_finished else list(_units(read_quotable(unit, round_, reader), quotes_of(report)))
    return ChoosingPage(
        unit=unit,
        round=round_,
        within=above(unit),
        address=reverse("followup:choose_compiled", args=where),
        reading=reverse("followup:compiled", args=where),
        arrangement=report.arrangement if report else 0,
        version=words.version,
        cover=words,
        usual_title=usual_title(round_),
        dated_on=words.dated_on.isoformat() if words.dated_on else "",
        proposal=_prose("proposal", words.proposal),
        summary=_prose("summary", words.summary),
        parts=part_lines(template.parts),
        units=units,
        quoted=sum(each.chosen for each in units),
        may_finish=round_.is_closed,
        is_finished=is_finished,
        steps=_steps(report, reader) if report else (),
    )


def _steps(report: Report, reader: Actor) -> list[Step]:
    """Begun, finished and opened again, the newest first."""
    kept = Change.objects.of(SUBJECT, report.key).visible_to(reader).filter(action__in=_STEPS)
    return [
        Step(action, _STEPS[action], timezone.localtime(at).strftime("%Y-%m-%d %H:%M"), by, reason)
        for action, at, by, reason in kept.values_list("action", "at", "by_name", "reason")
    ]


LABELS = {
    "title": "Rubrik",
    "registry_number": "Diarienummer",
    "handled_by": "Handläggare",
    "addressed_to": "Till",
    "dated_on": "Datum",
    "proposal": "Förslag till beslut",
    "summary": "Sammanfattning",
}


def cover_conflict(row: Saved, sent: Mapping[str, str]) -> ConflictPage:
    """Two have written on the cover: the fields of whoever saved first, beside what was sent. One query."""
    assert isinstance(row, Report)  # noqa: S101  the only row with a cover
    theirs = {name: str(getattr(row, name) or "") for name in LABELS}
    shown = {name: (_read(name, theirs[name]), _read(name, sent.get(name, ""))) for name in LABELS}
    return conflict_between(SUBJECT, row, key="forsattsblad", fields=theirs, shown=shown, labels=LABELS)


def _read(name: str, value: str) -> str:
    return plain(clean(value)) if name in {"proposal", "summary"} else value


def part_lines(parts: Sequence[Chosen]) -> list[PartLine]:
    last = len(parts) - 1
    return [
        PartLine(
            kind=each.kind,
            label=each.label,
            hint=HINTS[each.kind],
            is_included=each.is_included,
            at_goals=each.kind in GOAL_PARTS,
            is_first=at == 0,
            is_last=at == last,
        )
        for at, each in enumerate(parts)
    ]


def moved(parts: Sequence[Chosen], kind: str, do: str) -> list[Chosen]:
    """The parts after a button was pressed: `upp`, `ner`, `med`, `inte-med`; the same where it can't be."""
    made = list(parts)
    at = next((n for n, each in enumerate(made) if each.kind == kind), None)
    if at is None:
        return made
    if do in {"med", "inte-med"}:
        made[at] = Chosen(kind, do == "med")
    to = at + {"upp": -1, "ner": 1}.get(do, 0)
    if 0 <= to < len(made):
        made[at], made[to] = made[to], made[at]
    return made


def name_of(follow_up: int, goal: uuid.UUID | None, heading: str) -> str:
    """What a text is called in a form: `12/mal/…` or `12/rubrik/Analys`."""
    return f"{follow_up}/mal/{goal}" if goal else f"{follow_up}/rubrik/{heading}"


def quote_of(name: str) -> Quoted | None:
    """The text of that name; None where it can't be read."""
    follow_up, kind, rest = [*name.split("/", 2), "", ""][:3]
    if not follow_up.isascii() or not follow_up.isdigit() or len(follow_up) > 18 or "\0" in rest:
        return None
    if kind == "rubrik" and rest:
        return Quoted(int(follow_up), heading=rest[:200])
    try:
        return Quoted(int(follow_up), goal=uuid.UUID(rest)) if kind == "mal" else None
    except ValueError:
        return None


def _units(found: Sequence[QuotableUnit], quotes: Sequence[Quoted]) -> Iterator[UnitLine]:
    chosen = {name_of(each.follow_up, each.goal, each.heading) for each in quotes}
    for unit in found:
        lines = []
        for text in unit.texts:
            name = name_of(unit.follow_up, text.goal, text.heading)
            heading = f"Analys: {text.heading}" if text.goal else text.heading
            lines.append(QuoteLine(name, heading, shortened(text.body), name in chosen))
        yield UnitLine(unit.name, lines)


def _prose(name: str, body: str) -> ProsePart:
    return ProsePart(name, text_html("", 4, "", body) if body else SafeString(), body)
