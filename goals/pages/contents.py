"""The contents of a plan: a nested list of links to its chapters and goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString


@dataclass
class Entry:
    """A line, with the lines under it. `word` is a goal's level, empty for a chapter."""

    anchor: str
    title: str
    word: str = ""
    inherited: bool = False
    children: list[Entry] = field(default_factory=list)


def contents_html(entries: Sequence[Entry]) -> SafeString:
    """The lines as a list; nothing where there are none."""
    return SafeString(_list(entries))  # titles are escaped, the rest are our own words


def _list(entries: Sequence[Entry]) -> str:
    lines = "".join(
        f'<li class="of-{entry.word or "chapter"}{" inherited" if entry.inherited else ""}">'
        f'<a href="#{entry.anchor}">{escape(entry.title)}</a>{_list(entry.children)}</li>'
        for entry in entries
    )
    return f"<ol>{lines}</ol>" if lines else ""
