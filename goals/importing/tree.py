"""Pieces in order → the tree of a plan: goals under goals, texts under headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from goals.document import (
    LEVELS,
    ActivityDocument,
    GoalDocument,
    IndicatorDocument,
    TextDocument,
)
from goals.importing.activity_rows import read_activity
from goals.importing.bodies import Setting, body_of
from goals.importing.indicator_rows import read_indicator
from goals.importing.pieces import GoalPiece, HeadingPiece, Piece, TablePiece, TextPiece
from goals.importing.spare import Spare, spare_table


@dataclass
class _Text:
    heading: str
    depth: int
    bodies: list[str] = field(default_factory=list)
    texts: list[_Text] = field(default_factory=list)

    def freeze(self) -> TextDocument:
        return TextDocument(
            self.heading, "".join(self.bodies), texts=tuple(text.freeze() for text in self.texts)
        )


@dataclass
class _Goal:
    piece: GoalPiece
    texts: list[_Text] = field(default_factory=list)
    indicators: list[IndicatorDocument] = field(default_factory=list)
    activities: list[ActivityDocument] = field(default_factory=list)
    goals: list[_Goal] = field(default_factory=list)

    def freeze(self, own_level: str) -> GoalDocument:
        return GoalDocument(
            level=self.piece.level,
            title=self.piece.title,
            number=self.piece.number,
            texts=tuple(text.freeze() for text in self.texts),
            indicators=tuple(self.indicators),
            activities=tuple(self.activities),
            goals=tuple(goal.freeze(own_level) for goal in self.goals),
            inherited=LEVELS.index(self.piece.level) < LEVELS.index(own_level),
        )


@dataclass(frozen=True)
class Tree:
    """The three parts of a plan."""

    opening: tuple[TextDocument, ...]
    goals: tuple[GoalDocument, ...]
    closing: tuple[TextDocument, ...]


def tree_of(pieces: Sequence[Piece], setting: Setting) -> Tree:
    """Put the pieces together."""
    builder = _Builder(setting)
    for piece in pieces:
        builder.add(piece)
    levels = {piece.level for piece in pieces if isinstance(piece, GoalPiece)}
    own_level = max(levels, key=LEVELS.index, default="unit")
    return Tree(
        tuple(text.freeze() for text in builder.opening),
        tuple(goal.freeze(own_level) for goal in builder.goals),
        tuple(text.freeze() for text in builder.closing),
    )


class _Builder:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.opening: list[_Text] = []
        self.closing: list[_Text] = []
        self.goals: list[_Goal] = []
        self.open_goals: list[_Goal] = []
        self.open_texts: list[_Text] = []
        self.among_goals = False

    def add(self, piece: Piece) -> None:
        if isinstance(piece, GoalPiece):
            self._add_goal(piece)
        elif isinstance(piece, HeadingPiece):
            self._add_heading(piece)
        elif isinstance(piece, TablePiece):
            self._add_rows(piece)
        else:
            self._add_text(piece)

    def _add_goal(self, piece: GoalPiece) -> None:
        rank = LEVELS.index(piece.level)
        while self.open_goals and LEVELS.index(self.open_goals[-1].piece.level) >= rank:
            self.open_goals.pop()
        goal = _Goal(piece)
        (self.open_goals[-1].goals if self.open_goals else self.goals).append(goal)
        if not self.open_goals and rank and self.goals[:1] != [goal]:
            self.setting.notes.warn(piece.line, "Målet står inte under något mål på nivån ovanför.")
        self.open_goals.append(goal)
        self.open_texts = []
        self.among_goals = True

    def _add_heading(self, piece: HeadingPiece) -> None:
        if piece.place == "goal" and self.open_goals:
            text = _Text(piece.text, 1)
            self.open_goals[-1].texts.append(text)
            self.open_texts = [text]
            return
        if self.among_goals:
            self.open_texts = []
            self.among_goals = False
        depth = piece.depth or (1 if piece.place == "chapter" else 2)
        while self.open_texts and self.open_texts[-1].depth >= depth:
            self.open_texts.pop()
        text = _Text(piece.text, depth)
        self._siblings(closing=piece.closing).append(text)
        self.open_texts.append(text)

    def _siblings(self, *, closing: bool) -> list[_Text]:
        if self.open_texts:
            return self.open_texts[-1].texts
        return self.closing if closing else self.opening

    def _add_rows(self, piece: TablePiece) -> None:
        goal = self.open_goals[-1]
        notes, vocabulary, joiner = self.setting.notes, self.setting.vocabulary, self.setting.joiner
        spares: list[Spare] = []
        for row in piece.rows:
            if piece.header.kind == "indicator":
                indicator, spare = read_indicator(row, piece.header, notes, vocabulary, joiner)
                goal.indicators.append(indicator)
            else:
                activity, spare = read_activity(row, piece.header, notes, vocabulary, joiner)
                goal.activities.append(activity)
            spares.append(spare)
        kept = spare_table(piece.header, spares)
        if kept:
            self._add_body(kept)

    def _add_text(self, piece: TextPiece) -> None:
        body = body_of(piece.lines, self.setting, piece.subheadings)
        if not body:
            return
        if self.among_goals and not self.open_texts:
            self._warn_if_loose(piece)
        self._add_body(body)

    def _add_body(self, body: str) -> None:
        """Add to the nearest text; where none is open, to one without a heading."""
        if not self.open_texts:
            text = _Text("", 1)
            if self.among_goals:
                self.open_goals[-1].texts.append(text)
            else:
                (self.closing if self.goals else self.opening).append(text)
            self.open_texts = [text]
        self.open_texts[-1].bodies.append(body)

    def _warn_if_loose(self, piece: TextPiece) -> None:
        first = next((line for line in piece.lines if line.text.strip()), None)
        if first is not None:
            self.setting.notes.warn(
                first.number, "Text utan rubrik under målet; den lades i en text utan rubrik."
            )
