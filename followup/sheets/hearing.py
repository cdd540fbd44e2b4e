"""What a sheet's rows say: which unit's value of which indicator, in cells not yet understood. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from followup.sheets.book import Cell, Row, Sheet
from followup.sheets.choices import Choices, said
from followup.sheets.columns import Layout
from followup.sheets.matching import Named, Names, Proposal
from followup.sheets.meanings import (
    FIELD_WORDS,
    INDICATOR,
    PERIOD,
    SKIP,
    UNIT,
    WITHIN,
    YEAR,
    read_meaning,
)
from followup.sheets.vocabulary import YEARS, Vocabulary
from goals.importing.near import folded

_SUM = re.compile(r"(?:summa|totalt?|samtliga|alla|hela|genomsnitt|medel(?:värde)?)\b", re.IGNORECASE)
HIDDEN = "Raden är dold i filen och läses inte in. Visa den i Excel om värdena ska in."
NO_UNIT = "Raden har värden men ingen enhet. Skriv enhetens namn på raden."
NO_INDICATOR = "Raden har värden men ingen indikator. Skriv indikatorns namn på raden."
IS_SUM = "Raden är en summering och läses inte in."
TWICE = "Värdet står också på rad {other}, och där står något annat. Ta bort det som är fel."

TWO_COLUMNS = "Värdet står i två kolumner som säger olika. Välj vilken av dem som läses in."


@dataclass(frozen=True)
class Remark:
    """What is said of a row. An error is to be put right; the rest is told so that nothing is lost unsaid."""

    row: int
    words: str
    is_error: bool = False
    about: str = ""


@dataclass
class Heard:
    """One unit's value of one indicator, by their keys, as the file has it; `row` is where it begins.

    `period` is what the row says that it is of, folded and without the year; empty where it doesn't say.
    """

    row: int
    unit: str
    indicator: str
    period: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass
class Unknown:
    """A name in the file that isn't known for certain, where it stands, and what it could be."""

    words: str
    within: str
    rows: list[int]
    proposal: Proposal


@dataclass
class Hearing:
    """`units` and `indicators` are names that somebody should answer for, by `said`."""

    values: list[Heard] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    units: dict[str, Unknown] = field(default_factory=dict)
    indicators: dict[str, Unknown] = field(default_factory=dict)
    dashes: int = 0


def hear(sheet: Sheet, layout: Layout, words: Vocabulary, choices: Choices) -> Hearing:
    """Everything that the rows say, in their order."""
    return _Listener(layout, words, choices).hear(sheet)


