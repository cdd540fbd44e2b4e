"""Sanitised texts made ready to stand in a page: their headings nest under the page's own."""

from __future__ import annotations

import re

from django.utils.safestring import SafeString, mark_safe

from vp.richtext import clean

_HEADING = re.compile(r"<(/?)h([4-6])>")
_TABLE = re.compile(r"<(/?)table>")


def body_html(markup: str, below: int) -> SafeString:
    """A text's HTML for a page where it stands under a heading of level `below` (1–6 and deeper).

    It is sanitised once more: a frozen version may be older than today's rules. Its own h4–h6 become
    levels directly below, without gaps; a table gets a frame that can scroll by itself.
    """
    markup = clean(markup)
    if "<h" in markup:
        markup = _renumbered(markup, below)
    if "<table>" in markup:
        markup = _TABLE.sub(
            lambda found: "</table></div>" if found[1] else '<div class="scroll"><table>', markup
        )
    return mark_safe(markup)  # noqa: S308 (sanitised above)


def _renumbered(markup: str, below: int) -> str:
    open_levels: list[int] = []

    def replace(found: re.Match[str]) -> str:
        level = int(found[2])
        if not found[1]:
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
        return heading_tags(below + len(open_levels))[bool(found[1])]

    return _HEADING.sub(replace, markup)


def heading_tags(level: int, anchor: str = "") -> tuple[SafeString, SafeString]:
    """The start and end tag of a heading; HTML's own end at six, ARIA's go on. `anchor` needs no escaping."""
    named = f' id="{anchor}"' if anchor else ""
    if level <= 6:
        tags = f"<h{level}{named}>", f"</h{level}>"
    else:
        tags = f'<div role="heading" aria-level="{level}"{named}>', "</div>"
    return mark_safe(tags[0]), mark_safe(tags[1])  # noqa: S308 (a number and an anchor of ours)
