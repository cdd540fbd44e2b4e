"""A text's HTML as plain text: paragraphs, items and rows on lines of their own; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr figure div".split())
_CELLS = frozenset(("td", "th"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
BETWEEN_CELLS = " | "


def plain_text(markup: str) -> str:
    """The words of sanitised HTML as they are read; lists keep their marks, pictures their descriptions."""
    if not markup.strip():
        return ""
    root = html.fragment_fromstring(markup, create_parent="div")
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(_words(root)).split("\n"))
    return "\n".join(line for line in lines if line)


def _words(element: etree._Element) -> Iterator[str]:
    """Words and line breaks; spaces that say nothing are taken out afterwards."""
    if element.tag in _BLOCKS:
        yield "\n"
    yield _mark(element)
    yield _one_line(element.text)
    for child in element:
        if isinstance(child.tag, str):
            yield from _words(child)
        yield _one_line(child.tail)
    if element.tag in _BLOCKS:
        yield "\n"


def _mark(element: etree._Element) -> str:
    """What is printed before the element's own words."""
    if element.tag == "br":
        return "\n"
    if element.tag == "img":
        return f"[Bild: {element.get('alt')}]" if element.get("alt") else "[Bild]"
    if element.tag in _CELLS and element.getprevious() is not None:
        return BETWEEN_CELLS
    return item_mark(element) if element.tag == "li" else ""


def item_mark(item: etree._Element) -> str:
    """`– `, or the number of an item in a numbered list, `2. `."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "– "
    number = _number(parent.get("start"), 1) - 1
    for each in parent.iterchildren("li"):
        number = _number(each.get("value"), number + 1)
        if each is item:
            break
    return f"{number}. "


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"-?[0-9]{1,6}", written) else otherwise


def _one_line(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")