class _Listener:
    def __init__(self, layout: Layout, words: Vocabulary, choices: Choices) -> None:
        self.layout, self.words, self.choices = layout, words, choices
        self.found = Hearing()
        self.values: dict[tuple[str, str], Heard] = {}
        self.places: dict[tuple[str, str, str], tuple[int, str]] = {}
        self.spoilt: set[tuple[str, str]] = set()

    def hear(self, sheet: Sheet) -> Hearing:
        for row in sheet.rows[self.layout.first :]:
            self._row(row)
        self.found.values = [value for key, value in self.values.items() if key not in self.spoilt]
        return self.found

    def _row(self, row: Row) -> None:
        cells = list(self._cells(row))
        if not cells or self._is_heading(row):
            return
        if row.is_hidden:
            self._say(row, HIDDEN)
            return
        if not self._is_now(row):
            return
        unit = self._unit(row)
        if unit is None:
            return
        for indicator, name, cell in cells:
            if indicator:
                self._value(row, unit, indicator, name, cell)

    def _cells(self, row: Row) -> Iterator[tuple[str, str, Cell]]:
        """The indicator, the field and the cell of everything that is filled in; asks about a name once."""
        filled = []
        for column in self.layout.columns:
            cell = row.cell(column.at)
            indicator, name = read_meaning(column.means)
            if cell and name in FIELD_WORDS and (indicator or self.layout.is_long):
                filled.append((indicator, name, cell))
        if filled and self.layout.is_long and any(not indicator for indicator, _name, _cell in filled):
            named = "" if row.is_hidden or self._is_heading(row) else self._indicator(row)
            filled = [(indicator or named, name, cell) for indicator, name, cell in filled]
        yield from filled

    def _is_heading(self, row: Row) -> bool:
        """Whether the headings stand once more in the middle of the sheet."""
        named = [column for column in self.layout.columns if column.heading and column.means != SKIP]
        return bool(named) and all(folded(row.text(each.at)) == folded(each.heading) for each in named)

    def _is_now(self, row: Row) -> bool:
        period, year = self._text(row, PERIOD), self._text(row, YEAR)
        years = {int(found) for found in YEARS.findall(f"{period} {year}")}
        bare = _without_year(period)
        if years <= {self.words.year} and (not bare or bare in self.words.periods):
            return True
        told = " ".join(part for part in (period, year) if part)
        self._say(row, f"Raden gäller {told} och hör inte till omgången. Den läses inte in.")
        return False

    def _text(self, row: Row, means: str) -> str:
        at = self.layout.at(means)
        return "" if at is None else row.text(at)

    def _unit(self, row: Row) -> str | None:
        name, within = self._text(row, UNIT), self._text(row, WITHIN)
        if not folded(name):
            self._say(row, NO_UNIT, is_error=True)
            return None
        key = said(name, within)
        chosen = self.choices.units.get(key) or self.words.remembered_units.get(key)
        if chosen == SKIP:
            self._say(row, "Enheten läses inte in, som du har valt.", about=name)
            return None
        if chosen in self.words.units.by_key:
            return chosen
        found = self.words.units.meant(name, within)
        if found is not None:
            return found.key
        if _SUM.match(name):
            self._say(row, IS_SUM, about=name)
            return None
        self._ask(self.found.units, key, name, within, row, self.words.units)
        return None

    def _indicator(self, row: Row) -> str:
        name = self._text(row, INDICATOR)
        if not folded(name):
            self._say(row, NO_INDICATOR, is_error=True)
            return ""
        key = said(name)
        chosen = self.choices.indicators.get(key) or self.words.remembered_columns.get(key, "")
        if chosen == SKIP:
            self._say(row, "Indikatorn läses inte in, som du har valt.", about=name)
            return ""
        chosen = read_meaning(chosen)[0] or chosen
        if chosen in self.words.indicators.by_key:
            return chosen
        found: Named | None = self.words.indicators.meant(name)
        if found is None:
            self._ask(self.found.indicators, key, name, "", row, self.words.indicators)
        return found.key if found else ""

    def _ask(
        self, asked: dict[str, Unknown], key: str, words: str, within: str, row: Row, names: Names
    ) -> None:
        if key not in asked:
            asked[key] = Unknown(words, within, [], names.proposed(words))
        asked[key].rows.append(row.number)

    def _value(self, row: Row, unit: str, indicator: str, name: str, cell: Cell) -> None:
        place = (unit, indicator, name)
        if place in self.places:
            other, text = self.places[place]
            if text != cell.text:
                self.spoilt.add((unit, indicator))
                why = TWO_COLUMNS if other == row.number else TWICE.format(other=other)
                self._say(row, why, is_error=True, about=self._name(unit, indicator))
            return
        self.places[place] = (row.number, cell.text)
        self.found.dashes += name == "total" and is_dash(cell.text)
        key = (unit, indicator)
        if key not in self.values:
            self.values[key] = Heard(row.number, *key, _without_year(self._text(row, PERIOD)))
        self.values[key].cells[name] = cell

    def _name(self, unit: str, indicator: str) -> str:
        units, indicators = self.words.units.by_key, self.words.indicators.by_key
        return f"{units[unit].name}, {indicators[indicator].name}"

    def _say(self, row: Row, words: str, *, is_error: bool = False, about: str = "") -> None:
        self.found.remarks.append(Remark(row.number, words, is_error, about))


def _without_year(period: str) -> str:
    return folded(YEARS.sub("", period))


def is_dash(text: str) -> bool:
    """Whether a cell says only that there is no value, as exports do where a group is small."""
    return text in {"-", "–", "—", "\u2212", "..", "…", "n/a", "N/A"}
