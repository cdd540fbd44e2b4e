"""Values over time as lines: totals, women and men, and the target across them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.safestring import SafeString

from followup.charts.chart import Chart, Label, Mark, Point, Row, Series, Table
from followup.charts.drawing import (
    ACCENT,
    INK,
    LINE,
    SIZE,
    SOFT,
    TINT,
    Across,
    framed,
    line,
    polyline,
    rectangle,
    shortened,
    spread,
    text,
    width_of,
)
from followup.charts.signs import sign
from followup.charts.ticks import Scale, covering, scale_of

TARGET = "Årsmål"
_WIDTH, _HEIGHT = 720, 300
_NARROW, _LOWER = 340, 270
_TOP, _GAP, _ROW = 26, 8, 18
_MOST_BESIDE = 0.34
"""The part of the width that the words beside the lines may take."""


@dataclass(frozen=True)
class _Style:
    stroke: str
    dash: str
    sign: str


_STYLES = (
    _Style(ACCENT, "", "circle"),
    _Style("#7a4b00", "7 5", "diamond"),
    _Style("#2f4b8f", "2 5", "square"),
    _Style(SOFT, "11 4 2 4", "triangle"),
)
_EXPECTED = _Style(SOFT, "", "ring")


def line_chart(
    caption: str,
    *,
    labels: Sequence[Label],
    series: Sequence[Series],
    targets: Sequence[Mark | None] = (),
    unit: str = "",
    is_broken: bool = False,
) -> Chart:
    """Series with a point for each label, and the target for each label, if there is any.

    A line goes on only between neighbours that both have a number: nothing is made up where nothing was
    measured. `is_broken`: each group (year) has lines of its own, as for values that accumulate. `unit` is
    what the values are counted in. Without any number there is only the table.
    """
    marks = list(targets) or [None] * len(labels)
    table = _table(labels, series, marks)
    values = [point.value for each in series for point in each.points if point.value is not None]
    if not values:
        return Chart(caption, table)
    aims = [value for mark in marks if mark for value in (mark.low, mark.high) if value is not None]
    axis = covering([*values, *aims])
    drawn = _Drawn(caption, labels, series, marks, unit, is_broken, axis)
    return Chart(caption, table, drawn.svg(_WIDTH, _HEIGHT), drawn.svg(_NARROW, _LOWER), drawn.told())


def _table(labels: Sequence[Label], series: Sequence[Series], marks: Sequence[Mark | None]) -> Table:
    has_target = any(marks)
    rows = []
    for at, label in enumerate(labels):
        cells = [each.points[at].words or "–" for each in series]
        mark = marks[at]
        if has_target:
            cells.append(mark.words if mark else "–")
        rows.append(Row(label.words, tuple(cells)))
    names = [each.name for each in series]
    return Table(("Period", *names, *([TARGET] if has_target else [])), tuple(rows))


@dataclass(frozen=True)
class _Beside:
    """Words at the right end, as near `y` as they have room; only the name where there is no room for all."""

    y: float
    name: str
    words: str
    fill: str

    @property
    def all(self) -> str:
        return f"{self.name} {self.words}".strip()

    def within(self, width: float) -> str:
        return self.all if width_of(self.all) <= width else shortened(self.name or self.words, width)


@dataclass(frozen=True)
class _Drawn:
    caption: str
    labels: Sequence[Label]
    series: Sequence[Series]
    marks: Sequence[Mark | None]
    unit: str
    is_broken: bool
    axis: tuple[Decimal, ...]

    def svg(self, width: float, height: float) -> SafeString:
        scale = scale_of(self.axis)
        counted_in = f"{scale.word} {self.unit}".strip()
        left = max(width_of(scale.words(tick)) for tick in self.axis) + _GAP
        words = [each.all for each in self._beside(Across(self.axis, 0, 1))]
        most = min(max((width_of(each) for each in words), default=0) + _GAP, width * _MOST_BESIDE)
        bottom = height - _ROW * (2 if any(each.group for each in self.labels) else 1) - 4
        right = width - most - _GAP
        plot = _Plot(left, right, len(self.labels), Across(self.axis, bottom, _TOP))
        parts = [
            *([text(0, SIZE, counted_in)] if counted_in else []),
            *self._grid(plot, scale),
            *self._below(plot),
            *self._targets(plot),
            *(part for at, each in enumerate(self.series) for part in self._line(at, each, plot)),
            *self._words_beside(plot, width),
        ]
        return framed("chart-lines", width, height, self.caption, self.told(), parts)

    def told(self) -> str:
        """The first and the last value of each series, and the latest target."""
        said = []
        for each in self.series:
            there = [
                (p, label) for p, label in zip(each.points, self.labels, strict=True) if p.value is not None
            ]
            if len(there) == 1:
                said.append(f"{each.name}: {there[0][0].words} ({there[0][1].words}).")
            elif there:
                (first, begun), (last, ended) = there[0], there[-1]
                said.append(
                    f"{each.name}: från {first.words} ({begun.words}) till {last.words} ({ended.words})."
                )
        latest = self._latest_mark()
        return " ".join([*said, *([f"{TARGET} {latest.words}."] if latest else [])])

    def _latest_mark(self) -> Mark | None:
        return next((mark for mark in reversed(self.marks) if mark and mark.low is not None), None)

    def _grid(self, plot: _Plot, scale: Scale) -> Iterator[str]:
        for tick in self.axis:
            y = plot.height(tick)
            yield line(plot.left, y, plot.right, y, stroke=SOFT if tick == 0 else LINE)
            yield text(plot.left - _GAP, y + SIZE * 0.33, scale.words(tick), anchor="end")

    def _below(self, plot: _Plot) -> Iterator[str]:
        """The names of the periods, as many as have room, and of the years under them."""
        base = plot.height(self.axis[0]) + _ROW
        groups = [
            (name, list(each)) for name, each in groupby(enumerate(self.labels), lambda one: one[1].group)
        ]
        every = plot.every([each.name for each in self.labels])
        if every == 1 or len(groups) == 1:
            for at, label in list(enumerate(self.labels))[::every]:
                yield text(plot.at(at), base, label.name, anchor="middle")
        steps = plot.every([name for name, _ in groups], parts=len(groups))
        for number, (name, each) in enumerate(groups):
            first, last = each[0][0], each[-1][0]
            if number:
                edge = plot.at(first - 0.5)
                yield line(edge, _TOP, edge, base + _ROW - SIZE * 0.5, dash="1 3")
            if name and number % steps == 0:
                yield text(
                    plot.at((first + last) / 2), base + _ROW, name, anchor="middle", bold=True, fill=INK
                )

    def _targets(self, plot: _Plot) -> Iterator[str]:
        """A line over the periods that each target holds for; one that was replaced has its words on it."""
        latest = self._latest_mark()
        for mark, each in groupby(enumerate(self.marks), lambda one: one[1]):
            places = [at for at, _ in each]
            if mark is None or mark.low is None:
                continue
            start, end = plot.at(places[0] - 0.5), plot.at(places[-1] + 0.5)
            y = plot.height(mark.low)
            if mark.high is not None:
                y = plot.height(mark.high)
                yield rectangle(start, y, end - start, plot.height(mark.low) - y, fill=TINT)
                yield line(start, plot.height(mark.low), end, plot.height(mark.low), stroke=INK, width=1.4)
            yield line(start, y, end, y, stroke=INK, width=1.4)
            if mark != latest:
                yield text(start + 3, y - 4, shortened(mark.words, end - start), fill=INK)

    def _line(self, at: int, each: Series, plot: _Plot) -> Iterator[str]:
        style = _EXPECTED if each.is_expected else _STYLES[min(at, len(_STYLES) - 1)]
        runs = [] if each.is_expected else self._runs(each.points)
        for run in runs:
            if len(run) > 1:
                yield polyline(
                    [(plot.at(place), plot.height(value)) for place, value in run],
                    stroke=style.stroke,
                    dash=style.dash,
                )
        for place, point in enumerate(each.points):
            if point.value is not None:
                yield sign(style.sign, plot.at(place), plot.height(point.value), style.stroke)

    def _runs(self, points: Sequence[Point]) -> list[list[tuple[int, Decimal]]]:
        """Neighbours with a number, of one group each where lines are broken."""
        runs: list[list[tuple[int, Decimal]]] = [[]]
        for at, point in enumerate(points):
            is_new = self.is_broken and at and self.labels[at].group != self.labels[at - 1].group
            if is_new or point.value is None:
                runs.append([])
            if point.value is not None:
                runs[-1].append((at, point.value))
        return runs

    def _beside(self, height: Across) -> Iterator[_Beside]:
        """What each line is called, with its last value, and the target that holds last."""
        for at, each in enumerate(self.series):
            last = next((point for point in reversed(each.points) if point.value is not None), None)
            if last is None or last.value is None:
                continue
            style = _EXPECTED if each.is_expected else _STYLES[min(at, len(_STYLES) - 1)]
            name = each.name if len(self.series) > 1 else ""
            yield _Beside(height(last.value), name, last.words, style.stroke)
        latest = self._latest_mark()
        if latest is not None and latest.low is not None:
            value = latest.low if latest.high is None else (latest.low + latest.high) / 2
            yield _Beside(height(value), TARGET, latest.words, INK)

    def _words_beside(self, plot: _Plot, width: float) -> Iterable[str]:
        found = list(self._beside(plot.height))
        places = spread([each.y for each in found], SIZE + 3, _TOP, plot.height(self.axis[0]))
        room = width - plot.right - _GAP
        for each, y in zip(found, places, strict=True):
            yield text(plot.right + _GAP, y + SIZE * 0.33, each.within(room), fill=each.fill, bold=True)


@dataclass(frozen=True)
class _Plot:
    """Where things lie: columns of the same width between left and right, and heights by value."""

    left: float
    right: float
    columns: int
    height: Across

    def at(self, column: float) -> float:
        """The middle of a column, counted from 0."""
        return self.left + (column + 0.5) * (self.right - self.left) / self.columns

    def every(self, words: Sequence[str], parts: int = 0) -> int:
        """1 where all the words have room beside each other, 2 where every other has, and so on."""
        each = (self.right - self.left) / (parts or self.columns)
        return max(1, -int(-(max(map(width_of, words), default=0) + 4) // each))
