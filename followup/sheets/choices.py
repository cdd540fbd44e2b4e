"""What somebody has answered about an upload: which sheet, which row, what columns and names mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from goals.importing.near import folded

LONGEST_SAID = 200


@dataclass(frozen=True)
class Choices:
    """`columns` by place, `units` and `indicators` by `said`; `dash` is why a lone dash wasn't measured."""

    sheet: int | None = None
    header: int | None = None
    columns: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)
    dash: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Choices:
        found = cls(**kept)
        return replace(found, columns={int(at): means for at, means in found.columns.items()})


def said(words: str, within: str = "") -> str:
    """A name as it is remembered: folded, with the part of the organisation that the file gives it."""
    whole = f"{folded(words)} | {folded(within)}" if folded(within) else folded(words)
    return whole[:LONGEST_SAID]
