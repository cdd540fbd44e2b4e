"""What is asked about a sheet: which of the book's, where the headings are, what columns and names mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from followup.models import IncomingSheet, Round
from followup.pages.sheets import rows_in_words
from followup.sheets.choices import Choices
from followup.sheets.columns import Column
from followup.sheets.hearing import Unknown
from followup.sheets.matching import Named, Names
from followup.sheets.meanings import (
    FIELD_WORDS,
    LABELS,
    SKIP,
    UNIT,
    indicator_field,
    meaning_label,
    read_meaning,
)
from followup.sheets.review import Review

MOST_ASKED = 20
"""Names that a page asks about at once; when they are answered it asks about the next."""
_ROLES = (UNIT, "within", "indicator", "period", "year")
_ROWS_SHOWN = 15
_SAMPLE = 60


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Options:
    """`alone`: what is chosen here has no part of a value to tell."""

    label: str
    options: Sequence[Option]
    alone: bool = False


@dataclass(frozen=True)
class ColumnChoice:
    """`what` is asked in one list, and in `parts` which of an indicator's fields it holds."""

    name: str
    heading: str
    samples: str
    label: str
    what: Sequence[Options]
    parts: Sequence[Option]


@dataclass(frozen=True)
class NameChoice:
    """`said` is the name as it is remembered, sent back with the answer."""

    name: str
    said: str
    words: str
    within: str
    rows: str
    options: Sequence[Options]


@dataclass(frozen=True)
class ChoicesPage:
    round: Round
    key: str
    file_name: str
    sheets: Sequence[Option]
    headers: Sequence[Option]
    lacks: str
    uncertain: Sequence[ColumnChoice]
    certain: Sequence[ColumnChoice]
    units: Sequence[NameChoice]
    indicators: Sequence[NameChoice]
    more: int
    dashes: int
    dash: str


def choices_page(incoming: IncomingSheet, found: Review) -> ChoicesPage:
    names = found.known.words
    columns = found.layout.columns if found.layout else ()
    units = list(found.hearing.units.items())
    indicators = list(found.hearing.indicators.items())
    return ChoicesPage(
        round=incoming.round,
        key=str(incoming.key),
        file_name=incoming.file_name,
        sheets=_sheets(found),
        headers=_headers(found),
        lacks=_lacks(found),
        uncertain=[_column(each, names.indicators) for each in columns if not each.is_certain],
        certain=[_column(each, names.indicators) for each in columns if each.is_certain],
        units=[
            _name(f"e-{at}", said, unknown, names.units)
            for at, (said, unknown) in enumerate(units[:MOST_ASKED])
        ],
        indicators=[
            _name(f"i-{at}", said, unknown, names.indicators)
            for at, (said, unknown) in enumerate(indicators[:MOST_ASKED])
        ],
        more=max(0, len(units) - MOST_ASKED) + max(0, len(indicators) - MOST_ASKED),
        dashes=found.hearing.dashes,
        dash=found.choices.dash,
    )


def answers_in(posted: Mapping[str, str], found: Review) -> Choices:
    """The answers that a form sends, beside those given before. What makes no sense is left aside.

    Another sheet or another row of headings makes the other answers on the page void.
    """
    given = found.choices
    sheet = _number(posted.get("blad", ""))
    if sheet in found.book.filled and sheet != found.sheet:
        return Choices(sheet=sheet, dash=given.dash)
    header = _number(posted.get("rubrikrad", ""))
    if found.layout and header is not None and header != found.layout.header:
        return Choices(sheet=given.sheet, header=header, dash=given.dash)
    return replace(
        given,
        columns={**given.columns, **_columns_in(posted, found)},
        units={**given.units, **_names_in(posted, "e", found.hearing.units, found.known.words.units)},
        indicators={
            **given.indicators,
            **{
                said: means if means == SKIP else indicator_field(means, "total")
                for said, means in _names_in(
                    posted, "i", found.hearing.indicators, found.known.words.indicators
                ).items()
            },
        },
        dash=posted.get("skal", given.dash).replace("\0", "").strip()[:500],
    )


def _columns_in(posted: Mapping[str, str], found: Review) -> dict[int, str]:
    """What columns were answered for: those that were asked about, and those that were changed."""
    answers = {}
    known = found.known.words.indicators.by_key
    for column in found.layout.columns if found.layout else ():
        what = posted.get(f"k-{column.at}")
        if what is None:
            continue
        if what in known:
            field = posted.get(f"d-{column.at}", "total")
            what = indicator_field(what, field if field in FIELD_WORDS else "total")
        elif what not in {*_ROLES, *FIELD_WORDS, SKIP}:
            continue
        if what != column.means or not column.is_certain:
            answers[column.at] = what
    return answers


