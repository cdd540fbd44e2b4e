"""The names that a file can say, and what they have meant before. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from followup.sheets.matching import Names

YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_PERIOD = re.compile(r"t[1-3]|vb|h[12]|k[1-4]|q[1-4]|m(?:0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Vocabulary:
    """What names there are; `remembered_*` is what they have meant before, by `said`. `periods` are the
    round's own words for what it covers (T1, Tertial 1, Kvartal 1 …), folded, and `year` its year."""

    units: Names
    indicators: Names
    remembered_units: Mapping[str, str]
    remembered_columns: Mapping[str, str]
    periods: Collection[str]
    year: int

    def is_of_other_time(self, heading: str) -> bool:
        """Whether a heading, folded, says that its column is of another year or another period."""
        years = {int(found) for found in YEARS.findall(heading)}
        periods = {word for word in heading.split() if _PERIOD.fullmatch(word)}
        return not years <= {self.year} or not periods <= set(self.periods)
