"""What stands on a PDF's page: words with their place and type, and the straight lines drawn around them.

The only importer of pypdfium2. Coordinates are points from the page's upper left corner,
so y grows downwards. A page set on its side is turned so that its text is upright.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

MOST_PATH_SEGMENTS = 40_000
"""Drawings with more strokes than this on one page are maps and charts, not tables."""

_THIN = 3.0  # points: a filled box thinner than this is a drawn line
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_SYMBOL_NAME = re.compile(r"symbol|wingdings|dingbats|courier", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """Characters without white space between them, `seq` in the order the file draws them.

    base: the baseline's y; size: height of the type in points; upright: False for text turned on its side.
    symbol: set in a font of symbols, as bullets are.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    seq: int
    bold: bool = False
    symbol: bool = False
    upright: bool = True
    space_before: bool = True

    @property
    def top(self) -> float:
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.25 * self.size


@dataclass(frozen=True)
class Rule:
    """A drawn line along one axis: at `at` (x if upright, else y), from `start` to `end` on the other."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    dots: tuple[tuple[float, float], ...] = ()
    """The centres of drawn dots as large as a list item's mark; Chromium draws its marks so."""


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """The words and drawn lines of page `index`, from 0."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        place = _Placing(page, _usual_turn(text_page))
        words = tuple(_words(_Characters(text_page, place)))
        drawn = list(_drawings(page, place)) if words else []
        rules = tuple(one for one in drawn if isinstance(one, Rule))
        dots = tuple(one for one in drawn if isinstance(one, tuple))
        return Page(index + 1, place.width, place.height, words, rules, dots)
    finally:
        page.close()


def _usual_turn(text_page: Any) -> int:
    """How many degrees clockwise, 0 to 270, the page must be turned for most of its text to be upright."""
    turns: Counter[int] = Counter()
    count = c.FPDFText_CountChars(text_page)
    for index in range(0, count, max(count // 200, 1)):
        angle = c.FPDFText_GetCharAngle(text_page, index)
        if angle >= 0 and not c.FPDFText_IsGenerated(text_page, index):
            turns[-round(math.degrees(angle) / 90) * 90 % 360] += 1
    return turns.most_common(1)[0][0] if turns else 0


class _Placing:
    """From the file's coordinates to those of the page turned so that its text stands upright."""

    def __init__(self, page: Any, turn: int) -> None:
        left, bottom, right, top = page.get_bbox()
        self.turn = turn
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        self.width, self.height = (right - left, top - bottom)
        if self.turn in (90, 270):
            self.width, self.height = self.height, self.width

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y - self._bottom, x - self._left
        if self.turn == 180:
            return self._right - x, y - self._bottom
        if self.turn == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y


@dataclass
class _Type:
    """Of one text object: the size as shown, and the font's looks."""

    size: float
    bold: bool
    symbol: bool


class _Characters:
    """The characters of a text page, one by one; a text object's type is asked for once."""

    def __init__(self, text_page: Any, place: _Placing) -> None:
        self.text_page = text_page
        self.place = place
        self._types: dict[int, _Type] = {}
        self._box = c.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = c.FS_MATRIX()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()

    def sign(self, index: int) -> str:
        """The character; a hyphen that the setting added at a line's end comes as a soft one (U+00AD).

        pdfium says of every hyphen before a line's end only that it is one (U+0002). LibreOffice draws
        those that it adds by themselves, while a written one stands in the same object as its word.
        """
        sign = chr(c.FPDFText_GetUnicode(self.text_page, index))
        if sign in "\x02\ufffe":
            last = self._object(index - 1)
            return "\u00ad" if self._object(index) != last == self._object(index - 2) else "-"
        return sign

    def _object(self, index: int) -> int:
        found = c.FPDFText_GetTextObject(self.text_page, max(index, 0))
        return ctypes.cast(found, ctypes.c_void_p).value or 0

    def type_of(self, index: int) -> _Type:
        key = self._object(index)
        if key not in self._types:
            c.FPDFText_GetMatrix(self.text_page, index, self._matrix)
            scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
            c.FPDFText_GetFontInfo(self.text_page, index, self._name, 256, self._flags)
            name = self._name.value.decode("utf-8", "replace")
            heavy: bool = c.FPDFText_GetFontWeight(self.text_page, index) >= 650
            size = max(c.FPDFText_GetFontSize(self.text_page, index) * scale, 1.0)
            self._types[key] = _Type(
                size, heavy or bool(_BOLD_NAME.search(name)), bool(_SYMBOL_NAME.search(name))
            )
        return self._types[key]

    def place_of(self, index: int) -> tuple[float, float, float]:
        """Left and right edge and baseline."""
        c.FPDFText_GetLooseCharBox(self.text_page, index, self._box)
        c.FPDFText_GetCharOrigin(self.text_page, index, self._x, self._y)
        x0, _ = self.place.point(self._box.left, self._box.bottom)
        x1, _ = self.place.point(self._box.right, self._box.top)
        _, base = self.place.point(self._x.value, self._y.value)
        return min(x0, x1), max(x0, x1), base

    def upright(self, index: int) -> bool:
        angle = math.degrees(c.FPDFText_GetCharAngle(self.text_page, index)) + self.place.turn
        return bool(abs((angle + 45) % 360 - 45) < 20)

    def __len__(self) -> int:
        return max(int(c.FPDFText_CountChars(self.text_page)), 0)


