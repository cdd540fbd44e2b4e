"""A contents list: where it begins and ends, so that none of its lines is taken for a heading or a goal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goals.importing.lines import Line
from goals.importing.vocabulary import Vocabulary, fold

_LEADER = re.compile(r"(?:\.{3,}|(?:\. ){3,}|…{1,}|_{3,})\s*\d{1,4}\s*$")
_PAGE = re.compile(r"(?<=\S)[\s.…_]+\d{1,4}\s*$")
_LONGEST = 400
_MOST_LINES = 400
_FEWEST = 3


def contents_lines(lines: Sequence[Line], vocabulary: Vocabulary) -> range:
    """The places of the contents list's lines, its heading not included; empty where there is none."""
    for at, line in enumerate(lines[: 20 * _MOST_LINES]):
        if line.text.strip() and vocabulary.is_heading(line.text.strip(), "contents"):
            end = _end_of(lines, at + 1)
            if end > at + 1:
                return range(at + 1, end)
    return _dotted(lines)


def _end_of(lines: Sequence[Line], start: int) -> int:
    """Where the list ends: where its first entry comes again as a heading, or where page numbers cease."""
    first = next((at for at in range(start, min(start + 6, len(lines))) if lines[at].text.strip()), None)
    if first is None:
        return start
    return _again(lines, first, start + _MOST_LINES) or _numbered_end(lines, start) or start


def _again(lines: Sequence[Line], first: int, limit: int) -> int:
    """Where the first entry stands once more, without its page number; 0 where it doesn't."""
    text = lines[first].text.strip()
    entry = fold(_PAGE.sub("", text)) if len(text) <= _LONGEST else ""
    if not entry:
        return 0
    for at in range(first + 1, min(limit, len(lines))):
        if fold(lines[at].text) == entry:
            return at
    return 0


def _numbered_end(lines: Sequence[Line], start: int) -> int:
    """The place after the last of the lines that end with a page number that doesn't fall; 0 for too few."""
    end, entries, highest, since = 0, 0, 0, 0
    for at in range(start, min(start + _MOST_LINES, len(lines))):
        text = lines[at].text.strip()
        if not text:
            continue
        match = _PAGE.search(text) if len(text) <= _LONGEST else None
        page = int(re.sub(r"\D", "", match[0])) if match else -1
        if match and highest <= page <= 2000 - (0 if _LEADER.search(text) else 1000):
            end, entries, highest, since = at + 1, entries + 1, page, 0
            continue
        since += 1
        if since > 2:
            break
    return end if entries >= _FEWEST else 0


def ends_entry(line: Line) -> bool:
    """Whether a line of a contents list ends with its page number."""
    text = line.text.strip()
    return len(text) <= _LONGEST and bool(_PAGE.search(text))


def _dotted(lines: Sequence[Line]) -> range:
    """A list without a heading: three lines or more with dots before a page number."""
    places = [at for at, line in enumerate(lines) if len(line.text) <= _LONGEST and _LEADER.search(line.text)]
    if len(places) < _FEWEST or places[-1] - places[0] > _MOST_LINES:
        return range(0)
    start = places[0]
    while start and lines[start - 1].text.strip():
        start -= 1
    return range(start, places[-1] + 1)
