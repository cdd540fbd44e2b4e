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
    stretch = (HEIGHT - 2 * EDGE) / (high - low) if high > low else 0
    bottom = HEIGHT - EDGE if high > low else HEIGHT / 2  # a line that doesn't move lies in the middle
    heights = [f"{bottom - (value - low) * stretch:.1f}" for value in values]
    places = [f"{EDGE + n * step:.1f},{height}" for n, height in enumerate(heights)]
    x, y = places[-1].split(",")
    across = ""
    if target is not None:
        at = f"{bottom - (target - low) * stretch:.1f}"
        across = f'<line class="spark-target" x1="0" x2="{WIDTH}" y1="{at}" y2="{at}"/>'
    return SafeString(  # escaped here
        f'<svg class="spark" role="img" aria-label="{escape(words)}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{across}<polyline points="{" ".join(places)}"/>'
        f'<circle cx="{x}" cy="{y}" r="2.5"/></svg>'
    )
