"""A plan document as the sections of a page, in the order they are read: chapters, goals, chapters.

The tree is flattened here, so that the template is one loop; what nests is said by heading levels,
labels and the contents. A goal of another plan is `inherited`; what its own writers have left empty
is counted as missing, and shown as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from goals.document import GoalDocument, PlanDocument, TextDocument
from goals.models import Place
from goals.pages.anchors import goal_anchor, text_anchor
from goals.pages.contents import Entry, contents_html
from goals.pages.markup import goal_head, missing_html, text_html
from goals.pages.tables import activity_table, indicator_table
from goals.pages.words import Words

FIRST_LEVEL = 2
"""The heading level of chapters and top goals; the plan's own name is the page's only h1."""

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


def sections_of(document: PlanDocument, words: Words) -> Sections:
    """All of the document in reading order, its contents, and how many texts are missing."""
    builder = _Builder(words, "Inget skrivet" if document.status == "decided" else "Inget skrivet ännu")
    builder.chapters(document.opening, Place.OPENING)
    for goal in document.goals:
        builder.goal(goal, 0, builder.entries)
    builder.chapters(document.closing, Place.CLOSING)
    return Sections(builder.sections, contents_html(builder.entries), builder.unwritten)


class _Builder:
    def __init__(self, words: Words, nothing_written: str) -> None:
        self.words = words
        self.nothing_written = nothing_written
        self.sections: list[Section] = []
        self.entries: list[Entry] = []
        self.unwritten: list[Unwritten] = []
        self.at = Unwritten("", "")

    def chapters(self, chapters: Sequence[TextDocument], place: Place) -> None:
        unwritten = [TextDocument(name) for name in self.words.unwritten(place, "", chapters)]
        for chapter in [*chapters, *unwritten]:
            anchor = f"kapitel-{len(self.sections) + 1}"
            self.at = Unwritten(anchor, "")
            texts = SafeString("".join(self.texts(chapter, FIRST_LEVEL, own=True)))
            self.sections.append(Section(anchor, "chapter", texts))
            if chapter.heading:
                self.entries.append(Entry(anchor, chapter.heading))

    def goal(self, goal: GoalDocument, depth: int, entries: list[Entry]) -> None:
        own = not goal.inherited
        anchor = goal_anchor(goal.key) if goal.key else f"mal-nr-{len(self.sections) + 1}"
        unwritten = self.words.unwritten(Place.GOAL, goal.level, goal.texts) if own else ()
        texts = [*goal.texts, *(TextDocument(name) for name in unwritten)]
        level = FIRST_LEVEL + depth
        title = f"{goal.number} {goal.title}".strip()
        self.at = Unwritten(anchor, "", title)
        html = (part for text in texts for part in self.texts(text, level + 1, own=own))
        self.sections.append(
            Section(
                anchor=anchor,
                kind=f"goal of-{goal.level}{' inherited' if goal.inherited else ''}",
                head=goal_head(
                    anchor,
                    level,
                    title,
                    label=self.words.label(goal.level),
                    origin=ORIGINS[goal.level] if goal.inherited else "",
                ),
                texts=SafeString("".join(html)),  # made by goals.pages.markup
                tables=indicator_table(goal.indicators) + activity_table(goal.activities),
            )
        )
        entry = Entry(anchor, title, goal.level, goal.inherited)
        entries.append(entry)
        for child in goal.goals:
            self.goal(child, depth + 1, entry.children)

    def texts(self, text: TextDocument, level: int, *, own: bool) -> Iterator[str]:
        """The text and those under it; nothing for an empty one that somebody else should write."""
        empty = bool(_WORDLESS.fullmatch(text.body)) and "<img" not in text.body
        anchor = text_anchor(text.key) if text.key else ""
        if empty and not text.texts:
            if own:
                self.unwritten.append(Unwritten(anchor or self.at.anchor, text.heading, self.at.goal))
                yield missing_html(text.heading, level, anchor, self.nothing_written)
            return
        yield text_html(text.heading, level, anchor, "" if empty else text.body)
        for child in text.texts:
            yield from self.texts(child, level + 1 if text.heading else level, own=own)
