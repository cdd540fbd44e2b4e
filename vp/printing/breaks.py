"""Where a printed line may not end: after a hyphen, dash or slash that the author wrote.

A program that takes the text out of a PDF joins what a hyphen at a line's end has split, and splits what a
line's end parts. `barn- och` or `0-20` would lose its hyphen, `nämnd/styrelse` become two words; so the line
ends before the word instead, or within it at a hyphen of our own.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

JOINER = "\u2060"
_WITHIN = re.compile(r"(?<=\S)([-–—/])(?=\w)")
_BEFORE_SPACE = re.compile(r"(?<=\w)-\s(?=\w)")
_VERBATIM = frozenset({"style", "title", "script"})


def keep_words_whole(root: ElementTree.Element) -> None:
    """Let no line end within a word but at a hyphen of ours; nothing that one sees or reads changes."""
    for element in root.iter():
        if element.text and element.tag not in _VERBATIM:
            element.text = _kept(element.text)
        if element.tail:
            element.tail = _kept(element.tail)


def _kept(words: str) -> str:
    return _BEFORE_SPACE.sub(f"-{JOINER}\u00a0", _WITHIN.sub(rf"\1{JOINER}", words))
