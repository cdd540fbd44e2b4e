"""A compiled report is finished, which freezes it and makes it public; and opened again, for a reason."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from followup.actions.reports import begin_report, below, tell
from followup.models import Report, ReportVersion, Round
from followup.reports.choosing import Template, chosen_in
from followup.reports.compiled import compiled
from followup.reports.compiled_reading import above, asked_of, read_sources
from followup.reports.compiled_sources import Quoted
from vp.history.models import Change
from vp.org.access import Actor
from vp.org.models import Unit, User
from vp.refusals import Refused


@transaction.atomic
def finish_report(*, by: Actor, round_: Round, unit: Unit, arrangement: int | None = None) -> ReportVersion:
    """The report as it stands, frozen as its next version, for everybody in the municipality to read.

    Refused in words until every follow-up behind it is closed.
    """
    report = begin_report(by=by, round_=round_, unit=unit, arrangement=arrangement)
    _check_closed(report)
    number = (report.versions.aggregate(Max("number"))["number__max"] or 0) + 1
    reason = _reason(report) if number > 1 else ""
    quotes = [Quoted(*row) for row in report.extracts.values_list("follow_up", "goal_key", "heading")]
    within = above(unit)
    asked = asked_of(unit, round_, within, report, Template(chosen_in(report)), quotes)
    document = compiled(asked, read_sources(unit, round_, by))
    frozen = document.finished(number, timezone.localdate(), reason)
    version = ReportVersion.objects.create(
        report=report,
        number=number,
        document=frozen.to_dict(),
        sha256=frozen.sha256(),
        reason=reason,
        frozen_by=by if isinstance(by, User) else None,
    )
    report.finished_at = timezone.now()
    report.finished_by = by if isinstance(by, User) else None
    report.save(update_fields=["finished_at", "finished_by"])
    tell(by, report, "finish", after={"version": number, "sha256": version.sha256})
    return version


@transaction.atomic
def reopen_report(*, by: Actor, round_: Round, unit: Unit, reason: str) -> Report:
    """Opened for changes; others read the finished version until it is finished again."""
    report = begin_report(by=by, round_=round_, unit=unit, although_finished=True)
    if not report.is_finished:
        raise Refused("Rapporten är inte färdigställd, så den är redan öppen.")
    if not reason.strip():
        raise Refused("Skriv varför rapporten öppnas igen.")
    report.finished_at, report.finished_by = None, None
    report.save(update_fields=["finished_at", "finished_by"])
    tell(by, report, "reopen", reason=reason.strip())
    return report


def _check_closed(report: Report) -> None:
    rows = below(report)
    if not report.round.is_closed or rows.filter(round__closed_at=None).exists():
        raise Refused("Rapporten kan färdigställas när omgången är stängd, så att inget i den ändras.")
    if corrected := [row.unit.name for row in rows.exclude(reopened_until=None)]:
        names = ", ".join(corrected)
        raise Refused(f"Uppföljningen rättas just nu för {names}. Stäng den igen och försök sedan.")


def _reason(report: Report) -> str:
    """Why it was opened again, as the history has it."""
    kept = Change.objects.filter(subject="followup.report", key=report.key, action="reopen")
    return kept.order_by("-at", "-pk").values_list("reason", flat=True).first() or ""
