"""Numbers as they are written in Swedish."""

from __future__ import annotations

THIN_SPACE = "\u202f"


def whole(number: int) -> str:
    """A whole number with a thin space, which doesn't break, between thousands."""
    return f"{number:,}".replace(",", THIN_SPACE)


def counted(number: int, one: str, more: str) -> str:
    """`1 träff`, `1 200 träffar`."""
    return f"{whole(number)} {one if number == 1 else more}"
