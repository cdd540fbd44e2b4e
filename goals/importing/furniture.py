"""Page headers, footers and page numbers in running text: found, taken out, and the text closed again.

Three signs: the shape of a page number ("Sid 10 (22)", "10 av 22"), lines standing beside it that are
short and not part of the sentence, and lines that come back where pages begin and end. What the reader of
the file already knows to be furniture never comes here.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goals.importing.columns import header_at
from goals.importing.labels import label_at
from goals.importing.lines import Line
from goals.importing.shapes import Measure, item_of, starts_lower, terminated
from goals.importing.vocabulary import Vocabulary, fold

_PAGE = re.compile(
    r"(?:(?:sid(?:a|an)?|page|s)\.?:?\s*\d{1,4}(?:\s*(?:\(\s*\d{1,4}\s*\)|(?:av|of|/)\s*\d{1,4}))?"
    r"|\d{1,4}\s*\(\s*\d{1,4}\s*\)|\d{1,4}\s+(?:av|of)\s+\d{1,4}|\d{1,4}\s*/\s*\d{1,4}|[-–]\s*\d{1,4}\s*[-–])",
    re.IGNORECASE,
)
_ENDS_WITH_PAGE = re.compile(
    r".{1,90}\s(?:sid(?:a|an)?\.?\s*\d{1,4}(?:\s*(?:\(\d{1,4}\)|av\s+\d{1,4}))?|\d{1,4}\s*\(\d{1,4}\))",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(\D.{2,70}?)\s+(?:\|\s*)?(\d{1,3})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BARE_NUMBER = re.compile(r"\d{1,3}")
_ADDRESS = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?|\S+@\S+\.\S+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_SHORT_WORDS, _SHORT_LENGTH = 10, 80
_PAGE_LINES = 25
"""No page of running text has fewer lines."""
_SHARE_OF_PAGES = 0.4
_FEW_PAGES = 10
"""On so many pages a header comes back; left and right pages may have their own, but among few pages a
row that happens to stand at two pages' ends is as likely."""
_EDGE = 3
"""So many lines at a page's top and foot can be its header and footer."""


@dataclass(frozen=True)
class Cleaned:
    """The running text: `cuts` are the numbers of lines that stood first after furniture or a page break."""

    lines: list[Line]
    furniture: list[Line]
    cuts: frozenset[int]


def without_furniture(lines: Sequence[Line], vocabulary: Vocabulary) -> Cleaned:
    """The lines without page furniture, and without the blank lines that it had around it."""
    finder = _Finder(lines, vocabulary)
    gone = finder.find()
    measure = Measure.of(line.text for at, line in enumerate(lines) if at not in gone)
    kept: list[Line] = []
    cuts: set[int] = set()
    held: list[Line] = []
    cut, page = False, 0
    for at, line in enumerate(lines):
        if at in gone:
            cut = True
        elif not line.text.strip():
            held.append(line)
        else:
            if cut or (page and line.page != page):
                cuts.add(line.number)
                held = [] if _runs_on(kept, line, measure, finder) else held[:1]
            kept += [*held, line]
            held, cut, page = [], False, line.page
    return Cleaned([*kept, *held], [lines[at] for at in sorted(gone)], frozenset(cuts))


def _runs_on(kept: Sequence[Line], line: Line, measure: Measure, finder: _Finder) -> bool:
    """Whether the text before a page's end continues on the next page in the same paragraph."""
    if not kept:
        return False
    before = kept[-1]
    if before.cells or line.cells or before.whole or line.whole or not before.text.strip():
        return False
    if finder.is_structure(line) or finder.is_structure(before) or item_of(line.text):
        return False
    if starts_lower(line.text):
        return True
    share = 0.7 if finder.is_labelled(before) else 0.93
    return (
        not terminated(before.text) and not measure.breaks(before.text, line.text, share) and measure.fit > 0
    )


