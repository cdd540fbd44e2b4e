"""One PDF/A-3a and PDF/UA-1 file of many that vp.printing.pdf has printed.

qpdf copies whole graphs of objects in one go: a part's pages first, then its structure, which then finds its
pages. What is left to do by hand is counted in pages, links and bookmarks, never in elements: the keys of the
parent tree are offset, the part's root becomes an element of the one Document, and names get a prefix.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from vp.printing import standards
from vp.printing.join import addresses, fonts, numbers, outlines
from vp.printing.join.outlines import Bookmark
from vp.printing.standards import AssociatedFile, Description
from vp.printing.tagging import ROLE_MAP


@dataclass(frozen=True)
class Copied:
    """A part in its new file: its pages, its bookmarks, and its named destinations by their old names."""

    pages: Sequence[Object]
    bookmarks: Sequence[Bookmark]
    names: dict[str, Object] = field(default_factory=dict)

    def numbers(self) -> dict[tuple[int, int], int]:
        """The place of each page among the part's, from 0, by the page's object."""
        return {page.objgen: number for number, page in enumerate(self.pages)}


class Joiner:
    """A file in the making: parts are added in order, then what goes before them, then it is written."""

    def __init__(self) -> None:
        self.pdf = Pdf.new()
        self.parts: list[Copied] = []
        self._document = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
        self._elements: list[Object] = []
        self._parents = Array()
        self._next_key = 0
        self._bookmarks: list[Object] = []
        self._leading: list[tuple[Object, tuple[int, int | None, str]]] = []
        self._names: dict[str, Object] = {}

    def add(self, content: bytes, title: str) -> Copied:
        """Add a part after those added before."""
        with pikepdf.open(io.BytesIO(content)) as source:
            copied, outline = self._copy(source, f"d{len(self.parts)}.", len(self.pdf.pages))
            element = self._hang(source, Name.Part)
        element.T = String(title)
        self._elements.append(element)
        self._bookmarks.append(outlines.hang(self.pdf, title, copied.pages[0], outline))
        self.parts.append(copied)
        return copied

    def add_front(self, content: bytes) -> Copied:
        """Add cover and contents before all parts."""
        with pikepdf.open(io.BytesIO(content)) as source:
            copied, outline = self._copy(source, "f.", 0)
            self._elements.insert(0, self._hang(source, Name.Sect))
        self._bookmarks = outlines.outermost(outline) + self._bookmarks
        return copied

    def write(self, output: BinaryIO, description: Description, source: AssociatedFile | None) -> int:
        """Number the pages and write the file; gives how many they are. Nothing can be added afterwards."""
        self._lead()
        self._write_structure()
        self._write_names()
        outlines.write(self.pdf, self._bookmarks)
        numbers.stamp(self.pdf)
        standards.declare(self.pdf, description)
        if source is not None:
            standards.attach(self.pdf, source, description.made_at)
        standards.save(self.pdf, output)
        return len(self.pdf.pages)

    # Copying

    def _copy(self, source: Pdf, prefix: str, place: int) -> tuple[Copied, Object | None]:
        pages = []
        for number, page in enumerate(source.pages):
            copy = self.pdf.copy_foreign(page.obj)
            self.pdf.pages.insert(place + number, pikepdf.Page(copy))
            pages.append(copy)
        if Name.OutputIntents not in self.pdf.Root:
            self.pdf.Root.OutputIntents = self._copied(source, source.Root.OutputIntents)
        outline = source.Root.get(Name.Outlines)
        outline = self._copied(source, outline) if outline is not None else None
        copied = Copied(pages, outlines.read(outline), self._copy_names(source, prefix))
        fonts.name_apart(pages, prefix)
        for copy in pages:
            copy.StructParents = int(copy.StructParents) + self._next_key
            for annotation in copy.get(Name.Annots, ()):
                self._offset(annotation, prefix)
        return copied, outline

    def _offset(self, annotation: Object, prefix: str) -> None:
        """Let a copied link keep its element and lead where it led; note one that leads into another part."""
        annotation.StructParent = int(annotation.StructParent) + self._next_key
        if isinstance(annotation.get(Name.Dest), String):
            annotation.Dest = String(prefix + str(annotation.Dest))
        elif Name.A in annotation and Name.URI in annotation.A:
            target = addresses.read(str(annotation.A.URI))
            if target is not None:
                self._leading.append((annotation, target))

    def _copy_names(self, source: Pdf, prefix: str) -> dict[str, Object]:
        tree = source.Root.get(Name.Names, Dictionary()).get(Name.Dests)
        if tree is None:
            return {}
        written = list(self._copied(source, tree).Names)
        found = {str(name): place for name, place in zip(written[0::2], written[1::2], strict=True)}
        self._names.update({prefix + name: place for name, place in found.items()})
        return found

    def _copied(self, source: Pdf, found: Object) -> Object:
        """A copy of all that an object reaches; of pages, those that are copied already."""
        return self.pdf.copy_foreign(found if found.is_indirect else source.make_indirect(found))

    def _hang(self, source: Pdf, role: Name) -> Object:
        """Copy a part's structure; its Document becomes an element under ours."""
        tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        if Name.IDTree in tree or len(tree.K) != 1:
            raise ValueError("not a file of vp.printing.pdf")
        element = tree.K[0]
        element.S, element.P = role, self._document
        written = list(tree.ParentTree.Nums)
        for key, owner in zip(written[0::2], written[1::2], strict=True):
            self._parents.append(int(key) + self._next_key)
            self._parents.append(owner)
        self._next_key += int(tree.ParentTreeNextKey)
        return element

    # Writing

    def _lead(self) -> None:
        """Let links into other parts lead there; one that leads to nothing leads to the file's first page."""
        for annotation, (position, bookmark, anchor) in self._leading:
            part = self.parts[position] if position < len(self.parts) else None
            if part is None:
                place = _top(self.pdf.pages[0].obj)
            elif bookmark is not None and bookmark < len(part.bookmarks):
                place = part.bookmarks[bookmark].destination
            elif anchor in part.names:
                place = String(f"d{position}.{anchor}")
            else:
                place = _top(part.pages[0])
            del annotation.A
            annotation.Dest = place

    def _write_structure(self) -> None:
        pdf = self.pdf
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([self._document])))
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=self._parents))
        root.ParentTreeNextKey = self._next_key
        root.RoleMap = Dictionary({f"/{role}": Name(f"/{standard}") for role, standard in ROLE_MAP.items()})
        self._document.P = root
        self._document.K = Array(self._elements)
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _write_names(self) -> None:
        if self._names:
            names = sorted(((String(name), self._names[name]) for name in self._names), key=_bytes)
            flat = Array([each for pair in names for each in pair])
            self.pdf.Root.Names = Dictionary(Dests=self.pdf.make_indirect(Dictionary(Names=flat)))


def _top(page: Object) -> Object:
    return Array([page, Name.XYZ, 0, page.MediaBox[3], 0])


def _bytes(entry: tuple[Object, Object]) -> bytes:
    """What a tree of names is sorted by."""
    return bytes(entry[0])


def numbered(content: bytes) -> bytes:
    """An unnumbered file that is to stand alone, with its page numbers."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        numbers.stamp(pdf)
        standards.save(pdf, output)
    return output.getvalue()
