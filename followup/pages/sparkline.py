"""A small trend as SVG, made on the server: a line through the latest values, and the target across it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 88, 26, 4


def sparkline(values: Sequence[float], words: str, target: float | None = None) -> SafeString:
    """At least two values, the oldest first; `words` tell the same to whoever doesn't see it.

    The target is drawn where it lies among the values or near them, so that it doesn't flatten the line.
    """
    low, high = min(values), max(values)
    if target is not None and low - (high - low) <= target <= high + (high - low):
        low, high = min(low, target), max(high, target)
    else:
        target = None
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    places = [f"{EDGE + n * step:.1f},{_height(value, low, high):.1f}" for n, value in enumerate(values)]
    x, y = places[-1].split(",")
    across = ""
    if target is not None:
        at = f"{_height(target, low, high):.1f}"
        across = f'<line class="spark-target" x1="0" x2="{WIDTH}" y1="{at}" y2="{at}"/>'
    return SafeString(  # escaped here
        f'<svg class="spark" role="img" aria-label="{escape(words)}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{across}<polyline points="{" ".join(places)}"/>'
        f'<circle cx="{x}" cy="{y}" r="2.5"/></svg>'
    )


def _height(value: float, low: float, high: float) -> float:
    """From the top; a line that doesn't move lies in the middle."""
    if high == low:
        return HEIGHT / 2
    return HEIGHT - EDGE - (value - low) / (high - low) * (HEIGHT - 2 * EDGE)
