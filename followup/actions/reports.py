"""A compiled report is written: the words of its cover, its parts and their order, and what it quotes.

The round is taken FOR SHARE and then the report FOR UPDATE. A report is made by the first write in it, after
the unit's latest one: parts, order, who handles it and whom it goes to are as they were chosen then.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from followup.actions.writing import told
from followup.models import Extract, FollowUp, PartKind, Report, ReportPart, Round
from followup.reports.choosing import Chosen, chosen_after
from goals.actions.texts import LONGEST_BODY
from vp.history.record import record, record_words
from vp.org.access import Actor, Permission, can, require
from vp.org.models import Unit
from vp.refusals import Closed, Gone, Refused, Stale
from vp.richtext import images_in, tidy
from vp.saving import Save, check_version, kept_already, mark_saved

NOT_YOURS = "Du får inte skriva i rapporten för {unit}. Det gör controllern."
IS_FINISHED = "Rapporten är färdigställd. Öppna den igen om något ska ändras."
STALE = "Någon har ändrat delarna sedan du öppnade sidan. Se hur de står nu och försök igen."
SUBJECT = "followup.report"
LINES = {
    "title": ("Rubriken", 200),
    "registry_number": ("Diarienumret", 100),
    "handled_by": ("Handläggaren", 200),
    "addressed_to": ("Till", 200),
}
"""The lines of the cover: what they are called, and how long they may be."""


@dataclass(frozen=True)
class CoverWords:
    """What stands on the cover, and the report's own summary; `proposal` and `summary` are HTML."""

    title: str = ""
    registry_number: str = ""
    handled_by: str = ""
    addressed_to: str = ""
    dated_on: datetime.date | None = None
    proposal: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Quote:
    """A text of a unit: the analysis of the goal of that key, or what stands under the heading."""

    follow_up: int
    goal: uuid.UUID | None = None
    heading: str = ""


def may_compile(actor: Actor, unit: Unit) -> bool:
    return can(actor, Permission.DECIDE, unit)


@transaction.atomic
def write_cover(*, by: Actor, round_: Round, unit: Unit, words: CoverWords, save: Save) -> int:
    """The cover and the summary, saved together; returns the version of the words.

    Raises PermissionDenied, Closed where the report is finished, and Conflict where somebody else has saved.
    """
    report = begin_report(by=by, round_=round_, unit=unit)
    values = _kept(words)
    made = kept_already(report, save)
    if made is not None:
        return made
    before = told(report, values)
    changed = [name for name, value in values.items() if getattr(report, name) != value]
    if not changed:
        return report.version
    check_version(report, save)
    for name in changed:
        setattr(report, name, values[name])
    mark_saved(report, save)
    report.save(update_fields=[*changed, "version", "saves"])
    record_words(
        by=by,
        unit=unit,
        subject=SUBJECT,
        key=report.key,
        plan_key=report.key,
        before=before,
        after=told(report, values),
    )
    return report.version


@transaction.atomic
def choose_parts(
    *, by: Actor, round_: Round, unit: Unit, parts: Sequence[Chosen], arrangement: int | None = None
) -> Report:
    """The report has these parts, in this order: each kind once. `arrangement`: that looked at."""
    report = begin_report(by=by, round_=round_, unit=unit, arrangement=arrangement)
    if sorted(each.kind for each in parts) != sorted(PartKind.values):
        raise Refused("Varje del ska stå en gång. Ladda om sidan och försök igen.")
    there = {row.kind: row for row in report.parts.all()}
    before = [_told_part(Chosen(row.kind, row.is_included)) for row in report.parts.all()]
    rows = []
    for position, each in enumerate(parts):
        row = there[each.kind]
        row.position, row.is_included = position, each.is_included
        rows.append(row)
    ReportPart.objects.bulk_update(rows, ["position", "is_included"])
    _rearranged(by, report, {"parts": before}, {"parts": [_told_part(each) for each in parts]})
    return report


