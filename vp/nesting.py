"""How deep HTML may nest before it is read: reading takes the square of the depth in time, so it is bounded.

No text that anybody writes comes near it; what does was made to keep a server busy.
"""

from __future__ import annotations

import re

DEEPEST = 100
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
_ENDS_BY_ITSELF = frozenset(
    "p li dt dd tr td th thead tbody tfoot colgroup col option optgroup br img hr input wbr".split()
)
"""A list item or a paragraph that isn't closed ends where the next one begins, and doesn't nest."""
_WALLS = frozenset("table caption button object applet marquee template html".split())
"""An end tag inside one of these closes nothing outside it (HTML's element scopes)."""


def shallow(markup: str) -> str:
    """The markup without the tags that stand deeper than `DEEPEST`; its words stay."""
    if markup.count("<") <= DEEPEST:
        return markup
    stack: list[str] = []

    def kept(match: re.Match[str]) -> str:
        name = match[2].lower()
        if name in _ENDS_BY_ITSELF:
            return match[0]
        if match[1]:
            _close(stack, name)
            return match[0]
        if len(stack) >= DEEPEST:
            return ""
        stack.append(name)
        return match[0]

    return _TAG.sub(kept, markup)


def _close(stack: list[str], name: str) -> None:
    """End the innermost element of that name, with all in it, unless a wall stands between."""
    for index in range(len(stack) - 1, -1, -1):
        if stack[index] == name:
            del stack[index:]
            return
        if stack[index] in _WALLS:
            return