def _words(characters: _Characters) -> Iterator[Word]:
    """Words in the order they are drawn. pdfium marks the spaces, also those that are only a gap."""
    word: _WordInMaking | None = None
    spaced = True
    for index in range(len(characters)):
        sign = characters.sign(index)
        if sign.isspace() or sign == "\x00":
            spaced = True
            if word:
                yield word.done()
                word = None
            continue
        x0, x1, base = characters.place_of(index)
        if word and not word.goes_on(x0, base):
            yield word.done()
            word = None
        if word is None:
            word = _WordInMaking(
                index, x0, base, characters.type_of(index), characters.upright(index), spaced
            )
        word.add(sign, x1)
        spaced = False
    if word:
        yield word.done()


class _WordInMaking:
    def __init__(self, seq: int, x0: float, base: float, looks: _Type, upright: bool, spaced: bool) -> None:
        self.seq, self.x0, self.x1, self.base = seq, x0, x0, base
        self.looks, self.upright, self.spaced = looks, upright, spaced
        self.signs: list[str] = []

    def goes_on(self, x0: float, base: float) -> bool:
        """Whether a character there continues this word."""
        if not self.upright:
            return True
        size = self.looks.size
        return abs(base - self.base) < 0.4 * size and -0.6 * size < x0 - self.x1 < 0.6 * size

    def add(self, sign: str, x1: float) -> None:
        self.signs.append(sign)
        self.x1 = max(self.x1, x1)

    def done(self) -> Word:
        looks = self.looks
        return Word(
            text=_without_ligatures("".join(self.signs)),
            x0=self.x0, x1=self.x1, base=self.base, size=looks.size, seq=self.seq,
            bold=looks.bold, symbol=looks.symbol, upright=self.upright, space_before=self.spaced,
        )  # fmt: skip


def _without_ligatures(text: str) -> str:
    """ﬁ as f and i, å in two signs as one; everything else as it stands."""
    if any("\ufb00" <= sign <= "\ufb06" for sign in text):
        text = "".join(
            unicodedata.normalize("NFKC", sign) if "\ufb00" <= sign <= "\ufb06" else sign for sign in text
        )
    return unicodedata.normalize("NFC", text)


def _drawings(page: Any, place: _Placing) -> Iterator[Rule | tuple[float, float]]:
    """Straight lines, and the centres of dots."""
    budget = MOST_PATH_SEGMENTS
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=1):
        budget -= max(c.FPDFPath_CountSegments(item), 1)
        if budget < 0:
            return
        for points, filled in _subpaths(item, place):
            width = max(x for x, _ in points) - min(x for x, _ in points)
            height = max(y for _, y in points) - min(y for _, y in points)
            if 1.5 < width < 8 and abs(width - height) < 0.15 * width:
                yield (
                    points[0][0] / 2 + points[len(points) // 2][0] / 2,
                    sum(y for _, y in points) / len(points),
                )
            else:
                yield from _straight(points, filled, place)


def _subpaths(item: Any, place: _Placing) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Each subpath as points on the shown page, and whether it is filled; curves end a subpath's use."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for number in range(c.FPDFPath_CountSegments(item)):
        segment = c.FPDFPath_GetPathSegment(item, number)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO and points:
            yield points, bool(fill.value)
            points = []
        points.append(place.point(*matrix.on_point(x.value, y.value)))
        if c.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if points:
        yield points, bool(fill.value)


def _straight(points: list[tuple[float, float]], filled: bool, place: _Placing) -> Iterator[Rule]:
    """The lines that a subpath draws along the axes; a thin filled box is one line, a frame four."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    if right - left > 0.9 * place.width and bottom - top > 0.9 * place.height:
        return  # the page's own background
    if filled and (right - left < _THIN or bottom - top < _THIN):
        if bottom - top > right - left:
            yield Rule(True, (left + right) / 2, top, bottom)
        else:
            yield Rule(False, (top + bottom) / 2, left, right)
        return
    for (xa, ya), (xb, yb) in itertools.pairwise(points):
        if abs(xa - xb) < 0.7 < abs(ya - yb):
            yield Rule(True, (xa + xb) / 2, min(ya, yb), max(ya, yb))
        elif abs(ya - yb) < 0.7 < abs(xa - xb):
            yield Rule(False, (ya + yb) / 2, min(xa, xb), max(xa, xb))
