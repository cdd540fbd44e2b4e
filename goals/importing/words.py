"""The check that no word is lost, added or moved: the source's words against the document's.

It knows nothing of how the document came about: it reads words from the lines and from the finished
document, and compares. Labels and column names may be gone, since the structure says them; marks of lists
and lone dashes are no words; a word cut at a line's end may be whole in the document.
"""

from __future__ import annotations

import bisect
import datetime
import html
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from goals.document import PlanDocument, TextDocument
from goals.importing.columns import header_at
from goals.importing.labels import label_at
from goals.importing.lines import Line, Source
from goals.importing.vocabulary import Vocabulary, vocabulary

MOST_DROPPED = 0.03
"""So large a share of the words may be dropped as page furniture."""
_EDGES = " \t.,;:!?()[]{}\"“”'’‘´`«»…*•·▪–—-"
_BREAK = re.compile(r"<(?:br|/p|/h[4-6]|/li|/tr|/td|/th|/?[uo]l|/?table)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_NUMBERED_LIST = re.compile(r'<ol(?: start="(\d+)")?>|</ol>|<ul>|</ul>|<li(?: value="(\d+)")?>')
_SHOWN = 8
_AFTER_LABEL = 6
_LONGEST_CHAIN, _MOST_PARTS, _FEW = 80, 5, 60


class LostWordsError(Exception):
    """The document doesn't say what the source says. `lost` and `added` are the words, as many as differ."""

    def __init__(self, message: str, lost: list[str], added: list[str]) -> None:
        super().__init__(message)
        self.lost = lost
        self.added = added


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without signs around them, without what is only signs."""
    return [word for word in (each.strip(_EDGES).replace("\u00ad", "") for each in text.split()) if word]


def check_words(source: Source, document: PlanDocument) -> None:
    """Raise LostWordsError unless the document holds the source's words, each text in their order."""
    known = vocabulary()
    texts = [words_of(text) for text in texts_of(document, list_numbers=True)]
    dropped = Counter(word for line in document.dropped for word in words_of(line))
    lines = [*source.lines, *source.furniture]
    said = _source_words(lines)
    total = sum(said.values())
    if sum(dropped.values()) > max(1, total * MOST_DROPPED):
        raise LostWordsError(
            f"{sum(dropped.values())} of {total} words dropped", list(dropped.elements())[:_SHOWN], []
        )
    have = Counter(word for words in texts for word in words) + dropped
    lost, added = _differences(said, have, source, document, known)
    if lost or added:
        raise LostWordsError(
            f"lost: {' '.join(lost[:_SHOWN])}; added: {' '.join(added[:_SHOWN])}", lost, added
        )
    _check_order(lines, [words_of(text) for text in texts_of(document, list_numbers=False)])


def texts_of(document: PlanDocument, *, list_numbers: bool) -> Iterator[str]:
    """Every text, title, cell and number of a document that comes from the source, in printed order.

    `list_numbers`: with the numbers that its numbered lists imply.
    """
    yield from _texts(document.opening, list_numbers)
    for goal in document.walk_goals():
        yield goal.number
        yield goal.title
        yield from _texts(goal.texts, list_numbers)
        for row in goal.indicators:
            yield from (row.name, row.target, row.council_target, row.periodicity)
        for activity in goal.activities:
            yield activity.title
            yield from (
                day.isoformat() for day in (activity.start, activity.end) if isinstance(day, datetime.date)
            )
            yield activity.responsible
    yield from _texts(document.closing, list_numbers)


def _texts(texts: Iterable[TextDocument], list_numbers: bool) -> Iterator[str]:
    for text in texts:
        yield text.heading
        yield from _cells(_with_numbers(text.body) if list_numbers else text.body)
        yield from _texts(text.texts, list_numbers)


def _cells(body: str) -> list[str]:
    """The words of a body, in pieces that each have their order: cells and blocks."""
    return [html.unescape(_TAG.sub("", part)) for part in _BREAK.sub("\n", body).split("\n")]


def _with_numbers(body: str) -> str:
    """The markup with the numbers that its numbered lists imply, as the source wrote them."""
    open_lists: list[int | None] = []

    def number(match: re.Match[str]) -> str:
        tag = match[0]
        if tag.startswith("<ol"):
            open_lists.append(int(match[1] or 1))
        elif tag == "<ul>":
            open_lists.append(None)
        elif tag.startswith("</") and open_lists:
            open_lists.pop()
        elif open_lists and open_lists[-1] is not None:
            here = int(match[2] or open_lists[-1])
            open_lists[-1] = here + 1
            return f"\n{here}. "
        return tag

    return _NUMBERED_LIST.sub(number, body)


def _source_words(lines: Iterable[Line]) -> Counter[str]:
    said: Counter[str] = Counter()
    for line in lines:
        said.update(words_of(line.text))
    return said


def _differences(
    said: Counter[str], have: Counter[str], source: Source, document: PlanDocument, known: Vocabulary
) -> tuple[list[str], list[str]]:
    """Words that only the source has, labels apart, and words that only the document has."""
    lines = [*source.lines, *source.furniture]
    lost, added = said - have, have - said
    _undo_joins(lost, added, lines)
    if sum(lost.values()) + sum(added.values()) <= _FEW:
        _undo_chains(lost, added)
    _forgive_list_numbers(added, lines)
    if lost:
        lost -= _label_words(source, document, known)
    return list(lost.elements()), list(added.elements())


def _undo_joins(lost: Counter[str], added: Counter[str], lines: list[Line]) -> None:
    """Take away differences that are one word in the document and two around a line's end in the source."""
    if not added:
        return
    filled = [line.text.split() for line in lines if line.text.strip()]
    for words, following in itertools.pairwise(filled):
        _undo(lost, added, words[-1], following[0])
    for words in filled:
        for one, two in itertools.pairwise(words):
            _undo(lost, added, one, two)


def _joined(one: str, two: str) -> list[str]:
    """The word that two can have become at a line's end."""
    whole = (one + two).replace("\u00ad", "").strip(_EDGES)
    return [whole, (one.rstrip("-\u00ad") + two).replace("\u00ad", "").strip(_EDGES)]


def _undo_chains(lost: Counter[str], added: Counter[str]) -> None:
    """Take away words that are three or more of the source's in a row, cut at several lines' ends."""
    for whole in [word for word in added.elements() if len(word) <= _LONGEST_CHAIN]:
        parts = _parts_of(_letters(whole), {word: _letters(word) for word in lost.elements()}, ())
        if parts and all(lost[part] >= count for part, count in Counter(parts).items()):
            added[whole] -= 1
            lost.subtract(parts)


def _letters(word: str) -> str:
    return "".join(sign for sign in word if sign.isalnum())


def _parts_of(rest: str, words: dict[str, str], taken: tuple[str, ...]) -> tuple[str, ...]:
    """Words that put together are `rest`; empty where there are none."""
    if not rest:
        return taken
    if len(taken) >= _MOST_PARTS:
        return ()
    for word, letters in words.items():
        if letters and rest.startswith(letters):
            found = _parts_of(rest[len(letters) :], words, (*taken, word))
            if found:
                return found
    return ()


def _undo(lost: Counter[str], added: Counter[str], one: str, two: str) -> None:
    for whole in _joined(one, two):
        first, second = one.strip(_EDGES), two.strip(_EDGES)
        if added[whole] > 0 and lost[first] > 0 and lost[second] > 0:
            added[whole] -= 1
            lost[first] -= 1
            lost[second] -= 1
            return


def _forgive_list_numbers(added: Counter[str], lines: list[Line]) -> None:
    """Items whose number the source keeps outside its text (Word) have it in the document all the same."""
    outside = sum(line.item == "number" for line in lines)
    for word in [word for word in added if word.isdigit()]:
        taken = min(outside, added[word])
        added[word] -= taken
        outside -= taken


def _label_words(source: Source, document: PlanDocument, known: Vocabulary) -> Counter[str]:
    """The words of goal labels and column names in the source: the document's structure says them."""
    dropped = Counter(document.dropped)
    lines: list[Line] = []
    for line in source.lines:
        text = line.text.strip()
        if text and dropped[text] > 0:
            dropped[text] -= 1
        else:
            lines.append(line)
    words: Counter[str] = Counter()
    at = 0
    while at < len(lines):
        label = label_at(lines[at : at + _AFTER_LABEL], 0, known)  # as after a page header or a blank line
        header = None if label else header_at(lines, at, known)
        if label:
            words.update(words_of(label.phrase))
        if header:
            words.update(word for column in header.columns for word in words_of(column.phrase))
        at += header.consumed if header else label.consumed if label else 1
    answers = sum(len(goal.indicators) for goal in document.walk_goals())
    words.update({word.capitalize(): answers for word in known.yes | known.no})
    return words


def _check_order(lines: Iterable[Line], texts: list[list[str]]) -> None:
    """Each text's words must come in the source in the same order."""
    places: dict[str, list[int]] = defaultdict(list)
    at, last_word = 0, ""
    for line in lines:
        for word in line.text.split():
            for joined in _joined(last_word, word) if last_word else []:
                places[joined].append(at - 1)
            if words_of(word):
                places[words_of(word)[0]].append(at)
                at += 1
            last_word = word
    for words in texts:
        last = -1
        for word in words:
            if word not in places:
                continue
            found = bisect.bisect_right(places[word], last)
            if found == len(places[word]):
                raise LostWordsError(f"out of order: {word} in “{' '.join(words[:12])}”", [], [word])
            last = places[word][found]
