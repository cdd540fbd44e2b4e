"""The words of a year: the demo's texts say `{år}` and `{now|then}` where the two years differ; pure.

`{år}`, `{år-1}`, `{år+1}` count from the plan's own year. `{a|b}` is `a` in the plan of the current year
and `b` in last year's; either may be empty. A line that begins with `@this` or `@last` stands in one of
them only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_YEAR = re.compile(r"\{år([+-]\d+)?\}")
_CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_MARKED = re.compile(r"@(this|last) (.*)")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)")
_THIN_SPACE = "\u202f"


@dataclass(frozen=True)
class Year:
    """The year of a plan, and whether it is last year's in the demo."""

    number: int
    last: bool

    @property
    def name(self) -> str:
        return "last" if self.last else "this"

    def words(self, text: str) -> str:
        """The text as it stands in this year's plan, with thousands parted by a thin space."""
        text = _YEAR.sub(lambda match: str(self.number + int(match[1] or 0)), text)
        text = _CHOICE.sub(lambda match: match[2 if self.last else 1], text)
        return _THOUSANDS.sub(lambda match: match[0].replace(" ", _THIN_SPACE), text).strip()

    def lines(self, text: str) -> list[str]:
        """The lines that stand in this year's plan, their marks taken away and their words not yet said."""
        lines = []
        for line in text.splitlines():
            marked = _MARKED.fullmatch(line)
            if marked is None:
                lines.append(line)
            elif marked[1] == self.name:
                lines.append(marked[2])
        return lines

    def rows(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The goals, or rows of a table, that stand in this year's plan."""
        return [row for row in rows if row.get("only", self.name) == self.name]