@transaction.atomic
def choose_extracts(
    *,
    by: Actor,
    round_: Round,
    unit: Unit,
    quotes: Collection[Quote],
    arrangement: int | None = None,
) -> Report:
    """The report quotes these texts and no others.

    Gone where one of them is of a follow-up that isn't among the report's.
    """
    report = begin_report(by=by, round_=round_, unit=unit, arrangement=arrangement)
    named = {row.pk: row.unit.name for row in below(report)}
    if any(each.follow_up not in named or not (each.goal or each.heading) for each in quotes):
        raise Gone("En av texterna finns inte längre i den här omgången. Ladda om sidan och välj igen.")
    before = {Quote(*row) for row in report.extracts.values_list("follow_up", "goal_key", "heading")}
    if before == set(quotes):
        return report
    report.extracts.all().delete()
    Extract.objects.bulk_create(
        Extract(report=report, follow_up_id=each.follow_up, goal_key=each.goal, heading=each.heading)
        for each in dict.fromkeys(quotes)
    )
    told_of = [
        sorted(f"{named.get(each.follow_up)}: {each.heading or each.goal}" for each in them)
        for them in (before, quotes)
    ]
    _rearranged(by, report, {"extracts": told_of[0]}, {"extracts": told_of[1]})
    return report


def begin_report(
    *, by: Actor, round_: Round, unit: Unit, arrangement: int | None = None, although_finished: bool = False
) -> Report:
    """The report, made where there is none yet, held until the transaction ends.

    Raises PermissionDenied without the right, Closed where it is finished, Stale where what is chosen has
    changed since `arrangement`.
    """
    require(by, Permission.DECIDE, unit, NOT_YOURS.format(unit=unit))
    [held] = Round.objects.raw("SELECT * FROM followup_round WHERE id = %s FOR SHARE", [round_.pk])
    rows = Report.objects.select_for_update(of=("self",)).filter(round=held, unit=unit)
    report = rows.first()
    if report is None:
        report = _made(by, held, unit)
    report.round, report.unit = round_, unit
    report.round.closed_at = held.closed_at
    if report.is_finished and not although_finished:
        raise Closed(IS_FINISHED)
    if arrangement is not None and arrangement != report.arrangement:
        raise Stale(STALE)
    return report


def _made(by: Actor, round_: Round, unit: Unit) -> Report:
    """Of two who make it at the same moment the second waits for the first, and gets the first one's."""
    latest = Report.objects.latest_of(unit).first()
    chosen = chosen_after(latest)
    new = Report(
        round=round_,
        unit=unit,
        handled_by=chosen.handled_by,
        addressed_to=chosen.addressed_to,
    )
    Report.objects.bulk_create([new], ignore_conflicts=True)
    report = Report.objects.select_for_update(of=("self",)).get(round=round_, unit=unit)
    if not report.parts.exists():
        ReportPart.objects.bulk_create(
            ReportPart(report=report, kind=each.kind, position=at, is_included=each.is_included)
            for at, each in enumerate(chosen.parts)
        )
        after = {"after": str(latest.round) if latest else ""}
        tell(by, report, "begin", after=after)
    return report


def _kept(words: CoverWords) -> dict[str, Any]:
    """The words as they are kept: lines without needless spaces, tidied markup, each as long as it may be."""
    lines = {}
    for name, (label, longest) in LINES.items():
        line = " ".join(getattr(words, name).replace("\x00", "").split())
        if len(line) > longest:
            raise Refused(f"{label} är längre än {longest} tecken.")
        lines[name] = line
    bodies = {name: _body(getattr(words, name)) for name in ("proposal", "summary")}
    return {**lines, "dated_on": words.dated_on, **bodies}


def _body(markup: str) -> str:
    """The markup as it is kept."""
    if len(markup) > LONGEST_BODY:
        raise Refused("Texten är för lång för att sparas. Korta den.")
    body = tidy(markup.replace("\x00", ""))
    if images_in(body):
        raise Refused("Bilder kan inte ligga i en rapport. Ta bort bilden och spara igen.")
    return body


def below(report: Report) -> QuerySet[FollowUp]:
    """The follow-ups that the report is made of."""
    rows = FollowUp.objects.filter(
        round__year=report.round.year,
        round__code=report.round.code,
        unit__path__contains=[report.unit_id],
    )
    return rows.select_related("unit")


def _told_part(part: Chosen) -> str:
    label = PartKind(part.kind).label
    return label if part.is_included else f"{label} (inte med)"


def _rearranged(by: Actor, report: Report, before: Any, after: Any) -> None:
    report.arrangement += 1
    report.save(update_fields=["arrangement"])
    tell(by, report, "arranged", before=before, after=after)


def tell(
    by: Actor, report: Report, action: str, *, before: Any = None, after: Any = None, reason: str = ""
) -> None:
    record(
        by=by,
        unit=report.unit,
        subject=SUBJECT,
        key=report.key,
        plan_key=report.key,
        action=action,
        before=before,
        after=after,
        reason=reason,
    )
