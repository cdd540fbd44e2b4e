"""A Word file as a package of XML parts, opened with care: how large, how packed, no macros, no DTD."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from xml.etree import ElementTree

from goals.importing.lines import SourceError

MOST_PARTS = 5_000
LARGEST_UNPACKED = 400 * 1024 * 1024
"""Bytes of all parts together as the file declares them; pictures too, which are never unpacked."""
LARGEST_PART = 60 * 1024 * 1024
"""Bytes of one XML part, measured while it is unpacked."""
LARGEST_RATIO = 150
"""Unpacked to packed, for files that unpack to more than 20 MB; Word's own XML seldom goes beyond 30."""

BROKEN = "Word-filen är skadad eller avklippt och går inte att läsa. Öppna den i Word och spara den på nytt."
TOO_LARGE = (
    "Word-filen packas upp till mycket mer än sin storlek och läses därför inte. "
    "Öppna den i Word, spara den på nytt och försök igen."
)
PROTECTED = "Filen är skyddad med lösenord. Ta bort lösenordet, spara en kopia och försök igen."
MACROS = "Word-filen innehåller makron och läses därför inte. Spara den som .docx (utan makron)."
DTD = "Word-filen innehåller en dokumenttyp (DTD), som Word aldrig skriver, och läses därför inte."

_OTHER_KINDS = (
    ("xl/", "en Excel-fil. Spara planen som Word (.docx), PDF eller text."),
    ("ppt/", "en PowerPoint-fil. Spara planen som Word (.docx), PDF eller text."),
    ("content.xml", "ett OpenDocument (.odt eller liknande). Spara det som Word (.docx) eller PDF."),
    ("META-INF/container.xml", "en e-bok. Spara planen som Word (.docx), PDF eller text."),
)
_BREAKS = (
    KeyError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError,
    RuntimeError, LookupError, AssertionError,
)  # fmt: skip
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a Word file; each XML part is unpacked and parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        """Raises SourceError where the file is broken, something else than Word, or unsafe to unpack."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise SourceError(BROKEN) from error
        parts = self._zip.infolist()
        _check_packing(parts, len(data))
        self._names = {part.filename for part in parts}
        _check_kind(self._names)
        self.document = self._main_part()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def xml(self, name: str) -> ElementTree.Element:
        """The root of an XML part; SourceError where it is missing, broken, too large or has a DTD."""
        parser = _parser()
        try:
            with self._zip.open(name) as part:
                size = 0
                while chunk := part.read(65536):
                    size += len(chunk)
                    if size > LARGEST_PART:
                        raise SourceError(TOO_LARGE)
                    parser.feed(chunk)
            return parser.close()
        except _BREAKS as error:
            if isinstance(error, SourceError):
                raise
            raise SourceError(BROKEN) from error

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the package: by id, the kind (`header`, `styles` …) and the part."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self:
            return {}
        found = {}
        for relation in self.xml(path).iter(_RELATIONSHIP):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, posixpath.normpath(full))
        return found

    def _main_part(self) -> str:
        for kind, target in self.related("").values():
            if kind == "officeDocument" and target in self:
                return target
        raise SourceError(BROKEN)


def _check_packing(parts: list[zipfile.ZipInfo], size: int) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise SourceError(PROTECTED)
    unpacked = sum(part.file_size for part in parts)
    crowded = unpacked > 20 * 1024 * 1024 and unpacked > LARGEST_RATIO * size
    if unpacked > LARGEST_UNPACKED or crowded or len(parts) > MOST_PARTS:
        raise SourceError(TOO_LARGE)


def _check_kind(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SourceError(MACROS)
    if "_rels/.rels" in names and any(name.startswith("word/") for name in names):
        return
    for mark, what in _OTHER_KINDS:
        if any(name.startswith(mark) for name in names):
            raise SourceError(f"Filen är {what}")
    raise SourceError("Filen är ett zip-arkiv och inget Word-dokument. Packa upp det och välj själva planen.")


def _parser() -> ElementTree.XMLParser:
    """A parser that stops at the first sign of a DTD, before any entity of it is known."""
    return ElementTree.XMLParser(target=_WithoutDoctype())  # noqa: S314  a DTD is refused, sizes are bounded


class _WithoutDoctype(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise SourceError(DTD)
