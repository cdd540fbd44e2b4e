"""A plan document as the sections of a page, in the order they are read: chapters, goals, chapters.

The tree is flattened here, so that the template is one loop; what nests is said by heading levels,
labels and the contents. A goal of another plan is `inherited`; what its own writers have left empty
is `missing`, and shown as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from goals.document import ActivityDocument, GoalDocument, IndicatorDocument, PlanDocument, TextDocument
from goals.models import Place
from goals.pages.anchors import goal_anchor, text_anchor
from goals.pages.markup import body_html, heading_tags
from goals.pages.words import Words
from vp.richtext import plain

FIRST_LEVEL = 2
"""The heading level of chapters and top goals; the plan's own name is the page's only h1."""

ORIGINS = {
    "direction": "Från kommunfullmäktige",
    "area": "Från kommunfullmäktige",
    "committee": "Från nämnden",
    "unit": "Från en plan ovanför",
}


@dataclass(frozen=True)
class TextPart:
    """A text under a heading of its own; `missing` where nothing is written and something should be.

    `start` and `end` are the heading's tags.
    """

    heading: str
    start: SafeString
    end: SafeString
    anchor: str
    body: SafeString
    missing: bool


@dataclass(frozen=True)
class TargetStep:
    """A target that no longer holds, and what was decided instead, when and why."""

    words: str
    since: str
    reason: str


@dataclass(frozen=True)
class IndicatorRow:
    name: str
    target: str
    council_target: str
    periodicity: str
    by_gender: bool
    history: tuple[TargetStep, ...]


@dataclass(frozen=True)
class ActivityRow:
    title: str
    start: str
    end: str
    responsible: str


@dataclass(frozen=True)
class GoalHead:
    label: str
    number: str
    title: str
    level: int
    word: str
    inherited: bool
    origin: str


@dataclass(frozen=True)
class Section:
    """A chapter (without `goal`) or a goal, with its texts and tables."""

    anchor: str
    goal: GoalHead | None = None
    texts: tuple[TextPart, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()


@dataclass
class Entry:
    """A line of the contents, with the lines under it."""

    anchor: str
    title: str
    number: str = ""
    inherited: bool = False
    word: str = ""
    children: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Sections:
    sections: tuple[Section, ...]
    contents: tuple[Entry, ...]
    missing: int


def sections_of(document: PlanDocument, words: Words) -> Sections:
    """All of the document in reading order, its contents, and how many texts are missing."""
    builder = _Builder(words)
    builder.chapters(document.opening, Place.OPENING)
    for goal in document.goals:
        builder.goal(goal, FIRST_LEVEL, builder.contents)
    builder.chapters(document.closing, Place.CLOSING)
    return Sections(tuple(builder.sections), tuple(builder.contents), builder.missing)


class _Builder:
    def __init__(self, words: Words) -> None:
        self.words = words
        self.sections: list[Section] = []
        self.contents: list[Entry] = []
        self.missing = 0

    def chapters(self, chapters: Sequence[TextDocument], place: Place) -> None:
        unwritten = [TextDocument(name) for name in self.words.unwritten(place, "", chapters)]
        for chapter in [*chapters, *unwritten]:
            parts = tuple(self.text(chapter, FIRST_LEVEL, own=True))
            if not parts:
                continue
            anchor = f"kapitel-{len(self.sections) + 1}"
            self.sections.append(Section(anchor, texts=parts))
            if chapter.heading:
                self.contents.append(Entry(parts[0].anchor or anchor, chapter.heading))

    def goal(self, goal: GoalDocument, level: int, contents: list[Entry]) -> None:
        own = not goal.inherited
        anchor = goal_anchor(goal.key) if goal.key else f"mal-nr-{len(self.sections) + 1}"
        unwritten = self.words.unwritten(Place.GOAL, goal.level, goal.texts) if own else ()
        texts = [*goal.texts, *(TextDocument(name) for name in unwritten)]
        self.sections.append(
            Section(
                anchor,
                goal=self.head(goal, level),
                texts=tuple(part for text in texts for part in self.text(text, level + 1, own=own)),
                indicators=tuple(_indicator(row) for row in goal.indicators),
                activities=tuple(_activity(row) for row in goal.activities),
            )
        )
        entry = Entry(anchor, goal.title, goal.number, goal.inherited, goal.level)
        contents.append(entry)
        for child in goal.goals:
            self.goal(child, level + 1, entry.children)

    def head(self, goal: GoalDocument, level: int) -> GoalHead:
        return GoalHead(
            label=self.words.label(goal.level),
            number=goal.number,
            title=goal.title,
            level=level,
            word=goal.level,
            inherited=goal.inherited,
            origin=ORIGINS[goal.level] if goal.inherited else "",
        )

    def text(self, text: TextDocument, level: int, *, own: bool) -> Iterator[TextPart]:
        """The text and those under it; nothing for an empty one that somebody else should write."""
        empty = not text.body or not (plain(text.body) or "<img" in text.body)
        missing = empty and not text.texts
        if missing and not own:
            return
        self.missing += missing
        anchor = text_anchor(text.key) if text.key else ""
        below = level if text.heading else level - 1
        body = SafeString("") if empty else body_html(text.body, below)
        start, end = heading_tags(level, anchor)
        yield TextPart(text.heading, start, end, anchor, body, missing)
        for child in text.texts:
            yield from self.text(child, below + 1, own=own)


def _indicator(row: IndicatorDocument) -> IndicatorRow:
    history = tuple(
        TargetStep(change.target, change.since.isoformat(), change.reason) for change in row.target_history
    )
    return IndicatorRow(row.name, row.target, row.council_target, row.periodicity, row.by_gender, history)


def _activity(row: ActivityDocument) -> ActivityRow:
    return ActivityRow(
        title=row.title,
        start=row.start.isoformat() if row.start else "",
        end=row.end.isoformat() if row.end else "",
        responsible=row.responsible,
    )
