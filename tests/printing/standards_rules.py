"""Pikepdf's rules for PDF/A-3b, asked of a file that says that it is 3a."""

from __future__ import annotations

import io
import re

import pikepdf
import pikepdf.pdfa
from pikepdf import Name


def findings(content: bytes) -> list[object]:
    """What the rules find: veraPDF's, but for XMP extension schemas and level A, which are put back."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        xmp = opened.Root.Metadata.read_bytes().replace(b"conformance>A<", b"conformance>B<")
        xmp = re.sub(rb"(?s)<pdfaExtension:schemas>.*</pdfaExtension:schemas>", b"", xmp)
        xmp = re.sub(
            rb'xmlns:pdfa(Extension|Schema|Property)="[^"]*"|<pdfuaid:part>1</pdfuaid:part>', b"", xmp
        )
        opened.Root.Metadata = opened.make_indirect(
            pikepdf.Stream(opened, xmp, Type=Name.Metadata, Subtype=Name.XML)
        )
        output = io.BytesIO()
        opened.save(output, deterministic_id=True)
    report = pikepdf.pdfa.validate_written(output, "3b")
    return [*report.findings, *([] if report.passed else ["not passed"])]