class _Finder:
    """Looks for furniture in one source."""

    def __init__(self, lines: Sequence[Line], vocabulary: Vocabulary) -> None:
        self.lines = lines
        self.vocabulary = vocabulary
        self.texts = [line.text.strip() for line in lines]
        self.forms = [
            _DIGITS.sub("#", fold(text)) if 0 < len(text) <= _SHORT_LENGTH and not line.cells else ""
            for text, line in zip(self.texts, lines, strict=True)
        ]
        self.pages: set[int] = set()
        self.between: set[int] = set()
        self.often = Counter(form for form in self.forms if form)

    def is_structure(self, line: Line) -> bool:
        """Whether a line alone says what it is: a heading, a label, a table's header."""
        text = line.text.strip()
        words = self.vocabulary
        return bool(line.cells) or words.is_heading(text, *words.headings) or bool(words.level_of(text))

    def is_labelled(self, line: Line) -> bool:
        match = self.vocabulary.label_pattern.match(line.text.strip()[:120])
        return bool(match and match[3])

    def find(self) -> set[int]:
        """Places of furniture among the lines."""
        anchors = self._page_numbers()
        addresses = {at for at, text in enumerate(self.texts) if self.forms[at] and _ADDRESS.fullmatch(text)}
        self.pages, self.between = set(anchors), addresses.union(anchors)
        gone = set(anchors)
        beside: dict[int, set[int]] = {anchor: self._near(anchor) for anchor in anchors}
        recurring = Counter(
            form
            for near in beside.values()
            for form in {self.forms[at] for at in near if not starts_lower(self.texts[at])}
        )
        for anchor, near in beside.items():
            cluster = self._cluster(anchor)
            cluster = cluster if self._parts_sentence(cluster) else set()
            gone |= {at for at in near if self._belongs(at, at in cluster, recurring)}
            gone |= self._letterhead(anchor, gone)
        return gone | self._at_page_edges() | self._interrupting(gone)

    def _page_numbers(self) -> list[int]:
        shaped = [at for at, text in enumerate(self.texts) if self.forms[at] and _PAGE.fullmatch(text)]
        mixed = [
            at
            for at, text in enumerate(self.texts)
            if self.forms[at]
            and not _PAGE.fullmatch(text)
            and _ENDS_WITH_PAGE.fullmatch(text)
            and (self.often[self.forms[at]] > 1 or self._stands_alone(at))
            and "...." not in text
            and not self.is_labelled(self.lines[at])
        ]
        return sorted({*shaped, *mixed, *self._bare_numbers(), *self._counted_lines()})

    def _counted_lines(self) -> list[int]:
        """Lines that are the same but for the page number at their end: "Enhetsplan 2026 7"."""
        runs: dict[str, list[tuple[int, int]]] = {}
        for at, text in enumerate(self.texts):
            match = _COUNTED.fullmatch(text) if self.forms[at] else None
            if match and self._is_short(at) and self.often[self.forms[at]] > 1:
                runs.setdefault(fold(match[1]), []).append((at, int(match[2])))
        found: list[int] = []
        for start, places in runs.items():
            steps = itertools.pairwise(places)
            counts_on = all(n == m + 1 and here - there > 10 for (there, m), (here, n) in steps)
            headed = start.split()[0] in self.vocabulary.page_header
            if counts_on and len(places) >= (2 if headed else 4):
                found += [at for at, _number in places]
        return found

    def _letterhead(self, anchor: int, gone: set[int]) -> set[int]:
        """Lines directly beside a page number that name the municipality, its number or the day."""
        found: set[int] = set()
        for step in (-1, 1):
            at = anchor + step
            while 0 <= at < len(self.texts) and abs(at - anchor) <= _EDGE + 1 and self.texts[at]:
                if at not in gone and not (self._is_short(at) and self._is_letterhead(at, step)):
                    break
                found.add(at)
                at += step
        return found

    def _always_by_page_number(self, text: str) -> bool:
        return all(
            self.pages.intersection(range(place - _EDGE, place + _EDGE + 1))
            for place, other in enumerate(self.texts)
            if other == text
        )

    def _is_letterhead(self, at: int, step: int) -> bool:
        text = self.texts[at]
        if _DAY.fullmatch(text):
            beyond = at + step
            inside = 0 <= beyond < len(self.texts) and bool(self.texts[beyond]) and self._is_short(beyond)
            return (
                inside and not _DAY.fullmatch(self.texts[beyond]) and self._is_letterhead(beyond, step)
            ) or (self.texts.count(text) > 1 and self._always_by_page_number(text))
        if terminated(text) or starts_lower(text) or self._is_row(text) or len(text.split()) > 5:
            return False
        return self._has_header_word(at) or fold(text).endswith(self.vocabulary.organisations)

    def _bare_numbers(self) -> list[int]:
        """Numbers alone on their lines that count the pages: at a page's edge, or 2, 3, 4 … in a row."""
        bare = [at for at, text in enumerate(self.texts) if self.forms[at] and _BARE_NUMBER.fullmatch(text)]
        at_edge = [
            at
            for at in bare
            if self.lines[at].page and int(self.texts[at]) == self.lines[at].page and self._is_edge(at)
        ]
        alone = [at for at in bare if self._stands_alone(at)]
        counting, run = list(at_edge), alone[:1]
        for at in alone[1:]:
            if int(self.texts[at]) == int(self.texts[run[-1]]) + 1 and at - run[-1] > 10:
                run.append(at)
                continue
            counting += run if len(run) >= 3 else []
            run = [at]
        return counting + (run if len(run) >= 3 else []) + self._page_chain(bare)

    def _page_chain(self, bare: Sequence[int]) -> list[int]:
        """Numbers that count on from 1 or 2, each a page after the one before; others may stand between."""
        chain: list[int] = []
        for at in bare:
            number = int(self.texts[at])
            follows = chain and number == int(self.texts[chain[-1]]) + 1 and at - chain[-1] > _PAGE_LINES
            if follows or (not chain and number in {1, 2}):
                chain.append(at)
        return chain if len(chain) >= 2 else []

    def _stands_alone(self, at: int) -> bool:
        before = self.texts[at - 1] if at else ""
        after = self.texts[at + 1] if at + 1 < len(self.texts) else ""
        return not before or not after or self._is_edge(at)

    def _is_edge(self, at: int) -> bool:
        page = self.lines[at].page
        return bool(page) and any(
            not 0 <= at + step < len(self.lines) or self.lines[at + step].page != page for step in (-1, 1)
        )

    def _cluster(self, anchor: int) -> set[int]:
        """The short lines directly around a page number, if blank lines part them from the text."""
        low, high = anchor, anchor
        while low and self.texts[low - 1] and anchor - low < 5:
            low -= 1
        while high + 1 < len(self.texts) and self.texts[high + 1] and high - anchor < 5:
            high += 1
        inside = set(range(low, high + 1))
        if len(inside) > 5 or any(not self._is_short(at) for at in inside - {anchor}):
            return {anchor}
        return inside

    def _parts_sentence(self, cluster: set[int]) -> bool:
        """Whether the text before goes on after these lines, in the middle of a sentence."""
        before = self._neighbour(min(cluster), -1, set())
        after = self._neighbour(max(cluster), 1, set())
        return (
            before is not None
            and after is not None
            and self._is_open(before)
            and self.texts[after][0].islower()
        )

    def _near(self, anchor: int) -> set[int]:
        """Short lines close to a page number on either side, up to the first that is part of the text."""
        near: set[int] = set()
        for step in (-1, 1):
            at, lines = anchor + step, 0
            while 0 <= at < len(self.texts) and lines < 4 and abs(at - anchor) <= 9:
                if self.texts[at]:
                    if not self._is_short(at):
                        break
                    near.add(at)
                    lines += 1
                at += step
        return near

    def _is_short(self, at: int) -> bool:
        text = self.texts[at]
        return (
            bool(self.forms[at])
            and len(text.split()) <= _SHORT_WORDS
            and not self.is_structure(self.lines[at])
            and not self.is_labelled(self.lines[at])
            and label_at(self.lines[at : at + 3], 0, self.vocabulary) is None
            and item_of(text) is None
            and header_at(self.lines, at, self.vocabulary) is None
        )

    def _belongs(self, at: int, in_cluster: bool, recurring: Counter[str]) -> bool:
        text = self.texts[at]
        if _ADDRESS.fullmatch(text):
            return True
        pages = len(self.pages)
        enough = max(2, pages // 2 + 1 if pages < _FEW_PAGES else round(pages * _SHARE_OF_PAGES))
        if (
            recurring[self.forms[at]] >= enough
            and self.often[self.forms[at]] <= recurring[self.forms[at]] + 1
        ):
            return not (
                self._is_row(text) or terminated(text) or starts_lower(text) or self._begins_sentence(at)
            )
        words = text.split()
        header = fold(words[0]) in self.vocabulary.page_header and len(words) <= 5
        return (
            (header or in_cluster)
            and not terminated(text)
            and not starts_lower(text)
            and not self._is_row(text)
        )

    def _has_header_word(self, at: int) -> bool:
        words = self.texts[at].split()
        return fold(words[0]) in self.vocabulary.page_header and len(words) <= 5

    def _begins_sentence(self, at: int) -> bool:
        """Whether a line is text that goes on over the page's end rather than something between."""
        before, after = self._neighbour(at, -1, set()), self._neighbour(at, 1, self.between)
        if self._has_header_word(at) or after is None or not self.texts[after][0].islower():
            return False
        return before is None or before in self.pages or not self._is_open(before)

    def _is_row(self, text: str) -> bool:
        """Whether a short line may be a row of a table: its last word is a date or a periodicity."""
        words = text.split()
        return bool(_DATE_END.search(text)) or (words[-1].lower(),) in self.vocabulary.periodicities

    def _at_page_edges(self) -> set[int]:
        """Lines that come back at the top or the foot of many pages, where the source shows its pages."""
        pages: dict[int, list[int]] = {}
        for at, line in enumerate(self.lines):
            if line.page and self.texts[at]:
                pages.setdefault(line.page, []).append(at)
        if len(pages) < 2:
            return set()
        edges = [
            at
            for places in pages.values()
            for at in {*places[:_EDGE], *places[-_EDGE:]}
            if self._is_short(at)
        ]
        seen = Counter((self.forms[at], self._is_top(at, pages)) for at in edges)
        enough = max(2, round(len(pages) * _SHARE_OF_PAGES))
        return {
            at
            for at in edges
            if seen[self.forms[at], self._is_top(at, pages)] >= enough
            and not self._is_row(self.texts[at])
            and self.often[self.forms[at]] <= len(pages) * 2
            and not self.texts[at].isupper()
        }

    def _is_top(self, at: int, pages: dict[int, list[int]]) -> bool:
        return at in pages[self.lines[at].page][:_EDGE]

    def _interrupting(self, known: set[int]) -> set[int]:
        """Lines that come back three times or more and mostly stand in the middle of a sentence."""
        often = {form for form, count in self.often.items() if count >= 3}
        places: dict[str, list[int]] = {}
        for at, form in enumerate(self.forms):
            if form in often and at not in known and self._is_short(at) and not self._is_row(self.texts[at]):
                places.setdefault(form, []).append(at)
        found: set[int] = set()
        for at_places in places.values():
            inside = sum(self._in_sentence(at, known) for at in at_places)
            if inside >= 2 and inside * 2 >= len(at_places) >= 3:
                found.update(at_places)
        return found

    def _in_sentence(self, at: int, known: set[int]) -> bool:
        """Whether the sentence before a line goes on after it."""
        before, after = self._neighbour(at, -1, known), self._neighbour(at, 1, known)
        if before is None or after is None or starts_lower(self.texts[at]):
            return False
        return self._is_open(before) and self.texts[after][0].islower()

    def _is_open(self, at: int) -> bool:
        """Whether a line is running text that doesn't end there."""
        if terminated(self.texts[at]) or self._is_row(self.texts[at]) or self.is_structure(self.lines[at]):
            return False
        return header_at(self.lines, at, self.vocabulary) is None

    def _neighbour(self, at: int, step: int, known: set[int]) -> int | None:
        """The place of the next line with words in a direction, furniture not counted."""
        for away in range(1, 12):
            place = at + step * away
            if not 0 <= place < len(self.texts):
                return None
            if self.texts[place] and place not in known:
                return place
        return None


_DATE_END = re.compile(r"\d{4}-\d{2}-\d{2}$")
