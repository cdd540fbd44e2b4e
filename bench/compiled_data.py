"""A committee of sixty units, compiled for real: reading it all, printing it all, and printing it again.

The municipality is a generated one, whose T1 is closed and T2 still open; in T2 the units are made to write
so much that each report has about 17 pages. Printing is by one process here, without workers beside it;
`bench.compiled` measures several on HTML of its own.
`python -m bench compiled_data`
"""

from __future__ import annotations

import datetime
import resource
import time
from typing import Any

import pikepdf
from django.db import connection
from django.db.models import F
from django.db.models.functions import Repeat
from django.utils import timezone

from demo.generated.making import make_municipality
from demo.generated.scope import Scope
from followup.actions.moves import close_again, reopen
from followup.actions.reports import choose_parts
from followup.actions.rounds import close_round
from followup.models import FollowUp, FollowUpText, GoalAssessment, Round
from followup.reports.choosing import AT_FIRST, Chosen
from followup.reports.compiled_printed import REPORT, file_name_of, subject_of
from followup.reports.compiled_reading import ShownReport, read_report
from vp.org.access import OPERATOR
from vp.org.models import Kind, Unit
from vp.printing import work
from vp.printing.actions import order_print
from vp.printing.models import RenderJob, State

UNITS = 60
TODAY = datetime.date(2026, 10, 5)
"""T1 is closed by then, and T2 open still."""
TIMES = 14
"""So many times as much as the generated municipality writes."""


def run() -> None:
    committee = make(UNITS)
    for code in ("T1", "T2"):
        shown, queries, took = read(committee, code)
        state = "stängd" if shown.round.is_closed else "öppen"
        print(f"  {code}, {state}: {len(shown.document.units)} enheter på {queries} frågor, {took:.2f} s")
    lengthen(committee, TIMES)
    close(committee)
    report(committee)


def make(units: int, name: str = "Sammanby") -> Unit:
    """A municipality with one committee; returns the committee."""
    make_municipality(Scope(name, 1, units, 2, TODAY), lambda steps, what: None)
    return Unit.objects.get(kind=Kind.COMMITTEE, parent__name=name)


def lengthen(committee: Unit, times: int) -> None:
    """Each text and analysis of the open round that many times over."""
    longer = Repeat(F("body"), times), Repeat(F("analysis"), times)
    of_round = {"follow_up__round__owner": committee, "follow_up__round__code": "T2"}
    FollowUpText.objects.filter(**of_round).update(body=longer[0])
    GoalAssessment.objects.filter(**of_round).update(analysis=longer[1])


def close(committee: Unit) -> None:
    round_ = Round.objects.get(owner=committee, year=TODAY.year, code="T2")
    close_round(by=OPERATOR, round_=round_, although_missing=True)


def read(committee: Unit, code: str) -> tuple[ShownReport, int, float]:
    """The report as it is shown, with how many questions were asked and how many seconds it took."""
    round_ = Round.objects.select_related("period").get(owner=committee, year=TODAY.year, code=code)
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    began = time.monotonic()
    with connection.execute_wrapper(count):
        shown = read_report(committee, round_, OPERATOR)
    assert shown is not None
    return shown, len(asked), time.monotonic() - began


def report(committee: Unit) -> None:
    """With every unit's report as an appendix: cold, and again when one unit has been corrected."""
    round_ = Round.objects.select_related("period").get(owner=committee, year=TODAY.year, code="T2")
    parts = [Chosen(each.kind) for each in AT_FIRST.parts]
    choose_parts(by=OPERATOR, round_=round_, unit=committee, parts=parts)
    for when in ("kallt", "sedan en enhet har rättats"):
        job, took, processor = printed(committee)
        with job.file.open("rb") as file:
            pages = len(pikepdf.open(file).pages)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"  {when}: {pages} sidor, {job.total} delar, {took:.1f} s i en process "
            f"(processorn {processor:.1f}), högst {peak:.0f} MB minne"
        )
        correct(round_)


def correct(round_: Round) -> None:
    """One unit's first analysis says something more, and it is closed again."""
    row = FollowUp.objects.filter(round=round_, assessments__isnull=False).select_related("unit")[0]
    until = timezone.now() + datetime.timedelta(days=1)
    reopened = reopen(by=OPERATOR, follow_up=row, until=until, reason="Fel i analysen")
    assessment = row.assessments.all()[0]
    assessment.analysis = f"<p>Rättat.</p>{assessment.analysis}"
    assessment.save()
    close_again(by=OPERATOR, follow_up=reopened)


def printed(committee: Unit) -> tuple[RenderJob, float, float]:
    """The closed round's report, printed in this process; with seconds by the clock and of its processor."""
    shown, _, _ = read(committee, "T2")
    began, processor = time.monotonic(), time.process_time()
    job = order_print(
        by=OPERATOR,
        kind=REPORT,
        subject=subject_of(shown, OPERATOR),
        unit=committee,
        file_name=file_name_of(committee, shown.round, "pdf"),
    )
    while work.print_one() is not None:
        pass
    job.refresh_from_db()
    if job.state != State.DONE:
        raise RuntimeError(f"{job}: {job.error}")
    return job, time.monotonic() - began, time.process_time() - processor
