"""A Word file (.docx) as lines: each paragraph a line, each table row a line with its cells.

The XML is walked in document order rather than by paragraphs and tables, since words also stand in
content controls, text boxes, notes and nested tables, and none may be lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from goals.importing.lines import Line, Source, SourceError
from goals.importing.read_docx_package import BROKEN, Package
from goals.importing.read_docx_styles import Styles, W
from goals.importing.read_docx_tables import Cell, is_layout, rows_of_table
from goals.importing.read_docx_words import Words, words_of

MOST_LINES = 200_000
DEEPEST = 30
"""Tables within tables and boxes within boxes; no person nests deeper than three or four."""

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LONGEST_HEADING = 150
_WALKED = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body")
)  # fmt: skip


def read_docx(data: bytes) -> Source:
    """The Word file's lines; raises SourceError where it can't be read, is unsafe or has no words."""
    package = Package(data)
    body = package.xml(package.document).find(f"{W}body")
    if body is None:
        raise SourceError(BROKEN)
    reader = _Reader(package)
    lines: list[Line] = []
    for line in reader.lines(body, 0):
        lines.append(dataclasses.replace(line, number=len(lines) + 1))
        if len(lines) > MOST_LINES:
            raise SourceError("Word-filen är längre än någon plan är, och läses därför inte. Dela upp den.")
    if not any(line.text for line in lines):
        raise SourceError("Word-filen innehåller ingen text. Kontrollera att du valde rätt fil.")
    furniture = [
        dataclasses.replace(line, number=n) for n, line in enumerate(reader.furniture(), start=len(lines) + 1)
    ]  # fmt: skip
    return Source(lines=lines, furniture=furniture, title=_title(package))


def _title(package: Package) -> str:
    for kind, part in package.related("").values():
        if kind == "core-properties" and part in package:
            return (package.xml(part).findtext(_TITLE) or "").strip()
    return ""


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package)
        self.related = package.related(package.document)
        self.notes = {kind: self._read_notes(kind) for kind in ("footnotes", "endnotes")}

    def lines(self, parent: Element, depth: int) -> Iterator[Line]:
        """The lines of everything in `parent`, unnumbered."""
        if depth > DEEPEST:
            raise SourceError("Word-filen är nästlad djupare än någon plan är, och läses därför inte.")
        waiting = list(reversed(parent))
        while waiting:
            element = waiting.pop()
            if element.tag == f"{W}p":
                yield from self._paragraph(element, depth)
            elif element.tag == f"{W}tbl":
                yield from self._table(element, depth)
            elif element.tag in _WALKED:
                waiting += reversed(element)

    def furniture(self) -> Iterator[Line]:
        """Page headers and footers, each once."""
        seen = set()
        for kind, part in self.related.values():
            if kind in ("header", "footer") and part in self.package and part not in seen:
                seen.add(part)
                yield from (line for line in self.lines(self.package.xml(part), 1) if line.text)

    def _read_notes(self, kind: str) -> dict[str, Element]:
        for other, part in self.related.values():
            if other == kind and part in self.package:
                notes = self.package.xml(part)
                return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type") is None}
        return {}

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[Line]:
        words = words_of(paragraph)
        properties = paragraph.find(f"{W}pPr")
        heading = self.styles.heading(properties)
        text = words.text
        numbering = self.styles.numbering(properties) if text.strip() else None
        item, level = "", 0
        if numbering is not None and (heading or numbering.label.strip(".)").count(".")):
            text = f"{numbering.label} {text}"  # 1.4 says more than its place in a list
        elif numbering is not None:
            item, level = numbering.kind, numbering.depth
        if not heading and not item and words.bold and len(text) <= _LONGEST_HEADING:
            heading = 6
        for n, piece in enumerate(text.split("\n")):
            plain = _one_line(piece)
            if plain or (n == 0 and "\n" not in text.strip("\n") and not (words.boxes or words.notes)):
                first = n == 0
                yield Line(
                    0, plain, heading=heading if plain else 0, item=item if first and plain else "",
                    depth=level if first and plain else 0, whole=True,
                )  # fmt: skip
        yield from self._beside(words, depth)

    def _beside(self, words: Words, depth: int) -> Iterator[Line]:
        """What the paragraph's text boxes and notes hold."""
        for box in words.boxes:
            yield from (line for line in self.lines(box, depth + 1) if line.text)
        for kind, number in words.notes:
            note = self.notes[kind].pop(number, None)  # once, should it be referred to twice
            if note is not None:
                yield from (line for line in self.lines(note, depth + 1) if line.text)

    def _table(self, table: Element, depth: int) -> Iterator[Line]:
        rows = rows_of_table(table)
        if is_layout(rows):
            for row in rows:
                for cell in row.cells:
                    if cell.element is not None:
                        yield from self.lines(cell.element, depth + 1)
            return
        yield Line(0, "", whole=True)
        for row in rows:
            cells = tuple(self._cell(cell, depth) for cell in row.cells)
            if any(cells):
                yield Line(
                    0, " ".join(cell for cell in cells if cell), cells=cells, whole=True,
                    header=row.marked_header or (row is rows[0] and row.reads_as_header(cells, rows)),
                )  # fmt: skip
        yield Line(0, "", whole=True)

    def _cell(self, cell: Cell, depth: int) -> str:
        """All that stands in a cell, tables in it too, as one text."""
        if cell.element is None:
            return ""
        return " ".join(line.text for line in self.lines(cell.element, depth + 1) if line.text)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())
