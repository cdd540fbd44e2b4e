"""Whether a line is a heading: known by its words, said by the source, or only by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goals.importing.columns import header_at
from goals.importing.labels import label_at
from goals.importing.lines import Line
from goals.importing.shapes import Measure, is_capitals, item_of, reads_as_sentence, starts_lower, terminated
from goals.importing.vocabulary import Vocabulary, fold

GROUPS = ("goal", "chapter", "closing", "economy_part", "part")
_LONGEST, _MOST_WORDS = 100, 12
_MOST_WRAPPED_WORDS = 35
_LONGEST_SAID, _MOST_LINES = 250, 6
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-ZÅÄÖ]")
_ENDS_IN_VALUE = re.compile(r"(?:\d[.,]\d+|%|\b(?!(?:19|20)\d\d$)\d+)$")


@dataclass(frozen=True)
class Shape:
    """A line, or up to four, that looks like a heading; `sure` where nothing speaks against it."""

    text: str
    consumed: int
    sure: bool


def known_heading(lines: Sequence[Line], at: int, vocabulary: Vocabulary) -> int:
    """How many lines a heading known by its words takes here; 0 where there is none."""
    line = lines[at]
    text = line.text.strip()
    if line.cells or not text or not (text[0].isupper() or text[0].isdigit()):
        return 0
    if vocabulary.is_heading(text, *GROUPS):
        return 1
    if at + 1 >= len(lines) or tuple(fold(text).split()) not in vocabulary.label_prefixes:
        return 0
    following = lines[at + 1].text.strip()
    joined = f"{text} {following}"
    return 2 if following and starts_lower(following) and vocabulary.is_heading(joined, *GROUPS) else 0


def shaped_heading(
    lines: Sequence[Line],
    at: int,
    measure: Measure,
    vocabulary: Vocabulary,
    *,
    under_heading: bool = False,
    after_table: bool = False,
) -> Shape | None:
    """A heading that the vocabulary doesn't know: short, a capital first, no sentence, a text under it."""
    line = lines[at]
    text = line.text.strip()
    if line.heading and not line.cells and text:
        return _said_heading(lines, at, vocabulary)
    apart = under_heading or at == 0 or not lines[at - 1].text.strip() or lines[at - 1].whole
    if not apart or not text:
        return None
    if not _may_be(line, vocabulary):
        return _wrapped(lines, at, measure, vocabulary)
    following = _following(lines, at + 1)
    if following is None or _is_structure(lines, following, vocabulary):
        return None
    if not after_table and _in_short_lines(lines, at, measure, vocabulary):
        return None
    if not _begins_text(lines, following, measure):
        return _wrapped(lines, at, measure, vocabulary)
    if following == at + 1 and item_of(lines[following].text) is not None and not line.whole:
        return None
    if following == at + 1 and not line.whole and not measure.ends_paragraph(text, lines[following].text):
        return _wrapped(lines, at, measure, vocabulary)
    return Shape(text, 1, sure=len(text.split()) <= 10)


def _said_heading(lines: Sequence[Line], at: int, vocabulary: Vocabulary) -> Shape | None:
    """A heading that the source says is one, over as many lines as it was wrapped; not a bold sentence."""
    first = lines[at]
    block = [first.text.strip()]
    for line in lines[at + 1 : at + _MOST_LINES]:
        whole = first.whole or line.whole or line.cells
        if (
            whole
            or line.heading != first.heading
            or not line.text.strip()
            or vocabulary.is_heading(line.text.strip(), *GROUPS)
        ):
            break
        block.append(line.text.strip())
    text = " ".join(block)
    if len(text) > _LONGEST_SAID or (text.endswith(".") and reads_as_sentence(text, vocabulary)):
        return None
    return Shape(text, len(block), sure=True)


def _in_short_lines(lines: Sequence[Line], at: int, measure: Measure, vocabulary: Vocabulary) -> bool:
    """Whether the line before is as short and as open: then both are entries, not headings."""
    before = next((line for line in reversed(lines[max(0, at - 4) : at]) if line.text.strip()), None)
    if before is None or before.heading or before.cells or before.item or item_of(before.text) is not None:
        return False
    text = before.text.strip()
    if vocabulary.is_heading(text, *GROUPS):
        return False
    return not terminated(text) and len(text) < (measure.fit * 0.6 or _LONGEST) and not is_capitals(text)


def _may_be(line: Line, vocabulary: Vocabulary) -> bool:
    text = line.text.strip()
    if line.cells or line.item or not text or len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    if not (text[0].isupper() or _NUMBERED.match(text)) or is_capitals(text):
        return False
    if (
        (terminated(text) and not text.endswith("?"))
        or text.endswith(("-", ","))
        or _ENDS_IN_VALUE.search(text)
    ):
        return False
    if item_of(text) is not None and not _NUMBERED.match(text):
        return False
    return not reads_as_sentence(text, vocabulary) or text.endswith("?")


def _following(lines: Sequence[Line], start: int) -> int | None:
    return next((at for at in range(start, min(start + 5, len(lines))) if lines[at].text.strip()), None)


def _is_structure(lines: Sequence[Line], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a line begins something that no heading stands over: a goal, a table, a known heading."""
    return (
        label_at(lines, at, vocabulary) is not None
        or known_heading(lines, at, vocabulary) > 0
        or header_at(lines, at, vocabulary) is not None
    )


def _begins_text(lines: Sequence[Line], at: int, measure: Measure) -> bool:
    """Whether a paragraph, a list or a table begins here, rather than one more short line."""
    line = lines[at]
    text = line.text.strip()
    if line.cells or line.item or item_of(text) is not None:
        return True
    if starts_lower(text):
        return False
    after = lines[at + 1].text.strip() if at + 1 < len(lines) else ""
    wraps = bool(after) and starts_lower(after) and not measure.ends_paragraph(text, after)
    return len(text) >= (measure.fit * 0.6 or _LONGEST // 2) or terminated(text) or wraps


def _wrapped(lines: Sequence[Line], at: int, measure: Measure, vocabulary: Vocabulary) -> Shape | None:
    """A heading of two to four lines, directly followed by its text."""
    if at and lines[at - 1].text.strip():
        return None
    if lines[at].item or is_capitals(lines[at].text):
        return None
    for count in (2, 3, 4):
        block = [line.text.strip() for line in lines[at : at + count]]
        following = lines[at + count] if at + count < len(lines) else None
        if (
            following is None
            or not all(block)
            or not following.text.strip()
            or any(line.cells for line in lines[at : at + count])
        ):
            return None
        if measure.breaks(block[-2], block[-1], 0.7) or _is_structure(lines, at + count, vocabulary):
            return None
        joined = " ".join(block)
        if measure.ends_paragraph(block[-1], following.text) and not starts_lower(following.text):
            return (
                Shape(joined, count, sure=False) if _is_wrapped_heading(block, joined, vocabulary) else None
            )
    return None


def _is_wrapped_heading(block: Sequence[str], joined: str, vocabulary: Vocabulary) -> bool:
    if not joined[0].isupper() or len(joined.split()) > _MOST_WRAPPED_WORDS or item_of(joined):
        return False
    if any(terminated(text) and not text.endswith(")") for text in block) or _ENDS_IN_VALUE.search(joined):
        return False
    return terminated(joined) is joined.endswith((".)", "!)", "?)")) and not reads_as_sentence(
        joined, vocabulary
    )
