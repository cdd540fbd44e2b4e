"""What a Word file's styles and numbering say of a paragraph: heading, list item, and its printed number."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from goals.importing.read_docx_package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{W}val"

_HEADING_NAME = re.compile(r"(?:heading|rubrik|überschrift|overskrift|otsikko)\s*([1-9])", re.IGNORECASE)
_TITLE_NAMES = {"title": 1, "rubrik": 1, "subtitle": 2, "underrubrik": 2}
_DEEPEST_STYLE = 20  # styles that are based on each other further than this go in a circle
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class _Style:
    name: str
    based_on: str
    outline: int
    list_id: str
    list_level: int


@dataclass(frozen=True)
class _Level:
    """One level of a list: `format` as Word names it, `pattern` with %1 for the first level's number."""

    format: str
    pattern: str
    start: int


@dataclass(frozen=True)
class Numbering:
    """A paragraph's place in a list: `label` is what Word prints before it, such as `1.4`."""

    kind: str
    depth: int
    label: str = ""


@dataclass
class Styles:
    """The styles and lists of one file; lists count on as paragraphs ask for their number, in order."""

    package: Package
    _styles: dict[str, _Style] = field(default_factory=dict)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _default: str = ""

    def __post_init__(self) -> None:
        for kind, part in self.package.related(self.package.document).values():
            if part in self.package and kind == "styles":
                self._read_styles(self.package.xml(part))
            elif part in self.package and kind == "numbering":
                self._read_numbering(self.package.xml(part))

    def heading(self, properties: Element | None) -> int:
        """1–6 where the paragraph is a heading by its style or its outline level, otherwise 0."""
        if properties is not None and (own := _number(properties, "outlineLvl", -1)) >= 0:
            return min(own + 1, 6) if own < 9 else 0
        for style in self._chain(properties):
            if found := _HEADING_NAME.fullmatch(style.name.strip()):
                return min(int(found[1]), 6)
            if style.name.strip().lower() in _TITLE_NAMES:
                return _TITLE_NAMES[style.name.strip().lower()]
            if 0 <= style.outline < 9:
                return min(style.outline + 1, 6)
        return 0

    def numbering(self, properties: Element | None) -> Numbering | None:
        """The paragraph's place in its list, which counts on; None outside lists."""
        list_id, level = self._list_of(properties)
        levels = self._levels.get(list_id)
        if not levels or level not in levels:
            return None
        found = levels[level]
        if found.format in ("bullet", "none"):
            return Numbering("bullet", level) if found.format == "bullet" else None
        counts = self._counts[list_id]
        counts[level] = counts.get(level, found.start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        label = re.sub(r"%([1-9])", lambda place: self._count(list_id, int(place[1]) - 1), found.pattern)
        return Numbering("number", level, label.strip())

    def _count(self, list_id: str, level: int) -> str:
        found = self._levels[list_id].get(level)
        count = self._counts[list_id].get(level, found.start if found else 1)
        if found and found.format.endswith("Letter") and 1 <= count <= len(_LETTERS):
            letter = _LETTERS[count - 1]
            return letter.upper() if found.format.startswith("upper") else letter
        return _roman(count, found.format) if found and found.format.endswith("Roman") else str(count)

    def _list_of(self, properties: Element | None) -> tuple[str, int]:
        own = None if properties is None else properties.find(f"{W}numPr")
        if own is not None and own.find(f"{W}numId") is not None:
            return _text(own, "numId"), max(_number(own, "ilvl", 0), 0)
        for style in self._chain(properties):
            if style.list_id:
                return style.list_id, style.list_level
        return "", 0

    def _chain(self, properties: Element | None) -> list[_Style]:
        """The paragraph's style, the one that it is based on, and so on."""
        name = _text(properties, "pStyle") if properties is not None else ""
        chain: list[_Style] = []
        name = name or self._default
        while name in self._styles and len(chain) < _DEEPEST_STYLE:
            chain.append(self._styles[name])
            name = chain[-1].based_on
        return chain

    def _read_styles(self, root: Element) -> None:
        for style in root.iter(f"{W}style"):
            if style.get(f"{W}type") not in (None, "paragraph"):
                continue
            properties = style.find(f"{W}pPr")
            listed = None if properties is None else properties.find(f"{W}numPr")
            name = style.get(f"{W}styleId", "")
            self._styles[name] = _Style(
                name=_text(style, "name"),
                based_on=_text(style, "basedOn"),
                outline=-1 if properties is None else _number(properties, "outlineLvl", -1),
                list_id="" if listed is None else _text(listed, "numId"),
                list_level=0 if listed is None else max(_number(listed, "ilvl", 0), 0),
            )
            if style.get(f"{W}default") in ("1", "true"):
                self._default = name

    def _read_numbering(self, root: Element) -> None:
        abstract = {
            one.get(f"{W}abstractNumId", ""): _levels(one) for one in root.iter(f"{W}abstractNum")
        }  # fmt: skip
        for one in root.iter(f"{W}num"):
            levels = dict(abstract.get(_text(one, "abstractNumId"), {}))
            for override in one.iter(f"{W}lvlOverride"):
                levels.update(_levels(override))
            self._levels[one.get(f"{W}numId", "")] = levels


def _levels(parent: Element) -> dict[int, _Level]:
    found = {}
    for level in parent.iter(f"{W}lvl"):
        place = level.get(f"{W}ilvl", "0")
        if place.isdigit() and len(place) == 1:
            found[int(place)] = _Level(
                format=_text(level, "numFmt") or "decimal",
                pattern=_text(level, "lvlText"),
                start=max(_number(level, "start", 1), 0),
            )
    return found


def _text(parent: Element, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return "" if found is None else found.get(VALUE, "")


def _number(parent: Element, name: str, default: int) -> int:
    written = _text(parent, name)
    return int(written) if written.isdigit() and len(written) < 6 else default


def _roman(count: int, format_name: str) -> str:
    if not 1 <= count < 400:
        return str(count)
    signs = {100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
    text = ""
    for value, sign in signs.items():
        text += sign * (count // value)
        count %= value
    return text.upper() if format_name.startswith("upper") else text
