"""The logical structure of a printed document: what PDF calls its tags.

WeasyPrint tags boxes page by page, so that what breaks over pages or lines becomes several elements. Here
the tree follows the HTML instead: one element of the structure for each of the HTML, however many boxes it
has. Pieces of text keep the order of the document. What only furnishes the page (running headers, table
headers repeated on a later page, leader dots) belongs to nothing: it becomes an artifact.

Boxes are WeasyPrint's, known here only by their attributes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vp.printing.join import addresses

ROLES: Mapping[str, str] = {
    "section": "Sect", "article": "Art", "blockquote": "BlockQuote", "p": "P", "caption": "Caption",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "tr": "TR", "th": "TH", "td": "TD",
    "img": "Figure", "a": "Link",
}  # fmt: skip
"""Elements that aren't here add nothing: their content belongs to the element around them. An attribute
data-tag overrules the table (`TOC`, `TOCI`, `Title`), and `data-tag="Artifact"` takes content out."""

GROUPS = frozenset(
    {"Document", "Sect", "Art", "BlockQuote", "L", "Table", "THead", "TBody", "TFoot", "TR", "TOC"}
)
"""What holds elements only; words that stand directly in one of them get a paragraph of their own."""

_KEPT_EMPTY = frozenset({"TR", "TD", "TH", "Document"})
LINE_END_HYPHEN = "-\u2060"
"""What the print stylesheet sets as hyphenate-character: a hyphen and an invisible word joiner, so that a
hyphen that only ends a line is told from one that the author wrote."""


@dataclass(eq=False)
class Mark:
    """A piece of marked content: the number it was drawn with and, once its page is rewritten, its MCID.

    `hyphen` is the mark of the hyphen at its end, where a word was broken; that one is drawn with nothing.
    """

    page: int
    drawn: int = -1
    hyphen: Mark | None = None
    mcid: int | None = None


@dataclass(eq=False)
class Annotation:
    """A link's clickable area; `dictionary` is the one that WeasyPrint writes, `words` what it says aloud."""

    page: int
    dictionary: Any
    words: str


@dataclass(eq=False)
class Element:
    """One element of the structure."""

    role: str
    page: int
    attributes: dict[tuple[str, str], Any] = field(default_factory=dict)
    kids: list[Element | Mark | Annotation] = field(default_factory=list)
    alternative: str | None = None
    stands_for: str | None = None
    implied: bool = False

    def add(self, role: str, page: int) -> Element:
        child = Element(role, page)
        self.kids.append(child)
        return child

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    @property
    def is_empty(self) -> bool:
        return not self.kids and self.role not in _KEPT_EMPTY


@dataclass(frozen=True)
class PageMarks:
    """What was drawn on one page: its boxes, and the number that each marked box was drawn with."""

    box: Any
    height: float
    marks: Mapping[Any, int]


@dataclass
class Structure:
    """The finished tree, each page's marks, and what kind of artifact the other drawn numbers are."""

    root: Element
    marks: list[dict[int, Mark]]
    artifacts: list[dict[int, str]]


def build(pages: list[PageMarks]) -> Structure:
    """The structure of the whole document, from its laid-out pages."""
    builder = _Builder()
    for number, page in enumerate(pages):
        builder.read(number, page)
    _prune(builder.root)
    _order_headings(builder.root)
    return Structure(builder.root, builder.marks, builder.artifacts)


