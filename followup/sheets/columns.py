"""Which row of a sheet holds the headings, and what each column is. Pure.

A sheet has units down and indicators across, with perhaps several columns for one indicator (women, men);
or it is long: unit, indicator, period, value, each in its column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from followup.sheets.book import Row, Sheet
from followup.sheets.matching import Names, Proposal
from followup.sheets.meanings import (
    BY_WORD,
    FIELD_BY_WORD,
    FIELD_WORDS,
    INDICATOR,
    SKIP,
    UNIT,
    WITHIN,
    indicator_field,
    read_meaning,
)
from followup.sheets.vocabulary import Vocabulary
from goals.importing.near import folded

_NOISE = re.compile(r"(?:\s(?:%|procent|kr|tkr|mnkr|antal|i|t1|t2|vb|20\d\d))+$")
_LOOKED_AT = 40


@dataclass(frozen=True)
class Column:
    """`means` is what it is; empty where that isn't known. `is_certain`: nobody needs to be asked."""

    at: int
    heading: str
    means: str
    is_certain: bool
    proposed: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """`header` counts the sheet's rows from 0, and `first` is where the values begin."""

    header: int
    first: int
    columns: tuple[Column, ...]

    def at(self, means: str) -> int | None:
        """The column of that meaning, the first if there are several."""
        return next((column.at for column in self.columns if column.means == means), None)

    @property
    def is_long(self) -> bool:
        return self.at(INDICATOR) is not None

    @property
    def has_values(self) -> bool:
        fields = set(FIELD_WORDS)
        return any(
            read_meaning(column.means)[0] or (self.is_long and column.means in fields)
            for column in self.columns
        )


def layout_of(
    sheet: Sheet,
    words: Vocabulary,
    *,
    header: int | None = None,
    chosen: Mapping[int, str] | None = None,
) -> Layout:
    """How the sheet is laid out. `header` is the row that somebody has said holds the headings, `chosen` what
    she has said of columns."""
    if header is None or not 0 <= header < len(sheet.rows):
        header = _header_row(sheet, words)
    headings, first = _headings(sheet, header)
    chosen = chosen or {}
    columns = [
        _column(at, heading, sheet.rows[first:], words, chosen.get(at))
        for at, heading in enumerate(headings)
        if heading or any(row.text(at) for row in sheet.rows[first:])
    ]
    return Layout(
        header,
        first,
        tuple(_asked_if_twice(_with_one_unit(columns, sheet.rows[first:], words.units, chosen), chosen)),
    )


def _header_row(sheet: Sheet, words: Vocabulary) -> int:
    """The row with the most headings that are known; else the first with more than one word in a row."""
    best, found = 0, 0
    for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
        known = sum(bool(_known(cell.text, words)) for cell in row.cells if cell.text)
        if known > best:
            best, found = known, at
    if best:
        return found
    widths = [sum(map(bool, row.cells)) for row in sheet.rows[:_LOOKED_AT]]
    return next((at for at, width in enumerate(widths) if width > 1), 0)


def _headings(sheet: Sheet, header: int) -> tuple[list[str], int]:
    """The columns' headings, of one row or of two where the second parts the first (women, men)."""
    top = [cell.text for cell in sheet.rows[header].cells]
    width = sheet.width
    top += [""] * (width - len(top))
    below = sheet.rows[header + 1] if header + 1 < len(sheet.rows) else None
    parts = [below.text(at) for at in range(width)] if below else []
    named = [part for part, over in zip(parts, top, strict=False) if part and part != over]
    if below is None or not named or not all(folded(part) in FIELD_BY_WORD for part in named):
        return top, header + 1
    joined, over = [], ""
    for at in range(width):
        over = top[at] or (over if parts[at] else "")
        joined.append(over if parts[at] in {"", top[at]} else f"{over} {parts[at]}".strip())
    return joined, header + 2


def _known(heading: str, words: Vocabulary) -> str:
    """What a heading means for certain; empty where it isn't."""
    said = folded(heading)
    remembered = words.remembered_columns.get(said, "")
    indicator = read_meaning(remembered)[0]
    if remembered and (not indicator or indicator in words.indicators.by_key):
        return remembered
    if said in BY_WORD:
        return BY_WORD[said]
    for name, field in _split(said):
        found = words.indicators.meant(name)
        if found is not None:
            rest = " ".join(word for word in said.split() if word not in name.split())
            return SKIP if words.is_of_other_time(rest) else indicator_field(found.key, field)
    return ""


def _split(words: str) -> list[tuple[str, str]]:
    """A heading as an indicator's name and what of it the column holds, in the ways that it can be read."""
    found = [(words, "total")]
    bare = _NOISE.sub("", f" {words}").strip()
    if bare and bare != words:
        found.append((bare, "total"))
    for word in sorted(FIELD_BY_WORD, key=len, reverse=True):
        if bare.endswith(f" {word}"):
            name = bare.removesuffix(word).strip()
            found += [
                (name, FIELD_BY_WORD[word]),
                (_NOISE.sub("", f" {name}").strip(), FIELD_BY_WORD[word]),
            ]
            break
    return found


def _column(
    at: int,
    heading: str,
    rows: Sequence[Row],
    words: Vocabulary,
    chosen: str | None,
) -> Column:
    samples = tuple(dict.fromkeys(text for row in rows[:60] if (text := row.text(at))))[:3]
    known = _known(heading, words) if heading else ""
    name, field = _split(folded(heading))[-1] if heading else ("", "total")
    proposal = words.indicators.proposed(name) if name and not known else Proposal(None, ())
    proposed = tuple(indicator_field(each.key, field) for each in proposal.named)
    if chosen is not None:
        return Column(at, heading, chosen, True, proposed, samples)
    if known:
        return Column(at, heading, known, True, proposed, samples)
    likely = indicator_field(proposal.likely.key, field) if proposal.likely else SKIP
    return Column(at, heading, likely, not proposed, proposed, samples)


def _asked_if_twice(columns: Sequence[Column], chosen: Mapping[int, str]) -> list[Column]:
    """Two columns for the same field of an indicator: somebody has to say which."""
    counted = Counter(each.means for each in columns if read_meaning(each.means)[0])
    return [
        replace(each, is_certain=False) if counted[each.means] > 1 and each.at not in chosen else each
        for each in columns
    ]


def _with_one_unit(
    columns: Sequence[Column], rows: Sequence[Row], units: Names, chosen: Mapping[int, str]
) -> list[Column]:
    """One column holds the unit: of several that could, the one whose cells name the most.

    It is found by its cells alone where no heading says so.
    """
    if any(means == UNIT for means in chosen.values()):
        return [
            Column(each.at, each.heading, SKIP, True, each.proposed, each.samples)
            if each.means == UNIT and chosen.get(each.at) != UNIT
            else each
            for each in columns
        ]
    could_be = {UNIT, WITHIN, SKIP, ""}
    hits = {
        each.at: sum(units.meant(row.text(each.at)) is not None for row in rows[:400] if row.text(each.at))
        for each in columns
        if each.means in could_be and each.at not in chosen
    }
    named = [each.at for each in columns if each.means == UNIT]
    best = max(hits, key=lambda at: (hits[at], at in named), default=None)
    if best is None or not (hits[best] or named):
        return list(columns)
    unit = best if hits[best] else named[0]
    return [_as_unit(each, unit) for each in columns]


def _as_unit(column: Column, unit: int) -> Column:
    if column.at == unit:
        return Column(column.at, column.heading, UNIT, True, (), column.samples)
    if column.means == UNIT:
        return Column(column.at, column.heading, WITHIN, True, (), column.samples)
    return column
