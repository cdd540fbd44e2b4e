"""`Sid n (m)` stamped at the foot of finished pages, as the page itself would have printed it.

A page of our own is printed once with every glyph that a page number needs. Its font, its colour and the
glyphs that its digits became (tabular ones) are what the stamps are written with.
"""

from __future__ import annotations

import datetime
import functools
import io
import re
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from vp.printing.footers import POINTS, Spot
from vp.printing.standards import Description

SPOT = Name("/VpPageNumber")
"""Where an unnumbered page wants its number, on the page itself; gone from every finished file."""

_FONT = Name("/VpSid")
_DIGITS = "0123456789"
_SPECIMEN = f"Sid {_DIGITS} ({_DIGITS})"
_PAGE = """<!doctype html><html lang="sv-SE"><head><title>Sidnummer</title>
<link rel="stylesheet" href="/static/print/fonts.css">
<link rel="stylesheet" href="/static/print/document.css">
<style>@page { @bottom-right { content: "%s"; white-space: nowrap } }</style></head><body></body></html>"""
_GLYPH = re.compile(r"[0-9a-f]{4}")


@dataclass(frozen=True)
class Type:
    """What page numbers are set with.

    codes: each character's glyph. widths: theirs, in thousandths of `size`, which is in points.
    """

    file: bytes
    colour: bytes
    size: float
    codes: dict[str, str]
    widths: dict[str, float]

    def drawn(self, words: str, spot: Spot) -> bytes:
        """The operators that set `words` so that they end at `spot`."""
        width = sum(self.widths[sign] for sign in words) * self.size / 1000
        glyphs = "".join(self.codes[sign] for sign in words)
        return (
            b"Q\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n"
            b"q %s BT\n%s %.3f Tf 1 0 0 1 %.3f %.3f Tm\n<%s> Tj\nET Q\nEMC"
            % (self.colour, bytes(_FONT), self.size, spot.right - width, spot.baseline, glyphs.encode())
        )


def mark(page: Object, spot: Spot | None) -> None:
    """Keep with an unnumbered page where its number is to stand."""
    if spot is not None:
        page[SPOT] = Array([spot.right, spot.baseline])


def stamp(pdf: Pdf) -> None:
    """Number all pages of a file, from 1; those that want no number are counted too."""
    wanted = [(number, page.obj) for number, page in enumerate(pdf.pages, start=1) if SPOT in page.obj]
    if not wanted:
        return
    face, total = specimen(), len(pdf.pages)
    with pikepdf.open(io.BytesIO(face.file)) as own:
        font = pdf.copy_foreign(next(iter(own.pages[0].Resources.Font.values())))
    before = pdf.make_stream(b"q\n")
    for number, page in wanted:
        spot = Spot(*(float(each) for each in page[SPOT]))
        del page[SPOT]
        drawn = Stream(pdf, face.drawn(f"Sid {number} ({total})", spot))
        page.Contents = Array([before, page.Contents, pdf.make_indirect(drawn)])
        if Name.Font not in page.Resources:
            page.Resources.Font = Dictionary()
        page.Resources.Font[_FONT] = font


@functools.cache
def specimen() -> Type:
    """A page with all glyphs of page numbers, printed and read back."""
    from vp.printing import pdf

    moment = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    file = pdf.render(_PAGE % _SPECIMEN, description=Description("Sidnummer", "", moment))
    with pikepdf.open(io.BytesIO(file)) as opened:
        page = opened.pages[0]
        drawn = [(str(each.operator), each.operands) for each in pikepdf.parse_content_stream(page)]
        ((name, size),) = [operands for operator, operands in drawn if operator == "Tf"]
        (text,) = [operands[0] for operator, operands in drawn if operator == "TJ"]
        colour = [operands for operator, operands in drawn if operator == "rg"][-1]
        widths = _widths(page.Resources.Font[str(name)].DescendantFonts[0].W)
    glyphs = _GLYPH.findall(
        "".join(bytes(piece).hex() for piece in text if isinstance(piece, pikepdf.String))
    )
    codes = dict(zip(_SPECIMEN, glyphs, strict=True))
    return Type(
        file,
        b" ".join(str(part).encode() for part in colour) + b" rg",
        float(size) * POINTS,
        codes,
        {sign: widths[int(code, 16)] for sign, code in codes.items()},
    )


def _widths(written: Any) -> dict[int, float]:
    """Glyph widths from a font's /W, which lists runs of them by their first glyph."""
    runs = zip(written[0::2], written[1::2], strict=True)
    return {int(first) + place: float(width) for first, run in runs for place, width in enumerate(run)}