class _Builder:
    def __init__(self) -> None:
        self.root = Element("Document", 0)
        self.marks: list[dict[int, Mark]] = []
        self.artifacts: list[dict[int, str]] = []
        self._known: dict[tuple[Any, str], Element] = {}
        self._parents: dict[Element, Element] = {}
        self._heads: dict[Any, int] = {}
        self._page: PageMarks
        self._number = 0

    def read(self, number: int, page: PageMarks) -> None:
        self._number, self._page = number, page
        self.marks.append({})
        self.artifacts.append({})
        self._read(page.box, self.root, "")
        for drawn in page.marks.values():
            if drawn not in self.marks[-1]:
                self.artifacts[-1].setdefault(drawn, "Layout")

    def _read(self, box: Any, parent: Element, artifact: str, linked: Any = None) -> None:
        """Read a box and those in it. `linked` is the HTML link around it whose area is already told: the
        boxes within one link repeat its area."""
        box = getattr(box, "_box", box)
        if hasattr(box, "at_keyword"):
            artifact = "Header" if box.at_keyword.startswith("@top") else "Footer"
        element = parent
        if not artifact:
            artifact = self._furniture(box)
        if not artifact:
            element = self._element(box, parent)
        if box in self._page.marks:
            self._place(box, element, artifact)
        if box.link_annotation is not None and box.element_tag == "a" and box.element is not linked:
            linked = box.element
            element.kids.append(Annotation(self._number, box.link_annotation, _spoken(linked)))
        for child in getattr(box, "children", ()):
            self._read(child, element, artifact, linked)

    def _furniture(self, box: Any) -> str:
        """Leader dots, and the head of a table that already stood on an earlier page."""
        if box.is_leader:
            return "Layout"
        if box.element is None:
            return ""
        if box.element.get("data-tag") == "Artifact" or (
            box.element_tag == "img" and box.element.get("alt") == ""
        ):
            return "Layout"
        if box.element_tag == "thead" and self._heads.setdefault(box.element, self._number) != self._number:
            return "Header"
        return ""

    def _element(self, box: Any, parent: Element) -> Element:
        """The element that the box belongs to: its own if its HTML has one, otherwise its parent's."""
        if box.element is None or not isinstance(box.element_tag, str):
            return parent
        key = (box.element, box.element_tag)
        if key in self._known:
            return self._known[key]
        name, _, pseudo = box.element_tag.partition("::")
        if pseudo == "marker" or (name == "li" and pseudo == "before"):
            found = self._parents[self._known[box.element, name]].add("Lbl", self._number)
            item = self._parents[self._known[box.element, name]]
            item.kids.insert(0, item.kids.pop())
        elif pseudo:
            found = self._known.get((box.element, name), parent)
        else:
            found = self._new(box, box.element.get("data-tag") or self._role(box, parent), parent)
        self._known[key] = found
        return found

    def _role(self, box: Any, parent: Element) -> str:
        """The role that ROLES gives; a group of term and description in a list (dl > div) is an item."""
        if box.element_tag == "div" and parent.role == "L":
            return "LI"
        return ROLES.get(box.element_tag, "")

    def _new(self, box: Any, role: str, parent: Element) -> Element:
        if not role and box.element.get("data-actual"):
            parent = self._child(parent, "P") if parent.role in GROUPS else parent
            element = self._child(parent, "Span")
            element.stands_for = box.element.get("data-actual")
            return element
        if not role:
            return parent
        if role == "LI" and box.element_tag == "li":
            item = self._child(parent, "LI")
            return self._child(item, "LBody")
        if role == "Link" and parent.role == "TOCI":
            parent = self._child(parent, "Reference")
        if role in {"Link", "Figure"} and parent.role in GROUPS:
            parent = self._child(parent, "P")
        element = self._child(parent, role)
        _describe(element, box, self._page.height)
        return element

    def _child(self, parent: Element, role: str) -> Element:
        child = parent.add(role, self._number)
        self._parents[child] = parent
        return child

    def _place(self, box: Any, element: Element, artifact: str) -> None:
        drawn = self._page.marks[box]
        if not artifact and element.role in GROUPS and not getattr(box, "text", "x").strip():
            artifact = "Layout"  # the space between two inline boxes: nothing is drawn, nothing is said
        if artifact:
            self.artifacts[-1][drawn] = artifact
            return
        if element.role in GROUPS:
            last = element.kids[-1] if element.kids else None
            if not (isinstance(last, Element) and last.implied):
                last = self._child(element, "P")
                last.implied = True
            element = last
        mark = Mark(self._number, drawn)
        element.kids.append(mark)
        self.marks[-1][drawn] = mark
        if getattr(box, "text", "").endswith(LINE_END_HYPHEN):
            mark.hyphen = Mark(self._number)
            soft = Element("Span", self._number, kids=[mark.hyphen], stands_for="\u00ad")
            element.kids.append(soft)


def _describe(element: Element, box: Any, page_height: float) -> None:
    """What PDF wants to know of an element beyond its role, as (owner, name): value."""
    of = box.element.get
    if element.role == "TH":
        element.attributes["Table", "Scope"] = "/Row" if of("scope") == "row" else "/Column"
    if element.role in {"TH", "TD"}:
        for name, span in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)):
            if span != 1:
                element.attributes["Table", name] = span
    if element.role == "L":
        element.attributes["List", "ListNumbering"] = {"ul": "/Disc", "ol": "/Decimal"}.get(
            box.element_tag, "/None"
        )
    if element.role == "Figure":
        element.alternative = of("alt") or "Bild utan beskrivning"
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, page_height - top - box.height, left + box.width, page_height - top)
        element.attributes["Layout", "BBox"] = [round(corner * 0.75, 3) for corner in corners]


def _spoken(link: Any) -> str:
    """What a screen reader says of a link: its words, and where it leads out of the document."""
    words = " ".join("".join(link.itertext()).split())
    address = link.get("href", "")
    return words if addresses.leads_within(address) else f"{words} ({address})".strip()


def _prune(element: Element) -> None:
    """Take out what has no content, from the leaves up; cells stay, so that rows keep their columns."""
    for kid in element.kids:
        if isinstance(kid, Element):
            _prune(kid)
    element.kids = [kid for kid in element.kids if not (isinstance(kid, Element) and kid.is_empty)]


def _order_headings(root: Element) -> None:
    """No heading is more than one level below the one before it, whatever headings a text brought along."""
    before = 0
    for element in root.walk():
        if len(element.role) == 2 and element.role[0] == "H" and element.role[1].isdigit():
            before = min(int(element.role[1]), before + 1)
            element.role = f"H{before}"
