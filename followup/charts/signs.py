"""The marks that tell lines apart where there are no colours."""

from __future__ import annotations

from followup.charts.drawing import number

_SIZE = 4.2


def sign(kind: str, x: float, y: float, stroke: str) -> str:
    """`circle` is filled; `ring`, `diamond`, `square` and `triangle` are hollow."""
    if kind in {"circle", "ring"}:
        fill = stroke if kind == "circle" else "#fff"
        return (
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(_SIZE)}" fill="{fill}" '
            f'stroke="{stroke}" stroke-width="1.8"/>'
        )
    points = " ".join(f"{number(x + dx * _SIZE)},{number(y + dy * _SIZE)}" for dx, dy in _CORNERS[kind])
    return f'<polygon points="{points}" fill="#fff" stroke="{stroke}" stroke-width="1.8"/>'


_CORNERS = {
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "triangle": ((0, -1.2), (1.2, 1), (-1.2, 1)),
}
