"""A row under an indicator table's header → `IndicatorDocument`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goals.document import IndicatorDocument
from goals.importing.columns import Header
from goals.importing.joining import Joiner
from goals.importing.notes import Notes
from goals.importing.rows import Row
from goals.importing.spare import Spare, warning_of
from goals.importing.values import belongs_to_name, periodicity_at_end, person_at_end, spelled, value_at_end
from goals.importing.vocabulary import Column, Vocabulary

_TARGETS = frozenset({"target", "council_target", "value"})
_LONGEST_CELL = 12
_THREES = re.compile(r"\d{3}(?: \d{3})+")


@dataclass
class _Word:
    text: str
    block: int


@dataclass
class _Tail:
    """What was read from a row's end. `values` stand as in the source; `spare` are words without a field."""

    name: list[_Word]
    values: list[str]
    periodicity: str = ""
    gender: str = ""
    spare: Spare = ()
    guessed: bool = False


def read_indicator(
    row: Row, header: Header, notes: Notes, vocabulary: Vocabulary, joiner: Joiner
) -> tuple[IndicatorDocument, Spare]:
    """The indicator that a row says, and the words that it has no field for."""
    if row.cells:
        return _from_cells(row, header, notes, vocabulary)
    tail = _read_tail(row, header, vocabulary, joiner)
    rest = [word for line in row.rest for word in line.text.split()]
    name = " ".join([*(word.text for word in tail.name), *rest])
    targets, spare = _placed(row, tail, header, notes)
    gender = (_phrase_of("by_gender", header), tail.gender)
    return _indicator(row, name, targets, tail.periodicity, gender, (*spare, *tail.spare), notes, vocabulary)


def _indicator(
    row: Row,
    name: str,
    targets: dict[str, str],
    periodicity: str,
    gender: tuple[str, str],
    spare: Sequence[tuple[str, str]],
    notes: Notes,
    vocabulary: Vocabulary,
) -> tuple[IndicatorDocument, Spare]:
    kept = [each for each in spare if each[1]]
    if gender[1].lower() not in vocabulary.yes | vocabulary.no | {""}:
        kept.append(gender)
    if not name:
        notes.warn(row.line, "En rad i indikatortabellen saknar namn.")
        name, kept = " ".join(words for _column, words in kept), []
    if kept:
        notes.warn(row.line, warning_of(tuple(kept)))
    found = IndicatorDocument(
        name=name,
        periodicity=periodicity,
        target=targets.get("target", ""),
        council_target=targets.get("council_target", ""),
        by_gender=gender[1].lower() in vocabulary.yes,
    )
    return found, tuple(kept)


def _from_cells(
    row: Row, header: Header, notes: Notes, vocabulary: Vocabulary
) -> tuple[IndicatorDocument, Spare]:
    """The source shows the columns: each cell goes by its column's name."""
    cells: dict[str, str] = {}
    name: list[str] = []
    spare: list[tuple[str, str]] = []
    columns = [*header.columns, *[Column("unknown", "")] * (len(row.cells) - len(header.columns))]
    for column, cell in zip(columns, row.cells, strict=False):
        role = column.role
        if role == "name":
            name.append(cell)
        elif role in {"target", "council_target", "periodicity", "by_gender"} and role not in cells:
            cells[role] = spelled(cell.split(), vocabulary)
        elif cell:
            spare.append((column.phrase, " ".join(cell.split())))
    whole = " ".join(" ".join([*name, *(line.text for line in row.rest)]).split())
    periodicity, gender = (
        cells.get("periodicity", ""),
        (_phrase_of("by_gender", header), cells.get("by_gender", "")),
    )
    return _indicator(row, whole, cells, periodicity, gender, spare, notes, vocabulary)


def _phrase_of(role: str, header: Header) -> str:
    return next((column.phrase for column in header.columns if column.role == role), "")


