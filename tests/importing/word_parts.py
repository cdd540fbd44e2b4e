"""Word files of exactly the XML that a test needs."""

from __future__ import annotations

import io
import zipfile

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def _relations(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _with_namespaces(xml: str) -> str:
    end = min(at for at in (xml.index(">"), xml.index(" ") if " " in xml else len(xml)) if at > 0)
    return f"{xml[:end]} {_NAMESPACES}{xml[end:]}"


def word_file(body: str, **parts: str) -> bytes:
    """A .docx with this body and, by kind (`styles`, `numbering`, `footnotes`), these other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        package.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        package.writestr("word/_rels/document.xml.rels", _relations({kind: f"{kind}.xml" for kind in parts}))
        package.writestr(
            "word/document.xml", _with_namespaces(f"<w:document><w:body>{body}</w:body></w:document>")
        )  # fmt: skip
        for kind, xml in parts.items():
            package.writestr(f"word/{kind}.xml", _with_namespaces(xml))
    return out.getvalue()
