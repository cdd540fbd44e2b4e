"""Units beside each other as bars, each with its target and what is thought of its value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from followup.charts.chart import Bar, Chart, Row, Table
from followup.charts.drawing import (
    ACCENT,
    INK,
    LINE,
    SIZE,
    SOFT,
    Across,
    framed,
    line,
    rectangle,
    shortened,
    text,
    width_of,
)
from followup.charts.ticks import Scale, covering, scale_of

_WIDTH, _NARROW = 720, 340
_BAR, _STEP, _GAP, _TOP = 15, 26, 8, 24
_MOST_NAME = 0.4
"""The part of the width that the units' names may take."""


def bar_chart(
    caption: str,
    *,
    bars: Sequence[Bar],
    unit: str = "",
    heads: tuple[str, str, str, str] = ("Enhet", "Utfall", "Årsmål", "Måluppfyllelse"),
) -> Chart:
    """The bars in the order they come, from zero. `heads` are the table's; a column that nobody has anything
    in is left out. Without any number there is only the table."""
    table = _table(bars, heads)
    values = [bar.point.value for bar in bars if bar.point.value is not None]
    if not values:
        return Chart(caption, table)
    aims = [
        value
        for bar in bars
        if bar.target
        for value in (bar.target.low, bar.target.high)
        if value is not None
    ]
    drawn = _Drawn(caption, bars, unit, covering([*values, *aims, Decimal(0)], from_zero=True), heads)
    return Chart(caption, table, drawn.beside(), drawn.under(), drawn.told())


def _table(bars: Sequence[Bar], heads: tuple[str, str, str, str]) -> Table:
    has_target = any(bar.target for bar in bars)
    has_note = any(bar.note for bar in bars)
    head = [*heads[:2], *(heads[2:3] if has_target else ()), *(heads[3:] if has_note else ())]
    rows = []
    for bar in bars:
        cells = [bar.point.words or "–"]
        if has_target:
            cells.append(bar.target.words if bar.target else "–")
        if has_note:
            cells.append(bar.note or "–")
        rows.append(Row(bar.name, tuple(cells), bar.href))
    return Table(tuple(head), tuple(rows))


@dataclass(frozen=True)
class _Drawn:
    caption: str
    bars: Sequence[Bar]
    unit: str
    axis: tuple[Decimal, ...]
    heads: tuple[str, str, str, str]

    def beside(self) -> SafeString:
        """Names to the left of the bars."""
        names = max(width_of(bar.name) for bar in self.bars)
        left = min(names, _WIDTH * _MOST_NAME) + _GAP
        height = _TOP + _STEP * len(self.bars) + 24
        across = self._across(left, _WIDTH)
        parts = [*self._axis(across, height), *self._grid(across, _TOP - 6, height - 22)]
        for at, bar in enumerate(self.bars):
            middle = _TOP + _STEP * (at + 0.5)
            name = shortened(bar.name, left - _GAP)
            parts.append(text(left - _GAP, middle + SIZE * 0.33, name, anchor="end", fill=INK))
            parts += self._bar(bar, across, middle, _WIDTH)
        return framed("chart-bars", _WIDTH, height, self.caption, self.told(), parts)

    def under(self) -> SafeString:
        """Names above the bars, for a narrow screen."""
        step = _STEP + SIZE + 8
        height = _TOP + step * len(self.bars) + 24
        across = self._across(width_of(scale_of(self.axis).words(self.axis[0])) / 2, _NARROW)
        parts = list(self._axis(across, height))
        for at, bar in enumerate(self.bars):
            top = _TOP + step * at + SIZE
            parts.append(text(0, top, shortened(bar.name, _NARROW), fill=INK))
            parts += self._grid(across, top + 4, top + 8 + _BAR)
            parts += self._bar(bar, across, top + 6 + _BAR / 2, _NARROW)
        return framed("chart-bars", _NARROW, height, self.caption, self.told(), parts)

    def _across(self, left: float, width: float) -> Across:
        """With room for the words after the longest bar."""
        words = max(width_of(self._words(bar)) for bar in self.bars) + _GAP
        return Across(self.axis, left, width - min(words, (width - left) * 0.5) - _GAP)

    def _grid(self, across: Across, top: float, bottom: float) -> Iterator[str]:
        for tick in self.axis:
            x = across(tick)
            yield line(x, top, x, bottom, stroke=SOFT if tick == 0 else LINE)

    def _axis(self, across: Across, height: float) -> Iterator[str]:
        scale: Scale = scale_of(self.axis)
        counted_in = f"{scale.word} {self.unit}".strip()
        shown = [tick for at, tick in enumerate(self.axis) if at % self._every(across, scale) == 0]
        for tick in shown:
            yield text(across(tick), height - 8, scale.words(tick), anchor="middle")
        if counted_in:
            yield text(across.start, SIZE - 2, counted_in)

    def _every(self, across: Across, scale: Scale) -> int:
        widest = max(width_of(scale.words(tick)) for tick in self.axis) + 8
        each = (across.end - across.start) / (len(self.axis) - 1)
        return max(1, -int(-widest // each))

    def _bar(self, bar: Bar, across: Across, middle: float, width: float) -> Iterator[str]:
        zero = across(Decimal(0))
        end = zero
        if bar.point.value is not None:
            end = across(bar.point.value)
            yield rectangle(min(zero, end), middle - _BAR / 2, abs(end - zero), _BAR, fill=ACCENT)
        ends = [end, zero]
        for value in (bar.target.low, bar.target.high) if bar.target else ():
            if value is not None:
                x = across(value)
                ends.append(x)
                yield line(x, middle - _STEP / 2 + 2, x, middle + _STEP / 2 - 2, stroke="#fff", width=5)
                yield line(x, middle - _STEP / 2 + 2, x, middle + _STEP / 2 - 2, stroke=INK, width=2.4)
        start = max(ends) + _GAP
        words = shortened(self._words(bar), width - start)
        yield text(start, middle + SIZE * 0.33, words, fill=INK)

    def _words(self, bar: Bar) -> str:
        said = bar.point.words or "–"
        return f"{said}, {bar.note.lower()}" if bar.note and bar.point.value is not None else said

    def told(self) -> str:
        said = "; ".join(f"{bar.name} {self._words(bar)}" for bar in self.bars)
        has_target = any(bar.target and bar.target.low is not None for bar in self.bars)
        return f"{said}.{' Årsmålet är ett streck över varje stapel.' if has_target else ''}"
