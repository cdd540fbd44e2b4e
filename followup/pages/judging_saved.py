"""What a thing that is judged or written lacks and asks for: as the page says it, and after each save."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.template.loader import render_to_string
from django.utils import timezone

from followup.actions.judging import AssessmentWords, StatusWords
from followup.economy import Money, deviation, per_cent, sums_of
from followup.missing import missing_in
from followup.models import ActivityStatus, EconomyRow, FollowUp, FollowUpText, GoalAssessment, RoundHeading
from followup.outlines import OutlineGoal
from followup.proposals import Proposal
from followup.reading import ActivityRow, GoalRow, Sheet, TextRow
from goals.document import ActivityDocument
from indicators.judgements import Attainment
from indicators.numbers import NO_BREAK_SPACE, written
from vp.richtext import tidy

NOTHING = "–"
_NOWHERE = uuid.UUID(int=0)


def after_goal(follow_up: FollowUp, words: AssessmentWords, proposed: str) -> dict[str, str]:
    """`proposed` is what the page proposed: the judgement is held against what its judge saw."""
    proposal = Proposal(Attainment(proposed) if proposed in set(Attainment) else None)
    assessment = GoalAssessment(attainment=words.attainment, analysis=tidy(words.analysis))
    row = GoalRow(_stub(inherited=False), assessment, proposal=proposal)
    return {"lacks": _lacks(follow_up, goals=(row,)), "needs": needs_words(row)}


def after_activity(follow_up: FollowUp, words: StatusWords, activity: ActivityDocument) -> dict[str, str]:
    """`activity` has the last day that the page showed."""
    status = ActivityStatus(status=words.status, deviation=words.deviation)
    row = ActivityRow(activity, status)
    goal = GoalRow(_stub(inherited=True), activities=(row,))
    return {"lacks": _lacks(follow_up, goals=(goal,)), "late": late_words(row)}


def after_text(follow_up: FollowUp, body: str, *, required: bool) -> dict[str, str]:
    """`required`: whether the page said that the text has to be written."""
    heading = RoundHeading(pk=0, required=required)
    row = TextRow(heading, FollowUpText(heading=heading, body=tidy(body)))
    return {"lacks": _lacks(follow_up, texts=(row,))}


def after_economy(follow_up: FollowUp, key: uuid.UUID | None) -> dict[str, str]:
    """The sums as HTML, and what is said of the row with the key if it is there; in one query."""
    rows = list(EconomyRow.objects.filter(follow_up=follow_up))
    at_year_end = follow_up.round.period.ends_on.month == 12
    sums = {"sums": sum_lines(rows, at_year_end)}
    said: dict[str, str] = {"sums": render_to_string("followup/judging/sums.html", sums)}
    for row in rows:
        if row.key == key:
            said["lacks"] = _lacks(follow_up, economy=(row,))
            said["deviation"] = deviation_words(row, at_year_end)
    return said


def needs_words(row: GoalRow) -> str:
    """Why the judgement has to be explained; empty where it needn't be, or has been."""
    if not row.lacks_analysis:
        return ""
    if row.proposal.attainment is not None and row.attainment != row.proposal.attainment:
        return "Skriv varför du bedömer målet på ett annat sätt än förslaget."
    return "Skriv varför målet inte uppfylls helt."


def late_words(row: ActivityRow) -> str:
    """That its last day has passed though it is neither done nor dropped; else empty."""
    return "Slutdatumet har passerat." if row.is_late_on(timezone.localdate()) else ""


@dataclass(frozen=True)
class SumLine:
    """What rows come to, as it is written."""

    label: str
    budget: str
    outcome: str
    forecast: str
    deviation: str


def sum_lines(rows: Sequence[EconomyRow], at_year_end: bool) -> list[SumLine]:
    """Costs, income and what is left of them; nothing of no rows."""
    if not rows:
        return []
    sums = sums_of(rows)
    lines = {"Kostnader": sums.costs, "Intäkter": sums.income, "Resultat": sums.net}
    return [
        SumLine(
            label,
            amount(total.budget),
            amount(total.outcome),
            amount(total.forecast),
            deviation_words(total, at_year_end),
        )
        for label, total in lines.items()
    ]


def amount(value: object) -> str:
    """`−1 200`, or a dash where there is nothing."""
    return written(value) if value is not None else NOTHING  # type: ignore[arg-type]


def deviation_words(row: Money, at_year_end: bool) -> str:
    """`−10 (1 %)`: what is lacking, and its part of the budget."""
    missed = deviation(row, at_year_end=at_year_end)
    part = per_cent(row, at_year_end=at_year_end)
    if missed is None or part is None:
        return amount(missed)
    rounded = part.quantize(Decimal("0.1") if part < 10 else Decimal(1), ROUND_HALF_UP)
    return f"{written(missed)} ({written(rounded)}{NO_BREAK_SPACE}%)"


def _lacks(
    follow_up: FollowUp,
    *,
    goals: tuple[GoalRow, ...] = (),
    texts: tuple[TextRow, ...] = (),
    economy: tuple[EconomyRow, ...] = (),
) -> str:
    """What a follow-up of nothing but this would lack."""
    sheet = Sheet(follow_up, plan=None, above=(), goals=goals, texts=texts, economy=economy)
    return next((each.words for each in missing_in(sheet, timezone.localdate())), "")


def _stub(*, inherited: bool) -> OutlineGoal:
    return OutlineGoal(_NOWHERE, None, 0, "", "", "", inherited)
