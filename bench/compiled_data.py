"""A committee of sixty units, compiled for real: reading it all, printing it all, and printing it again.

The municipality is a generated one, whose T1 is closed and T2 still open; in T2 the units are made to write
so much that each report has about 17 pages. Printed by the real workers of `bench.compiled`.
`python -m bench compiled_data`
"""

from __future__ import annotations

import datetime
import time
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Repeat
from django.utils import timezone

from bench.compiled import measure
from demo.generated.making import make_municipality
from demo.generated.scope import Scope
from followup.actions.moves import close_again, reopen
from followup.actions.reports import choose_parts
from followup.actions.rounds import close_round
from followup.models import FollowUp, FollowUpText, GoalAssessment, Round
from followup.reports.choosing import AT_FIRST, Chosen
from followup.reports.compiled_printed import REPORT, subject_of
from followup.reports.compiled_reading import ShownReport, read_report
from vp.org.access import OPERATOR
from vp.org.models import Kind, Unit

UNITS = 60
TODAY = datetime.date(2026, 10, 5)
"""T1 is closed by then, and T2 open still."""
TIMES = 24
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
    shown, _, _ = read(committee, "T2")
    parts = [Chosen(each.kind) for each in AT_FIRST.parts]
    choose_parts(by=OPERATOR, round_=shown.round, unit=committee, parts=parts)
    subject = subject_of(shown, OPERATOR)
    corrected = "En enhet rättad"

    def before(name: str) -> None:
        if name == corrected:
            correct(shown.round)

    measure(REPORT, {"Kallt": subject, corrected: subject}, before)


def correct(round_: Round) -> None:
    """One unit's first analysis says something more, and it is closed again."""
    row = FollowUp.objects.filter(round=round_, assessments__isnull=False).select_related("unit")[0]
    until = timezone.now() + datetime.timedelta(days=1)
    reopened = reopen(by=OPERATOR, follow_up=row, until=until, reason="Fel i analysen")
    assessment = row.assessments.all()[0]
    assessment.analysis = f"<p>Rättat.</p>{assessment.analysis}"
    assessment.save()
    close_again(by=OPERATOR, follow_up=reopened)
