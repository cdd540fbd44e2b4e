"""How a compiled report is divided for print: what one unit changes is a few pages, and not all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from followup.reports.compiled_body import CompiledBody, Piece, Section

MUCH = 30
"""A goal with so many rows in its tables ends a piece."""


@dataclass(frozen=True)
class PrintPiece:
    """Sections that are printed together. `depth` is that of its line in the contents."""

    piece: Piece
    depth: int = 1


def print_pieces(body: CompiledBody) -> list[PrintPiece]:
    """The report's pieces; one with much in it is several, each beginning where the one before ended.

    Goals that only lead to others stand with the first of those, so that no page has a heading alone.
    """
    found: list[PrintPiece] = []
    for piece in body.pieces:
        runs = list(_runs(section for each in piece.sections for section in each.walk()))
        if len(runs) < 2:
            found.append(PrintPiece(piece))
        else:
            tops = {each.anchor for each in piece.sections}
            found += [_part(run, is_top=run[0].anchor in tops) for run in runs]
    return found


def _runs(sections: Iterable[Section]) -> Iterator[tuple[Section, ...]]:
    """Each without what stands under it, which follows by itself."""
    run: list[Section] = []
    for section in sections:
        run.append(replace(section, sections=()))
        if _rows(section) >= MUCH:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _rows(section: Section) -> int:
    """How many rows its own tables have."""
    return sum(len(table.lines) for block in section.blocks for table in block.tables)


def _part(run: tuple[Section, ...], *, is_top: bool) -> PrintPiece:
    digest = hashlib.sha256(repr(run).encode()).hexdigest()
    return PrintPiece(Piece(run[0].full_title, run, digest), depth=1 if is_top else 2)
