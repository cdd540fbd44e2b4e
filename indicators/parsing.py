"""What people type where a value or a target is asked for.

`read` never raises and never guesses in silence: where two readings are possible it takes the likely one
and asks. Messages are Swedish and say what to do. Whether a span or words can stand in a field is its
own matter, see `indicators.entries`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from indicators.digits import read_digits
from indicators.numbers import written
from indicators.units_of_measure import is_known, same_unit


class Kind(Enum):
    EMPTY = "empty"
    NUMBER = "number"
    SPAN = "span"
    BOUND = "bound"
    WORDS = "words"
    NOT_MEASURED = "not measured"
    UNCLEAR = "unclear"


class Bound(Enum):
    """A limit in words: `minst 80` can be met by 80, `över 80` can't."""

    AT_LEAST = "minst"
    AT_MOST = "högst"
    ABOVE = "över"
    BELOW = "under"


@dataclass(frozen=True)
class Span:
    """Both ends belong to it."""

    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        to = " till " if self.low < 0 else "–"
        return f"{written(self.low)}{to}{written(self.high)}"


@dataclass(frozen=True)
class Reading:
    """What was typed, and how it is understood.

    `number` is also a bound's. `unit` is what followed the number. `reason` is why something wasn't
    measured. `question` is asked where another reading is possible; `problem` is said of what is unclear.
    """

    kind: Kind
    typed: str
    number: Decimal | None = None
    span: Span | None = None
    bound: Bound | None = None
    unit: str = ""
    is_approximate: bool = False
    reason: str = ""
    question: str = ""
    problem: str = ""


_SIGNS = "-\u2010\u2011\u2212\u2013"
_NUMBER = rf"[+{_SIGNS}]?\s?[0-9](?:[0-9., ]*[0-9])?"
_UNIT = r"(?![eE][0-9])(?:[%‰°(]|[^\W\d_])[^<>≤≥=]*?"
_ALONE = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<unit>{_UNIT})?")
_TO = rf"\s?(?:[{_SIGNS}—]|\.\.\.?|…)\s?|\s(?:till|och|upp till)\s"
_SPAN = re.compile(
    rf"(?:(?:mellan|från|inom)\s)?(?P<low>{_NUMBER})\s?(?P<low_unit>[%‰]|(?!till|och|upp)[^\W\d_]+)?(?:{_TO})"
    rf"(?P<high>{_NUMBER})\s?(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"(?:ca\.?|cirka|c:a|ungefär|omkring|runt|drygt|knappt|nästan|[~≈])\s?", re.IGNORECASE
)
_BOUNDS = {
    Bound.AT_LEAST: r"minst|lägst|min\.?|minimum|≥|>=|inte under|ej under|inte lägre än|inte mindre än",
    Bound.AT_MOST: (
        r"högst|max\.?|maximalt|maximum|som mest|upp till|≤|<=|inte över|ej över|inte högre än|inte mer än"
    ),
    Bound.ABOVE: r"över|mer än|fler än|högre än|större än|>",
    Bound.BELOW: r"under|mindre än|färre än|lägre än|kortare än|<",
}
_NOT_MEASURED = re.compile(
    r"(?P<said>(?:ej|inte|icke)\s(?:mätt|mätts|mätbart?|uppmätt|tillgängligt?)|(?:mäts|mättes)\s(?:ej|inte)"
    r"|ingen\s(?:mätning|uppgift)|uppgift\ssaknas|värde\ssaknas)\b[\s.,:;(–-]*(?P<reason>.*?)\)?",
    re.IGNORECASE,
)
_NO_ANSWER = frozenset({"-", "–", "—", "\u2212", "..", "...", "…", "n/a", "na", "saknas", "?"})
_NO_REASON = "Vi läser ”{typed}” som ej mätt. Skriv varför det inte är mätt, eller skriv värdet."
_HOW = "Skriv ett tal, till exempel 12,5 eller 1 200."


def read(typed: str, measured_in: str = "") -> Reading:
    """Understand what was typed. `measured_in` is the indicator's unit; another one is asked about."""
    text = re.sub(r"[\s\0]+", " ", typed).strip()
    if not text:
        return Reading(Kind.EMPTY, text)
    found = _not_measured(text) or _bound(text) or _approximate(text) or _span(text) or _number(text)
    if found is not None:
        return _ask_of_unit(found, measured_in)
    if text[0].isalpha():
        return Reading(Kind.WORDS, text)
    return Reading(Kind.UNCLEAR, text, problem=f"Vi förstår inte ”{text}”. {_HOW}")


def _not_measured(text: str) -> Reading | None:
    if text.lower() in _NO_ANSWER:
        return Reading(Kind.NOT_MEASURED, text, question=_NO_REASON.format(typed=text))
    match = _NOT_MEASURED.fullmatch(text)
    return Reading(Kind.NOT_MEASURED, text, reason=match["reason"]) if match else None


def _number(text: str) -> Reading | None:
    match = _ALONE.fullmatch(text)
    if match is None:
        return None
    unit = match["unit"] or ""
    digits = _signed(match["number"])
    if digits is None or any(word[0].isdigit() for word in unit.split()):
        return None
    number, question = digits
    return Reading(Kind.NUMBER, text, number=number, unit=unit, question=question)


def _signed(text: str) -> tuple[Decimal, str] | None:
    """A number with its sign, and what has to be asked about it."""
    digits = read_digits(text.lstrip(f"+{_SIGNS} "))
    if digits is None:
        return None
    number, question = digits
    return (-number if text[0] in _SIGNS and number else number), question


def _span(text: str) -> Reading | None:
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    low, high = _signed(match["low"]), _signed(match["high"])
    if low is None or high is None or _looks_like_date(match["low"], match["high"]):
        return None
    ends = sorted((low[0], high[0]))
    span = Span(ends[0], ends[1])
    question = low[1] or high[1]
    if low[0] > high[0]:
        question = f"Vi läser spannet {span}. Skriv det lägre talet först."
    unit = match["unit"] or match["low_unit"] or ""
    return Reading(Kind.SPAN, text, span=span, unit=unit, question=question)


def _looks_like_date(low: str, high: str) -> bool:
    """`2025-03` is a month, not a span."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", low) and re.fullmatch(r"\d{1,2}", high))


def _bound(text: str) -> Reading | None:
    for bound, words in _BOUNDS.items():
        match = re.match(rf"(?:{words})(?![^\W\d_])\s?", text, re.IGNORECASE)
        found = _number(text[match.end() :]) if match else None
        if found is not None:
            return replace(found, kind=Kind.BOUND, typed=text, bound=bound)
    return None


def _approximate(text: str) -> Reading | None:
    match = _APPROXIMATE.match(text)
    found = _number(text[match.end() :]) if match else None
    if found is None or found.number is None:
        return None
    about = f"Vi räknar med {written(found.number)}. Skriv gärna i kommentaren varför värdet är ungefärligt."
    return replace(found, typed=text, is_approximate=True, question=found.question or about)


def _ask_of_unit(found: Reading, measured_in: str) -> Reading:
    """Ask where something that isn't a unit follows the number, or another unit than the indicator's."""
    if not found.unit or found.question or found.number is None or same_unit(found.unit, measured_in):
        return found
    number = written(found.number)
    if not is_known(found.unit):
        words = f"Vi läser talet {number} och bortser från ”{found.unit}”. Skriv det i kommentaren i stället."
    elif measured_in:
        other = f"Indikatorn mäts i {measured_in}, men du skrev {found.unit}."
        words = f"{other} Räkna om talet, eller skriv bara talet."
    else:
        return found
    return replace(found, question=words)
