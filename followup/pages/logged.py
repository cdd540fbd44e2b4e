"""The values of a closed round as they were frozen: read from the document, never from rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from followup.anchors import value_anchor
from followup.document import (
    EarlierDocument,
    FigureDocument,
    FollowUpDocument,
    GoalFollowUp,
    IndicatorFollowUp,
    OutcomeDocument,
)
from followup.pages import logging_words as words
from followup.pages.logging_frame import Line, framed
from indicators.judgements import Attainment, Judgement
from indicators.outcomes import Figure, Measure


@dataclass(frozen=True)
class Logged:
    """`filled` of `count` values were given."""

    filled: int
    count: int
    table: SafeString


def logged(document: FollowUpDocument) -> Logged:
    """What was due, in the goals' order; an indicator that stands at two goals stands once."""
    lines = list({line.at: line for line in reversed(list(_lines(document)))}.values())[::-1]
    names = ["total", "women", "men", "forecast", "comment"]
    used = {name for line in lines for name in names if line.cells[name] != words.NOTHING}
    columns = [name for name in names if name in used | {"total", "comment"}]
    filled = sum(line.is_reported for line in lines)
    return Logged(filled, len(lines), framed(columns, lines))


def _lines(document: FollowUpDocument) -> Iterator[Line]:
    for goal in document.walk_goals():
        for row in goal.indicators:
            if row.is_due:
                yield _line(document, goal, row)


def _line(document: FollowUpDocument, goal: GoalFollowUp, row: IndicatorFollowUp) -> Line:
    measure, outcome = Measure(measured_in=row.measured_in, decimals=row.decimals), row.outcome
    told = {
        "total": _outcome(measure, outcome),
        "women": _figure(measure, outcome.women),
        "men": _figure(measure, outcome.men),
        "forecast": measure.words(Figure(outcome.forecast)),
        "comment": row.comment,
    }
    beside = {"before": _earlier(measure, row.previous), "last_year": _earlier(measure, row.last_year)}
    period = row.period
    is_other = period is not None and period.code != document.period.code
    return Line(
        goal=f"{goal.number} {goal.title}".strip(),
        anchor=value_anchor(row.key or ""),
        at=str(row.indicator),
        name=row.name,
        note=f"{period.name} {document.year}" if period and is_other else "",
        cells={name: escape(value) or words.NOTHING for name, value in told.items()}
        | beside
        | {"trend": "", "target": _targets(row)},
        under=_judged(row),
        is_reported=bool(told["total"]),
    )


def _outcome(measure: Measure, outcome: OutcomeDocument) -> str:
    if outcome.not_measured_because:
        return "ej mätt"
    return outcome.words or _figure(measure, outcome.total)


def _figure(measure: Measure, figure: FigureDocument | None) -> str:
    return measure.words(Figure(figure.value, figure.numerator, figure.denominator)) if figure else ""


def _earlier(measure: Measure, earlier: EarlierDocument | None) -> str:
    told = _outcome(measure, earlier.outcome) if earlier else ""
    if earlier is None or not told:
        return words.NOTHING
    return f'<span>{escape(told)}</span><span class="note">{escape(f"{earlier.code} {earlier.year}")}</span>'


def _targets(row: IndicatorFollowUp) -> str:
    council = f'<span class="note">KF {escape(row.council_target)}</span>' if row.council_target else ""
    return f"<span>{escape(row.target) or words.NOTHING}</span>{council}"


def _judged(row: IndicatorFollowUp) -> str:
    attainment = Attainment(row.attainment) if row.attainment else None
    judgement = Judgement(attainment, row.reason)
    return f'<p class="log-judged">{words.mark(judgement)}{escape(row.reason)}</p>' if row.reason else ""
