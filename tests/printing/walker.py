"""A reader of finished PDF files that follows every mark and every element, and lists what is wrong.

It knows nothing of how the files are made. Each finding names the rule of PDF/UA-1 (ISO 14289-1) or PDF/A-3
(ISO 19005-3) that it breaks, in our words; docs/pdf.md lists the rules.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "EI"})
STANDARD = frozenset(
    """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6
    L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB
    RT RP Warichu WT WP Figure Formula Form""".split()
)
PARENTS = {
    "LI": {"L"}, "Lbl": {"LI", "TOCI", "Note"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"},
    "TD": {"TR"}, "TH": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}, "TOCI": {"TOC"},
}  # fmt: skip
CHILDREN = {
    "L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"}, "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TOC": {"TOC", "TOCI", "Caption"},
}  # fmt: skip
NO_WORDS_OF_ITS_OWN = frozenset(
    {"Document", "Sect", "Part", "Art", "L", "LI", "Table", "TR", "THead", "TBody", "TOC"}
)


@dataclass
class Node:
    """An element of the structure, read."""

    role: str
    raw: Any
    parent: Node | None
    kids: list[Node] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    content: list[Node | tuple[int, int]] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def attribute(self, name: str) -> Any:
        found = self.raw.get("/A", Dictionary())
        for each in found if isinstance(found, Array) else [found]:
            if name in each:
                return each[name]
        return None


class Walk:
    """One file, walked once; `findings` is empty when nothing was found wrong."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.pages = [page.obj for page in self.pdf.pages]
        self.page_of = {page.objgen: number for number, page in enumerate(self.pages)}
        self.findings: list[str] = []
        self.drawn: list[set[int]] = []
        self.words: dict[tuple[int, int], str] = {}
        for number, page in enumerate(self.pages):
            self.drawn.append(self._read_page(number, page))
        self.root = self._read_tree()
        self._check_parent_tree()
        self._check_elements()
        self._check_tables()
        self._check_headings()
        self._check_annotations()
        self._check_catalog()

    def complain(self, finding: str) -> None:
        self.findings.append(finding)

    # Marked content

    def _read_page(self, number: int, page: Any) -> set[int]:
        """The MCIDs of a page; whatever is painted must be in one of them or in an artifact."""
        found: set[int] = set()
        open_marks: list[int | str] = []
        texts = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in {"BDC", "BMC"}:
                mark = self._opened(number, instruction, open_marks)
                if isinstance(mark, int):
                    if mark in found:
                        self.complain(f"page {number}: MCID {mark} twice")
                    found.add(mark)
                open_marks.append(mark)
                texts_at = texts
            elif operator == "EMC":
                open_marks.pop()
                if texts != texts_at and not open_marks:
                    self.complain(f"page {number}: marked content and text object overlap")
            elif operator in {"BT", "ET"}:
                texts += 1 if operator == "BT" else -1
            elif operator in PAINTING and not any(mark != "" for mark in open_marks):
                self.complain(f"page {number}: {operator} paints outside marked content and artifacts")
        if open_marks or texts:
            self.complain(f"page {number}: unclosed marked content or text object")
        return found

    def _opened(self, number: int, instruction: Any, open_marks: list[int | str]) -> int | str:
        tag = str(instruction.operands[0])
        properties = instruction.operands[1] if len(instruction.operands) > 1 else Dictionary()
        if isinstance(properties, Name):
            properties = self.pages[number].Resources.Properties[properties]
        if tag == "/Artifact":
            if any(isinstance(mark, int) for mark in open_marks):
                self.complain(f"page {number}: artifact inside tagged content")
            return "Artifact"
        if "/MCID" not in properties:
            return ""
        if open_marks:
            self.complain(f"page {number}: MCID inside other marked content")
        return int(properties["/MCID"])

    # The tree

    def _read_tree(self) -> Node:
        tree = self.pdf.Root.get("/StructTreeRoot")
        if tree is None:
            self.complain("no structure tree")
            return Node("", Dictionary(), None)
        kids = tree.K if isinstance(tree.K, Array) else [tree.K]
        if len(kids) != 1 or str(kids[0].S) != "/Document":
            self.complain("the structure's root isn't one Document")
        return self._read_element(kids[0], None, tree)

    def _read_element(self, raw: Any, parent: Node | None, raw_parent: Any) -> Node:
        node = Node(self._standard(str(raw.S)[1:]), raw, parent)
        if raw.P.objgen != raw_parent.objgen:
            self.complain(f"{node.role}: /P is not its parent")
        kids = raw.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            self._read_kid(node, raw, kid)
        return node

    def _read_kid(self, node: Node, raw: Any, kid: Any) -> None:
        if not isinstance(kid, Dictionary):
            self._add_mark(node, self.page_of[raw.Pg.objgen], int(kid))
        elif kid.get("/Type") == Name.MCR:
            self._add_mark(node, self.page_of[kid.Pg.objgen], int(kid.MCID))
        elif kid.get("/Type") == Name.OBJR:
            node.annotations.append(kid.Obj)
        else:
            child = self._read_element(kid, node, raw)
            node.kids.append(child)
            node.content.append(child)

    def _add_mark(self, node: Node, page: int, mcid: int) -> None:
        node.marks.append((page, mcid))
        node.content.append((page, mcid))

    def _standard(self, role: str) -> str:
        mapped = self.pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary())
        if role in STANDARD:
            if f"/{role}" in mapped:
                self.complain(f"standard role {role} is mapped to another")
            return role
        target = str(mapped.get(f"/{role}", "/"))[1:]
        if target not in STANDARD:
            self.complain(f"role {role} isn't standard and isn't mapped")
        return target

    def _check_parent_tree(self) -> None:
        numbers = self.pdf.Root.StructTreeRoot.ParentTree.Nums
        entries = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        reached: dict[tuple[int, int], Node] = {}
        for node in self.root.walk():
            for mark in node.marks:
                if mark in reached:
                    self.complain(f"mark {mark} belongs to two elements")
                reached[mark] = node
        for page, drawn in enumerate(self.drawn):
            owners = entries[int(self.pages[page].StructParents)]
            for mcid in drawn:
                owner = reached.pop((page, mcid), None)
                if owner is None:
                    self.complain(f"page {page}: MCID {mcid} belongs to no element")
                elif mcid >= len(owners) or owners[mcid].objgen != owner.raw.objgen:
                    self.complain(f"page {page}: MCID {mcid} has another element in the parent tree")
        for mark in reached:
            self.complain(f"element {reached[mark].role} holds mark {mark}, which isn't drawn")
        self.parents = entries

    def _check_elements(self) -> None:
        for node in self.root.walk():
            parent = node.parent.role if node.parent else ""
            if node.role in PARENTS and parent not in PARENTS[node.role]:
                self.complain(f"{node.role} stands in {parent}")
            for kid in node.kids:
                if node.role in CHILDREN and kid.role not in CHILDREN[node.role]:
                    self.complain(f"{node.role} holds {kid.role}")
            if node.marks and node.role in NO_WORDS_OF_ITS_OWN:
                self.complain(f"{node.role} holds words directly")
            if node.role == "Figure" and not str(node.raw.get("/Alt", node.raw.get("/ActualText", ""))):
                self.complain("Figure without alternative text")
            if node.role == "Figure" and node.attribute("/BBox") is None:
                self.complain("Figure without its place on the page")
            if node.role == "L" and node.attribute("/ListNumbering") is None:
                self.complain("L without ListNumbering")

    def _check_tables(self) -> None:
        for table in self.root.walk():
            if table.role == "Table":
                rows = [node for node in table.walk() if node.role == "TR"]
                self._check_rows(rows)
        for cell in self.root.walk():
            if cell.role == "TH" and cell.attribute("/Scope") not in {Name.Row, Name.Column, Name.Both}:
                self.complain("TH without Scope")

    def _check_rows(self, rows: list[Node]) -> None:
        widths, hanging = [], []
        for row in rows:
            spans = [
                (int(cell.attribute("/ColSpan") or 1), int(cell.attribute("/RowSpan") or 1))
                for cell in row.kids
            ]
            widths.append(sum(across for across, _ in spans) + len(hanging))
            hanging = [left - 1 for left in hanging if left > 1]
            hanging += [down - 1 for across, down in spans if down > 1 for _ in range(across)]
        if len(set(widths)) > 1:
            self.complain(f"a table's rows have {sorted(set(widths))} columns")

    @property
    def headings(self) -> list[Node]:
        return [
            node
            for node in self.root.walk()
            if len(node.role) == 2 and node.role[0] == "H" and node.role[1] != "H"
        ]

    def _check_headings(self) -> None:
        before = 0
        for heading in self.headings:
            if heading.role == "TH":
                continue
            level = int(heading.role[1])
            if level > before + 1:
                self.complain(f"H{level} follows H{before}")
            before = level

    def _check_annotations(self) -> None:
        linked = {each.objgen: node for node in self.root.walk() for each in node.annotations}
        for number, page in enumerate(self.pages):
            annotations = page.get("/Annots", Array())
            if len(annotations) and page.get("/Tabs") != Name.S:
                self.complain(f"page {number}: tab order isn't that of the structure")
            for annotation in annotations:
                node = linked.get(annotation.objgen)
                if annotation.Subtype != Name.Link:
                    self.complain(f"page {number}: a {annotation.Subtype} annotation")
                if node is None or node.role != "Link":
                    self.complain(f"page {number}: a link that no Link element holds")
                    continue
                if not str(annotation.get("/Contents", "")).strip():
                    self.complain(f"page {number}: a link without words for it")
                if self.parents[int(annotation.StructParent)].objgen != node.raw.objgen:
                    self.complain(f"page {number}: a link has another element in the parent tree")
                if int(annotation.get("/F", 0)) & 0b100111 != 0b100:
                    self.complain(f"page {number}: a link that isn't printed, or is hidden")

    def _check_catalog(self) -> None:
        root = self.pdf.Root
        if not root.MarkInfo.get("/Marked", False) or root.MarkInfo.get("/Suspects", False):
            self.complain("not marked as tagged")
        if not str(root.get("/Lang", "")).startswith("sv"):
            self.complain("no language")
        if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
            self.complain("shows its file name and not its title")
        for forbidden in ("/AcroForm", "/OpenAction", "/AA", "/OCProperties", "/NeedsRendering"):
            if forbidden in root:
                self.complain(f"{forbidden} in the catalog")
        if self.pdf.is_encrypted:
            self.complain("encrypted")

    # What tests ask for

    def roles(self) -> list[str]:
        return [node.role for node in self.root.walk()]

    def bookmarks(self) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []

        def read(items: Any, depth: int) -> None:
            for item in items:
                found.append((depth, item.title))
                read(item.children, depth + 1)

        with self.pdf.open_outline() as outline:
            read(outline.root, 1)
        return found
