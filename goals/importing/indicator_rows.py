"""A row under an indicator table's header → `IndicatorDocument`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goals.document import IndicatorDocument
from goals.importing.columns import Header
from goals.importing.joining import Joiner
from goals.importing.notes import Notes
from goals.importing.rows import Row
from goals.importing.values import belongs_to_name, periodicity_at_end, person_at_end, spelled, value_at_end
from goals.importing.vocabulary import Vocabulary

_TARGETS = frozenset({"target", "council_target", "value"})
_LONGEST_CELL = 12


@dataclass
class _Word:
    text: str
    block: int


@dataclass
class _Tail:
    """What was read from a row's end. `values` stand as in the source; `spare` had no column of their own."""

    name: list[_Word]
    values: list[str]
    periodicity: str = ""
    gender: str = ""
    spare: tuple[str, ...] = ()
    guessed: bool = False


def read_indicator(
    row: Row, header: Header, notes: Notes, vocabulary: Vocabulary, joiner: Joiner
) -> IndicatorDocument:
    """The indicator that a row says; every word of the row ends up in one of its fields."""
    if row.cells:
        return _from_cells(row, header, notes, vocabulary)
    tail = _read_tail(row, header, vocabulary, joiner)
    rest = [word for line in row.rest for word in line.text.split()]
    name = " ".join([*(word.text for word in tail.name), *rest])
    targets, spare = _placed(row, tail, header, notes)
    return _indicator(
        row, name, targets, tail.periodicity, tail.gender, (*spare, *tail.spare), notes, vocabulary
    )


def _indicator(
    row: Row,
    name: str,
    targets: dict[str, str],
    periodicity: str,
    gender: str,
    spare: Sequence[str],
    notes: Notes,
    vocabulary: Vocabulary,
) -> IndicatorDocument:
    kept = [words for words in spare if words]
    if gender.lower() not in vocabulary.yes | vocabulary.no | {""}:
        kept.append(gender)
    _warn_of_spare(row, kept, notes)
    if not name:
        notes.warn(row.line, "En rad i indikatortabellen saknar namn.")
    return IndicatorDocument(
        name=" ".join([name, *kept]).strip(),
        periodicity=periodicity,
        target=targets.get("target", ""),
        council_target=targets.get("council_target", ""),
        by_gender=gender.lower() in vocabulary.yes,
    )


def _from_cells(row: Row, header: Header, notes: Notes, vocabulary: Vocabulary) -> IndicatorDocument:
    """The source shows the columns: each cell goes by its column's name."""
    cells: dict[str, str] = {}
    name: list[str] = []
    spare: list[str] = []
    roles = [*header.roles, *["unknown"] * (len(row.cells) - len(header.roles))]
    for role, cell in zip(roles, row.cells, strict=False):
        if role == "name":
            name.append(cell)
        elif role in {"target", "council_target", "periodicity", "by_gender"} and role not in cells:
            cells[role] = spelled(cell.split(), vocabulary)
        elif cell:
            name.append(cell)
            spare.append(cell)
    _warn_of_spare(row, spare, notes)
    whole = " ".join(" ".join([*name, *(line.text for line in row.rest)]).split())
    periodicity, gender = cells.get("periodicity", ""), cells.get("by_gender", "")
    return _indicator(row, whole, cells, periodicity, gender, (), notes, vocabulary)


def _warn_of_spare(row: Row, spare: Sequence[str], notes: Notes) -> None:
    if spare:
        notes.warn(
            row.line, f"Kolumner som inte hör till en indikator lades till namnet: {'; '.join(spare)}."
        )


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
            tail.spare = (" ".join(texts[len(texts) - count :]), *tail.spare) if count else tail.spare
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


def _placed(row: Row, tail: _Tail, header: Header, notes: Notes) -> tuple[dict[str, str], list[str]]:
    """The values by column; a lone one goes to the council's column where there are two, with a doubt."""
    columns = [role for role in header.roles if role in _TARGETS]
    own = [role for role in columns if role != "value"]
    values = tail.values
    if tail.guessed:
        notes.warn(row.line, f"Osäkert vad som är namn och vad som är målvärde: {' / '.join(values)}.")
    if len(values) == len(columns):
        placed = list(zip(columns, values, strict=True))
    elif len(values) == 1 and len(own) == 2:
        message = f"Värdet {values[0]} står ensamt: det kan höra till årsmålet eller till KF:s årsmål."
        placed = [(notes.choose(row.line, "column", "council_target", message), values[0])]
    else:
        if values:
            notes.warn(
                row.line, "Raden har färre värden än kolumner; kontrollera vilket värde som är årsmålet."
            )
        placed = list(
            zip(own[-len(values) :] if values else [], values[-len(own) :] if own else [], strict=False)
        )
        extra = values[: len(values) - len(placed)]
        return dict(placed), extra
    return {role: value for role, value in placed if role != "value"}, [
        v for role, v in placed if role == "value"
    ]
