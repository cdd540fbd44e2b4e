"""A table's header: which columns of indicators, activities or texts it names, wherever it is wrapped."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goals.importing.lines import Line
from goals.importing.vocabulary import Column, Vocabulary, fold, fold_heading

KINDS = ("indicator", "activity", "prose")
_MOST_LINES = 6
_MOST_GAP = 8
_LONGEST_HEADER = 240
_MEASURING = frozenset({"target", "council_target", "periodicity"})
_SINGLE = frozenset({"name", "target", "council_target", "periodicity", "start", "end", "responsible"})
_TIMING = frozenset({"start", "end"})


@dataclass(frozen=True)
class Header:
    """A table's columns. `consumed` counts the source's lines that it took, blank ones between included."""

    kind: str
    columns: tuple[Column, ...]
    consumed: int = 1

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(column.role for column in self.columns)

    def same_as(self, other: Header | None) -> bool:
        """Whether the other one is this header repeated on the next page."""
        if other is None or other.kind != self.kind:
            return False
        mine, theirs = (" ".join(fold(each.phrase) for each in header.columns) for header in (self, other))
        return mine == theirs or self.roles == other.roles


def header_at(lines: Sequence[Line], at: int, vocabulary: Vocabulary) -> Header | None:
    """The table header that begins at a line, on one line or several, or None."""
    line = lines[at]
    if line.cells:
        return _header_of_cells(line, vocabulary)
    text = line.text.strip()
    if not text or len(text) > _LONGEST_HEADER or not _may_begin(text, vocabulary):
        return None
    best: Header | None = None
    joined, taken = "", 0
    for here in range(at, min(at + _MOST_GAP, len(lines))):
        part = lines[here].text.strip()
        if not part:
            continue
        if lines[here].cells or taken == _MOST_LINES:
            break
        joined, taken = f"{joined} {part}".strip(), taken + 1
        if len(joined) > _LONGEST_HEADER:
            break
        found = _header_of_text(joined, here - at + 1, vocabulary, unknown_allowed=taken == 1)
        if found and (best is None or not _has_unknown(found)):
            best = found
        elif best and not _has_unknown(best):
            break
    return best


@functools.lru_cache(maxsize=8192)
def _may_begin(text: str, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.column_patterns[kind].match(text) or "/" in text.split()[0] for kind in KINDS)


def _has_unknown(header: Header) -> bool:
    return "unknown" in header.roles


@functools.lru_cache(maxsize=8192)
def _header_of_text(
    text: str, consumed: int, vocabulary: Vocabulary, *, unknown_allowed: bool
) -> Header | None:
    for kind in ("indicator", "activity"):
        columns = _known_columns(text, kind, vocabulary, unknown_allowed=unknown_allowed)
        if columns and columns[0].role == "name" and _is_complete(kind, columns):
            return Header(kind, columns, consumed)
    prose = _prose_columns(text, vocabulary)
    return Header("prose", prose, consumed) if len(prose) >= 2 else None


def _known_columns(
    text: str, kind: str, vocabulary: Vocabulary, *, unknown_allowed: bool
) -> tuple[Column, ...]:
    """The text as a sequence of column names; empty where it is anything else."""
    pattern, roles = vocabulary.column_patterns[kind], vocabulary.columns[kind]
    columns: list[Column] = []
    at = 0
    while at < len(text.rstrip()):
        match = pattern.match(text, at)
        if match:
            columns.append(Column(_role(match[1], roles), match[1]))
            at = match.end()
            continue
        word = text[at:].split(maxsplit=1)[0]
        if columns and columns[-1].role == "unknown":
            columns[-1] = Column("unknown", f"{columns[-1].phrase} {word}")
        elif unknown_allowed and columns and word[:1].isupper():
            columns.append(Column("unknown", word))
        else:
            return ()
        at = text.index(word, at) + len(word)
    return _second_target(columns)


def _role(phrase: str, roles: Mapping[str, str]) -> str:
    """A column's role; a year after its name doesn't count."""
    return roles.get(fold(phrase)) or roles.get(fold_heading(phrase), "unknown")


def _second_target(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Two columns of targets under one's own names: the second is the level's above."""
    seen, result = False, []
    councils = any(column.role == "council_target" for column in columns)
    for column in columns:
        if column.role == "target" and seen:
            column = Column("value" if councils else "council_target", column.phrase)
        seen = seen or column.role == "target"
        result.append(column)
    if not seen and sum(column.role == "council_target" for column in columns) == 1:
        own = [
            column
            for column in result
            if column.role == "council_target" and not fold(column.phrase).startswith("k")
        ]
        result = [Column("target", each.phrase) if each in own else each for each in result]
    return tuple(result)


def _is_complete(kind: str, columns: Sequence[Column]) -> bool:
    roles = {column.role for column in columns}
    known = [column for column in columns if column.role != "unknown"]
    single = [column.role for column in known if column.role in _SINGLE]
    if len(single) != len(set(single)) or len(known) < 2 or len(known) <= len(columns) - len(known):
        return False
    if kind == "indicator":
        return bool(roles & _MEASURING)
    return bool(roles & _TIMING) or (fold(columns[0].phrase).startswith("aktivitet") and len(known) >= 2)


def _prose_columns(text: str, vocabulary: Vocabulary) -> tuple[Column, ...]:
    """Columns of a text table: names from the vocabulary, each with a capital, joined ones by a stroke."""
    names, columns = vocabulary.columns["prose"], []
    if len(text) > 100:
        return ()
    for word in text.split():
        parts = fold(word).split("/")
        if not word[:1].isupper() or any(part not in names for part in parts):
            return ()
        columns.append(Column("prose", word))
    return tuple(columns)


def _header_of_cells(line: Line, vocabulary: Vocabulary) -> Header | None:
    for kind in ("indicator", "activity"):
        roles = vocabulary.columns[kind]
        columns = _second_target(
            [Column(_role(cell, roles) if cell else "unknown", cell) for cell in line.cells]
        )
        names = [column for column in columns if column.role == "name"]
        if names and _is_complete_row(kind, columns, names[0]):
            return Header(kind, columns)
    return None


def _is_complete_row(kind: str, columns: Sequence[Column], name: Column) -> bool:
    """In a table whose columns are sure, unknown ones beside the known do no harm."""
    roles = {column.role for column in columns}
    if kind == "indicator":
        return bool(roles & _MEASURING)
    return bool(roles & _TIMING) or fold(name.phrase).startswith("aktivitet")
