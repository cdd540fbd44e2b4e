"""What differs between a report on a page and in print: heading levels, and how texts are made ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from goals.pages.markup import text_html
from goals.printed_body import printed_body
from vp.richtext import clean

DEEPEST_HEADING = 6


def _on_page(markup: str, level: int) -> SafeString:
    return text_html("", level, "", markup)


def _in_print(markup: str, level: int) -> SafeString:
    return SafeString(printed_body(clean(markup), min(level, DEEPEST_HEADING)))  # sanitised here


@dataclass(frozen=True)
class Style:
    """`level`: of the chapters and the top goals. `prefix` keeps the anchors of several reports apart."""

    level: int
    make_prose: Callable[[str, int], SafeString]
    prefix: str = ""

    def prose(self, markup: str, level: int) -> SafeString:
        """A text that people have written, sanitised once more; its own headings begin at `level`."""
        return self.make_prose(markup, level) if markup else SafeString()

    def anchor(self, name: str) -> str:
        return f"{self.prefix}{name}"


PAGE = Style(2, _on_page)
PRINT = Style(1, _in_print)
