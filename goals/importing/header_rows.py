"""Whether a table's row reads as the names of its columns, where the source doesn't say so itself."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_NAME = 45


def names_columns(cells: Sequence[str]) -> bool:
    """All cells filled with short words, none with a value or a sentence."""
    return len(cells) > 1 and all(
        0 < len(cell) <= _LONGEST_NAME and not cell[0].isdigit() and not cell.endswith(".") for cell in cells
    )
