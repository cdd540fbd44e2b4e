"""A row of the logging table as it was typed, and what it comes to; pure, and never raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.aims import Aim
from indicators.outcomes import NUMBERS, Figure, Measure, Outcome
from indicators.parsing import Kind, Reading, read
from indicators.questions import Question

_COUNTS = frozenset(name for name in NUMBERS if name.endswith(("numerator", "denominator")))
_PREFIXES = ("", "women_", "men_")
_A_NUMBER = "Skriv ett tal, till exempel 12,5. Gick det inte att mäta, skriv ej mätt och varför."
_NOT_A_NUMBER: Mapping[Kind, str] = {
    Kind.WORDS: _A_NUMBER,
    Kind.SPAN: "Skriv ett tal, inte ett spann.",
    Kind.BOUND: "Skriv talet som ni mätte upp, inte en gräns.",
}


@dataclass(frozen=True)
class Given:
    """A row as it was typed.

    `not_measured` is a tick; a reason alone, or `ej mätt` in `total`, says the same.
    """

    total: str = ""
    numerator: str = ""
    denominator: str = ""
    women: str = ""
    women_numerator: str = ""
    women_denominator: str = ""
    men: str = ""
    men_numerator: str = ""
    men_denominator: str = ""
    forecast: str = ""
    comment: str = ""
    not_measured: bool = False
    not_measured_because: str = ""


@dataclass
class Entry:
    """What a row comes to: the fields of a `Measurement`.

    `problems` are words by field; with any of them nothing can be saved. `questions` can wait.
    """

    numbers: dict[str, Decimal | None] = field(default_factory=dict)
    words: str = ""
    written: str = ""
    not_measured_because: str = ""
    comment: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def fields(self) -> dict[str, Decimal | str | None]:
        """What the fields of a `Measurement` come to, by name."""
        return {
            **self.numbers,
            "written": self.written,
            "words": self.words,
            "not_measured_because": self.not_measured_because,
            "comment": self.comment,
        }

    def outcome(self, measure: Measure) -> Outcome:
        """The same for the rules."""
        total, women, men = (
            measure.figure(
                self.numbers.get(name),
                self.numbers.get(f"{prefix}numerator"),
                self.numbers.get(f"{prefix}denominator"),
            )
            for name, prefix in zip(("total", "women", "men"), _PREFIXES, strict=True)
        )
        forecast = Figure(self.numbers.get("forecast"))
        return Outcome(total, women, men, forecast, self.words, self.not_measured_because)


def understand(given: Given, measure: Measure, aim: Aim) -> Entry:
    """Read a typed row. Words are an outcome where the target is in words, or where there is none."""
    entry = Entry(comment=_plain(given.comment))
    reading = read(given.total, measure.unit)
    for name in (*NUMBERS, "forecast"):
        entry.numbers[name] = None
        if name != "total":
            unit = "" if name in _COUNTS else measure.unit
            _take_number(entry, name, read(getattr(given, name), unit))
    if given.not_measured or _plain(given.not_measured_because) or reading.kind is Kind.NOT_MEASURED:
        _take_not_measured(entry, given, reading)
    elif reading.kind in {Kind.WORDS, Kind.SPAN, Kind.BOUND} and (aim.is_in_words or not aim.words):
        _take_words(entry, reading)
    else:
        _take_number(entry, "total", reading)
        _take_written(entry, reading)
    _check_parts(entry, measure)
    return entry


def _plain(text: str) -> str:
    """Without what no database keeps."""
    return text.replace("\0", "").strip()


def _take_number(entry: Entry, name: str, reading: Reading) -> None:
    if reading.kind is Kind.NUMBER:
        entry.numbers[name] = reading.number
        if reading.question:
            entry.questions.append(Question(name, reading.question))
    elif reading.kind not in {Kind.EMPTY, Kind.NOT_MEASURED}:
        entry.problems[name] = _NOT_A_NUMBER.get(reading.kind, reading.problem)


def _take_written(entry: Entry, reading: Reading) -> None:
    """Keep how it was written where the number alone says less, or something else."""
    if reading.kind is Kind.NUMBER and (reading.is_approximate or reading.question):
        entry.written = reading.typed


def _take_not_measured(entry: Entry, given: Given, reading: Reading) -> None:
    entry.not_measured_because = _plain(given.not_measured_because) or reading.reason
    if not entry.not_measured_because:
        entry.problems["not_measured_because"] = "Skriv varför det inte är mätt."
    if reading.kind not in {Kind.EMPTY, Kind.NOT_MEASURED}:
        entry.problems["total"] = "Töm utfallet, eller ta bort ej mätt."
    _refuse_numbers(entry, "Töm fältet, eller ta bort ej mätt.")


def _take_words(entry: Entry, reading: Reading) -> None:
    entry.words = reading.typed
    _refuse_numbers(entry, "Utfallet är skrivet i ord. Töm fältet, eller skriv utfallet som ett tal.")


def _refuse_numbers(entry: Entry, words: str) -> None:
    for name in NUMBERS:
        if entry.numbers[name] is not None:
            entry.problems.setdefault(name, words)


def _check_parts(entry: Entry, measure: Measure) -> None:
    for name, prefix in zip(("total", "women", "men"), _PREFIXES, strict=True):
        numerator, denominator = f"{prefix}numerator", f"{prefix}denominator"
        above, below = entry.numbers[numerator], entry.numbers[denominator]
        if above is None and below is None:
            continue
        if not measure.in_parts:
            present = numerator if above is not None else denominator
            entry.problems.setdefault(
                present, "Indikatorn har ingen täljare och nämnare. Skriv värdet i stället."
            )
        elif above is None:
            entry.problems.setdefault(numerator, "Skriv täljaren också, eller töm nämnaren.")
        elif below is None:
            entry.problems.setdefault(denominator, "Skriv nämnaren också, eller töm täljaren.")
        elif below <= 0:
            words = "Nämnaren måste vara större än noll. Fanns det inget att mäta, skriv ej mätt och varför."
            entry.problems.setdefault(denominator, words)
        elif entry.numbers[name] is not None:
            words = "Värdet räknas ut av täljaren och nämnaren. Lämna det tomt."
            entry.problems.setdefault(name, words)
