"""Cover and contents: laid out last, when everybody else's pages are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vp.printing.builders import Contents, Part, Place, Printable, PrintedPart
from vp.printing.join import Sheets, addresses
from vp.printing.join.joiner import Copied, Joiner

MOST_LAYOUTS = 5


def add_front(
    joiner: Joiner,
    front: Callable[[Contents], Printable],
    parts: Sequence[tuple[Part, str]],
    lay_out: Callable[[Printable], Sheets],
) -> None:
    """Lay out what goes before the parts until its own number of pages, which moves theirs, has settled.

    parts: in the order in which the joiner got them, each with why it is missing or ''.
    ValueError where the number of pages never settles.
    """
    pages = 2
    for _ in range(MOST_LAYOUTS):
        sheets = lay_out(front(contents_of(joiner, parts, pages)))
        if sheets.pages == pages:
            joiner.add_front(sheets.draw())
            return
        pages = sheets.pages
    raise ValueError("the contents' number of pages doesn't settle")


def contents_of(joiner: Joiner, parts: Sequence[tuple[Part, str]], before: int) -> Contents:
    """What the front is told when it takes `before` pages itself."""
    found: list[PrintedPart] = []
    page = before + 1
    for position, ((part, error), copied) in enumerate(zip(parts, joiner.parts, strict=True)):
        address, places = addresses.of_part(position), _places(copied, position, page)
        found.append(PrintedPart(part, page, len(copied.pages), address, [] if error else places, error))
        page += len(copied.pages)
    return Contents(found, page - 1)


def _places(copied: Copied, position: int, first: int) -> list[Place]:
    numbers = copied.numbers()
    return [
        Place(
            bookmark.depth,
            bookmark.title,
            first + numbers[bookmark.destination[0].objgen],
            addresses.of_bookmark(position, number),
        )
        for number, bookmark in enumerate(copied.bookmarks)
    ]
