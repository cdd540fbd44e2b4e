"""The clean lines of a source → pieces in order: where goals, headings, tables and texts begin.

The same words can mean different things: "Uppföljning" is a heading inside a goal and a chapter after the
goals. What decides is where the line stands: before the first goal, among the goals, or after them.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from goals.importing.bodies import Setting
from goals.importing.columns import Header, header_at
from goals.importing.contents import contents_lines, ends_entry
from goals.importing.headings import Shape, known_heading, shaped_heading
from goals.importing.labels import Label, label_at
from goals.importing.lines import Line
from goals.importing.notes import Notes
from goals.importing.pieces import GoalPiece, HeadingPiece, Piece, TablePiece, TextPiece
from goals.importing.rows import rows_under
from goals.importing.shapes import is_capitals
from goals.importing.text_tables import guess_text_table
from goals.importing.titles import Title, level_of, title_under
from goals.importing.vocabulary import fold, fold_heading

_ENOUGH_HEADINGS = 3
"""A source that marks so many lines as headings marks all of them."""


class Outline:
    """Reads the lines once from first to last; `pieces` is the result."""

    def __init__(self, lines: Sequence[Line], setting: Setting) -> None:
        self.lines, self.cuts, self.measure = lines, setting.cuts, setting.measure
        self.notes, self.vocabulary, self.joiner = setting.notes, setting.vocabulary, setting.joiner
        self.pieces: list[Piece] = []
        self.contents = contents_lines(lines, setting.vocabulary)
        self.labels: dict[int, Label] = {}
        self.headers: dict[int, Header] = {}
        self._find_landmarks()
        self.last_goal = max(self.labels, default=-1)
        self.goal_goes_on_until = self._end_of_last_goal()
        self.limits = [at for at in range(len(lines)) if at in self.labels or self._is_chapter(at)] + [
            len(lines)
        ]
        self.says_headings = sum(line.heading > 0 for line in lines) >= _ENOUGH_HEADINGS
        self.region = "opening"
        self.goal_headings: Counter[str] = Counter()
        self.recurring = self._recurring_shapes()
        self.economy = False
        self.text_until = 0
        self.in_table: set[int] = set()

    def _find_landmarks(self) -> None:
        at = 0
        while at < len(self.lines):
            if at in self.contents or not self.lines[at].text.strip():
                at += 1
                continue
            label = label_at(self.lines, at, self.vocabulary)
            header = None if label else header_at(self.lines, at, self.vocabulary)
            if label:
                self.labels[at] = label
            elif header:
                self.headers[at] = header
            at += max(1, label.consumed if label else header.consumed if header else 1)

    def read(self) -> list[Piece]:
        """The pieces; notes are taken on the way."""
        at = 0
        while at < len(self.lines):
            at = self._take(at)
        return self.pieces

    def _take(self, at: int) -> int:
        """Read what begins at a line; tells where the next piece begins."""
        line = self.lines[at]
        if at in self.contents or at in self.in_table or not line.text.strip():
            return self._text(at)
        if self.notes.answer(line.number, "heading") == "text":
            return self._text(at)
        if at in self.labels:
            return self._goal(at)
        header = self.headers.get(at)
        if header and header.kind != "prose" and self.region == "goals":
            return self._table(at, header)
        if header and header.kind == "prose":
            self._keep_text_table(at, header)
        if header or at in self.in_table:
            return self._text(at)
        return self._heading(at) or self._text(at)

    def _text(self, at: int) -> int:
        piece = self.pieces[-1] if self.pieces else None
        if not isinstance(piece, TextPiece):
            piece = TextPiece()
            self.pieces.append(piece)
        piece.lines.append(self._entry(at) if at in self.contents else self.lines[at])
        self.notes.mark([self.lines[at]], "text")
        return at + 1

    def _entry(self, at: int) -> Line:
        """A line of the contents list: a paragraph of its own, unless its entry goes on."""
        numbered = any(ends_entry(self.lines[place]) for place in self.contents)
        line = self.lines[at]
        return replace(line, whole=True) if ends_entry(line) or not numbered else line

    def _goal(self, at: int) -> int:
        label = self.labels[at]
        title: Title = title_under(self.lines, at, label, self)
        line = self.lines[at].number
        level = level_of(line, label, [each.level for each in self.labels.values()], self.notes)
        if not title.text:
            self.notes.warn(line, f"Målet under {label.phrase} saknar rubrik.")
        self.pieces.append(GoalPiece(line, level, title.number, title.text))
        self.notes.mark(self.lines[at : title.end], f"goal:{level}")
        self.region = "goals"
        self.economy = False
        self.goal_headings.clear()
        return title.end

    def is_boundary(self, at: int) -> bool:
        """Whether a title, a table or a paragraph can't go on over this line."""
        return at in self.labels or at in self.headers or known_heading(self.lines, at, self.vocabulary) > 0

    def _table(self, at: int, header: Header) -> int:
        end = at + header.consumed
        found = rows_under(self.lines, end, header, self._ends_table, self.cuts, self.notes, self.vocabulary)
        self.notes.mark(self.lines[at:end], "label")
        for row in found.rows:
            self.notes.mark(row.lines, header.kind)
        self.pieces.append(TablePiece(header, found.rows))
        return found.end

    def _ends_table(self, at: int) -> bool:
        return at in self.labels or known_heading(self.lines, at, self.vocabulary) > 0

    def _keep_text_table(self, at: int, header: Header) -> None:
        """A table of text goes to the body whole: its short lines are cells, not headings."""
        limit = self.limits[bisect.bisect_right(self.limits, at)]
        found = guess_text_table(self.lines[:limit], at, header, self.measure, Notes(), self.vocabulary)
        if found is not None:
            self.in_table.update(range(at, found.end))

    def _is_chapter(self, at: int) -> bool:
        text = self.lines[at].text.strip()
        return bool(text) and self.vocabulary.is_heading(text, "chapter", "closing")

    # Headings

    def _heading(self, at: int) -> int:
        """Read a heading; 0 where the line is none."""
        consumed = known_heading(self.lines, at, self.vocabulary)
        line = self.lines[at]
        answer = self.notes.answer(line.number, "heading")
        if consumed:
            text = " ".join(each.text.strip() for each in self.lines[at : at + consumed])
            return self._add(at, consumed, text, answer or self._place_of_known(at, text))
        if self._is_contents_heading(at):
            return self._add(at, 1, line.text.strip(), "chapter")
        under = line.heading == 0 and self._under_heading(at)
        shape = self._shape(at, under=under)
        if shape is None or under or self._repeats_heading(at):
            if answer in {"chapter", "heading"}:
                return self._add(at, 1, line.text.strip(), answer)
            if answer == "subheading" or (shape and shape.consumed == 1) or self._repeats_heading(at):
                return self._subheading(at)
            return self._cover(at)
        if not answer and self.region == "goals" and is_capitals(shape.text):
            return self._subheading(at)
        place = answer or self._place_of_shape(at, shape.text, sure=shape.sure)
        if place == "subheading" and shape.consumed == 1:
            return self._subheading(at)
        if place in {"text", "subheading"}:
            return 0
        return self._add(at, shape.consumed, shape.text, place)

    def _shape(self, at: int, *, under: bool) -> Shape | None:
        """The heading that a line looks like; only what the source says counts where it says headings."""
        if self.says_headings and not self.lines[at].heading:
            return None
        after_table = isinstance(self._last_filled(), TablePiece)
        return shaped_heading(
            self.lines, at, self.measure, self.vocabulary, under_heading=under, after_table=after_table
        )

    def _is_contents_heading(self, at: int) -> bool:
        return at + 1 in self.contents and self.vocabulary.is_heading(self.lines[at].text.strip(), "contents")

    def _under_heading(self, at: int) -> bool:
        """Whether the line stands directly under a heading, without a blank line between."""
        return at > 0 and self.notes.roles.get(self.lines[at - 1].number) == "heading"

    def _last_filled(self) -> Piece | None:
        """The piece before, blank lines after a table not counted."""
        for piece in reversed(self.pieces[-2:]):
            if not isinstance(piece, TextPiece) or _has_words(piece):
                return piece
        return None

    def _repeats_heading(self, at: int) -> bool:
        """Whether the line says the heading over this text once more, as on a new page."""
        heading = next((piece for piece in self.pieces[-2:] if isinstance(piece, HeadingPiece)), None)
        text = self.lines[at].text.strip()
        return heading is not None and len(text.split()) > 1 and fold(text) == fold(heading.text)

    def _cover(self, at: int) -> int:
        """The plan's own title, first in the source."""
        text = self.lines[at].text.strip()
        first = not any(
            isinstance(piece, TextPiece | HeadingPiece) and _has_words(piece) for piece in self.pieces
        )
        if not first or self.region != "opening" or len(text) > 120 or self.lines[at].cells:
            return 0
        named = any(fold(text).startswith(fold(title)) for title in self.vocabulary.plan_titles)
        return self._add(at, 1, text, "chapter") if named else 0

    def _subheading(self, at: int) -> int:
        end = self._text(at)
        piece = self.pieces[-1]
        assert isinstance(piece, TextPiece)  # noqa: S101  _text has just made it
        piece.subheadings.add(self.lines[at].number)
        self.notes.mark([self.lines[at]], "subheading")
        return end

    def _add(self, at: int, consumed: int, text: str, place: str) -> int:
        """Add a heading; a chapter among the goals ends them."""
        place = "part" if place == "heading" else place
        if self.region == "goals" and place == "part":
            place = "goal"
        if place == "chapter" and self.region == "goals":
            self.region = "closing"
        if place == "goal":
            self.goal_headings[fold(text)] += 1
        if place == "chapter":
            self.economy = self.vocabulary.is_heading(text, "economy")
        line = self.lines[at]
        closing = self.region == "closing"
        self.pieces.append(
            HeadingPiece(line.number, " ".join(text.split()).rstrip(": "), place, line.heading, closing)
        )
        self.notes.mark(self.lines[at : at + consumed], "heading")
        return at + consumed

    def _place_of_known(self, at: int, text: str) -> str:
        words, among = self.vocabulary, self.region == "goals"
        no_more_goals = at > self.last_goal
        if among:
            if words.is_heading(text, "closing") and (no_more_goals or words.is_heading(text, "economy")):
                return "chapter"
            if words.is_heading(text, "goal") and not (no_more_goals and self.goal_headings[fold(text)]):
                return "goal"
            if no_more_goals and words.is_heading(text, "chapter", "part", "goal"):
                return self._chapter_after_goals(at, text)
            return "goal"
        if self.economy and words.is_heading(text, "economy_part"):
            return "part"
        return "chapter" if words.is_heading(text, "chapter", "closing") else "part"

    def _chapter_after_goals(self, at: int, text: str) -> str:
        message = f"”{text}” efter det sista målet togs som ett eget kapitel; det kan höra till målet."
        return self.notes.choose(self.lines[at].number, "heading", "chapter", message)

    def _place_of_shape(self, at: int, text: str, *, sure: bool) -> str:
        """What a heading is that isn't in the vocabulary."""
        line = self.lines[at]
        if self.region != "goals":
            if sure or line.heading:
                return "part"
            message = f"”{text}” togs som rubrik."
            return self.notes.choose(line.number, "heading", "heading", message)
        if line.heading and self._above_goals(line):
            return "chapter"
        if line.heading or fold_heading(text) in self.recurring:
            return "goal"
        if at > self.last_goal and not self._goal_goes_on(at):
            return self._chapter_after_goals(at, text)
        message = f"”{text}” togs som en mellanrubrik i texten; det kan vara en egen rubrik."
        return self.notes.choose(line.number, "heading", "subheading", message)

    def _above_goals(self, line: Line) -> bool:
        levels = [self.lines[at].heading for at in self.labels if self.lines[at].heading]
        return bool(levels) and line.heading <= min(levels)

    def _goal_goes_on(self, at: int) -> bool:
        """Whether the last goal's own headings or tables still come before the next chapter."""
        return at < self.goal_goes_on_until

    def _end_of_last_goal(self) -> int:
        """The place of the last goal heading or table that comes before any chapter after the last goal."""
        end = self.last_goal
        for at in range(self.last_goal + 1, len(self.lines)):
            text = self.lines[at].text.strip()
            known = bool(text) and known_heading(self.lines, at, self.vocabulary) > 0
            if known and self.vocabulary.is_heading(text, "closing"):
                break
            if (at in self.headers and self.headers[at].kind != "prose") or (
                known and self.vocabulary.is_heading(text, "goal")
            ):
                end = at
        return end

    def _recurring_shapes(self) -> frozenset[str]:
        """Unknown headings that come back in goal after goal, once in each: the municipality's own."""
        seen: Counter[str] = Counter()
        twice: set[str] = set()
        here: set[str] = set()
        first = min(self.labels, default=len(self.lines))
        for at in range(first, len(self.lines)):
            if at in self.labels:
                here = set()
            shape = (
                shaped_heading(self.lines, at, self.measure, self.vocabulary)
                if self.lines[at].text.strip()
                else None
            )
            if shape is None or shape.consumed > 1 or known_heading(self.lines, at, self.vocabulary):
                continue
            key = fold_heading(shape.text)
            if key in here:
                twice.add(key)
            here.add(key)
            seen[key] += 1
        return frozenset(key for key, count in seen.items() if count >= 2 and key not in twice)


def _has_words(piece: HeadingPiece | TextPiece) -> bool:
    return isinstance(piece, HeadingPiece) or any(line.text.strip() for line in piece.lines)
