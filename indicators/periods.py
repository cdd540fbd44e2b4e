"""The periods of a year, and which of them an indicator's value belongs to; pure.

Tertials lie inside each other, as follow-ups do: T1 is January–April, T2 January–August, VB the year.
Halves, quarters and months lie beside each other.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


class Periodicity(Enum):
    """How often something is measured; the value is how many months that covers."""

    MONTH = 1
    QUARTER = 3
    TERTIAL = 4
    HALF = 6
    YEAR = 12


_SPELLINGS = {
    Periodicity.MONTH: ("månad", "månadsvis", "varje månad", "per månad", "månatligen", "12 gånger/år"),
    Periodicity.QUARTER: ("kvartal", "kvartalsvis", "varje kvartal", "per kvartal", "4 ggr/år"),
    Periodicity.TERTIAL: (
        "tertial", "tertialvis", "varje tertial", "per tertial", "år och tertial", "tertial och år",
        "3 gånger/år", "3 ggr/år", "tre gånger per år", "t1, t2, vb", "t1, t2 och vb",
    ),
    Periodicity.HALF: (
        "halvår", "halvårsvis", "varje halvår", "per halvår", "delår", "2 gånger/år", "2 ggr/år",
        "två gånger per år", "t2, vb", "t2 och vb",
    ),
    Periodicity.YEAR: (
        "år", "årlig", "årligen", "årsvis", "varje år", "per år", "helår", "1 gång/år", "1 ggr/år",
        "en gång per år", "vb",
    ),
}  # fmt: skip
_PERIODICITIES: Mapping[str, Periodicity] = {
    word: periodicity for periodicity, words in _SPELLINGS.items() for word in words
}


@lru_cache(maxsize=256)
def periodicity_of(words: str) -> Periodicity | None:
    """What the municipality's word for a periodicity means; None for `Läsår`, `Vartannat år`, nothing."""
    return _PERIODICITIES.get(" ".join(words.lower().split()).rstrip("."))


@dataclass(frozen=True)
class Months:
    """From the first month (1–12) of a year to the last, both counted."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        names = MONTHS[self.first - 1 : self.last]
        return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


WHOLE_YEAR = Months(1, 12)


@dataclass(frozen=True)
class Stretch:
    """A period without its row."""

    code: str
    name: str
    year: int
    first_month: int
    last_month: int

    @property
    def starts_on(self) -> datetime.date:
        return datetime.date(self.year, self.first_month, 1)

    @property
    def ends_on(self) -> datetime.date:
        return datetime.date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    @property
    def months(self) -> Months:
        return Months(self.first_month, self.last_month)


_TERTIALS = ("T1", "T2", "VB")
_FAMILIES: tuple[tuple[str, ...], ...] = (
    _TERTIALS,
    ("H1", "H2"),
    tuple(f"K{number}" for number in range(1, 5)),
    tuple(f"M{number:02}" for number in range(1, 13)),
)
_ROUNDS_OF = {Periodicity.TERTIAL: _TERTIALS, Periodicity.HALF: ("T2", "VB"), Periodicity.YEAR: ("VB",)}
"""In which follow-ups an indicator is due that has no periods of its own."""


@lru_cache(maxsize=64)
def stretches_of(year: int) -> tuple[Stretch, ...]:
    """All periods of a year: three tertials, two halves, four quarters, twelve months."""
    return (
        Stretch("T1", "Tertial 1", year, 1, 4),
        Stretch("T2", "Tertial 2", year, 1, 8),
        Stretch("VB", "Helår", year, 1, 12),
        Stretch("H1", "Första halvåret", year, 1, 6),
        Stretch("H2", "Andra halvåret", year, 7, 12),
        *(Stretch(f"K{n}", f"Kvartal {n}", year, 3 * n - 2, 3 * n) for n in range(1, 5)),
        *(Stretch(f"M{n:02}", MONTHS[n - 1].capitalize(), year, n, n) for n in range(1, 13)),
    )


def stretch_of(year: int, code: str) -> Stretch:
    """One of them; KeyError for a code that isn't among them."""
    return _by_code(year)[code]


@lru_cache(maxsize=64)
def _by_code(year: int) -> Mapping[str, Stretch]:
    return {stretch.code: stretch for stretch in stretches_of(year)}


@dataclass(frozen=True)
class Due:
    """The period that an indicator is due for in a round, if any; `note` is what a controller should know."""

    stretch: Stretch | None
    note: str = ""


def due_in(round_: Stretch, periodicity: str) -> Due:
    """Which period's value an indicator of that periodicity is due with in a round.

    Tertial in every round, Halvår from the first half's end, År at the year's end: with the round's own
    period. Kvartal and Månad with the latest of their own that has ended when the round's months have.
    """
    known = periodicity_of(periodicity)
    last = round_.last_month
    if known is Periodicity.MONTH:
        return Due(stretch_of(round_.year, f"M{last:02}"))
    if known is Periodicity.QUARTER:
        return Due(stretch_of(round_.year, f"K{last // 3}") if last >= 3 else None)
    if known is Periodicity.TERTIAL or (known is Periodicity.HALF and last >= 6):
        return Due(round_)
    at_year_end = round_ if last == 12 else None
    if known is None:
        said = (
            f"Periodiciteten ”{periodicity.strip()}” är okänd"
            if periodicity.strip()
            else "Periodicitet saknas"
        )
        return Due(at_year_end, f"{said}. Indikatorn följs upp vid årets slut.")
    return Due(at_year_end)


@lru_cache(maxsize=4096)
def previous(stretch: Stretch, periodicity: str = "Tertial") -> Stretch | None:
    """The period before, of those that the indicator has values for; None for a period of one's own making.

    Before T1 comes last year's VB; before VB of an indicator measured once a year too.
    """
    known = periodicity_of(periodicity)
    for family in _FAMILIES:
        if stretch.code not in family:
            continue
        due = _ROUNDS_OF.get(known, ("VB",)) if known else ("VB",)
        codes = [code for code in family if family is not _TERTIALS or code in due or code == stretch.code]
        at = codes.index(stretch.code)
        return stretch_of(stretch.year if at else stretch.year - 1, codes[at - 1])
    return None


def same_last_year(stretch: Stretch) -> Stretch:
    return replace(stretch, year=stretch.year - 1)


def covered(stretch: Stretch, *, accumulates: bool, periodicity: str = "") -> Months:
    """The months that a value covers: the year so far, or what is its own.

    At T2 a tertial's own are May–August; a half's first half is told at T2 and its second at VB.
    """
    if accumulates:
        return Months(1, stretch.last_month)
    known = periodicity_of(periodicity)
    if stretch.code in _TERTIALS and known is Periodicity.TERTIAL:
        return Months(stretch.last_month - 3, stretch.last_month)
    if stretch.code in _ROUNDS_OF[Periodicity.HALF] and known is Periodicity.HALF:
        return Months(7, 12) if stretch.code == "VB" else Months(1, 6)
    return stretch.months
