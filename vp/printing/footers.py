"""Page numbers left out of a part, and where they would have stood.

A part of a compiled file doesn't know its pages' numbers. It is laid out as always, with numbers of its own
at the foot; they are lifted out before anything is drawn, and vp.printing.join stamps the whole file's in
their place. A page that shows no number (a cover) gets none.

Boxes are WeasyPrint's, known here only by their attributes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NUMBERS = "@bottom-right"
"""The margin box of static/print/document.css that holds the page number."""

POINTS = 0.75  # in a CSS pixel


@dataclass(frozen=True)
class Spot:
    """Where a line of text ends: points from the page's left and lower edges to its end and its baseline."""

    right: float
    baseline: float


def lift(page_box: Any, height: float) -> Spot | None:
    """Take the page number out of a laid-out page, `height` pixels high; None where it has none."""
    for box in page_box.children:
        if getattr(box, "at_keyword", "") == NUMBERS and box.children:
            line = _line(box)
            box.children = ()
            if line is not None:
                end = max(each.position_x + each.width for each in line.children)
                return Spot(
                    round(end * POINTS, 3), round((height - line.position_y - line.baseline) * POINTS, 3)
                )
    return None


def _line(box: Any) -> Any:
    """The first line of text in a box."""
    if type(box).__name__ == "LineBox":
        return box if box.children else None
    return next((found for child in getattr(box, "children", ()) if (found := _line(child))), None)
