"""Goal labels: "Nämndmål:", "Enhetens mål 2.1", alone on their line or before the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goals.importing.lines import Line
from goals.importing.shapes import reads_as_sentence, terminated
from goals.importing.vocabulary import LONGEST_PHRASE, Vocabulary, fold, fold_heading

_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,2}\.|\d{1,2}(?=\s+[A-ZÅÄÖ]))\s+(?=\S)")
_ONLY_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?")
_LONGEST_TITLE = 600
MOST_TITLE_WORDS = 80


@dataclass(frozen=True)
class Label:
    """A label found at a line: `rest` is what stands of the title on its line, `consumed` counts lines."""

    level: str
    phrase: str
    number: str
    rest: str
    consumed: int = 1
    in_doubt: bool = False


def label_at(lines: Sequence[Line], at: int, vocabulary: Vocabulary) -> Label | None:
    """The goal label that a line begins with, or None. A label cut by the line's end is put together."""
    line = lines[at]
    if line.cells:
        return _label_in_cells(line, vocabulary)
    text = line.text.strip()
    found = _match(text, line, lines, at, 1, vocabulary)
    if found is not None or len(text) > LONGEST_PHRASE or at + 1 >= len(lines):
        return found
    if tuple(fold(text).split()) in vocabulary.label_prefixes and not text.endswith(":"):
        joined = f"{text} {lines[at + 1].text.strip()}"
        return _match(joined, line, lines, at, 2, vocabulary)
    return None


def split_number(title: str) -> tuple[str, str]:
    """A title's number, as written, and the title without it."""
    match = _NUMBER.match(title)
    return (match[1], title[match.end() :]) if match else ("", title)


def is_number(text: str) -> bool:
    """Whether a line is a goal's number and nothing else."""
    return bool(_ONLY_NUMBER.fullmatch(text.strip()))


def _label_in_cells(line: Line, vocabulary: Vocabulary) -> Label | None:
    """A row that lays out a label beside its title."""
    filled = [cell for cell in line.cells if cell]
    level = vocabulary.level_of(filled[0]) if 2 <= len(filled) <= 3 else ""
    if not level or (line.header and not filled[0].rstrip().endswith(":")):
        return None
    number, title = split_number(" ".join(filled[1:]))
    return Label(level, filled[0], number, title)


def _match(
    text: str, line: Line, lines: Sequence[Line], at: int, consumed: int, vocabulary: Vocabulary
) -> Label | None:
    match = vocabulary.label_pattern.match(text[:_LONGEST_TITLE])
    if match is None or not text[:1].isupper():
        return None
    phrase, number, separator, rest = match[1], match[2] or "", match[3], text[match.start(4) :]
    if consumed == 2 and len(phrase) <= len(line.text.strip()):
        return None
    if not _is_label(number, separator, rest, line, lines, at, consumed, vocabulary):
        return None
    if not number:
        number, rest = split_number(rest)
    in_doubt = fold_heading(phrase) in vocabulary.labels_in_doubt
    return Label(vocabulary.level_of(phrase), phrase, number, rest, consumed, in_doubt)


def _is_label(
    number: str,
    separator: str,
    rest: str,
    line: Line,
    lines: Sequence[Line],
    at: int,
    consumed: int,
    vocabulary: Vocabulary,
) -> bool:
    """Whether the words are used as a label here, not as a sentence or a chapter's heading."""
    if separator == ":":
        return True
    if rest:
        starts = rest[0].isupper() or rest[0].isdigit()
        if separator and not number:
            return starts and _blank_before(lines, at)
        return starts and (
            bool(number) or line.heading > 0 or (_blank_before(lines, at) and len(rest.split()) >= 3)
        )
    following = [each for each in lines[at + consumed : at + consumed + 4] if each.text.strip()]
    if not following:
        return False
    title = following[0].text.strip()
    words = vocabulary
    if words.is_heading(title, *words.headings) or words.level_of(title) or following[0].cells:
        return False
    return _blank_before(lines, at) and _reads_as_title(following, vocabulary)


def _reads_as_title(following: Sequence[Line], vocabulary: Vocabulary) -> bool:
    """Whether what stands under a label without a colon is one title and not a chapter's text."""
    title = " ".join(each.text.strip() for each in following[:2])
    if len(title.split()) > MOST_TITLE_WORDS:
        return False
    first = split_number(following[0].text.strip())[1]
    return not (terminated(first) and reads_as_sentence(first, vocabulary)) and ". " not in first


def _blank_before(lines: Sequence[Line], at: int) -> bool:
    return at == 0 or not lines[at - 1].text.strip() or lines[at - 1].whole or lines[at].heading > 0
