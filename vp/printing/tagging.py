"""The structure written into the PDF: elements, the way back from each mark, and links."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from vp.printing.structure import Annotation, Element, Mark, Structure

ROLE_MAP = {"Title": "P"}
"""Roles of ours that ISO 32000-1 doesn't know, and what a reader takes them for."""


def tag(pdf: Pdf, structure: Structure) -> None:
    """Replace the document's structure tree by `structure`; the marks must have their MCIDs."""
    _Writer(pdf).write(structure)


class _Writer:
    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages: list[Object] = [page.obj for page in pdf.pages]
        self.owners: list[list[Object]] = [[] for _ in self.pages]
        self.annotations: list[tuple[Object, Object]] = []

    def write(self, structure: Structure) -> None:
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        for marks, owners in zip(structure.marks, self.owners, strict=True):
            count = sum(1 + (m.hyphen is not None and m.hyphen.mcid is not None) for m in marks.values())
            owners.extend([root] * count)
        root.K = Array([self._element(structure.root, root)])
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=self._parent_tree()))
        root.ParentTreeNextKey = len(self.pages) + len(self.annotations)
        root.RoleMap = Dictionary({f"/{role}": Name(f"/{standard}") for role, standard in ROLE_MAP.items()})
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
        held = {annotation.objgen for annotation, _ in self.annotations}
        for page in self.pages:
            page.Tabs = Name.S
            if Name.Annots in page:
                page.Annots = Array([each for each in page.Annots if each.objgen in held])

    def _element(self, element: Element, parent: Object) -> Object:
        written = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent, Pg=self.pages[element.page]
            )
        )
        if element.alternative is not None:
            written.Alt = String(element.alternative)
        if element.stands_for is not None:
            written.ActualText = String(element.stands_for)
        if element.attributes:
            written.A = _attributes(element)
        kids = [kid for kid in (self._kid(kid, element, written) for kid in element.kids) if kid is not None]
        if kids:
            written.K = Array(kids) if len(kids) > 1 else kids[0]
        return written

    def _kid(
        self, kid: Element | Mark | Annotation, element: Element, written: Object
    ) -> Object | int | None:
        if isinstance(kid, Element):
            lost = all(isinstance(mark, Mark) and mark.mcid is None for mark in kid.kids)
            return None if kid.stands_for and lost else self._element(kid, written)
        if isinstance(kid, Annotation):
            return self._annotation(kid, written)
        if kid.mcid is None:
            return None
        self.owners[kid.page][kid.mcid] = written
        if kid.page == element.page:
            return kid.mcid
        return Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.mcid)

    def _annotation(self, kid: Annotation, written: Object) -> Object:
        annotation = self.pdf.get_object(kid.dictionary.number, 0)
        annotation.Contents = String(kid.words)
        annotation.StructParent = len(self.pages) + len(self.annotations)
        self.annotations.append((annotation, written))
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self.pages[kid.page])

    def _parent_tree(self) -> Array:
        nums = Array()
        for number, (page, owners) in enumerate(zip(self.pages, self.owners, strict=True)):
            page.StructParents = number
            nums.append(number)
            nums.append(self.pdf.make_indirect(Array(owners)))
        for number, (_, owner) in enumerate(self.annotations, start=len(self.pages)):
            nums.append(number)
            nums.append(owner)
        return nums


def _attributes(element: Element) -> Object:
    """The element's attributes as one object; none of our elements has attributes of two owners."""
    written = Dictionary()
    for (owner, name), value in element.attributes.items():
        written.O = Name(f"/{owner}")
        if isinstance(value, str):
            written[f"/{name}"] = Name(value)
        else:
            written[f"/{name}"] = Array(value) if isinstance(value, list) else value
    return written
