"""What the parser says beside the document: roles of lines, warnings, doubts, what was dropped.

A doubt is a spot where the parser chose between readings; a correction answers it, and the parser is simply
run again with it. So the same source and the same corrections always give the same document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from goals.document import Remark
from goals.importing.lines import Line


@dataclass(frozen=True)
class Doubt:
    """A spot where a person should choose: `line` as in the source, `kind` is level, column or heading.

    `options` are the values that a `Correction` may have, `chosen` is the one the parser took.
    """

    line: int
    kind: str
    message: str
    options: tuple[str, ...]
    chosen: str


@dataclass(frozen=True)
class Correction:
    """A person's answer to a doubt (or a change where there was none): the reading to take at a line.

    kind "level": direction, area, committee or unit. kind "column": target or council_target. kind
    "heading": chapter, heading (a text with this heading), subheading (inside the text before) or text.
    """

    line: int
    kind: str
    value: str


OPTIONS: dict[str, tuple[str, ...]] = {
    "level": ("direction", "area", "committee", "unit"),
    "column": ("target", "council_target"),
    "heading": ("chapter", "heading", "subheading", "text"),
}
MOST_WARNINGS = 500
"""A hostile file shall not fill the memory with warnings; the last one says that there were more."""


@dataclass
class Notes:
    """Collected while parsing. `roles` says what each line of the source became."""

    corrections: dict[tuple[int, str], str] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    dropped: list[Line] = field(default_factory=list)

    @classmethod
    def answering(cls, corrections: Sequence[Correction]) -> Notes:
        """Notes of a run that follows these corrections; ones with an unknown value don't count."""
        known = {
            (each.line, each.kind): each.value
            for each in corrections
            if each.value in OPTIONS.get(each.kind, ())
        }
        return cls(corrections=known)

    def warn(self, line: int, message: str) -> None:
        """Ask a person to look at a line; `message` is Swedish."""
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(Remark(line, message))
        elif len(self.warnings) == MOST_WARNINGS:
            self.warnings.append(Remark(line, "Det finns fler ställen att se över än vad som visas här."))

    def answer(self, line: int, kind: str) -> str:
        """What a person has said about this spot, or ""."""
        return self.corrections.get((line, kind), "")

    def choose(self, line: int, kind: str, chosen: str, message: str) -> str:
        """The reading to take at a doubtful spot: the person's, or `chosen` with a doubt and a warning."""
        answer = self.answer(line, kind)
        if answer:
            return answer
        if len(self.doubts) < MOST_WARNINGS:
            self.doubts.append(Doubt(line, kind, message, OPTIONS[kind], chosen))
        self.warn(line, message)
        return chosen

    def mark(self, lines: Iterable[Line], role: str) -> None:
        """Say what lines became."""
        for line in lines:
            if line.text.strip() or line.cells:
                self.roles[line.number] = role

    def drop(self, lines: Iterable[Line]) -> None:
        """Leave lines out on purpose: page furniture and repeated table headers only."""
        for line in lines:
            if line.text.strip():
                self.dropped.append(line)
                self.roles[line.number] = "dropped"
