"""The lines under a table's header, parted into rows.

Where the source shows its columns a line is a row. Elsewhere only the end of a row can be known: a
periodicity, a date, a value at a line's end. A name cut by the page's end goes on after the repeated header;
it begins with a small letter and has no values of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from goals.importing.columns import Header, header_at
from goals.importing.lines import Line
from goals.importing.notes import Notes
from goals.importing.shapes import starts_lower, terminated
from goals.importing.values import (
    belongs_to_name,
    is_value,
    loose_dates_at_end,
    periodicity_at_end,
    person_at_end,
    post_at_end,
    read_day,
    value_at_end,
)
from goals.importing.vocabulary import Vocabulary

MOST_WORDS, MOST_BLOCKS = 80, 7
"""A row with more words or pieces than this is running text that happens to end like a row."""
_PERSON_WORDS = 3
"""So many words alone before a date, in a table that says who is responsible, are who."""


@dataclass(frozen=True)
class Piece:
    """One line of a row; `block` counts the pieces parted by blank lines, `cut`: a page began here."""

    line: Line
    block: int
    cut: bool = False

    @property
    def words(self) -> list[str]:
        return self.line.text.split()


@dataclass
class Row:
    """One row as found: its lines, and the columns where the source shows them.

    `rest` are lines of the name that came after the values.
    """

    pieces: list[Piece]
    cells: tuple[str, ...] = ()
    rest: list[Line] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.pieces[0].line.number

    @property
    def lines(self) -> list[Line]:
        return [*(piece.line for piece in self.pieces), *self.rest]


@dataclass(frozen=True)
class Found:
    """The rows of a table, and the place of the first line that is no longer part of it."""

    rows: list[Row]
    end: int


def rows_under(
    lines: Sequence[Line],
    start: int,
    header: Header,
    is_boundary: Callable[[int], bool],
    cuts: frozenset[int],
    notes: Notes,
    vocabulary: Vocabulary,
) -> Found:
    """The rows that begin at `start`, up to a boundary (a label, a heading) or text that is no row."""
    pieces: list[tuple[int, Piece]] = []
    at, block, cut = start, 0, False
    while at < len(lines):
        line = lines[at]
        if not line.text.strip():
            block, at = block + 1, at + 1
            continue
        again = header_at(lines, at, vocabulary)
        if again is not None and header.same_as(again):
            notes.drop(lines[at : at + again.consumed])
            at, block, cut = at + again.consumed, block + 1, True
            continue
        if is_boundary(at) or again is not None:
            break
        pieces.append((at, Piece(line, block, cut or line.number in cuts)))
        at, cut = at + 1, False
    return _Grouper(pieces, header, vocabulary, at).group()


class _Grouper:
    """Parts a table's lines into rows."""

    def __init__(
        self, pieces: Sequence[tuple[int, Piece]], header: Header, vocabulary: Vocabulary, end: int
    ) -> None:
        self.places = [place for place, _ in pieces]
        self.pieces = [piece for _, piece in pieces]
        self.header = header
        self.vocabulary = vocabulary
        self.end = end
        self.rows: list[Row] = []

    def group(self) -> Found:
        at, begun = 0, 0
        while at < len(self.pieces):
            current = self.pieces[begun : at + 1]
            if self.pieces[at].line.cells:
                self._add_cells(self.pieces[begun:at], self.pieces[at])
                at = begun = at + 1
            elif self._is_complete(current, at):
                self.rows += self._apart(current)
                at = begun = self._take_rest(at + 1)
            elif self._is_text(current):
                break
            else:
                at += 1
        if begun < len(self.pieces):
            begun = self._take_undated(self._take_rest(begun))
        return Found(self.rows, self.places[begun] if begun < len(self.places) else self.end)

    def _add_cells(self, before: Sequence[Piece], piece: Piece) -> None:
        """A row whose columns are sure; loose lines before it belong to its name."""
        cells = piece.line.cells
        last = self.rows[-1] if self.rows else None
        if last and last.cells and self._continues(last.cells, piece):
            last.cells = tuple(f"{a} {b}".strip() for a, b in _padded(last.cells, cells))
            last.pieces.append(piece)
            return
        if before and cells:
            at = self.header.roles.index("name") if "name" in self.header.roles else 0
            name = " ".join(
                [*(each.line.text for each in before), cells[at] if at < len(cells) else ""]
            ).strip()
            cells = tuple(name if place == at else cell for place, cell in enumerate(cells))
        self.rows.append(Row([*before, piece], cells))

    def _continues(self, before: tuple[str, ...], piece: Piece) -> bool:
        """Whether a row is the rest of the one before, cut by the page's end."""
        filled = [cell for cell in piece.line.cells if cell]
        if not filled:
            return True
        name_only_before = sum(bool(cell) for cell in before) == 1
        if piece.cut and (
            all(starts_lower(cell) for cell in filled) or (name_only_before and starts_lower(filled[0]))
        ):
            return True
        return (
            len(filled) == 1
            and starts_lower(filled[0])
            and filled[0] == piece.line.cells[0]
            and not name_only_before
        )

    def _is_complete(self, current: Sequence[Piece], at: int) -> bool:
        """Whether a row ends with this line."""
        following = self.pieces[at + 1] if at + 1 < len(self.pieces) else None
        words = current[-1].words
        roles = self.header.roles
        if self.header.kind == "activity":
            if self._is_person_after(current[:-1], current[-1]):
                return True
            if not any(read_day(word) for word in words) and not self._ends_loosely(current):
                return False
            return following is None or not (
                _only_days(following.words) or self._is_person_after(current, following)
            )
        every = [word for piece in current for word in piece.words]
        if "periodicity" in roles:
            if roles[-1] == "periodicity":
                return periodicity_at_end(words, self.vocabulary) > 0 and len(every) > 1
            if not any(periodicity_at_end(words[:n], self.vocabulary) for n in range(1, len(words) + 1)):
                return False
            return following is None or not is_value(following.words, self.vocabulary)
        if roles[-1] == "responsible":
            every = every[: len(every) - person_at_end(every, self.vocabulary)]
        count = value_at_end(every, self.vocabulary)
        if not count or count == len(every) or belongs_to_name(every, count, self.vocabulary):
            return False
        return following is None or not is_value(following.words, self.vocabulary)

    def _ends_loosely(self, current: Sequence[Piece]) -> bool:
        """Whether a row ends with dates that aren't days: the line begins a row, or holds two of them."""
        words = [word for piece in current for word in piece.words]
        count = loose_dates_at_end(words, self.vocabulary)
        return 0 < count < len(words) <= MOST_WORDS // 2 and words[0][:1].isupper()

    def _is_person_after(self, before: Sequence[Piece], piece: Piece) -> bool:
        """Whether a line only says who is responsible for the row whose dates end the line before it."""
        if self.header.roles[-1] != "responsible" or not before or read_day(before[-1].words[-1]) is None:
            return False
        words = piece.words
        return len(words) <= _PERSON_WORDS and post_at_end(["", *words], self.vocabulary) == len(words)

    def _is_text(self, current: Sequence[Piece]) -> bool:
        words = sum(len(piece.words) for piece in current)
        return words > MOST_WORDS or current[-1].block - current[0].block > 2 * MOST_BLOCKS

    def _take_rest(self, at: int) -> int:
        """Give lines that begin with a small letter, and end no row of their own, to the row before."""
        if not self.rows:
            return at
        taken = at
        while (
            taken < len(self.pieces)
            and starts_lower(self.pieces[taken].line.text)
            and not self.pieces[taken].line.cells
        ):
            if taken > at and self.pieces[taken].block != self.pieces[at].block:
                break
            taken += 1
        run = self.pieces[at:taken]
        ends_row = any(self._is_complete(run[: count + 1], at + count) for count in range(len(run)))
        too_long = sum(len(piece.words) for piece in run) > MOST_WORDS // 2
        if not run or ends_row or too_long:
            return at
        self.rows[-1].rest += [piece.line for piece in run]
        return taken

    def _take_undated(self, at: int) -> int:
        """A short line directly under the last row of an activity table: an activity without dates."""
        last = self.pieces[at - 1] if at else None
        while self.rows and last and at < len(self.pieces) and self.header.kind == "activity":
            piece = self.pieces[at]
            is_row = piece.block == last.block and len(piece.words) <= MOST_WORDS // 4
            if not is_row or terminated(piece.line.text) or not piece.words[0][:1].isupper():
                break
            self.rows.append(Row([piece]))
            at = self._take_rest(at + 1)
            last = self.pieces[at - 1]
        return at

    def _apart(self, current: Sequence[Piece]) -> list[Row]:
        """The lines up to a row's end, parted where a row without dates or periodicity stands before it."""
        blocks: list[list[Piece]] = []
        for piece in current:
            if blocks and blocks[-1][-1].block == piece.block:
                blocks[-1].append(piece)
            else:
                blocks.append([piece])
        rows: list[list[Piece]] = [blocks[0]]
        for block in blocks[1:]:
            if self._begins_row(rows[-1], block):
                rows.append(block)
            else:
                rows[-1] += block
        return [Row(pieces) for pieces in rows]

    def _begins_row(self, before: Sequence[Piece], block: Sequence[Piece]) -> bool:
        first = block[0]
        if first.cut or not first.words[0][:1].isupper():
            return False
        words = [word for piece in block for word in piece.words]
        if self.header.kind == "activity":
            others = [word for word in words if read_day(word) is None]
            has_days = len(others) < len(words)
            is_person = "responsible" in self.header.roles and has_days and len(others) <= _PERSON_WORDS
            return bool(others) and not is_person
        earlier = [word for piece in before for word in piece.words]
        has_value = value_at_end(earlier, self.vocabulary) not in (0, len(earlier))
        return (
            has_value
            and not any(
                is_value(words[:count], self.vocabulary) for count in range(1, min(8, len(words)) + 1)
            )
            and not periodicity_at_end(words[:2], self.vocabulary)
        )


def _only_days(words: Sequence[str]) -> bool:
    return bool(words) and all(read_day(word) or word in {"-", "–"} for word in words)


def _padded(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[str, str]]:
    longest = max(len(one), len(other))
    return [(one[at] if at < len(one) else "", other[at] if at < len(other) else "") for at in range(longest)]
