"""A Word file that is written from its beginning to its end: titles, headings, bodies and tables."""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from goals.exports.signs import in_xml
from goals.exports.word_body import BodyWriter
from goals.exports.word_styles import (
    BEFORE,
    CELL,
    FACT,
    LANGUAGE,
    LEVEL,
    WITHIN,
    footer,
    prepare,
    style_id,
    styled,
)
from goals.exports.word_tables import empty_table, keep_apart

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Its media type."""


@dataclass(frozen=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
    running: str
    made_at: datetime.datetime


class WordFile:
    def __init__(self, about: About, pictures: Mapping[str, bytes]) -> None:
        self._document = docx.Document()
        prepare(self._document)
        footer(self._document, in_xml(about.running))
        properties = self._document.core_properties
        properties.title, properties.author = in_xml(about.title)[:255], in_xml(about.author)[:255]
        properties.language, properties.comments, properties.last_modified_by = LANGUAGE, "", ""
        properties.created = properties.modified = about.made_at.astimezone(datetime.UTC).replace(tzinfo=None)
        self._bodies = BodyWriter(self._document, pictures)

    def cover(self, *, within: Sequence[str], kind: str, name: str, facts: Sequence[tuple[str, str]]) -> None:
        """Whose document it is, what it is called, and what holds for it."""
        for each in within:
            self._paragraph(each, WITHIN)
        self._paragraph(kind, "Title")
        self._paragraph(name, "Subtitle")
        for label, words in facts:
            self.fact(label, words)

    def heading(self, words: str, level: int, *, before: str = "") -> None:
        """`before` stands smaller on the same line, such as what level a goal is of."""
        made = styled(self._document.add_paragraph(), f"Heading {level}")
        if before:
            made.add_run(f"{in_xml(before)} ")._r.style = style_id(LEVEL)
        made.add_run(in_xml(words))

    def body(self, markup: str) -> None:
        """HTML that has been made ready for print."""
        self._bodies.write(markup)

    def note(self, words: str) -> None:
        self._paragraph(words, BEFORE)

    def fact(self, label: str, words: str) -> None:
        self._paragraph(f"{label}: {words}", FACT)

    def table(
        self,
        caption: str,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        strong: Collection[int] = (),
        right: Collection[int] = (),
    ) -> None:
        """`widths` in centimetres. The first row is repeated where the table goes on to another page.

        `strong` rows are sums; `right` columns are set to the right. A line break parts a cell's paragraphs.

        The caption is for screen readers: for the eye the first row says what the table is of.
        """
        keep_apart(self._document)
        sizes = [Cm(width) for width in widths]
        table = empty_table(self._document, len(rows) + 1, sizes, caption=caption)
        for n, (written, row) in enumerate(zip([titles, *rows], table.rows, strict=True), -1):
            for at, (words, cell) in enumerate(zip(written, row.cells, strict=True)):
                for number, line in enumerate(in_xml(words).split("\n")):
                    made = styled(cell.add_paragraph(), CELL) if number else cell.paragraphs[0]
                    made.add_run(line).bold = True if n in strong else None
                    if at in right:
                        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def save(self) -> bytes:
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _paragraph(self, words: str, style: str) -> None:
        styled(self._document.add_paragraph(in_xml(words)), style)
