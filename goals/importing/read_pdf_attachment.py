"""The plan inside a PDF of ours: one associated file, in the form of docs/plan.schema.json."""

from __future__ import annotations

import io
import zlib

import pikepdf

from goals.importing.lines import SourceError

LARGEST = 40 * 1024 * 1024
"""Bytes of the unpacked attachment."""
_DAMAGED = "PDF-filen bär en plan inuti, men den är skadad. Hämta PDF-filen på nytt."
_TOO_LARGE = "PDF-filen bär en plan inuti som är större än någon plan är, och läses därför inte."


def attached_text(data: bytes, name: str) -> str:
    """The text of the attached file `name`; SourceError where it is damaged, doubled or too large."""
    try:
        with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
            streams = [
                spec.obj.EF.UF if "/UF" in spec.obj.EF else spec.obj.EF.F
                for key, spec in pdf.attachments.items()
                if name in (key, spec.filename)
            ]
            if len(streams) != 1 or not isinstance(streams[0], pikepdf.Stream):
                raise SourceError(_DAMAGED)
            return _unpacked(streams[0]).decode("utf-8")
    except (pikepdf.PdfError, zlib.error, UnicodeDecodeError, AttributeError, ValueError, KeyError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(_DAMAGED) from error


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """The stream's bytes, unpacked no further than the limit."""
    packed = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    if filters is None:
        content = packed
    elif filters == pikepdf.Name.FlateDecode or list(filters) == [pikepdf.Name.FlateDecode]:
        content = zlib.decompressobj().decompress(packed, LARGEST + 1)
    else:
        raise SourceError(_DAMAGED)  # not as we write it
    if len(content) > LARGEST:
        raise SourceError(_TOO_LARGE)
    return content
