"""Lines of a text → its HTML body: paragraphs un-wrapped, lists, tables, names in capitals as headings.

Only the tags of docs/plan.schema.json are written, and every word is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from goals.importing.columns import header_at
from goals.importing.joining import Joiner
from goals.importing.lines import Line
from goals.importing.notes import Notes
from goals.importing.shapes import (
    Item,
    Measure,
    is_capitals,
    item_of,
    local_measure,
    starts_lower,
    terminated,
)
from goals.importing.text_tables import guess_text_table, table_html
from goals.importing.vocabulary import Vocabulary

_LOOK_AHEAD = 25


@dataclass(frozen=True)
class Setting:
    """What is the same for every text of a source."""

    measure: Measure
    joiner: Joiner
    notes: Notes
    vocabulary: Vocabulary
    cuts: frozenset[int]


@dataclass
class _ListItem:
    depth: int
    numbered: bool
    number: int
    lines: list[Line]


@dataclass
class _Writer:
    """Collects the blocks of one body."""

    setting: Setting
    blocks: list[str] = field(default_factory=list)
    paragraph: list[Line] = field(default_factory=list)
    items: list[_ListItem] = field(default_factory=list)
    last_number: int = 0

    def close(self) -> None:
        """End the paragraph or the list that is being collected."""
        if self.paragraph:
            self.blocks.append(f"<p>{self._text(self.paragraph)}</p>")
            self.paragraph = []
        if self.items:
            self.blocks.append(self._list(self.items))
            self.last_number = self.items[-1].number if self.items[-1].numbered else 0
            self.items = []

    def _text(self, lines: Sequence[Line]) -> str:
        return html.escape(self.setting.joiner.join([line.text for line in lines]), quote=False)

    def _list(self, items: Sequence[_ListItem]) -> str:
        """Items as lists: deeper ones inside the item before them, another kind of mark a list of its own."""
        parts, at = [], 0
        while at < len(items):
            first, end = items[at], at + 1
            while end < len(items) and (
                items[end].depth > first.depth
                or (items[end].depth == first.depth and items[end].numbered == first.numbered)
            ):
                end += 1
            parts.append(self._one_list(items[at:end]))
            at = end
        return "".join(parts)

    def _one_list(self, items: Sequence[_ListItem]) -> str:
        first = items[0]
        tag = "ol" if first.numbered else "ul"
        parts = [f'<ol start="{first.number}">' if first.numbered and first.number != 1 else f"<{tag}>"]
        at, expected = 0, first.number
        while at < len(items):
            item, end = items[at], at + 1
            while end < len(items) and items[end].depth > first.depth:
                end += 1
            value = f' value="{item.number}"' if item.numbered and item.number != expected else ""
            inner = self._list(items[at + 1 : end]) if end > at + 1 else ""
            parts.append(f"<li{value}>{self._text(item.lines)}{inner}</li>")
            at, expected = end, item.number + 1
        return f"{''.join(parts)}</{tag}>"

    def heading(self, line: Line) -> None:
        self.close()
        self.blocks.append(f"<h4>{html.escape(' '.join(line.text.split()), quote=False)}</h4>")

    def add_to_paragraph(self, line: Line) -> None:
        if self.items:
            self.close()
        self.paragraph.append(line)

    def add_item(self, item: _ListItem) -> None:
        if self.paragraph or (self.items and not self._goes_on(item)):
            self.close()
        self.items.append(item)

    def _goes_on(self, item: _ListItem) -> bool:
        last = self.items[-1]
        if item.depth != last.depth:
            return True
        return item.numbered == last.numbered and (not item.numbered or item.number == last.number + 1)


def body_of(lines: Sequence[Line], setting: Setting, subheadings: Collection[int] = ()) -> str:
    """The HTML of a text; `subheadings` are the numbers of lines that are headings inside it."""
    return _Body(lines, setting, subheadings).write()


class _Body:
    def __init__(self, lines: Sequence[Line], setting: Setting, subheadings: Collection[int]) -> None:
        self.lines = lines
        self.setting = setting
        self.subheadings = subheadings
        self.writer = _Writer(setting)

    def write(self) -> str:
        at, blank = 0, True
        while at < len(self.lines):
            line = self.lines[at]
            if line.cells:
                at, blank = self._cells(at), True
            elif not line.text.strip():
                at, blank = at + 1, True
            else:
                end = self._text_table(at) if blank else at
                if end == at:
                    self._line(at, blank)
                    end, blank = at + 1, line.whole
                at = end
        self.writer.close()
        return "".join(self.writer.blocks)

    def _cells(self, at: int) -> int:
        """A table whose columns the source shows; blank lines between its rows don't end it."""
        self.writer.close()
        rows: list[Line] = []
        end = at
        while at < len(self.lines):
            if self.lines[at].cells:
                again = rows and self.lines[at].header and self.lines[at].cells == rows[0].cells
                if again:
                    self.setting.notes.drop([self.lines[at]])
                else:
                    rows.append(self.lines[at])
                end = at + 1
            elif self.lines[at].text.strip():
                break
            at += 1
        header = rows[0].header
        self.writer.blocks.append(table_html([row.cells for row in rows], header=header))
        return end

    def _text_table(self, at: int) -> int:
        """A table without visible columns that begins here; `at` itself where there is none."""
        header = header_at(self.lines, at, self.setting.vocabulary)
        if header is None or header.kind != "prose":
            return at
        found = guess_text_table(
            self.lines, at, header, self.setting.measure, self.setting.notes, self.setting.vocabulary
        )
        if found is None:
            return at
        self.writer.close()
        join = self.setting.joiner.join
        rows = [tuple(column.phrase for column in header.columns)]
        rows += [tuple(join([line.text for line in cell]) for cell in row) for row in found.rows]
        self.writer.blocks.append(table_html(rows, header=True))
        return found.end

    def _line(self, at: int, blank: bool) -> None:
        line, writer = self.lines[at], self.writer
        before = self._before(at)
        if line.number in self.subheadings or self._is_name(at, blank):
            writer.heading(line)
            return
        item = self._item(at, blank, before)
        if item is not None:
            writer.add_item(item)
        elif self._is_stray_line(at, blank, before) or self._runs_on(at, before):
            (writer.items[-1].lines if writer.items else writer.paragraph).append(line)
        elif blank:
            writer.close()
            writer.add_to_paragraph(line)
        elif writer.items:
            self._after_item(line, before)
        elif before is not None and self._measure(at).ends_paragraph(before.text, line.text):
            writer.close()
            writer.add_to_paragraph(line)
        else:
            writer.add_to_paragraph(line)

    def _after_item(self, line: Line, before: Line | None) -> None:
        """A line without a mark under a list item: its continuation, or a paragraph of its own."""
        if (
            before is not None
            and not line.whole
            and not self.setting.measure.ends_paragraph(before.text, line.text)
        ):
            self.writer.items[-1].lines.append(line)
        else:
            self.writer.close()
            self.writer.add_to_paragraph(line)

    def _runs_on(self, at: int, before: Line | None) -> bool:
        """Whether the sentence before a page's end goes on here: the page broke it, not the writer."""
        line = self.lines[at]
        return (
            before is not None
            and line.number in self.setting.cuts
            and starts_lower(line.text)
            and not terminated(before.text)
        )

    def _before(self, at: int) -> Line | None:
        for place in range(at - 1, max(-1, at - 6), -1):
            if self.lines[place].text.strip():
                return None if self.lines[place].cells else self.lines[place]
        return None

    def _measure(self, at: int) -> Measure:
        """The width of the block that this line stands in: a narrow column has its own."""
        low = high = at
        while low and self.lines[low - 1].text.strip() and at - low < 12:
            low -= 1
        while high + 1 < len(self.lines) and self.lines[high + 1].text.strip() and high - at < 12:
            high += 1
        return local_measure([line.text for line in self.lines[low : high + 1]], self.setting.measure)

    def _is_name(self, at: int, blank: bool) -> bool:
        """Whether a line is a name in capitals that heads what follows (a team of the unit)."""
        line = self.lines[at]
        if not is_capitals(line.text):
            return False
        before = self._before(at)
        if (
            not blank
            and before is not None
            and not terminated(before.text)
            and line.number not in self.setting.cuts
        ):
            return False
        following = next((each for each in self.lines[at + 1 : at + 6] if each.text.strip()), None)
        return following is not None and len(following.text.split()) > 1

    def _item(self, at: int, blank: bool, before: Line | None) -> _ListItem | None:
        line = self.lines[at]
        found = item_of(line.text) if not line.item else Item(None, line.text, "")
        if found is None:
            return None
        numbered = line.item == "number" or found.number is not None
        number = found.number or 1
        if line.item:
            number = self._next_number(line) if numbered else 1
        else:
            is_text = self._is_stray(at, found, blank, before)
            if (numbered and not self._counts(at, number, blank, before)) or (not numbered and is_text):
                return None
        return _ListItem(line.depth, numbered, number, [_without_mark(line, found)])

    def _next_number(self, line: Line) -> int:
        same = [item for item in self.writer.items if item.depth == line.depth]
        return same[-1].number + 1 if same and same[-1].numbered else 1

    def _counts(self, at: int, number: int, blank: bool, before: Line | None) -> bool:
        """Whether a line with a number is an item of a list that counts on: 1, 2, 3."""
        items = [] if self.writer.paragraph else self.writer.items
        if items and items[-1].numbered and items[-1].number + 1 == number:
            return True
        if not items and blank and number > 1 and number == self.writer.last_number + 1:
            return True
        if not (blank or before is None or terminated(before.text) or number == 1):
            return False
        for line in self.lines[at + 1 : at + _LOOK_AHEAD]:
            item = item_of(line.text) if line.text.strip() else None
            if item and item.number is not None:
                return item.number == number + 1
        return False

    def _is_stray_line(self, at: int, blank: bool, before: Line | None) -> bool:
        item = item_of(self.lines[at].text)
        return item is not None and item.number is None and self._is_stray(at, item, blank, before)

    def _is_stray(self, at: int, item: Item, blank: bool, before: Line | None) -> bool:
        """Whether a dash at a line's beginning is one inside the sentence that the page's width put there."""
        if item.mark not in {"-", "–", "—"} or blank or before is None or terminated(before.text):
            return False
        if not starts_lower(item.rest) or self.setting.measure.breaks(before.text, item.mark, 0.8):
            return False
        if self.writer.items:
            return not starts_lower(self.writer.items[0].lines[0].text)
        following = self.lines[at + 1 : at + 5]
        block = next((n for n, line in enumerate(following) if not line.text.strip()), len(following))
        others = [item_of(line.text) for line in following[:block]]
        return not any(other and other.mark == item.mark for other in others)


def _without_mark(line: Line, item: Item) -> Line:
    return Line(line.number, item.rest, whole=line.whole)
