"""What a municipality calls its goal levels in a year, and which headings it wants filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, F, Value

from goals.document import TextDocument
from goals.headings import LEVEL_NAMES
from goals.models import Heading, Level, LevelLabel, Place

_LABEL = "label"


@dataclass(frozen=True)
class RequiredHeading:
    """A heading that should be filled in: in a chapter (then without level) or at goals of a level."""

    place: str
    level: str
    name: str


@dataclass(frozen=True)
class Words:
    """Labels by level, where the municipality has its own, and the required headings in their order."""

    labels: Mapping[str, str] = field(default_factory=dict)
    required: Sequence[RequiredHeading] = ()

    def label(self, level: str) -> str:
        return self.labels.get(level) or LEVEL_NAMES[Level.of(level)]

    def unwritten(self, place: Place, level: str, texts: Iterable[TextDocument]) -> Iterator[str]:
        """The names of the required headings there that no text answers to."""
        present = {text.heading.casefold() for text in texts}
        for heading in self.required:
            if (heading.place, heading.level) == (place, level) and heading.name.casefold() not in present:
                yield heading.name


def words_of(year: int, *, asks: bool = True) -> Words:
    """The year's words, in one query. Where nothing is asked for (a decided plan) no heading is required."""
    labels = LevelLabel.objects.filter(from_year__lte=year).order_by()
    rows = labels.values_list(Value(_LABEL, output_field=CharField()), "level", "name", F("from_year"))
    if asks:
        headings = Heading.objects.of_year(year).filter(required=True).order_by()
        rows = rows.union(headings.values_list("place", "level", "name", "position"), all=True)
    found: dict[str, str] = {}
    required: list[RequiredHeading] = []
    for place, level, name, _ in sorted(rows, key=lambda row: row[3]):
        word = Level(level).word if level else ""
        if place == _LABEL:
            found[word] = name  # a later year's label comes later
        else:
            required.append(RequiredHeading(place, word, name))
    return Words(found, required)
