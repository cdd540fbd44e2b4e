"""What a plan's lines are made of, in order: goals, headings, tables under goals, and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from goals.importing.columns import Header
from goals.importing.lines import Line
from goals.importing.rows import Row


@dataclass
class GoalPiece:
    """A goal's label and title; `level` is one of document.LEVELS."""

    line: int
    level: str
    number: str
    title: str


@dataclass
class HeadingPiece:
    """A heading. `place` says what it opens: "chapter", "part" (of a chapter) or "goal" (a goal's text).

    `depth` is the heading's level where the source says it, else 0; `closing`: it stands after the goals.
    """

    line: int
    text: str
    place: str
    depth: int = 0
    closing: bool = False


@dataclass
class TablePiece:
    """The rows of an indicator or activity table that belongs to the goal before it."""

    header: Header
    rows: Sequence[Row]


@dataclass
class TextPiece:
    """Lines of text under the heading before; `subheadings` are numbers of lines that head parts of it."""

    lines: list[Line] = field(default_factory=list)
    subheadings: set[int] = field(default_factory=set)


Piece = GoalPiece | HeadingPiece | TablePiece | TextPiece
