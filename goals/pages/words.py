"""What a municipality calls its goal levels in a year, and which headings its plans have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import BooleanField, CharField, F, IntegerField, TextField, Value

from goals.document import TextDocument
from goals.headings import LEVEL_NAMES
from goals.models import Heading, Level, LevelLabel

_LABEL = "label"


@dataclass(frozen=True)
class AskedHeading:
    """A heading of the year: in a chapter (then without level) or at goals of a level, with its guidance."""

    place: str
    level: str
    name: str
    required: bool = True
    guidance: str = ""
    id: int = 0


@dataclass(frozen=True)
class Words:
    """Labels by level, where the municipality has its own, and its headings in their order."""

    labels: Mapping[str, str] = field(default_factory=dict)
    headings: Sequence[AskedHeading] = ()

    def label(self, level: str) -> str:
        return self.labels.get(level) or LEVEL_NAMES[Level.of(level)]

    def at(self, place: str, level: str) -> list[AskedHeading]:
        return [heading for heading in self.headings if (heading.place, heading.level) == (place, level)]

    def unused(self, place: str, level: str, texts: Iterable[TextDocument]) -> list[AskedHeading]:
        """The headings there that no text answers to."""
        present = {text.heading.casefold() for text in texts}
        return [heading for heading in self.at(place, level) if heading.name.casefold() not in present]

    def arranged(
        self, place: str, level: str, texts: Sequence[TextDocument]
    ) -> list[TextDocument | AskedHeading]:
        """The texts, with the required headings that nobody has written under where they belong."""
        order = {heading.name.casefold(): n for n, heading in enumerate(self.at(place, level))}
        arranged: list[TextDocument | AskedHeading] = list(texts)
        for heading in self.unused(place, level, texts):
            if heading.required:
                place_of = order[heading.name.casefold()]
                at = next(
                    (n for n, each in enumerate(arranged) if order.get(_name(each), -1) > place_of),
                    len(arranged),
                )
                arranged.insert(at, heading)
        return arranged


def _name(each: TextDocument | AskedHeading) -> str:
    return (each.heading if isinstance(each, TextDocument) else each.name).casefold()


def words_of(year: int, *, asks: bool = True) -> Words:
    """The year's words, in one query. Where nothing is asked for (a decided plan) there are no headings."""
    labels = LevelLabel.objects.filter(from_year__lte=year).order_by()
    rows = labels.values_list(
        Value(_LABEL, output_field=CharField()),
        "level",
        "name",
        F("from_year"),
        Value(False, output_field=BooleanField()),
        Value("", output_field=TextField()),
        Value(0, output_field=IntegerField()),
    )
    if asks:
        headings = Heading.objects.of_year(year).order_by()
        columns = ("place", "level", "name", "position", "required", "guidance", "pk")
        rows = rows.union(headings.values_list(*columns), all=True)
    found: dict[str, str] = {}
    asked: list[AskedHeading] = []
    for place, level, name, _, required, guidance, pk in sorted(rows, key=lambda row: (row[3], row[6])):
        word = Level(level).word if level else ""
        if place == _LABEL:
            found[word] = name  # a later year's label comes later
        else:
            asked.append(AskedHeading(place, word, name, required, guidance, pk))
    return Words(found, asked)
