"""SVG as strings, with what people have written escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import pairwise

from django.utils.safestring import SafeString

INK, SOFT, LINE, ACCENT, TINT = "#1a2320", "#4c5854", "#d5dad6", "#14594a", "#e7f1ed"
SIZE = 13
_FONT = "Source Sans, Print Sans, Print Sans More, Print Signs, sans-serif"
"""Those of the site's pages, then those of print."""
_WIDE = frozenset("mwMWÅÄÖ@%—")
_THIN = frozenset("iljtfrI.,:;'|!()[]1 \u202f\u00a0-–")


def width_of(words: str, size: float = SIZE) -> float:
    """About how wide some words are, in a face that is a little wider than ours; seldom too little."""
    return size * sum(0.88 if sign in _WIDE else 0.33 if sign in _THIN else 0.56 for sign in words)


def shortened(words: str, width: float, size: float = SIZE) -> str:
    """As much of the words as has room."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(f"{words}…", size) > width:
        words = words[:-1]
    return f"{words.rstrip()}…"


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def text(
    x: float, y: float, words: str, *, anchor: str = "start", fill: str = SOFT, bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    said = escape(words, quote=False)
    return f'<text x="{number(x)}" y="{number(y)}" fill="{fill}"{place}{weight}>{said}</text>'


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, width: float = 1, dash: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
        f'stroke="{stroke}" stroke-width="{number(width)}"{dashed}/>'
    )


def polyline(places: Iterable[tuple[float, float]], *, stroke: str, width: float = 2, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    points = " ".join(f"{number(x)},{number(y)}" for x, y in places)
    return (
        f'<polyline points="{points}" fill="none" stroke="{stroke}" stroke-width="{number(width)}" '
        f'stroke-linejoin="round" stroke-linecap="round"{dashed}/>'
    )


def rectangle(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none") -> str:
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def framed(
    name: str, width: float, height: float, title: str, description: str, parts: Iterable[str]
) -> SafeString:
    """The whole drawing; `title` and `description` are what a screen reader says of it."""
    return SafeString(  # each part is escaped where it is made
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {name}" role="img" '
        f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}">'
        f"<title>{escape(title, quote=False)}</title><desc>{escape(description, quote=False)}</desc>"
        f'<g font-family="{_FONT}" font-size="{SIZE}">{"".join(parts)}</g></svg>'
    )


@dataclass(frozen=True)
class Across:
    """Where a value lies between two places: the first mark at `start`, the last at `end`."""

    marks: Sequence[Decimal]
    start: float
    end: float

    def __call__(self, value: Decimal) -> float:
        first, last = self.marks[0], self.marks[-1]
        return self.start + float((value - first) / (last - first)) * (self.end - self.start)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near the wanted ones as they can be with a gap between them, in the same order, from `low`
    to `high` as far as there is room."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = [min(max(each, low), high) for each in wanted]
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    ceiling = high
    for at in reversed(order):
        placed[at] = min(placed[at], ceiling)
        ceiling = placed[at] - gap
    return placed