def _names_in(
    posted: Mapping[str, str], prefix: str, asked: Mapping[str, Unknown], names: Names
) -> dict[str, str]:
    found = {}
    for at, said in enumerate(list(asked)[:MOST_ASKED]):
        means = posted.get(f"{prefix}-{at}", "")
        if posted.get(f"{prefix}-{at}-ord") == said and (means == SKIP or means in names.by_key):
            found[said] = means
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _sheets(found: Review) -> list[Option]:
    """The book's sheets with something in them, where there are several."""
    filled = found.book.filled
    if len(filled) < 2:
        return []
    return [
        Option(
            str(at),
            f"{found.book.sheets[at].name} ({len(found.book.sheets[at].rows)} rader)",
            at == found.sheet,
        )
        for at in filled
    ]


def _headers(found: Review) -> list[Option]:
    if found.sheet is None or found.layout is None:
        return []
    rows = found.book.sheets[found.sheet].rows
    last = max(_ROWS_SHOWN, found.layout.header + 1)
    return [
        Option(
            str(at),
            f"Rad {row.number}: {_cut(' | '.join(cell.text for cell in row.cells if cell.text))}",
            at == found.layout.header,
        )
        for at, row in enumerate(rows[:last])
    ]


def _cut(words: str) -> str:
    return words if len(words) <= _SAMPLE else words[: _SAMPLE - 1] + "…"


def _lacks(found: Review) -> str:
    """What must be told before anything can be read, in words."""
    if found.layout is None:
        return "Filen har flera blad. Välj det som har värdena."
    if found.layout.at(UNIT) is None:
        return "Vi hittar ingen kolumn med enheter. Välj vilken det är, eller vilken rad som har rubrikerna."
    if not found.layout.has_values:
        return (
            "Vi hittar ingen kolumn med värden för en indikator som följs upp. Välj vad kolumnerna är, "
            "eller vilken rad som har rubrikerna."
        )
    return ""


def _column(column: Column, indicators: Names) -> ColumnChoice:
    indicator, field = read_meaning(column.means)
    chosen = indicator or field
    proposed = [indicators.by_key[key] for each in column.proposed if (key := read_meaning(each)[0])]
    roles = [(SKIP, "Läses inte in"), *((role, LABELS[role]) for role in _ROLES)]
    fields = [(name, LABELS[name]) for name in LABELS if name in FIELD_WORDS]
    groups = [Options("", [Option(value, label, value == chosen) for value, label in roles], alone=True)]
    groups += _groups(proposed, indicators.named, indicator, "Indikatorer")
    groups.append(
        Options(
            "Del av ett värde", [Option(value, label, value == chosen) for value, label in fields], alone=True
        )
    )
    return ColumnChoice(
        name=str(column.at),
        heading=column.heading or f"Kolumn {column.at + 1}, utan rubrik",
        samples=_cut(", ".join(column.samples)),
        label=meaning_label(column.means, indicators),
        what=[group for group in groups if group.options],
        parts=[Option(value, label, bool(indicator) and value == field) for value, label in fields],
    )


def _name(name: str, said: str, unknown: Unknown, names: Names) -> NameChoice:
    likely = unknown.proposal.likely
    groups = [Options("", [Option(SKIP, "Läses inte in", likely is None)])]
    groups += _groups(unknown.proposal.named, names.named, likely.key if likely else "", "Alla")
    return NameChoice(
        name=name,
        said=said,
        words=unknown.words,
        within=unknown.within,
        rows=rows_in_words(unknown.rows),
        options=groups,
    )


def _groups(proposed: Sequence[Named], named: Iterable[Named], chosen: str, label: str) -> list[Options]:
    """The most like first, then all the others as they stand."""
    likes = {each.key for each in proposed}
    rest = [each for each in named if each.key not in likes]
    groups = [Options("Förslag", [_option(each, chosen) for each in proposed])]
    groups.append(Options(label, [_option(each, chosen) for each in rest]))
    return [group for group in groups if group.options]


def _option(named: Named, chosen: str) -> Option:
    label = f"{named.name} ({named.within})" if named.within else named.name
    return Option(named.key, label, named.key == chosen)
