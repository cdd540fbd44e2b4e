"""Bookmarks: each part one, with the part's own outline under it.

The outlines are copied whole; only their outermost items are hung anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


@dataclass(frozen=True)
class Bookmark:
    """An item of a part's outline; `destination` is its explicit one, whose first item is a page."""

    depth: int
    title: str
    destination: Object


def read(outline: Object | None) -> list[Bookmark]:
    """All items of an outline in order, from above."""
    return list(_walk(outline, 1)) if outline is not None else []


def _walk(parent: Object, depth: int) -> Iterator[Bookmark]:
    for item in _items(parent):
        yield Bookmark(depth, str(item.Title), item.Dest)
        yield from _walk(item, depth + 1)


def _items(parent: Object) -> Iterator[Object]:
    item = parent.get(Name.First)
    while item is not None:
        yield item
        item = item.get(Name.Next)


def hang(pdf: Pdf, title: str, page: Object, outline: Object | None) -> Object:
    """The bookmark of a part: its outline's only outermost item where that has the same title."""
    outermost = list(_items(outline)) if outline is not None else []
    if len(outermost) == 1 and str(outermost[0].Title) == title:
        return outermost[0]
    item = outline if outline is not None else pdf.make_indirect(Dictionary())
    if outermost:
        item.Count = -int(item.Count)  # closed, with so many under it
    item.Title = String(title)
    item.Dest = Array([page, Name.XYZ, 0, page.MediaBox[3], 0])
    return item


def outermost(outline: Object | None) -> list[Object]:
    """The outermost items of an outline, to be hung one by one."""
    return list(_items(outline)) if outline is not None else []


def write(pdf: Pdf, items: list[Object]) -> None:
    """Make `items` the outermost items of the file's outline."""
    if not items:
        return
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=items[0], Last=items[-1], Count=len(items)))
    for before, item, after in zip([None, *items], items, [*items[1:], None], strict=False):
        item.Parent = root
        for name, neighbour in ((Name.Prev, before), (Name.Next, after)):
            if neighbour is not None:
                item[name] = neighbour
            elif name in item:
                del item[name]
        if Name.Count in item and item.Count > 0:
            item.Count = -int(item.Count)
    pdf.Root.Outlines = root
