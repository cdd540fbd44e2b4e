"""A text's HTML made ready for print: headings at their place, tables that a screen reader can read aloud.

What people write is sanitised, but its headings start anywhere and its tables may lack headers or cells.
Words are never changed here.
"""

from __future__ import annotations

import re

from lxml import etree, html

_HEADING = re.compile(r"h[1-6]")
_ABSOLUTE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
LONG = 600
"""Characters. A shorter paragraph isn't broken over pages. A longer one may be, and then isn't hyphenated: a
word must not be split by the foot of a page."""


def printed_body(markup: str, level: int) -> str:
    """The markup with its own headings from `level` (2–6) down, in order without gaps."""
    if not markup:
        return ""
    root = html.fragment_fromstring(markup, create_parent="div")
    _set_headings(root, level)
    for table in root.iter("table"):
        _complete_table(table)
    for link in root.iter("a"):
        if not _ABSOLUTE.match(link.get("href", "")):
            link.attrib.pop("href", None)
    for item in root.iter("li"):
        _lead_with_words(item)
    for block in root.iter("p", "li"):
        block.set("class", "long" if _is_long(block) else "short")
    for picture in root.iter("img"):
        if "alt" not in picture.attrib:
            picture.set("alt", "Bild utan beskrivning")
    return _inside(root)


def _inside(root: etree._Element) -> str:
    written: str = etree.tostring(root, encoding="unicode", method="html")
    return written.removeprefix("<div>").removesuffix("</div>")


def _lead_with_words(item: etree._Element) -> None:
    """The first paragraph of a list item stands beside the item's mark, as its own words."""
    if len(item) and item[0].tag == "p" and not (item.text or "").strip():
        item[0].drop_tag()


def _is_long(block: etree._Element) -> bool:
    holds_blocks = any(child.tag in {"ul", "ol", "p", "table", "figure"} for child in block)
    return holds_blocks or len(block.text_content()) > LONG


def _set_headings(root: etree._Element, level: int) -> None:
    headings = [each for each in root.iter() if isinstance(each.tag, str) and _HEADING.fullmatch(each.tag)]
    used = sorted({str(each.tag) for each in headings})
    before = level - 1
    for heading in headings:
        before = min(level + used.index(str(heading.tag)), before + 1, 6)
        heading.tag = f"h{before}"


def _complete_table(table: etree._Element) -> None:
    table.set("class", "written")
    rows = [row for row in table.iter("tr") if row.iterancestors("table").__next__() is table]
    if not rows:
        return
    _lift_header(table, rows)
    for row in rows:
        heads = [cell for cell in row if cell.tag == "th"]
        for cell in heads:
            if "scope" not in cell.attrib:
                cell.set("scope", "col" if len(heads) == len(row) else "row")
    widths = _widths(rows)
    for row, width in zip(rows, widths, strict=True):
        if len(row) and width < max(widths):
            row[-1].set("colspan", str(int(row[-1].get("colspan", "1")) + max(widths) - width))


def _lift_header(table: etree._Element, rows: list[etree._Element]) -> None:
    """A first row of nothing but headers becomes the table's head, which is repeated on every page."""
    first = rows[0]
    parent = first.getparent()
    if parent is None or parent.tag == "thead" or not len(first) or any(cell.tag != "th" for cell in first):
        return
    head = etree.Element("thead")
    head.append(first)
    table.insert(0, head)


def _widths(rows: list[etree._Element]) -> list[int]:
    """How many columns each row fills, counting cells that reach down from rows above."""
    widths: list[int] = []
    hanging: list[int] = []
    for row in rows:
        width = sum(int(cell.get("colspan", "1")) for cell in row)
        widths.append(width + sum(1 for left in hanging if left > 0))
        hanging = [left - 1 for left in hanging if left > 1]
        for cell in row:
            down = int(cell.get("rowspan", "1")) - 1
            hanging.extend([down] * int(cell.get("colspan", "1")) if down > 0 else [])
    return widths
