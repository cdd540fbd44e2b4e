"""The words of a Word paragraph in the order they are printed, whatever they are wrapped in.

Links, content controls, fields' results and tracked insertions are walked through; tracked deletions,
field codes and hidden text are not printed and not read. What floats or stands at the page's foot (text
boxes, notes) is handed over apart, to be read after the paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from goals.importing.read_docx_styles import VALUE, W

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOT_PRINTED = frozenset(
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "fldData",
        "commentReference", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr",
        "annotationRef",
    )
)  # fmt: skip
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
}


@dataclass
class Words:
    """What a paragraph prints: `text` with \\n for its forced line breaks; `bold` if all of it is.

    boxes: the contents of its text boxes; notes: kind (`footnotes`, `endnotes`) and id of its notes.
    """

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    light: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def bold(self) -> bool:
        return not self.light and bool(self.text.strip())


def words_of(paragraph: Element) -> Words:
    """The paragraph's words. Walks without recursion, so that no nesting is too deep."""
    words = Words()
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _NOT_PRINTED:
            continue
        if element.tag == f"{W}r":
            if _is_hidden(element):
                continue
            if not _is_bold(element) and any((part.text or "").strip() for part in element.iter(f"{W}t")):
                words.light = True
        if not _take(element, words):
            waiting += reversed(_inner(element))
    return words


def _take(element: Element, words: Words) -> bool:
    """Takes what the element itself prints; False where its children are to be walked."""
    if element.tag in (f"{W}t", _MATH_TEXT):
        words.parts.append(element.text or "")
    elif element.tag in _SIGNS:
        words.parts.append(_SIGNS[element.tag])
    elif element.tag == f"{W}sym":
        words.parts.append(_symbol(element.get(f"{W}char", "")))
    elif element.tag == f"{W}txbxContent":
        words.boxes.append(element)
    elif element.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
        kind = "footnotes" if element.tag == f"{W}footnoteReference" else "endnotes"
        words.notes.append((kind, element.get(f"{W}id", "")))
    else:
        return False
    return True


def _inner(element: Element) -> list[Element]:
    """The children to walk; of an alternative for older programs, only one of its versions."""
    if element.tag != f"{_COMPATIBLE}AlternateContent":
        return list(element)
    choice = element.find(f"{_COMPATIBLE}Choice")
    fallback = element.find(f"{_COMPATIBLE}Fallback")
    version = choice if choice is not None else fallback
    return [] if version is None else list(version)


def _is_bold(run: Element) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(VALUE, "1") not in ("0", "false", "off")


def _is_hidden(run: Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(VALUE, "1") not in ("0", "false", "off")


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16)) if 0x20 <= int(code, 16) < 0xD800 or int(code, 16) >= 0xE000 else ""
    except (ValueError, OverflowError):
        return ""
