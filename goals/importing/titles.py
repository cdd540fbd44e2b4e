"""A goal's title over its lines, and the level of a label that can mean more than one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from goals.importing.joining import Joiner
from goals.importing.labels import MOST_TITLE_WORDS, Label, is_number, split_number
from goals.importing.lines import Line
from goals.importing.notes import Notes
from goals.importing.shapes import Measure, item_of, starts_lower, terminated

_MOST_LINES = 8
_OPEN_ENDS = frozenset({"och", "eller", "samt", "för", "av", "med", "i", "till", "genom", "om", "på", "är"})


class Around(Protocol):
    """What a title must know of the lines around it."""

    lines: Sequence[Line]
    measure: Measure
    joiner: Joiner

    def is_boundary(self, at: int) -> bool: ...


@dataclass(frozen=True)
class Title:
    """A goal's number and title, un-wrapped, and the place of the first line after it."""

    number: str
    text: str
    end: int


def title_under(lines: Sequence[Line], at: int, label: Label, around: Around) -> Title:
    """The title that a label begins: on its line or under it, over as many lines as it was wrapped."""
    number, parts = label.number, [label.rest] if label.rest else []
    last = lines[at + label.consumed - 1]
    if label.rest and (lines[at].whole or lines[at].cells):
        return Title(number, label.rest, at + label.consumed)
    if not number and is_number(label.rest):
        number, parts = label.rest, []
    end = here = at + label.consumed
    blank = False
    while here < len(lines) and len(parts) < _MOST_LINES:
        line = lines[here]
        text = line.text.strip()
        if not text:
            blank, here = True, here + 1
            continue
        inside = bool(parts) and not blank and _goes_on_after(lines, here)
        if here - end > 6 or line.cells or (around.is_boundary(here) and not inside):
            break
        if not parts and not number and is_number(text):
            number = text
        elif not parts or _goes_on(last, line, " ".join(parts), around.measure, blank=blank):
            parts.append(text)
        else:
            break
        last, blank = line, False
        end = here = here + 1
        if line.whole and parts:
            break
    if not number and parts:
        number, parts[0] = split_number(parts[0])
    return Title(number, around.joiner.join(parts), end)


def _goes_on_after(lines: Sequence[Line], at: int) -> bool:
    """Whether a word that could be a heading stands inside a wrapped title: before it the title is open
    ("Dokumentation och"), and directly under it goes on with a small letter."""
    before, after = lines[at - 1].text.split(), lines[at + 1 : at + 2]
    opens = bool(before) and (before[-1].lower() in _OPEN_ENDS or before[-1].endswith((",", "-")))
    return opens and bool(after) and after[0].text[:1].islower() and lines[at].heading == 0


def _goes_on(last: Line, line: Line, so_far: str, measure: Measure, *, blank: bool) -> bool:
    """Whether a line continues the title of which `last` is the line before."""
    text = line.text.strip()
    if last.heading != line.heading or len(so_far.split()) > MOST_TITLE_WORDS or item_of(text):
        return False
    if line.heading and not blank:
        return True
    if blank:
        return starts_lower(text) and not terminated(so_far)
    if starts_lower(text):
        return True
    if terminated(so_far) and not so_far.endswith((":", ";")):
        return False
    return not measure.breaks(last.text, text, 0.62)


def level_of(line: int, label: Label, levels: Sequence[str], notes: Notes) -> str:
    """The level that a label means here; asked for where the words can mean another one."""
    answer = notes.answer(line, "level")
    if answer or not label.in_doubt:
        return answer or label.level
    depth = len([part for part in label.number.split(".") if part])
    if depth:
        chosen = "direction" if depth == 1 else "area"
    else:
        chosen = label.level if "direction" in levels else "direction"
    if depth and "direction" in levels:
        return chosen
    names = {"direction": "inriktningsmål", "area": "mål för verksamhetsområdet"}
    message = f"”{label.phrase}” kan betyda flera nivåer; målet togs som kommunfullmäktiges {names[chosen]}."
    return notes.choose(line, "level", chosen, message)
