"""What a report says, in words: figures, days, periods and how something has moved; pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from followup.document import (
    EarlierDocument,
    FigureDocument,
    FollowUpDocument,
    IndicatorFollowUp,
    OutcomeDocument,
    PeriodDocument,
)
from followup.economy import Money, deviation, per_cent
from indicators.judgements import Attainment
from indicators.numbers import NO_BREAK_SPACE, THIN_SPACE, written
from indicators.outcomes import Figure, Measure
from indicators.periods import MONTHS

NOTHING = "–"
"""What an empty cell shows."""
NOT_MEASURED = "Ej mätt"
LACKING = "Saknas"
NOT_JUDGED = "Ej bedömt"
STATUSES: Mapping[str, str] = {
    "not_started": "Ej påbörjad",
    "in_progress": "Pågår",
    "done": "Avslutad",
    "delayed": "Försenad",
    "dropped": "Utgår",
}
"""Of activities; the words of `followup.models.ActivityState`."""
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_STAGES = {"ready": "Klarmarkerat utkast", "approved": "Godkänd, inte stängd ännu"}


@dataclass(frozen=True)
class Mark:
    """How far something has come, in a word. `look` is CSS classes that say no more than the word."""

    key: str
    label: str

    @property
    def look(self) -> str:
        return f"judged judged-{self.key or 'none'}"


@dataclass(frozen=True)
class Trend:
    """How an outcome has moved: `↑`, `Upp` and `78 % (T1 2026)`; `words` say all of it."""

    arrow: str
    word: str
    before: str

    @property
    def words(self) -> str:
        return f"{self.word} från {self.before}" if self.arrow else f"{self.word} mot {self.before}"


def mark_of(attainment: str, otherwise: str = "") -> Mark | None:
    """The mark of a judgement; of none at all `otherwise`, if that says anything."""
    if attainment:
        return Mark(attainment, Attainment(attainment).label)
    return Mark("", otherwise) if otherwise else None


def title_of(document: FollowUpDocument) -> str:
    return f"Uppföljning {document.code} {document.year} {document.unit}".strip()


def status_of(document: FollowUpDocument) -> str:
    """`Stängd 2027-05-21`; what isn't closed yet is a draft."""
    if document.closed_on is None:
        return _STAGES.get(document.status, "Utkast")
    return f"Stängd {document.closed_on.isoformat()}"


def months_of(period: PeriodDocument) -> str:
    """`januari–april`."""
    first, last = MONTHS[period.start.month - 1], MONTHS[period.end.month - 1]
    return first if first == last else f"{first}–{last}"


def period_words(period: PeriodDocument | None) -> str:
    """`T1`, `Kvartal 1`: the codes of follow-ups are what people call them."""
    if period is None:
        return NOTHING
    return period.name if period.code[:1] in {"K", "M", "H"} else period.code


def day(date: datetime.date | None) -> str:
    return date.isoformat() if date else NOTHING


def measure_of(row: IndicatorFollowUp) -> Measure:
    return Measure(measured_in=row.measured_in, decimals=row.decimals)


def figure_words(measure: Measure, figure: FigureDocument | None) -> str:
    """`78,5 %`; empty where there is no number."""
    return measure.words(Figure(figure.value, figure.numerator, figure.denominator)) if figure else ""


def outcome_words(measure: Measure, outcome: OutcomeDocument) -> str:
    """The number, or the words, or that it isn't measured; empty where nothing was given."""
    if outcome.not_measured_because:
        return NOT_MEASURED
    return outcome.words or figure_words(measure, outcome.total)


def forecast_words(measure: Measure, outcome: OutcomeDocument) -> str:
    return measure.words(Figure(outcome.forecast))


def shown_outcome(row: IndicatorFollowUp) -> OutcomeDocument:
    """The unit's own; where it has none, what the units below make."""
    own = row.outcome
    is_given = own.total or own.words or own.not_measured_because
    return own if is_given or row.below is None else row.below.outcome


def trend_of(row: IndicatorFollowUp) -> Trend | None:
    """Against the same months of last year, which any value can be compared with; else the period before.

    What grows month by month is more than it was in a period before, so that it says nothing.
    """
    measure, now = measure_of(row), shown_outcome(row).total
    for earlier in (row.last_year, None if row.grows else row.previous):
        before = earlier.outcome.total if earlier else None
        if now is None or earlier is None or before is None:
            continue
        shown = (measure.shown(Figure(now.value, now.numerator)), _shown(measure, before))
        arrow, word = _moved(*shown)
        return Trend(arrow, word, _earlier_words(measure, earlier))
    return None


def unbroken(words: str) -> str:
    """Numbers whose thousands were parted with ordinary spaces, kept on one line."""
    return _THOUSANDS.sub(THIN_SPACE, words)


def amount(value: Decimal | None) -> str:
    """`−1 200`, or a dash where there is nothing."""
    return NOTHING if value is None else written(value)


def deviation_words(row: Money, at_year_end: bool) -> tuple[str, str]:
    """What is lacking (negative) or left, and its part of the budget: `−10`, `1 %`."""
    missed = deviation(row, at_year_end=at_year_end)
    part = per_cent(row, at_year_end=at_year_end)
    if not missed or part is None:
        return amount(missed), ""
    rounded = part.quantize(Decimal("0.1") if part < 10 else Decimal(1), ROUND_HALF_UP)
    return amount(missed), f"{written(rounded)}{NO_BREAK_SPACE}%"


def _shown(measure: Measure, figure: FigureDocument) -> Decimal | None:
    return measure.shown(Figure(figure.value, figure.numerator))


def _moved(now: Decimal | None, before: Decimal | None) -> tuple[str, str]:
    if now is None or before is None or now == before:
        return "", "Oförändrat"
    return ("↑", "Upp") if now > before else ("↓", "Ned")


def _earlier_words(measure: Measure, earlier: EarlierDocument) -> str:
    return f"{outcome_words(measure, earlier.outcome)} ({earlier.code} {earlier.year})"
