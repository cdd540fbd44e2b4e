"""What a chart is made of and what it becomes: data in, SVG and a table that says the same out; pure.

The SVG has a view box, a title and a description, and only presentation attributes: a strict policy for
styles lets it through, and it prints as it is seen, also without colours: lines differ by dashes and marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Point:
    """A value as it is drawn, if it is a number, and how it is written in the table.

    `value` None: nothing is drawn; `words` say why, or what was answered in words.
    """

    value: Decimal | None = None
    words: str = ""


@dataclass(frozen=True)
class Label:
    """A place on the horizontal axis: `T1`, in `2025`. Those of one group stand beside each other."""

    name: str
    group: str = ""

    @property
    def words(self) -> str:
        return f"{self.name} {self.group}".strip()


@dataclass(frozen=True)
class Series:
    """Points, one for each label. `is_expected`: a forecast, drawn as marks of its own without a line."""

    name: str
    points: tuple[Point, ...]
    is_expected: bool = False


@dataclass(frozen=True)
class Mark:
    """A target: a number, or a span from `low` to `high`, and how it is written."""

    words: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Bar:
    """One unit in a comparison. `note` is what is thought of its value, such as `Uppfylls helt`;
    `href` is where its name leads in the table."""

    name: str
    point: Point
    target: Mark | None = None
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Row:
    """`head` is what the row is about, `href` where it leads, if anywhere."""

    head: str
    cells: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[Row, ...] = ()


_NOTHING = SafeString()


@dataclass(frozen=True)
class Chart:
    """`svg` is for a page or a paper, `narrow` the same for a telephone; both empty where there is no number
    to draw. `told` says in words what they show, as in the alternative text of print; `table` all of it."""

    caption: str
    table: Table
    svg: SafeString = _NOTHING
    narrow: SafeString = _NOTHING
    told: str = ""
