"""Sanitised HTML in one form, so that equal texts are equal HTML. Only tags and spaces go, never a word.

The editor writes the same form by itself (static/app/writing/prose/serialise.js).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_BLOCKS = frozenset("p h4 h5 h6 ul ol li table thead tbody tr th td figure".split())
_HEADINGS = frozenset(("h4", "h5", "h6"))
_HOLDERS = frozenset(("", "li", "td", "th"))
_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(_BLOCKS))})\b")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SPAN_OF_ONE = re.compile(r' (?:col|row)span="1"')


@dataclass
class _Part:
    """A piece of text (no tag), or an element that is closed: its start tag as it stood and what is in it."""

    tag: str
    start: str
    inside: str

    @property
    def markup(self) -> str:
        end = f"</{self.tag}>" if self.tag not in {"", "br", "img"} else ""
        return f"{self.start}{self.inside}{end}"

    @property
    def is_blank(self) -> bool:
        """Whether it is a paragraph, or the text between two, that says nothing."""
        return self.tag in {"", "p"} and not self.inside.replace("&nbsp;", "").replace("<br>", "").strip()


def tidied(markup: str) -> str:
    """Sanitised HTML without empty paragraphs at the ends of the text, an item or a cell.

    Line breaks at a block's end, empty headings, lists, marks and spans of one go as well, and a paragraph
    that is alone in an item or a cell, or stands before a list there, needs no tag. Once is enough.
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.whole()


class _Reader(HTMLParser):
    """Closes each element once, from the inside; what is well-formed needs nothing more."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._open: list[tuple[str, str, list[_Part]]] = [("", "", [])]

    def whole(self) -> str:
        return "".join(part.markup for part in _filled("", self._open[0][2]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self.get_starttag_text() or ""
        if tag in {"td", "th"}:
            start = _SPAN_OF_ONE.sub("", start)
        if tag in {"br", "img"}:
            self._add(_Part(tag, start, ""))
        else:
            self._open.append((tag, start, []))

    def handle_endtag(self, tag: str) -> None:
        opened, start, parts = self._open.pop()
        element = _Part(opened, start, "".join(part.markup for part in _filled(opened, parts)))
        if start == "<a>" and not _BLOCK.search(element.inside):  # a link that leads nowhere
            for part in parts:
                self._add(part)
            return
        if element.inside or opened in _BLOCKS - _HEADINGS - {"ul", "ol"}:
            self._add(element)
        elif opened in _BLOCKS:
            self._add(_Part("br", "<br>", ""))  # it parted words

    def handle_data(self, data: str) -> None:
        self._add(_Part("", "", _SPACES.sub(" ", data)))

    def handle_entityref(self, name: str) -> None:
        self._add(_Part("", "", f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._add(_Part("", "", f"&#{name};"))

    def _add(self, part: _Part) -> None:
        parts = self._open[-1][2]
        if parts and not part.tag and not parts[-1].tag:
            again = parts[-1].inside.endswith(" ") and part.inside.startswith(" ")
            parts[-1].inside += part.inside[again:]
        else:
            parts.append(part)


def _filled(tag: str, parts: list[_Part]) -> list[_Part]:
    """What an element holds, in its one form."""
    parts = _apart(tag, parts)
    if tag in {"p", *_HEADINGS}:
        return _without_end(parts)
    if tag in {"ul", "ol"} and all(part.tag == "li" and not part.inside for part in parts):
        return []
    if tag not in _HOLDERS:
        return parts
    parts = _without_end(_without_start(parts))
    first = parts[0].tag if parts else ""
    if tag and first == "p" and (len(parts) == 1 or parts[1].tag in {"ul", "ol"}):
        return [_Part("", "", parts[0].inside), *parts[1:]]
    return parts


def _apart(tag: str, parts: list[_Part]) -> list[_Part]:
    """No space or line break stands beside a block, and none at the ends of one."""
    kept: list[_Part] = []
    for part in parts:
        beside = kept[-1].tag in _BLOCKS if kept else tag in _BLOCKS or not tag
        if part.tag in _BLOCKS:
            _trim(kept)
        elif beside and part.tag == "br":
            continue
        elif beside and not part.tag:
            part = _Part("", "", part.inside.lstrip(" "))
        if part.tag or part.inside:
            kept.append(part)
    if tag in _BLOCKS or not tag:
        _trim(kept)
    return kept


def _trim(parts: list[_Part]) -> None:
    """Spaces and line breaks before a block's bounds are taken away."""
    while parts:
        last = parts[-1]
        if last.tag == "br":
            parts.pop()
        elif not last.tag:
            last.inside = last.inside.rstrip(" ")
            if last.inside:
                return
            parts.pop()
        else:
            return


def _without_end(parts: list[_Part]) -> list[_Part]:
    """Without the blank ones and the line breaks that come last."""
    end = len(parts)
    while end and (parts[end - 1].is_blank or parts[end - 1].tag == "br"):
        end -= 1
    parts = parts[:end]
    if parts and not parts[-1].tag:
        parts[-1].inside = parts[-1].inside.rstrip(" ")
    return parts


def _without_start(parts: list[_Part]) -> list[_Part]:
    start = 0
    while start < len(parts) and (parts[start].is_blank or parts[start].tag == "br"):
        start += 1
    parts = parts[start:]
    if parts and not parts[0].tag:
        parts[0].inside = parts[0].inside.lstrip(" ")
    return parts