def _read_tail(row: Row, header: Header, vocabulary: Vocabulary, joiner: Joiner) -> _Tail:
    """Read the columns after the name from the row's end, last column first; any of them may be empty."""
    lines = joiner.join_words([piece.words for piece in row.pieces])
    words = [_Word(text, piece.block) for piece, line in zip(row.pieces, lines, strict=True) for text in line]
    tail = _Tail(words, [])
    roles = list(header.roles[1:])
    while roles:
        role = roles.pop()
        texts = [word.text for word in tail.name]
        count = 0
        if role == "periodicity":
            count = periodicity_at_end(texts, vocabulary)
            tail.periodicity = " ".join(texts[len(texts) - count :]) if count else ""
        elif role == "by_gender" and texts[-1:] and texts[-1].lower() in vocabulary.yes | vocabulary.no:
            count, tail.gender = 1, texts[-1]
        elif role == "responsible":
            count = person_at_end(texts, vocabulary)
            person = (_phrase_of(role, header), " ".join(texts[len(texts) - count :]))
            tail.spare = (person, *tail.spare) if count else tail.spare
        elif role in _TARGETS:
            columns = 1
            while roles and roles[-1] in _TARGETS:
                roles.pop()
                columns += 1
            _take_values(tail, columns, vocabulary)
        if count:
            del tail.name[len(tail.name) - count :]
    return tail


def _take_values(tail: _Tail, columns: int, vocabulary: Vocabulary) -> None:
    while len(tail.values) < columns:
        texts = [word.text for word in tail.name]
        count = value_at_end(texts, vocabulary)
        start = len(texts) - count
        if not count or start == 0:
            break
        own_cell = tail.name[start].block != tail.name[start - 1].block
        if not own_cell and belongs_to_name(texts, count, vocabulary):
            break
        tail.values.insert(0, spelled(texts[start:], vocabulary))
        del tail.name[start:]
    if not tail.values:
        _take_blocks(tail, columns)
    tail.values = _parted_thousands(tail.values, columns)


def _parted_thousands(values: list[str], columns: int) -> list[str]:
    """Values of three digits each that were taken for one number with its thousands apart ("112 118 150")."""
    parts = [part for value in values for part in (value.split() if _THREES.fullmatch(value) else [value])]
    return parts if len(parts) == columns else values


def _take_blocks(tail: _Tail, columns: int) -> None:
    """No word here is a known value, but blank lines part the row: its last pieces are the cells."""
    while tail.name and len(tail.values) < columns and tail.name[0].block != tail.name[-1].block:
        block = tail.name[-1].block
        cell = [word.text for word in tail.name if word.block == block]
        if len(cell) > _LONGEST_CELL or cell[0][:1].islower():
            return
        tail.values.insert(0, " ".join(cell))
        tail.name = [word for word in tail.name if word.block != block]
        tail.guessed = True


def _placed(
    row: Row, tail: _Tail, header: Header, notes: Notes
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The values by column; a lone one goes to the council's column where there are two, with a doubt."""
    columns = [column for column in header.columns if column.role in _TARGETS]
    own = [column for column in columns if column.role != "value"]
    values = tail.values
    if tail.guessed:
        notes.warn(row.line, f"Osäkert vad som är namn och vad som är målvärde: {' / '.join(values)}.")
    if len(values) == len(columns):
        placed = list(zip(columns, values, strict=True))
    elif len(values) == 1 and len(own) == 2:
        message = f"Värdet {values[0]} står ensamt: det kan höra till årsmålet eller till KF:s årsmål."
        return {notes.choose(row.line, "column", "council_target", message): values[0]}, []
    else:
        if values:
            notes.warn(
                row.line, "Raden har färre värden än kolumner; kontrollera vilket värde som är årsmålet."
            )
        fitting = min(len(own), len(values))
        placed = list(zip(own[len(own) - fitting :], values[len(values) - fitting :], strict=True))
        others = [column for column in columns if column.role == "value"] or columns
        placed += [(others[0], value) for value in values[: len(values) - fitting]]
        spare = [(column.phrase, value) for column, value in placed[fitting:]]
        return {column.role: value for column, value in placed[:fitting]}, spare
    return {column.role: value for column, value in placed if column.role != "value"}, [
        (column.phrase, value) for column, value in placed if column.role == "value"
    ]
