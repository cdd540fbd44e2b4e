"""A compiled file as one PDF: cover, contents and parts, with a page in place of each that is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from django.template.loader import render_to_string

from vp.printing.builders import Compilation, Part, Printable
from vp.printing.join import Piece, Sheets
from vp.printing.join.front import add_front
from vp.printing.join.joiner import Joiner


def write(
    compilation: Compilation,
    pieces: Iterable[Piece],
    lay_out: Callable[[Printable], Sheets],
    output: BinaryIO,
) -> None:
    """Write the file of these pieces."""
    joiner = Joiner()
    told: list[tuple[Part, str]] = []
    for piece in pieces:
        joiner.add(piece.content or lay_out(_missing(compilation, piece)).draw(), piece.part.title)
        told.append((piece.part, piece.error))
    if compilation.front is not None:
        add_front(joiner, compilation.front, told, lay_out)
    joiner.write(output, compilation.description, compilation.source)


def _missing(compilation: Compilation, piece: Piece) -> Printable:
    """A page that says that a part isn't there."""
    context = {"part": piece.part, "error": piece.error, "title": compilation.description.title}
    return Printable(render_to_string("printing/missing.html", context), compilation.description)
