"""A plan document as the sections of a page, in the order they are read: chapters, goals, chapters.

The tree is flattened here, so that the template is one loop; what nests is said by heading levels,
labels and the contents. A goal of another plan is `inherited`; what its own writers have left empty
is counted as missing, and shown as such.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from goals.document import GoalDocument, PlanDocument, TextDocument
from goals.models import Place
from goals.pages.anchors import goal_anchor, text_anchor
from goals.pages.contents import Entry, contents_html
from goals.pages.markup import goal_head, missing_html, text_html
from goals.pages.pen import Pen, more_texts, unwritten_text, written_text
from goals.pages.pen_goals import Spot, goal_end, goals_end, written_head
from goals.pages.pen_rows import written_tables
from goals.pages.tables import activity_table, indicator_table
from goals.pages.words import AskedHeading, Words

FIRST_LEVEL = 2
"""The heading level of chapters and top goals; the plan's own name is the page's only h1."""

ANY_GOAL = "00000000-0000-0000-0000-000000000000"
ORIGINS = {
    "direction": "Från kommunfullmäktige",
    "area": "Från kommunfullmäktige",
    "committee": "Från nämnden",
    "unit": "Från en plan ovanför",
}


_WORDLESS = re.compile(r"(?:<[^>]*>|\s|&nbsp;)*+")


@dataclass(frozen=True)
class Section:
    """A chapter, or a goal: all of it as HTML, so that the template has little to do a hundred times.

    `kind` is its CSS classes; `head` a goal's label, heading and link, `texts` all its texts, `tables` its
    indicators and activities.
    """

    anchor: str
    kind: str
    texts: SafeString
    head: SafeString | str = ""
    tables: SafeString | str = ""


@dataclass(frozen=True)
class Unwritten:
    """A text that nobody has written: its heading, the goal it stands at (if any), and where on the page."""

    anchor: str
    heading: str
    goal: str = ""


@dataclass(frozen=True)
class Sections:
    """`unwritten` are the texts that nobody has written, as they are read."""

    sections: Sequence[Section]
    contents: SafeString
    unwritten: Sequence[Unwritten]

    @property
    def missing(self) -> int:
        return len(self.unwritten)


def sections_of(document: PlanDocument, words: Words, pen: Pen | None = None, down: str = "") -> Sections:
    """All of the document in reading order, its contents, and how many texts are missing.

    With a pen the tools of whoever may write stand beside what is hers to write. `down` is the address of who
    works with a goal, with ANY_GOAL where its key belongs.
    """
    builder = _Builder(
        words, pen, down, "Inget skrivet" if document.status == "decided" else "Inget skrivet ännu"
    )
    builder.chapters(document.opening, Place.OPENING)
    builder.goals(document.goals, None, FIRST_LEVEL, builder.entries)
    builder.more_goals(document.goals)
    builder.chapters(document.closing, Place.CLOSING)
    return Sections(builder.sections, contents_html(builder.entries), builder.unwritten)


class _Builder:
    def __init__(self, words: Words, pen: Pen | None, down: str, nothing_written: str) -> None:
        self.words = words
        self.pen = pen
        self.down = down
        self.nothing_written = nothing_written
        self.sections: list[Section] = []
        self.entries: list[Entry] = []
        self.unwritten: list[Unwritten] = []
        self.at = Unwritten("", "")

    def chapters(self, chapters: Sequence[TextDocument], place: Place) -> None:
        for chapter in self.words.arranged(place, "", chapters):
            anchor = f"kapitel-{len(self.sections) + 1}"
            self.at = Unwritten(anchor, "")
            texts = SafeString("".join(self.text(chapter, FIRST_LEVEL, own=True)))
            self.sections.append(Section(anchor, "chapter", texts))
            name = chapter.heading if isinstance(chapter, TextDocument) else chapter.name
            if name:
                self.entries.append(Entry(anchor, name))
        if self.pen:
            tools = SafeString(more_texts(self.pen, place, chapters, FIRST_LEVEL))  # escaped there
            self.sections.append(Section(f"fler-{place.value}", "more-texts", tools))

    def goals(
        self, goals: Sequence[GoalDocument], parent: GoalDocument | None, level: int, entries: list[Entry]
    ) -> None:
        spot = Spot(parent.key if parent else None, len(goals), level)
        for goal in goals:
            self.goal(goal, spot, entries)

    def more_goals(self, goals: Sequence[GoalDocument]) -> None:
        tools = goals_end(self.pen, goals) if self.pen else ""
        if tools:
            self.sections.append(Section("fler-mal", "more-texts", SafeString(tools)))  # escaped there

    def goal(self, goal: GoalDocument, spot: Spot, entries: list[Entry]) -> None:
        own = not goal.inherited
        anchor = goal_anchor(goal.key) if goal.key else f"mal-nr-{len(self.sections) + 1}"
        level = spot.heading
        title = f"{goal.number} {goal.title}".strip()
        self.at = Unwritten(anchor, "", title)
        texts = self.words.arranged(Place.GOAL, goal.level, goal.texts) if own else goal.texts
        html = (part for text in texts for part in self.text(text, level + 1, own=own, goal=goal))
        self.sections.append(
            Section(
                anchor=anchor,
                kind=f"goal of-{goal.level}{' inherited' if goal.inherited else ''}",
                head=self.head(goal, anchor, spot, title),
                texts=SafeString("".join(html)),  # made by goals.pages.markup
                tables=self.tables(goal, level, own=own),
            )
        )
        entry = Entry(anchor, title, goal.level, goal.inherited)
        entries.append(entry)
        self.goals(goal.goals, goal, level + 1, entry.children)

    def head(self, goal: GoalDocument, anchor: str, spot: Spot, title: str) -> SafeString:
        head = goal_head(
            anchor,
            spot.heading,
            title,
            label=self.words.label(goal.level),
            origin=ORIGINS[goal.level] if goal.inherited else "",
            down=self.down.replace(ANY_GOAL, str(goal.key)) if goal.key else "",
        )
        return written_head(self.pen, goal, head, spot) if self.pen else head

    def tables(self, goal: GoalDocument, level: int, *, own: bool) -> SafeString:
        if self.pen is None:
            return indicator_table(goal.indicators) + activity_table(goal.activities)
        more = more_texts(self.pen, Place.GOAL, goal.texts, level + 1, goal) if own else ""
        return SafeString(written_tables(self.pen, goal) + more + goal_end(self.pen, goal))

    def text(
        self, text: TextDocument | AskedHeading, level: int, *, own: bool, goal: GoalDocument | None = None
    ) -> Iterator[str]:
        """The text and those under it; nothing for an empty one that somebody else should write."""
        if isinstance(text, AskedHeading):
            yield self.asked(text, level, goal)
            return
        empty = bool(_WORDLESS.fullmatch(text.body)) and "<img" not in text.body
        anchor = text_anchor(text.key) if text.key else ""
        if empty and not text.texts:
            if own:
                self.unwritten.append(Unwritten(anchor or self.at.anchor, text.heading, self.at.goal))
                html = missing_html(text.heading, level, anchor, self.nothing_written)
                yield written_text(self.pen, html, text, level) if self.pen else html
            return
        html = text_html(text.heading, level, anchor, "" if empty else text.body)
        yield written_text(self.pen, html, text, level) if self.pen and own else html
        for child in text.texts:
            yield from self.text(child, level + 1 if text.heading else level, own=own, goal=goal)

    def asked(self, heading: AskedHeading, level: int, goal: GoalDocument | None) -> str:
        """A required heading that nobody has written under."""
        if self.pen is None:
            self.unwritten.append(Unwritten(self.at.anchor, heading.name, self.at.goal))
            return missing_html(heading.name, level, "", self.nothing_written)
        key = uuid.uuid4()  # the text's, once it is written
        anchor = text_anchor(key)
        self.unwritten.append(Unwritten(anchor, heading.name, self.at.goal))
        html = missing_html(heading.name, level, anchor, self.nothing_written)
        return unwritten_text(self.pen, html, heading, level, goal, key)
