"""Sanitised texts made ready to stand in a page: their headings nest under the page's own."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from vp.richtext import clean

_HEADING = re.compile(r"<(/?)h([4-6])>")
_TABLE = re.compile(r"<(/?)table>")
_NAMELESS_PICTURE = re.compile(r"<img (?![^>]*\balt=)")


def text_html(heading: str, level: int, anchor: str, body: str) -> SafeString:
    """A text as it stands in the page: a heading of the level (2 and down), if it has one, and its body.

    `body` is HTML that is sanitised once more here: a frozen version may be older than today's rules.
    """
    inner = _body(body, level if heading else level - 1)
    html = f'{_heading(heading, level, anchor)}<div class="prose">{inner}</div>' if inner else ""
    return SafeString(html or _heading(heading, level, anchor))  # escaped and sanitised above


def goal_head(anchor: str, level: int, title: str, *, label: str, origin: str, down: str = "") -> SafeString:
    """What stands over a goal: what it is called at its level, whose it is, its title, and a link to it.

    `down` is the address of who works with it, if there is one.
    """
    whose = f' <span class="origin">{escape(origin)}</span>' if origin else ""
    named = f"{anchor}-rubrik"
    how = (
        f'<a class="goal-down d-print-none" href="{down}" aria-describedby="{named}">Så går det</a>'
        if down
        else ""
    )
    return SafeString(  # escaped here
        f'<p class="goal-label">{escape(label)}{whose}{how}</p>'
        f'<h{level} class="goal-title" id="{named}">{escape(title)}</h{level}>'
        f'<a class="anchor" href="#{anchor}" data-copy-link aria-label="Länk till målet"'
        f' aria-describedby="{named}">#</a>'
    )


def missing_html(heading: str, level: int, anchor: str, words: str) -> SafeString:
    """A text that nobody has written, with words that say so."""
    empty = f'<p class="missing">{escape(words)}</p>'
    return SafeString(_heading(heading, level, anchor) + empty)  # escaped above


def _heading(heading: str, level: int, anchor: str) -> str:
    if not heading:
        return ""
    start, end = _heading_tags(level, anchor)
    return f"{start}{escape(heading)}{end}"


def _heading_tags(level: int, anchor: str = "") -> tuple[str, str]:
    """The start and end tag of a heading; HTML's own end at six, ARIA's go on."""
    named = f' id="{anchor}"' if anchor else ""
    if level <= 6:
        return f"<h{level}{named}>", f"</h{level}>"
    return f'<div role="heading" aria-level="{level}"{named}>', "</div>"


@lru_cache(maxsize=2048)
def _body(body: str, below: int) -> str:
    """A body, sanitised; its own h4–h6 come directly below the heading it stands under, without gaps.

    A table gets a frame that can scroll by itself, and a picture without alternative text says that. The
    latest bodies are kept (some ten megabytes at most): a plan is read far more often than it is written.
    """
    markup = clean(body)
    if "<h" in markup:
        markup = _renumbered(markup, below)
    if "<table>" in markup:
        markup = _TABLE.sub(
            lambda found: "</table></div>" if found[1] else '<div class="scroll"><table>', markup
        )
    if "<img" in markup:
        markup = _NAMELESS_PICTURE.sub('<img alt="Bild utan beskrivning" ', markup)
    return markup


def _renumbered(markup: str, below: int) -> str:
    open_levels: list[int] = []

    def replace(found: re.Match[str]) -> str:
        level = int(found[2])
        if not found[1]:
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
        return _heading_tags(below + len(open_levels))[bool(found[1])]

    return _HEADING.sub(replace, markup)
