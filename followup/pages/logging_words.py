"""Values in words and as they are typed: what stands in a row's fields, beside them and under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString

from followup.pages.sparkline import sparkline
from indicators.held import Earlier
from indicators.judgements import Judgement
from indicators.log_rows import LogRow
from indicators.models import Measurement
from indicators.numbers import written
from indicators.outcomes import NUMBERS, Figure, Measure, Outcome
from indicators.periods import Stretch
from indicators.questions import Question
from vp.org.models import Kind, Unit

FIELDS = (*NUMBERS, "forecast", "not_measured_because", "comment")
"""What a row's form holds, by the names of `indicators.entries.Given`."""
LABELS: Mapping[str, str] = {
    "total": "Utfall",
    "numerator": "Täljare",
    "denominator": "Nämnare",
    "women": "Kvinnor",
    "women_numerator": "Kvinnor, täljare",
    "women_denominator": "Kvinnor, nämnare",
    "men": "Män",
    "men_numerator": "Män, täljare",
    "men_denominator": "Män, nämnare",
    "forecast": "Prognos helår",
    "not_measured_because": "Varför det inte är mätt",
    "comment": "Kommentar",
}
NOTHING = "–"
"""What an empty cell shows."""
_WHOSE = {Kind.COUNCIL: "KF", Kind.COMMITTEE: "Nämnden", Kind.DEPARTMENT: "Avdelningen", Kind.UNIT: "Enheten"}


def typed(row: Measurement | None) -> dict[str, str]:
    """The row's fields as somebody would type them; read again they come to the same."""
    if row is None:
        return dict.fromkeys(FIELDS, "")
    numbers = {name: getattr(row, name) for name in (*NUMBERS, "forecast")}
    fields = {name: "" if number is None else written(number) for name, number in numbers.items()}
    fields["total"] = row.written or row.words or fields["total"]
    return fields | {"not_measured_because": row.not_measured_because, "comment": row.comment}


def outcome_words(measure: Measure, outcome: Outcome) -> str:
    """`78,5 %`, its words, or `ej mätt`; empty where there is nothing."""
    if outcome.not_measured_because:
        return "ej mätt"
    return outcome.words or measure.words(outcome.total)


def reads(row: LogRow) -> dict[str, str]:
    """What numerators and denominators come to, by the field that they make."""
    figures = {"total": row.outcome.total, "women": row.outcome.women, "men": row.outcome.men}
    return {name: comes_to(row.measure, figure) for name, figure in figures.items()}


def comes_to(measure: Measure, figure: Figure) -> str:
    """`= 78,5 %`; empty of what isn't made of parts."""
    return f"= {measure.words(figure)}" if figure.is_computed else ""


def targets(row: LogRow, above: Mapping[int, Unit]) -> SafeString:
    """The unit's target, and under it those of the units above, the nearest first. `above`: all by id."""
    lines: list[str] = []
    for target in row.targets:
        unit = above.get(target.unit)
        words = escape(target.words) or NOTHING
        if unit is None:
            lines.insert(0, f"<span>{words}</span>")
        elif target.words:
            lines.append(f'<span class="note">{_WHOSE[Kind(unit.kind)]} {words}</span>')
    return SafeString("".join(lines) or NOTHING)  # escaped above


def earlier(row: LogRow, other: Earlier | None) -> SafeString:
    """A value of another period, and which."""
    words = outcome_words(row.measure, other.outcome) if other else ""
    if other is None or not words:
        return SafeString(NOTHING)
    when = escape(_when(other.stretch))
    return SafeString(f'<span>{escape(words)}</span><span class="note">{when}</span>')


def _when(stretch: Stretch) -> str:
    """`T1 2027`, `Kvartal 2 2027`, `Juli 2027`: the codes of follow-ups are what people call them."""
    return f"{stretch.name if stretch.code[:1] in 'KMH' else stretch.code} {stretch.year}"


def trend(row: LogRow) -> SafeString:
    """A line through the latest values, told by its ends; nothing of less than two."""
    if len(row.trend) < 2:
        return SafeString()
    first, last = (
        f"{row.measure.words(each.figure)} ({_when(each.stretch)})" for each in (row.trend[0], row.trend[-1])
    )
    values = [float(each.figure.value) for each in row.trend if each.figure.value is not None]
    goal = row.aim.number
    told = f"Trend: {len(values)} värden, från {first} till {last}"
    return sparkline(values, told, float(goal) if goal is not None else None)


def said(row: LogRow, threshold: Decimal, questions: Iterable[Question] = ()) -> SafeString:
    """What is said under a row: how it meets its target and why, and what is asked of it.

    `questions` are those that were asked of what was typed.
    """
    if row.measurement is None:
        return SafeString()
    asked = dict.fromkeys(each.words for each in (*questions, *row.questions()))
    listed = "".join(f"<li>{escape(words)}</li>" for words in asked)
    questions_ = f'<ul class="log-questions">{listed}</ul>' if listed else ""
    return SafeString(_judged(row, threshold) + questions_)  # escaped above and below


def _judged(row: LogRow, threshold: Decimal) -> str:
    if not row.outcome.is_reported:
        return ""
    judgements = row.judge(threshold)
    words = outcome_words(row.measure, row.outcome)
    reason = row.outcome.not_measured_because or judgements.total.reason
    read = "" if words in reason or row.outcome.not_measured_because else f"<strong>{escape(words)}</strong> "
    parts = "".join(
        f" {who}: {each.attainment.label.lower()}."
        for who, each in (("Kvinnor", judgements.women), ("Män", judgements.men))
        if each is not None and each.attainment is not None
    )
    return f'<p class="log-judged">{mark(judgements.total)}{read}{escape(reason)}{parts}</p>'


def mark(judgement: Judgement) -> str:
    """How far a target is met, in a word; nothing where a person judges."""
    if judgement.attainment is None:
        return ""
    on_the_way = ", hittills" if judgement.on_the_way else ""
    return (
        f'<span class="judged judged-{judgement.attainment}">{judgement.attainment.label}{on_the_way}</span> '
    )
