"""What a source becomes before it is understood: a sequence of `Line`.

Every reader (text, PDF, Word) gives the same form, and the parser sees nothing else. A reader says what
it knows for sure from the source (a Word style, a table's columns) and leaves the rest empty; the parser
does the guessing. Words are never changed on the way here, only their white space.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a source, or one row of a table whose columns the source shows.

    number: place in the source, from 1, as a person would count; the preview points with it.
    text: the words as they stand; empty for a blank line (a paragraph's end). A row's text is its cells
        joined by a space.
    page: page from 1 where the source has pages, otherwise 0.
    heading: 1-6 where the source itself says that this is a heading (a Word style, a larger or bolder
        type than the body in a PDF), otherwise 0. A hint, not a truth.
    item: "bullet" or "number" where the source says that this is a list item whose mark isn't in `text`.
    depth: nesting of the list item, from 0.
    cells: the columns of a table's row, in order, a cell without words as ""; empty outside tables.
    header: this row is the table's header, first or repeated.
    whole: the line is a whole paragraph (Word), so that no un-wrapping is needed.
    """

    number: int
    text: str
    page: int = 0
    heading: int = 0
    item: str = ""
    depth: int = 0
    cells: tuple[str, ...] = ()
    header: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Source:
    """A file as lines, with what its metadata tells; `furniture` are lines that the reader knows to be
    page headers, footers or page numbers from their place on the page."""

    lines: Sequence[Line]
    furniture: Sequence[Line] = ()
    title: str = ""


class SourceError(ValueError):
    """The file can't be read as a plan; the message is Swedish, says why and what to do."""
