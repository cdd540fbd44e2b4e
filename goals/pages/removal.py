"""What is said of a row that is removed, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goals.snapshots import Snapshot

_THE_ROW = {
    "goals.goal": ("Målet", "borttaget"),
    "goals.text": ("Texten", "borttagen"),
    "goals.indicator": ("Indikatorn", "borttagen"),
    "goals.activity": ("Aktiviteten", "borttagen"),
}
_COUNTED = {
    "goals.text": ("text", "texter"),
    "goals.indicator": ("indikator", "indikatorer"),
    "goals.activity": ("aktivitet", "aktiviteter"),
    "goals.goal": ("mål", "mål"),
}


@dataclass(frozen=True)
class Removal:
    """`the_row` with a capital (Målet), its name, what stands under it (3 texter och 1 mål), what is done."""

    the_row: str
    name: str
    under: str
    removed: str


def removal_of(snapshot: Snapshot) -> Removal:
    subject = snapshot["subject"]
    the_row, removed = _THE_ROW[subject]
    sizes = {kind: len(rows) for kind, rows in snapshot["rows"].items()}
    sizes[subject] -= 1
    return Removal(the_row, snapshot["name"], _listed(sizes), f"{the_row} {snapshot['name']} är {removed}.")


def _listed(sizes: Mapping[str, int]) -> str:
    """3 texter, 2 aktiviteter och 1 mål; empty where there is nothing."""
    words = [
        f"{sizes[kind]} {one if sizes[kind] == 1 else many}"
        for kind, (one, many) in _COUNTED.items()
        if sizes.get(kind)
    ]
    return " och ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
