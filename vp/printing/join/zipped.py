"""A compiled file as a ZIP: each part a PDF of its own, with its own page numbers and its source inside."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from vp.printing.builders import Compilation, Part
from vp.printing.join import Piece
from vp.printing.join.joiner import numbered
from vp.printing.standards import Description

MISSING = "Saknas.txt"
_FORBIDDEN = frozenset('/\\:*?"<>|')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}
)
_EARLIEST = 1980
MOST_SIGNS = 120


def write(compilation: Compilation, pieces: Iterable[Piece], output: BinaryIO) -> None:
    """Write the parts one after another; what is missing is listed in a text of its own."""
    taken: set[str] = {MISSING.casefold()}
    missing = ["De här delarna kunde inte skapas:"]
    with zipfile.ZipFile(output, "w") as archive:
        if compilation.source is not None:
            name = name_of(compilation.source.name, taken)
            _add(archive, name, compilation.source.content, compilation.description)
        for piece in pieces:
            if piece.content is None:
                missing.append(f"{piece.part.title}: {piece.error}")
                continue
            name = name_of(_wanted(piece.part), taken)
            _add(archive, name, numbered(piece.content), compilation.description)
        if len(missing) > 1:
            _add(archive, MISSING, ("\r\n".join(missing) + "\r\n").encode(), compilation.description)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, description: Description) -> None:
    """The same content gives the same bytes, whenever it is written."""
    moment = description.made_at
    entry = zipfile.ZipInfo(name, (max(moment.year, _EARLIEST), *moment.timetuple()[1:5], 0))
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, compresslevel=1)


def _wanted(part: Part) -> str:
    name = part.file_name or part.title
    return name if name.lower().endswith(".pdf") else f"{name}.pdf"


def name_of(wanted: str, taken: set[str]) -> str:
    """A name that every system can write and no other file of the archive has; it is put among `taken`."""
    cleaned = "".join(" " if sign in _FORBIDDEN or not sign.isprintable() else sign for sign in wanted)
    stem, _dot, extension = " ".join(cleaned.split()).rpartition(".")
    stem = stem.strip(". ")[:MOST_SIGNS].rstrip(". ") or "Del"
    if stem.partition(".")[0].casefold() in _DEVICES:
        stem = f"_{stem}"
    name, number = f"{stem}.{extension}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}).{extension}"
    taken.add(name.casefold())
    return name
