"""A text's HTML as Word's own paragraphs, lists, tables, links and pictures.

The HTML has been made ready for print (goals.printed_body): headings at their level, tables with heads.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree, html

from goals.exports.signs import in_xml
from goals.exports.word_lists import Lists
from goals.exports.word_styles import CELL, LINK, TEXT_WIDTH, style_id, styled
from goals.exports.word_tables import Grid, ends_with_table, grid_of, keep_apart, table_in
from vp.richtext import IMAGE_ADDRESS

_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table figure div".split())
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST_STYLE = 3


@dataclass(frozen=True)
class Marks:
    """How words are set."""

    bold: bool = False
    italic: bool = False
    href: str = ""


PLAIN = Marks()


class Flow:
    """Where blocks go, one after the other: the page, a list item or a cell.

    `first` is a paragraph that is already there, for the first words.
    """

    def __init__(
        self, container: Any, *, first: Any = None, depth: int = 0, width: int = TEXT_WIDTH, style: str = ""
    ) -> None:
        self.container, self.depth, self.width = container, depth, width
        self._first, self._style = first, style

    def paragraph(self, style: str = "") -> Any:
        if self._first is not None:
            found, self._first = self._first, None
            if style:
                styled(found, style)
            return found
        if not style:
            style = _of_level("List Continue", self.depth) if self.depth else self._style
        follows_table = not style and ends_with_table(self.container)
        made = self.container.add_paragraph()
        if style:
            styled(made, style)
        if follows_table:
            made.paragraph_format.space_before = Pt(8)
        return made


class BodyWriter:
    """Writes bodies into one document. `pictures`: bytes by SHA-256, of those that the texts show."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes]) -> None:
        self._document, self._pictures = document, pictures
        self._lists = Lists(document)
        self._shapes = 0

    def write(self, markup: str) -> None:
        if markup.strip():
            self._flow(html.fragment_fromstring(markup, create_parent="div"), Flow(self._document), PLAIN)

    def _flow(self, element: etree._Element, flow: Flow, marks: Marks) -> None:
        """An element's words and blocks; words beside each other share a paragraph."""
        line: Any = None

        def words(text: str | None) -> None:
            nonlocal line
            if text and text.strip():
                line = line or flow.paragraph()
            if line is not None and text:
                _add(line, text, marks)

        words(element.text)
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag in _BLOCKS:
                line = None
                self._block(child, flow, marks)
            else:
                line = line or flow.paragraph()
                self._inline(child, line, marks, flow)
            words(child.tail)

    def _block(self, element: etree._Element, flow: Flow, marks: Marks) -> None:
        tag = str(element.tag)
        if tag in {"ul", "ol"}:
            self._list(element, flow)
        elif tag == "table":
            self._table(element, flow)
        elif tag in {"figure", "div"}:
            self._flow(element, flow, marks)
        else:
            line = flow.paragraph(f"Heading {tag[1]}" if tag[0] == "h" else "")
            self._words(element, line, marks, flow)

    def _words(self, element: etree._Element, line: Any, marks: Marks, flow: Flow) -> None:
        """What stands in a paragraph. A block that has strayed into it ends it."""
        _add(line, element.text, marks)
        for child in element:
            if isinstance(child.tag, str):
                if child.tag in _BLOCKS:
                    self._block(child, flow, marks)
                    line = flow.paragraph() if (child.tail or "").strip() else line
                else:
                    self._inline(child, line, marks, flow)
            _add(line, child.tail, marks)

    def _inline(self, element: etree._Element, line: Any, marks: Marks, flow: Flow) -> None:
        if element.tag == "br":
            line.add_run().add_break()
        elif element.tag == "img":
            self._picture(element, line, flow)
        else:
            bold = marks.bold or element.tag == "strong"
            italic = marks.italic or element.tag == "em"
            inner = Marks(bold, italic, element.get("href", "") if element.tag == "a" else marks.href)
            self._words(element, line, inner, flow)

    def _list(self, element: etree._Element, flow: Flow) -> None:
        depth, numbered = flow.depth, element.tag == "ol"
        list_id = self._lists.numbers(depth, _number(element, "start")) if numbered else self._lists.bullets()
        for item in element.iterchildren("li"):
            if numbered and item.get("value"):
                list_id = self._lists.numbers(depth, _number(item, "value"))
            name = _of_level("List Number" if numbered else "List Bullet", depth + 1)
            line = styled(flow.container.add_paragraph(), name)
            self._lists.put(line, list_id, depth)
            self._flow(item, Flow(flow.container, first=line, depth=depth + 1, width=flow.width), PLAIN)

    def _table(self, element: etree._Element, flow: Flow) -> None:
        grid: Grid = grid_of(element)
        if not grid.width:
            return
        keep_apart(flow.container)
        table = table_in(flow.container, grid, flow.width)
        places = [list(row.cells) for row in table.rows]
        for cell in grid.cells:
            place = places[cell.row][cell.column]
            if cell.down > 1 or cell.across > 1:
                last = places[cell.row + cell.down - 1][cell.column + cell.across - 1]
                place = place.merge(last)
            marks = replace(PLAIN, bold=cell.element.tag == "th")
            width = flow.width * cell.across // grid.width
            inside = Flow(place, first=place.paragraphs[0], width=width, style=CELL)
            self._flow(cell.element, inside, marks)

    def _picture(self, element: etree._Element, line: Any, flow: Flow) -> None:
        found = IMAGE_ADDRESS.fullmatch(element.get("src", ""))
        content = self._pictures.get(found[1]) if found else None
        words = in_xml(element.get("alt", "")) or "Bild utan beskrivning"
        if content is None:
            _add(line, f"[Bild: {words}]", PLAIN)
            return
        shape = line.add_run().add_picture(io.BytesIO(content))
        scale = min(1.0, (flow.width * 0.98) / shape.width) if shape.width else 1.0
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        self._shapes += 1
        properties = shape._inline.docPr
        properties.set("descr", words)
        properties.set("name", f"Bild {self._shapes}")


def _add(line: Any, text: str | None, marks: Marks) -> None:
    """Words at the end of a paragraph, in a link where they are in one."""
    if not text:
        return
    words = in_xml(_SPACES.sub(" ", text))
    if not line.runs and not line._p.findall(qn("w:hyperlink")):
        words = words.lstrip(" ")
    if not words:
        return
    run = _linked(line, marks.href) if marks.href else line.add_run()
    run.text = words
    if marks.bold:
        run.bold = True
    if marks.italic:
        run.italic = True


def _linked(line: Paragraph, href: str) -> Run:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), line.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    line._p.append(link)
    run = Run(OxmlElement("w:r"), line)
    link.append(run._r)
    run._r.style = style_id(LINK)
    return run


def _of_level(name: str, level: int) -> str:
    """`List Bullet`, `List Bullet 2`, `List Bullet 3`: Word has three of each."""
    level = min(level, _DEEPEST_STYLE)
    return name if level == 1 else f"{name} {level}"


def _number(element: etree._Element, name: str) -> int:
    written = element.get(name, "1")
    return int(written) if re.fullmatch(r"-?[0-9]{1,6}", written) else 1
